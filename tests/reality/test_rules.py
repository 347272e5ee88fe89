"""The rules by which measurements decide, each made to come out every way."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from pycheck.checks.measurement import judged, ranged
from pycheck.evidence import Compared, RealityVerdict, Rule
from pycheck.reality.rules import (
    Asked,
    Units,
    between,
    beyond_reach,
    decide,
    described,
    point,
    response,
    share,
)

REPRODUCED, CONTRADICTED = RealityVerdict.REPRODUCED, RealityVerdict.CONTRADICTED
UNDECIDED = RealityVerdict.UNDECIDED


def normal(mean: float, spread: float, units: int = 20) -> list[list[float]]:
    drawn = np.random.default_rng(3).normal(mean, spread, (units, 2))
    return [list(map(float, unit)) for unit in drawn]


def answers(true: int, of: int) -> list[list[float]]:
    return [[float(i < true)] for i in range(of)]


def slopes(asked: Asked, units: Units) -> Compared | None:
    return response(asked, [float(np.mean(unit)) for unit in units])


@pytest.mark.parametrize(
    ("rule", "asked", "units", "verdict"),
    [
        (between, Asked("x", 0, 1), normal(0.5, 0.1), REPRODUCED),
        (between, Asked("x", 0, 1), normal(1.5, 0.1), CONTRADICTED),
        (between, Asked("x", 0, 1), normal(1.0, 0.5), UNDECIDED),
        (described, Asked("d", 0, 0.1), normal(0.05, 0.01), REPRODUCED),
        (described, Asked("d", 0, 0.1), normal(0.15, 0.01), CONTRADICTED),
        (described, Asked("d", 0, 0.1), normal(0.1, 0.05), UNDECIDED),
        (point, Asked("x", 0.5, 0.5, margin=0.1), normal(0.5, 0.05), REPRODUCED),
        (point, Asked("x", 0.5, 0.5, margin=0.1), normal(0.9, 0.05), CONTRADICTED),
        (point, Asked("x", 0.5, 0.5, margin=0.1), normal(0.5, 0.9), UNDECIDED),
        (share, Asked("s", 0.5, 1), answers(20, 20), REPRODUCED),
        (share, Asked("s", 0.5, 1), answers(2, 20), CONTRADICTED),
        (share, Asked("s", 0.5, 1), answers(12, 20), UNDECIDED),
        (share, Asked("s", 0.9, 0.9, margin=0.05), answers(900, 1000), REPRODUCED),
        (share, Asked("s", 0.9, 0.9, margin=0.05), answers(700, 1000), CONTRADICTED),
        (share, Asked("s", 0.9, 0.9, margin=0.05), answers(27, 30), UNDECIDED),
        (slopes, Asked("b", 0.9, 1.1), normal(1, 0.05), REPRODUCED),
        (slopes, Asked("b", 0.9, 1.1), normal(0.5, 0.05), CONTRADICTED),
        (slopes, Asked("b", 0.9, 1.1), normal(1, 1), UNDECIDED),
    ],
)
def test_every_rule_comes_out_every_way(
    rule: Callable[[Asked, Units], Compared | None],
    asked: Asked,
    units: Units,
    verdict: RealityVerdict,
) -> None:
    number = rule(asked, units)
    assert number is not None
    assert judged(number) is verdict
    assert number.interval is not None
    assert number.interval[0] <= number.value <= number.interval[1]
    assert rule(asked, units[:4]) is None


def test_the_rules_sign_their_numbers() -> None:
    units = normal(0.5, 0.1)
    named = {
        Rule.RANGE: between(Asked("x", 0, 1), units),
        Rule.FIT: described(Asked("x", 0, 1), units),
        Rule.POINT: point(Asked("x", 0, 0, margin=1), units),
        Rule.SHARE: share(Asked("x", 0, 1), answers(3, 9)),
        Rule.RESPONSE: slopes(Asked("x", 0, 1), units),
    }
    assert {rule: number.rule for rule, number in named.items() if number} == dict(
        zip(named, named, strict=True)
    )
    assert len(named) == len(Rule)


def test_one_value_needs_a_margin() -> None:
    with pytest.raises(ValueError, match="needs a margin"):
        point(Asked("x", 1, 1), normal(1, 0.1))


def test_parts_widen_an_interval_as_bonferroni_says() -> None:
    units = [[float(x)] for x in np.random.default_rng(1).normal(0, 1, 12)]
    values = np.array(units).ravel()
    number = slopes(Asked("b", -1, 1, parts=3), units)
    assert number is not None
    expected = stats.t.interval(1 - 0.05 / 3, 11, values.mean(), stats.sem(values))
    assert number.interval == pytest.approx(expected)
    count = share(Asked("s", 0, 1, parts=2), answers(7, 12))
    assert count is not None
    exact = stats.binomtest(7, 12).proportion_ci(1 - 0.05 / 2, "exact")
    assert count.interval == pytest.approx((exact.low, exact.high))


def test_a_share_over_units_with_several_answers_draws_whole_units() -> None:
    twice = [[1.0, 1.0], [0.0, 0.0]] * 10
    once = [[1.0], [0.0]] * 20
    both = [share(Asked("s", 0, 1), units) for units in (twice, once)]
    (wide, narrow) = (n.interval[1] - n.interval[0] for n in both if n and n.interval)
    assert wide > 1.2 * narrow
    alike = share(Asked("s", 0, 1), [[1.0, 1.0]] * 6)
    assert alike is not None
    assert alike.interval == pytest.approx((0.025 ** (1 / 6), 1))


def test_too_few_units_are_told_with_how_many_would_do() -> None:
    asked = Asked("share below 1", 0.9, 0.9, margin=0.02)
    number = share(asked, answers(36, 40))
    assert number is not None
    text = beyond_reach(number, 40)
    assert text.startswith("40 are too few to place the share below 1 within 0.02: that needs")
    needed = int(text.rsplit(" ", 1)[1])
    enough = share(asked, answers(round(0.9 * needed), needed))
    assert enough is not None
    assert enough.interval is not None
    assert enough.interval[1] - enough.interval[0] == pytest.approx(0.04, rel=0.15)
    assert beyond_reach(enough, needed) == ""


def test_a_reading_is_as_good_as_its_worst_part() -> None:
    good = between(Asked("x", 0, 1), normal(0.5, 0.1))
    bad = between(Asked("y", 0, 1), normal(2, 0.1))
    assert decide([good, bad], "told", 20).verdict is CONTRADICTED
    assert decide([good], "told", 20).verdict is REPRODUCED
    few = decide([good, None], "told", 3)
    assert (few.verdict, few.compared) == (UNDECIDED, ())
    assert few.detail == "told; 3 independent of one another, an interval needs 5"


def test_a_reading_says_what_decides() -> None:
    number = share(Asked("share of x", 0.5, 1, label="here"), answers(18, 20))
    told = decide([number], "told", 20).detail
    assert told == "share of x, here: 0.900 (95 % 0.683 to 0.988), asked: 0.5 to 1; told"


def test_resampled_intervals_hold_what_they_say() -> None:
    """Of 300 draws of eight units each, the median lies in the interval in 95 % or so."""
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(300):
        number = between(Asked("x", 0, 1), [[x] for x in rng.normal(0, 1, 8)])
        assert number is not None
        assert number.interval is not None
        held += number.interval[0] <= 0 <= number.interval[1]
    assert 0.93 < held / 300 < 0.995


def test_a_range_is_printed_with_its_margin() -> None:
    assert ranged(Compared("x", 0, None, (-0.2, 0.4))) == "−0.2 to 0.4"
    assert ranged(Compared("x", 0, None, (0.9, 0.9), margin=0.05)) == "0.9 ± 0.05"
