"""The rules by which measurements decide: from data to the number that decides, and its interval.

Every rule takes what is asked and *units*: what is independent of one another (a model, a training
seed, a sequence), each with the one or the several values that it gave. It returns the number with
an interval over units, beside the range that the claim leaves it, or None where there are too few
units for an interval; ``judged`` turns that into a verdict. `bench/verdicts.py` simulates each rule
on data where a claim is true and where it is false; docs/verdicts.md has how often each errs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from scipy import special

from pycheck.checks.measurement import Numbers, Reading, judged, ranged, worst
from pycheck.evidence import Compared, RealityVerdict, Rule
from pycheck.notation.words import alike
from pycheck.reality.intervals import RESAMPLES, SEED, Interval, share_interval
from pycheck.reality.laws import Array
from pycheck.reality.regression import mean_interval, student_half

Units = Sequence[Sequence[float]]
Statistic = Callable[[Array], float]

FEWEST = 5
"""Resampling fewer units has too few different outcomes to give an interval."""

LEVEL = 0.05
"""Share of all claims that data where they hold may contradict."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A number, and what the claim leaves it: from `low` to `high`, the same for one value.

    `parts` is how many numbers decide the claim together: each gets an interval so wide that all of
    them hold in 95 %. The others are told of as in `Compared`.
    """

    quantity: str
    low: float
    high: float
    unit: str = ""
    label: str = ""
    ours: bool = False
    margin: float = 0.0
    parts: int = 1

    @property
    def level(self) -> float:
        """Of the interval: 1 - 0.05/parts (Bonferroni)."""
        return 1 - LEVEL / self.parts

    def answered(self, value: float, interval: Interval | None, rule: Rule) -> Compared:
        """The number beside what is claimed of it."""
        claimed = (self.low, self.high)
        return Compared(
            self.quantity,
            value,
            interval,
            claimed,
            self.label,
            self.unit,
            self.ours,
            rule,
            self.margin,
            self.level,
        )


def median(values: Array) -> float:
    """The middle of the values."""
    return float(np.median(values))


def mean(values: Array) -> float:
    """The mean of the values."""
    return float(values.mean())


_OF_ROWS: Mapping[Statistic, Callable[..., Array]] = {median: np.median, mean: np.mean}
"""The same of each row of a table."""


def between(asked: Asked, units: Units, statistic: Statistic = median) -> Compared | None:
    """A statistic over units lies in a range: percentile bootstrap of whole units."""
    return _resampled(asked, units, statistic, Rule.RANGE)


def mean_between(
    asked: Asked, values: Sequence[float], *, geometric: bool = False
) -> Compared | None:
    """The mean over units, one value each, lies in a range: Student's interval.

    `geometric` for ratios, which are positive: the mean and the interval are of their logarithms.
    """
    if len(values) < FEWEST:
        return None
    found = np.asarray(values, dtype=float)
    if geometric:
        found = np.log(found)
    ends = [float(found.mean()), *mean_interval(found, asked.level)]
    value, low, high = np.exp(ends).tolist() if geometric else ends
    return asked.answered(value, (low, high), Rule.RANGE)


def described(asked: Asked, units: Units, statistic: Statistic = median) -> Compared | None:
    """Data depart from a law by no more than a tolerance: `between` for distances from a law."""
    return _resampled(asked, units, statistic, Rule.FIT)


def point(asked: Asked, units: Units, statistic: Statistic = median) -> Compared | None:
    """A statistic over units has one value: the interval holds it and ends within `margin` of it.

    Raises `ValueError` without a margin: the rule could then never say that the value is there.
    """
    _needs_margin(asked)
    return _resampled(asked, units, statistic, Rule.POINT)


def share(asked: Asked, units: Units) -> Compared | None:
    """A share of answers, 0 or 1, one or several a unit, lies in a range.

    Where every unit gives one answer, or all answers are alike, the interval is the exact one of
    Clopper and Pearson for as many units; else whole units are resampled. With a margin the claim
    is a point.
    """
    rule = Rule.POINT if asked.margin else Rule.SHARE
    if len(units) < FEWEST:
        return None
    answers = [answer for unit in units for answer in unit]
    value = float(np.mean(answers))
    if len(answers) == len(units) or value in (0, 1):
        count = round(value * len(units))
        return asked.answered(value, share_interval(count, len(units), asked.level), rule)
    return _resampled(asked, units, mean, rule)


def response(asked: Asked, slopes: Sequence[float]) -> Compared | None:
    """The mean slope over units, one each, lies in a range: Student's interval over their slopes.

    Points within a unit need not be independent: only its slope enters.
    """
    if len(slopes) < FEWEST:
        return None
    values = np.asarray(slopes, dtype=float)
    interval = mean_interval(values, asked.level)
    return asked.answered(float(values.mean()), interval, Rule.RESPONSE)


def decide(
    numbers: Sequence[Compared | None], told: str, found: int, more: Numbers | None = None
) -> Reading:
    """The reading of a claim that all these numbers decide; the first is the reading's own.

    `told` is told in any case, `found` is how many units there are: too few decide nothing.
    """
    known = tuple(number for number in numbers if number is not None)
    if len(known) < len(numbers):
        few = f"{told}; {found} independent of one another, an interval needs {FEWEST}"
        return Reading(RealityVerdict.UNDECIDED, few, numbers=more or {})
    sentences = [*map(said, known), told, *filter(None, (beyond_reach(n, found) for n in known))]
    return Reading(
        worst([judged(number) for number in known]),
        "; ".join(sentences),
        known[0].value,
        known[0].interval,
        more or {},
        known,
    )


def said(number: Compared) -> str:
    """A number in words: what it is, how sure, and what is asked of it."""
    label = f", {number.label}" if number.label else ""
    if number.interval is None:
        return f"{number.quantity}{label}: {number.value:.3g}, asked: {ranged(number)}"
    value, low, high = alike(number.value, *number.interval)
    asked = f"asked: {ranged(number)}"
    level = f"{100 * number.level:.3g} %"
    return f"{number.quantity}{label}: {value} ({level} {low} to {high}), {asked}"


def beyond_reach(number: Compared, found: int) -> str:
    """That so few units cannot show a value to its margin, with how many could; else nothing.

    Intervals shorten with the root of the number of units.
    """
    if (
        not number.margin
        or number.interval is None
        or judged(number) is not RealityVerdict.UNDECIDED
    ):
        return ""
    low, high = number.interval
    allowed = 2 * number.margin + number.claimed[1] - number.claimed[0]
    needed = ceil(found * ((high - low) / allowed) ** 2)
    if needed <= found:
        return ""
    return (
        f"{found} are too few to place the {number.quantity} within {number.margin:.3g}: "
        f"that needs about {needed}"
    )


def _needs_margin(asked: Asked) -> None:
    if asked.margin <= 0:
        raise ValueError(f"{asked.quantity}: one value needs a margin")


def _resampled(asked: Asked, units: Units, statistic: Statistic, rule: Rule) -> Compared | None:
    if len(units) < FEWEST:
        return None
    value = float(statistic(np.array([value for unit in units for value in unit], dtype=float)))
    level = _expanded(asked.level, len(units))
    ends = np.quantile(_resamples(units, statistic), [(1 - level) / 2, (1 + level) / 2])
    low, high = (float(end) for end in ends)
    return asked.answered(value, (min(low, value), max(high, value)), rule)


def _resamples(units: Units, statistic: Statistic) -> Array:
    """The statistic of whole units, drawn with replacement."""
    rng = np.random.default_rng(SEED)
    draws = rng.integers(0, len(units), (RESAMPLES, len(units)))
    arrays = [np.asarray(unit, dtype=float) for unit in units]
    if len({len(unit) for unit in arrays}) == 1:
        drawn_rows = np.array(arrays)[draws].reshape(RESAMPLES, -1)
        if statistic in _OF_ROWS:
            return _OF_ROWS[statistic](drawn_rows, axis=1)
        return np.array([statistic(row) for row in drawn_rows])
    return np.array([statistic(np.concatenate([arrays[i] for i in drawn])) for drawn in draws])


def _expanded(level: float, units: int) -> float:
    """The level at which the percentile interval of so few units is asked, to hold `level`.

    It is that of a normal law as wide as Student's interval with the spread's divisor n - 1
    (Hesterberg 2015, the expanded percentile interval).
    """
    half = student_half(sqrt(units / (units - 1)), units - 1, level)
    return float(2 * special.ndtr(half) - 1)
