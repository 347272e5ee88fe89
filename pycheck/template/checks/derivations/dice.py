"""A fair die."""

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check


@check
def variance() -> Derivation:
    """The variance of a fair die, from its six faces."""
    w = Working()
    k = sp.Symbol("k", integer=True)
    w.definition("Each of the six faces has the probability $1/6$.")
    mean = w.value("The mean.", sp.Sum(k / 6, (k, 1, 6)))
    square = w.value("The mean of the squares.", sp.Sum(k**2 / 6, (k, 1, 6)))
    found = square - mean**2
    formed = sp.Add(square, -sp.Pow(mean, 2, evaluate=False), evaluate=False)
    w.equal("The variance is the second less the square of the first.", formed, found)
    return w.done(variance=found)
