"""Each derivation runs once for all tests that read what it arrived at; values at a point."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import sympy as sp
from hypothesis import strategies as st

from pycheck.checks.outcomes import Derivation


@cache
def derived(check: Callable[[], Any]) -> Derivation:
    """What a derivation comes to; a test that puts a wrong part to one calls it itself."""
    outcome = check()
    assert isinstance(outcome, Derivation)
    return outcome


LONG = np.arange(1, 10**6 + 1, dtype=np.float64)
exponents = st.floats(0.05, 3.0)
contexts = st.integers(2, 40)


class Counted:
    """A number that counts its multiplications."""

    made = 0

    def __mul__(self, other: "Counted") -> "Counted":
        Counted.made += 1
        return self

    def __add__(self, other: "Counted") -> "Counted":
        return self


def counted_matrix(rows: int, columns: int) -> Any:
    return np.full((rows, columns), Counted())


def results(derivation: Callable[[], Derivation]) -> Mapping[str, Any]:
    """What a derivation arrives at."""
    return derived(derivation).results


def figures(check: Any) -> dict[str, float]:
    return {k: float(v) for k, v in derived(check).results.items() if v.is_number}


def value(expression: Any, **symbols: float) -> float:
    """A derived expression at a point."""
    at = {sp.Symbol(name): number for name, number in symbols.items()}
    return float(sp.N(expression.subs(at)))


def weights(gamma: float, length: int) -> Any:
    p = np.arange(1, length + 1, dtype=np.float64) ** -gamma
    return p / p.sum()


def variance_of_log(gamma: float, distances: Any) -> float:
    p = distances**-gamma
    p /= p.sum()
    log = np.log(distances)
    return float(p @ log**2 - (p @ log) ** 2)
