"""Finite probability laws: the one inequality they all rest on, and exact laws to try it on."""

from fractions import Fraction
from itertools import combinations, pairwise

import sympy as sp

from pycheck.checks.derivation import Working


def state_log_bound(w: Working) -> None:
    """Derive log x <= x - 1, the one inequality under every bound on entropy and divergence."""
    x = sp.Symbol("x", positive=True)
    gap = x - 1 - sp.log(x)
    w.positive(r"$x - 1 - \log x$ is convex,", sp.diff(gap, x, 2))
    w.require(
        r"its only stationary point is 1, and it vanishes there: $\log x \le x - 1$, equal only "
        "at 1.",
        sp.solve(sp.diff(gap, x), x) == [1] and gap.subs(x, 1) == 0,
        r"\log x\le x-1",
    )


def rational_laws(size: int, parts: int) -> list[tuple[Fraction, ...]]:
    """All laws on `size` outcomes in steps of 1/parts, every outcome possible."""
    cuts = combinations(range(1, parts), size - 1)
    edges = [(0, *cut, parts) for cut in cuts]
    return [tuple(Fraction(b - a, parts) for a, b in pairwise(edge)) for edge in edges]
