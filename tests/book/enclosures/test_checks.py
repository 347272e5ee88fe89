"""The enclosure checks of the ledger, and the way to the limit 1/12 that they rest on."""

import inspect
from math import log

import numpy as np
import pytest
from flint import arb, arb_series, fmpq

from book.enclosures import boundary, figures, series, windows
from pycheck.checks.outcomes import Enclosure
from pycheck.enclose import decrease
from pycheck.enclose.boundary_limit import (
    cv_excess,
    cv_ratio,
    ratio_of_inverse_log,
    smallest_context,
    two_terms,
)
from pycheck.enclose.phase_limits import back_moments
from pycheck.enclose.power_law import log_sums, variance
from pycheck.enclose.precision import working
from pycheck.enclose.zeta import zeta_log_sums
from pycheck.errors import InputError
from tests.checks_of import checks_of

CHECKS = checks_of("enclosure")


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_holds_and_says_which(name: str) -> None:
    found = CHECKS[name]()
    assert isinstance(found, Enclosure)
    assert found.holds is True
    assert (CHECKS[name].__doc__ or "").strip()
    widths = {len(row) for row in found.rows}
    assert len(widths) <= 1
    for ball in found.results.values():
        assert ball.is_finite()
        assert ball.rad() < abs(ball) / 10**15


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


def test_the_expansion_meets_the_sums() -> None:
    """The ratio as a function of 1 / log N against the sums themselves."""
    for context in (10**3, 10**9, 10**40):
        with working(120, 1):
            u = 1 / arb(context).log()
            rest = arb(0, (1 / arb(context)).abs_upper())
            expanded = ratio_of_inverse_log(arb_series([u]), rest).coeffs()[0]
            assert expanded.overlaps(cv_ratio(context))
            assert context == 10**3 or not expanded.overlaps(cv_ratio(context // 2))


@pytest.mark.parametrize("context", [2, 3, 10, 999, 10**4, 10**20])
def test_the_ratio_falls_at_single_steps(context: int) -> None:
    with working(400):
        sums = [zeta_log_sums(fmpq(1), n, 2, 400) for n in (context, context + 1)]
        ratios = [
            variance(s) / arb(n).log() ** 2
            for s, n in zip(sums, (context, context + 1), strict=True)
        ]
        assert ratios[0] > ratios[1] > arb(fmpq(1, 12))


def test_the_fall_is_not_certified_where_it_cannot_be() -> None:
    """The polynomial argument needs a long context: at log N = 1 its error outweighs the rest."""
    with working(64):
        assert not decrease._falls_beyond(1)
        assert decrease._falls_beyond(8)
    assert decrease.first_context_not_certified() is None


@pytest.mark.parametrize("within", ["0.13", "0.1", "0.05", "0.02", "0.012", "0.01"])
def test_the_smallest_context_agrees_with_a_scan(within: str) -> None:
    d = np.arange(1, 20_001)
    sums = [np.cumsum(np.log(d) ** k / d) for k in range(3)]
    ratio = (sums[2] / sums[0] - (sums[1] / sums[0]) ** 2)[1:] / np.log(d[1:]) ** 2
    scanned = int(d[1:][np.argmax(ratio <= 1 / 12 + float(within))])
    numerator, denominator = within.replace("0.", ""), 10 ** len(within.replace("0.", "", 1))
    with working(64):
        assert smallest_context(fmpq(int(numerator), denominator)) == scanned


@pytest.mark.parametrize("power", [3, 4])
def test_the_smallest_context_is_exact_beyond_any_scan(power: int) -> None:
    within = fmpq(1, 10**power)
    with working(64):
        found = smallest_context(within)
    assert isinstance(found, int)
    bits = found.bit_length() + 60
    for context, is_within in ((found, True), (found - 1, False)):
        with working(bits):
            spread = variance(zeta_log_sums(fmpq(1), context, 2, bits + 60))
            excess = spread / arb(context).log() ** 2 - fmpq(1, 12)
            assert (excess <= within) is is_within
            assert (excess > within) is not is_within


def test_the_smallest_context_beyond_a_thousand_digits_is_a_ball() -> None:
    with working(80):
        found = smallest_context(fmpq(1, 10**5))
        assert isinstance(found, arb)
        assert found.rel_accuracy_bits() > 60
        assert float(found.log()) == pytest.approx(0.0962 / 1e-5, rel=1e-3)
        low, high = (int(end.floor().unique_fmpz() or 0) for end in (found.lower(), found.upper()))
    with working(200):
        assert cv_excess(high + 1) < fmpq(1, 10**5)
        assert cv_excess(low - 1) > fmpq(1, 10**5)
    with pytest.raises(InputError, match="5e-8"):
        smallest_context(fmpq(1, 10**9))


def test_the_two_terms_are_closer_than_the_limit() -> None:
    with working(100):
        for context in (10**3, 10**6, 10**100):
            assert abs(cv_ratio(context) - two_terms(context)) < cv_excess(context) / 5


def test_back_moments_are_the_moments_of_the_back_distance() -> None:
    gamma, context = fmpq(7, 10), 500
    with working(200):
        found = back_moments(gamma, context, 3)
        weights = [(-arb(gamma) * arb(d).log()).exp() for d in range(1, context + 1)]
        for k, moment in enumerate(found):
            direct = sum(
                (w * (arb(context) / d).log() ** k for d, w in enumerate(weights, start=1)), arb(0)
            ) / sum(weights, arb(0))
            assert moment.overlaps(direct)


def test_worked_figures_against_plain_floats() -> None:
    weights = np.exp(np.array([0, 2, 2]) / np.sqrt(2))
    found = figures.softmax_by_hand().results
    assert [float(found[f"weight_{i}"]) for i in (1, 2, 3)] == pytest.approx(
        list(weights / weights.sum())
    )
    waves = figures.rope_wavelengths().results
    assert float(waves["slowest_64"]) == pytest.approx(2 * np.pi * 10_000 ** (62 / 64))
    assert float(waves["t_max"]) == pytest.approx(62_831.853, abs=1e-3)
    pade = figures.pade().results
    assert float(pade["gamma_at_2000"]) == pytest.approx(0.7522013138)
    assert not figures.kaplan().results["data_factor"].overlaps(arb("1.855", "0.004"))


def test_windows_at_1_3_against_float_sums() -> None:
    results = windows.window_at_gamma_1_3().results
    share = np.cumsum(np.arange(1.0, 4097) ** -1.3)
    assert float(results["window_in_4096"]) == 1 + np.searchsorted(share, 0.99 * share[-1])
    assert float(results["ninety_in_4096"]) == 1 + np.searchsorted(share, 0.9 * share[-1])
    with working(200):
        unlimited = int(float(results["window_unlimited"]))
        needed = arb("1.3").zeta() * fmpq(99, 100)
        assert zeta_log_sums(fmpq(13, 10), unlimited, 0, 200)[0] > needed
        assert zeta_log_sums(fmpq(13, 10), unlimited - 1, 0, 200)[0] < needed


def test_damped_sums_contain_what_they_leave_out() -> None:
    with working(100):
        few = series.damped_log_sums(fmpq(13, 10), fmpq(9, 10), 60, 2)
        many = series.damped_log_sums(fmpq(13, 10), fmpq(9, 10), 900, 2)
        assert all(a.overlaps(b) and a.rad() > b.rad() for a, b in zip(few, many, strict=True))


def test_the_sums_at_the_boundary_need_no_zeta() -> None:
    with working(120):
        for context in (10**3, 10**12):
            mine, other = (
                variance(log_sums(fmpq(1), 1, context, 2)),
                variance(zeta_log_sums(fmpq(1), context, 2, 200)),
            )
            assert mine.overlaps(other)


@pytest.mark.parametrize(
    "name", [n for n in CHECKS if hasattr(inspect.getmodule(CHECKS[n]), "log_sums")]
)
def test_no_check_holds_on_balls_that_say_nothing(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A comparison that only fails when it is certain would pass here."""
    asked = []

    def knows_nothing(_gamma: fmpq, _first: int, _last: int, order: int) -> list[arb]:
        asked.append(order)
        return [arb(1, arb("1e300")) for _ in range(order + 1)]

    module = inspect.getmodule(CHECKS[name])
    assert module is not None
    monkeypatch.setattr(module, "log_sums", knows_nothing)
    found = CHECKS[name]()
    assert isinstance(found, Enclosure)
    assert not asked or found.holds is not True
