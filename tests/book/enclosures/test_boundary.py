"""The boundary gamma = 1: the coefficient and its correction."""

import re
from collections.abc import Callable
from math import log

import numpy as np
import pytest
from flint import acb, arb, fmpq

from book.enclosures import boundary
from pycheck.balls.boundary_limit import LIMIT, cv_ratio, two_terms
from pycheck.balls.decrease import first_context_not_certified


def test_the_coefficient_excludes_its_rivals() -> None:
    ball = boundary.coefficient().results["coefficient"]
    assert ball.overlaps(arb(fmpq(1, 12)))
    for rival in (fmpq(1, 4), fmpq(1, 11), fmpq(1, 13), fmpq(1, 6), fmpq(833_333, 10**7)):
        assert not ball.overlaps(arb(rival))


def test_the_correction_is_a_sixth_of_eulers_constant() -> None:
    results = boundary.correction().results
    assert results["next"].overlaps(arb.const_euler() / 6)
    assert not results["next"].overlaps(arb.const_euler() / 5)
    d = np.arange(1, 10**6 + 1)
    weights = 1 / d / (1 / d).sum()
    spread = (weights * np.log(d) ** 2).sum() - (weights * np.log(d)).sum() ** 2
    assert float(results["excess"]) == pytest.approx(12 * spread / log(10**6) ** 2 - 1, rel=1e-9)


@pytest.mark.parametrize(
    ("limit", "ratio", "fault"),
    [
        (fmpq(1, 11), cv_ratio, "the ratio stays above its limit"),
        (fmpq(1, 13), cv_ratio, "the ratio comes near its limit"),
        (fmpq(1, 12), lambda n: 1 / cv_ratio(n), "the ratio falls"),
    ],
)
def test_the_ratio_falls_towards_no_other_limit(
    limit: fmpq, ratio: Callable[[int], arb], fault: str
) -> None:
    found = boundary.falls_towards(arb(limit), ratio)
    assert found.holds is False
    assert found.detail == f"not so: {fault}"


def test_a_limit_that_is_not_known_well_decides_nothing() -> None:
    found = boundary.falls_towards(arb(fmpq(1, 12)) + arb(0, "1e-5"), cv_ratio)
    assert found.holds is None


@pytest.mark.parametrize(
    "terms",
    [
        lambda _: arb(LIMIT),
        lambda n: LIMIT + arb.const_euler() / (5 * arb(n).log()),
        lambda n: 2 * LIMIT - two_terms(n),
    ],
)
def test_a_wrong_correction_leaves_too_much(terms: Callable[[int], arb]) -> None:
    found = boundary.corrected_by(terms)
    assert found.holds is False
    assert "what two terms leave" in found.detail


def test_a_value_above_the_ceiling_or_a_step_not_certified_is_not_passed_over() -> None:
    assert boundary.never_reaches(fmpq(1, 5), None).holds is False
    found = boundary.never_reaches(fmpq(1, 4), first_context_not_certified(log_of_far=1))
    assert found.holds is None
    assert found.detail == "not decided: the fall from N = 3 on"


def one_over_next(k: int) -> fmpq:
    return fmpq(1, k + 1)


def stieltjes(k: int) -> arb:
    return acb.stieltjes(k).real


@pytest.mark.parametrize(
    ("leading", "constant", "fault"),
    [
        (lambda k: fmpq(1, k + 2), stieltjes, r"the remainder at k = 0, N = 10\^3$"),
        (lambda k: fmpq(1, max(k, 1)), stieltjes, r"the remainder at k = 1, N = 10\^3 is at least"),
        (one_over_next, lambda k: stieltjes(k + 1), r"the remainder at k = 0, N = 10\^3$"),
        (one_over_next, lambda k: abs(stieltjes(k)), "the remainder at k = 1, .* is at least 0"),
    ],
)
def test_the_sums_of_log_moments_have_no_other_terms(
    leading: Callable[[int], fmpq], constant: Callable[[int], arb], fault: str
) -> None:
    assert boundary.log_moments_are(one_over_next, stieltjes).holds is True
    found = boundary.log_moments_are(leading, constant)
    assert found.holds is False
    assert re.search(fault, found.detail)


@pytest.mark.parametrize(
    ("growth", "fault"),
    [
        (lambda n: arb(n).log() / 2, "at most 1"),
        (lambda n: arb(n).log() * fmpq(101, 100), "above 0"),
        (lambda n: 1 + arb(n).log(), "above 0"),
    ],
)
def test_the_harmonic_sum_grows_like_nothing_else(growth: Callable[[int], arb], fault: str) -> None:
    found = boundary.grows_like(growth)
    assert found.holds is False
    assert found.detail.endswith(fault)
