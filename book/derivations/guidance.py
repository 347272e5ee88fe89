"""Classifier-free guidance of logits (ch. 29)."""

from collections.abc import Callable
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check


def guide(without: sp.Expr, conditioned: sp.Expr, strength: Any) -> sp.Expr:
    """The guided logit: from the unconditioned one, along the prompt's effect."""
    return without + strength * (conditioned - without)


def derive_endpoints(guide: Callable[[sp.Expr, sp.Expr, Any], sp.Expr]) -> Derivation:
    """Whether a rule for guided logits has the right endpoints and multiplies the effect."""
    w = Working()
    u, c, v, d = sp.symbols("u c v d", real=True)
    gamma = sp.Symbol("gamma", real=True)
    w.definition("Logits without (u) and with (c) the prompt.", r"\ell=u+\gamma(c-u)")
    plain, none = guide(u, c, 1), guide(u, c, 0)
    rule = guide(u, c, gamma)
    w.equal("Strength one gives $c$,", sp.Subs(rule, gamma, 1), c)
    w.equal("strength zero gives $u$.", sp.Subs(rule, gamma, 0), u)
    effect = sp.factor(guide(u, c, gamma) - u)
    w.equal("The prompt's effect is multiplied by the strength.", effect, gamma * (c - u))
    guided = sp.exp(guide(u, c, gamma) - guide(v, d, gamma))
    w.vanish(
        "In probabilities: the odds of two tokens are those without the prompt, times the "
        r"change of the odds by the prompt to the power $\gamma$.",
        [sp.log(guided) - ((u - v) + gamma * ((c - d) - (u - v)))],
        r"\frac{p(x)}{p(y)}=\frac{p_0(x)}{p_0(y)}"
        r"\Bigl(\frac{p_1(x)/p_1(y)}{p_0(x)/p_0(y)}\Bigr)^{\gamma}",
    )
    return w.done(at_one=sp.expand(plain), at_zero=none, effect=effect)


@check
def endpoints() -> Derivation:
    """Strength one is conditional generation, zero unconditional; the effect is multiplied."""
    return derive_endpoints(guide)
