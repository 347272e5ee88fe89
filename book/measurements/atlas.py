"""The atlas (Ch. 16): how many models decay more slowly than 1/d, and the median exponent."""

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.stats import pearsonr

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

HARDLY = 0.7
"""A correlation below which two measurements share less than half of their variance."""

FEWEST_PAIRS = 5


@measurement
def phase_a(source: Source, states: Mapping[str, str]) -> Reading:
    """Count of models with gamma < 1 and their median gamma, however the exponents are read.

    States `count`, `of` and `median`. A text that does not say on which corpus it measured may mean
    each of them or their average. A reading contradicts a count when the exact interval of its
    share excludes the stated share, and a median when the bootstrap interval over models does: both
    take the models for a sample. The claim is contradicted where every reading contradicts it.
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
        shares = compare(interval, claimed, claimed)
        verdicts.append(worst([shares, compare(middle.interval, median, median)]))
        first = first or middle
    if source.name == "own":
        return not_the_books(Reading(worst(verdicts), "; ".join(lines), numbers=numbers))
    averaged = [(x + y) / 2 for x, y in paired_exponents(items)]
    if averaged:
        below = sum(gamma < 1 for gamma in averaged)
        low, high = share_interval(below, len(averaged))
        verdicts.append(compare((low, high), claimed, claimed))
        lines.append(
            f"averaged over both: gamma < 1 in {below} of {len(averaged)} ({low:.0%} to "
            f"{high:.0%}), 1 or above in {len(averaged) - below}, median "
            f"{np.median(averaged):.3f}"
        )
        numbers |= {"averaged: below 1": below, "averaged: models": len(averaged)}
    contradicted = all(verdict is RealityVerdict.CONTRADICTED for verdict in verdicts)
    return Reading(
        RealityVerdict.CONTRADICTED if contradicted else RealityVerdict.UNDECIDED,
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
def smoothing_side(source: Source) -> Reading:
    """Share of models with gamma < 1, the side of negative order: said of most (Ch. 23)."""
    items = fitted_models(source)
    if not items:
        return unmeasured(source, "no fitted model")
    below = [item.fit.gamma < 1 for item in items]
    told = f"gamma < 1 in {sum(below)} of {len(items)} profiles"
    numbers = {"below 1": sum(below), "profiles": len(items)}
    share = estimate_share(items, below)
    return decided([share], 0.5, 1, lambda found: f"share {found}", told, items, numbers)


@measurement
def two_corpora(source: Source) -> Reading:
    """Whether a model's exponents on two corpora go together.

    Reproduced where the 95 % interval of their correlation (Fisher's, over models) lies below
    `HARDLY`, contradicted where it lies above. The bound is ours: half of the variance is shared.
    """
    pairs = paired_exponents(fitted_models(source))
    if len(pairs) < FEWEST_PAIRS:
        return unmeasured(source, f"fewer than {FEWEST_PAIRS} models were read on two corpora")
    first, second = np.array(pairs).T
    found = pearsonr(first, second)
    r, limits = float(found.statistic), found.confidence_interval(0.95)
    interval = (float(limits.low), float(limits.high))
    agreeing = int(((first < 1) == (second < 1)).sum())
    apart = float(np.abs(first - second).mean())
    return Reading(
        compare(interval, -1, HARDLY),
        f"correlation of the exponents of {len(pairs)} models on two corpora: {r:.2f} (95 % "
        f"{interval[0]:.2f} to {interval[1]:.2f}); they differ by {apart:.2f} in the mean, and the "
        f"phase is the same for {agreeing} of the models",
        r,
        interval,
        {"models": len(pairs), "same phase": agreeing, "mean difference": apart},
    )


def paired_exponents(items: Iterable[Fitted]) -> list[tuple[float, float]]:
    """Each model's exponents on two corpora, where it was read on exactly two."""
    by_model: dict[str, list[float]] = {}
    for _, group in sorted(corpora(items).items()):
        for item in group:
            by_model.setdefault(item.profile.model, []).append(item.fit.gamma)
    return [(found[0], found[1]) for found in by_model.values() if len(found) == 2]


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
