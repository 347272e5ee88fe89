"""The atlas (Ch. 16): how many models decay more slowly than 1/d, and the median exponent."""

from collections.abc import Mapping

import numpy as np

from pycheck.checks.measurement import Reading, compare, measurement, stated, worst
from pycheck.data.sources import Source
from pycheck.evidence import RealityVerdict
from pycheck.reality.fitted import (
    Estimate,
    Fitted,
    corpora,
    decided,
    estimate,
    estimate_share,
    few_models,
    fitted_models,
)
from pycheck.reality.intervals import share_interval
from pycheck.reality.sources import unmeasured

from ._own import not_the_books

COMMAND = "pycheck measure data/profiles"


@measurement
def phase_a(source: Source, states: Mapping[str, str]) -> Reading:
    """Count of models with gamma < 1 and their median gamma, for each corpus.

    States `count`, `of` and `median`. A corpus contradicts a count when the exact interval of its
    share excludes the stated share, and a median when the bootstrap interval over models does: both
    take the models for a sample. Without that, the models above 1 can still be more than the stated
    count leaves for the whole collection, which the detail tells.
    """
    items = fitted_models(source)
    if not items:
        return unmeasured(source, "no fitted model")
    claimed = stated(states, "count") / stated(states, "of")
    median = stated(states, "median")
    lines: list[str] = []
    numbers: dict[str, float | int | str] = {}
    verdicts: list[RealityVerdict] = []
    first: Estimate | None = None
    for corpus, group in sorted(corpora(items).items()):
        middle = estimate(group, [item.fit.gamma for item in group])
        below = sum(item.fit.gamma < 1 for item in group)
        lines.append(_line(corpus, group, below, middle))
        numbers |= {
            f"{corpus}: below 1": below,
            f"{corpus}: models": len(group),
            f"{corpus}: median gamma": float(np.median([item.fit.gamma for item in group])),
        }
        if middle is None:
            verdicts.append(RealityVerdict.UNDECIDED)
            continue
        interval = share_interval(below, len(group))
        verdicts += [compare(interval, claimed, claimed), compare(middle.interval, median, median)]
        first = first or middle
    if source.name == "own":
        return not_the_books(Reading(worst(verdicts), "; ".join(lines), numbers=numbers))
    return Reading(
        worst(verdicts),
        "; ".join(lines)
        + f"; claimed: {states['count']} of {states['of']} ({claimed:.0%}), which leaves "
        f"{stated(states, 'of') - stated(states, 'count'):g} at 1 or above, median {median:g}",
        None if first is None else first.value,
        None if first is None else first.interval,
        numbers,
    )


def _line(corpus: str, group: list[Fitted], below: int, middle: Estimate | None) -> str:
    low, high = share_interval(below, len(group))
    sure_below = sum(item.fit.interval[1] < 1 for item in group)
    sure_above = sum(item.fit.interval[0] > 1 for item in group)
    median = middle or f"{np.median([item.fit.gamma for item in group]):.3g} ({few_models(group)})"
    return (
        f"{corpus}: gamma < 1 in {below} of {len(group)} ({low:.0%} to {high:.0%}), 1 or above in "
        f"{len(group) - below}, median "
        f"{median}; the interval of gamma itself lies below 1 in "
        f"{sure_below} and above 1 in {sure_above}"
    )


@measurement
def levy_range(source: Source) -> Reading:
    """Share of profiles with a Levy index alpha = gamma - 1 in (0, 2): claimed of most (Ch. 23)."""
    items = fitted_models(source)
    if not items:
        return unmeasured(source, "no fitted model")
    has_index = [1 < item.fit.gamma < 3 for item in items]
    count = sum(has_index)
    too_large = sum(item.fit.gamma >= 3 for item in items)
    told = (
        f"1 < gamma < 3 in {count} of {len(items)} profiles; {too_large} of the others have gamma "
        f">= 3, {len(items) - count - too_large} have gamma <= 1"
    )
    numbers = {"with an index": count, "profiles": len(items), "gamma >= 3": too_large}
    inside = estimate_share(items, has_index)
    return decided([inside], 0.5, 1, lambda share: f"share {share}", told, items, numbers)


@measurement
def near_the_boundary(source: Source) -> Reading:
    """Whether finite data can tell a transition at gamma = 1 from a crossover (Ch. 21): they
    cannot, and this counts why."""
    items = fitted_models(source)
    if not items:
        return unmeasured(source, "no fitted model")
    covering = [item for item in items if item.fit.interval[0] <= 1 <= item.fit.interval[1]]
    longest = max(item.profile.distances[-1] for item in items)
    return Reading(
        RealityVerdict.UNDECIDED,
        f"the interval of gamma covers 1 in {len(covering)} of {len(items)} profiles, where "
        f"1/|gamma - 1| has no upper bound; at finite N every moment of the law is smooth in "
        f"gamma, and these profiles end at distance {longest}",
        numbers={"interval covers 1": len(covering), "profiles": len(items), "longest": longest},
    )
