"""The symbol of a row of attention: how it acts on waves (Ch. 23)."""

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check

_MOST = 5
_u = sp.Symbol("u", real=True)


@check
def at_most_one() -> Derivation:
    """A row of weights damps every wave: the absolute value of its symbol is at most one."""
    return derive_at_most_one(1)


def derive_at_most_one(sign: int) -> Derivation:
    """The square of the sum of the weights, less `sign` times that of the symbol, over pairs."""
    work = Working()
    work.definition(
        "The symbol of weights p(d) >= 0 that sum to one is their sum with waves.",
        r"\hat p(u) = \sum_d p(d)\, e^{iud}",
    )
    for count in range(2, _MOST + 1):
        p = sp.symbols(f"p1:{count + 1}", positive=True)
        symbol = sum(p[d] * sp.exp(sp.I * _u * d) for d in range(count))
        square = sp.expand(symbol * sp.conjugate(symbol))
        pairs = [(i, j) for i in range(count) for j in range(i + 1, count)]
        missing = sum(4 * p[i] * p[j] * sp.sin(_u * (j - i) / 2) ** 2 for i, j in pairs)
        work.equal(
            f"{count} weights: what |symbol|^2 lacks to the square of their sum, a term a pair.",
            sp.expand((sum(p) ** 2 - sign * square - missing).rewrite(sp.exp)),
            0,
            r"\Bigl(\sum_d p(d)\Bigr)^2 - |\hat p(u)|^2 = "
            r"\sum_{d < d'} 4\, p(d)\, p(d') \sin^2\frac{u(d' - d)}{2}",
        )
    a, b = sp.symbols("a b", nonnegative=True)
    work.nonnegative("No term of a pair is negative.", 4 * a * b * sp.sin(_u / 2) ** 2)
    return work.done()
