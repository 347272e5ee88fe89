"""The learned imprint: an identity that any constant satisfies (Ch. 38)."""

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check


def derive_slope(nu: sp.Expr) -> Derivation:
    """What this slope comes to over a whole turn."""
    w = Working()
    turned = sp.Mul(nu, 2 * sp.pi, evaluate=False)
    w.equal("Multiply the claimed slope by a whole turn.", turned, -1)
    unknown = sp.Symbol("nu")
    only = w.solve("No other slope does that.", 2 * sp.pi * unknown, -1, unknown)
    return w.done(product=nu * 2 * sp.pi, slope=only)


@check
def slope() -> Derivation:
    r"""$\nu = -1/(2\pi)$ gives $\nu\cdot 2\pi = -1$."""
    return derive_slope(-1 / (2 * sp.pi))


@check
def any_constant() -> Derivation:
    r"""$-\tfrac{1}{2x}\cdot 2x = -1$ for every nonzero $x$: the value of $\pi$ plays no part in
    the identity.
    """
    w = Working()
    x = sp.Symbol("x", nonzero=True)
    turned = sp.Mul(-1 / (2 * x), 2 * x, evaluate=False)
    product = w.value(r"Put any nonzero $x$ in the place of $\pi$.", turned)
    w.require(
        r"The result does not contain $x$: the identity cannot tell $\pi$ from another "
        "constant, and says nothing about a model.",
        not product.free_symbols,
    )
    return w.done(product=product)
