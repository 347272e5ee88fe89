"""The atlas (Ch. 16): how many models decay more slowly than 1/d, and the median exponent."""

from collections.abc import Mapping, Sequence

import numpy as np

from pycheck.checks.measurement import Reading, judged, measurement, stated, worst
from pycheck.data.sources import Source
from pycheck.evidence import Compared, RealityVerdict
from pycheck.reality.fitted import (
    FEWEST_MODELS,
    Estimate,
    Fitted,
    by_model,
    corpora,
    estimate,
    few_models,
    fitted_models,
    trained_model,
)
from pycheck.reality.intervals import share_interval
from pycheck.reality.regression import correlation
from pycheck.reality.rules import Asked, decide, share
from pycheck.reality.sources import unmeasured

from ._own import not_the_books

COMMAND = "pycheck measure data/profiles"


MEAN = "mean of corpora"

RELIABLE = 0.7
"""Correlation of two measurements below which what they measure is by convention unreliable
(Nunnally 1978)."""


@measurement
def phase_a(source: Source, states: Mapping[str, str]) -> Reading:
    r"""Count of models with $\gamma < 1$ and their median $\gamma$: by corpus, and averaged
    over corpora.

    States `count`, `of` and `median`. The text names no corpus, so each is a reading of it, and so
    is a model's mean exponent over all that it was measured on. A reading is contradicted when the
    exact interval of its share excludes the stated share, or the bootstrap interval over models
    the stated median; the claim is when every reading is.
    """
    items = fitted_models(source)
    if not items:
        return unmeasured(source, "no fitted model")
    claimed = stated(states, "count") / stated(states, "of")
    median = stated(states, "median")
    lines: list[str] = []
    numbers: dict[str, float | int | str] = {}
    verdicts: list[RealityVerdict] = []
    compared: list[Compared] = []
    for name, (group, gammas) in _readings(items).items():
        middle = estimate(group, gammas)
        below = sum(gamma < 1 for gamma in gammas)
        lines.append(_line(name, group, gammas, middle))
        numbers |= {
            f"{name}: below 1": below,
            f"{name}: models": len(gammas),
            f"{name}: 1 or above": len(gammas) - below,
            f"{name}: median gamma": float(np.median(gammas)),
        }
        if middle is None:
            verdicts.append(RealityVerdict.UNDECIDED)
            continue
        both = (
            Compared(
                "share of models with γ < 1",
                below / len(gammas),
                share_interval(below, len(gammas)),
                (claimed, claimed),
                f"{name}, {below} of {len(gammas)}",
                "fraction of models",
            ),
            Compared("median γ over models", middle.value, middle.interval, (median, median), name),
        )
        verdicts.append(worst([judged(number) for number in both]))
        compared += both
    every = all(verdict is RealityVerdict.CONTRADICTED for verdict in verdicts)
    middles = compared[1::2]
    reading = Reading(
        RealityVerdict.CONTRADICTED if every else RealityVerdict.UNDECIDED,
        "; ".join(lines)
        + f"; claimed: {states['count']} of {states['of']} ({claimed:.0%}), which leaves "
        f"{stated(states, 'of') - stated(states, 'count'):g} at 1 or above, median {median:g}",
        middles[0].value if middles else None,
        middles[0].interval if middles else None,
        numbers,
        tuple(compared),
    )
    return not_the_books(reading) if source.name == "own" else reading


def _readings(items: Sequence[Fitted]) -> dict[str, tuple[list[Fitted], list[float]]]:
    """The models and their exponents on each corpus, and averaged where there are several."""
    found = {
        corpus: (group, [item.fit.gamma for item in group])
        for corpus, group in sorted(corpora(items).items())
    }
    repeated = _repeated(items)
    if repeated:
        found[MEAN] = (
            [group[0] for group in repeated],
            [float(np.mean([item.fit.gamma for item in group])) for group in repeated],
        )
    return found


def _repeated(items: Sequence[Fitted]) -> list[list[Fitted]]:
    """The profiles of each model that was measured on two corpora or more, in their order."""
    groups: dict[tuple[object, ...], list[Fitted]] = {}
    for item in sorted(items, key=lambda item: item.profile.corpus):
        groups.setdefault(trained_model(item.profile), []).append(item)
    return [group for group in groups.values() if len(group) > 1]


def _line(name: str, group: list[Fitted], gammas: list[float], middle: Estimate | None) -> str:
    below = sum(gamma < 1 for gamma in gammas)
    low, high = share_interval(below, len(gammas))
    median = middle or f"{np.median(gammas):.3g} ({few_models(group)})"
    told = (
        f"{name}: γ < 1 in {below} of {len(gammas)} ({low:.0%} to {high:.0%}), 1 or above in "
        f"{len(gammas) - below}, median {median}"
    )
    if name == MEAN:
        return told
    return told + (
        "; the interval of γ itself lies below 1 in "
        f"{sum(item.fit.interval[1] < 1 for item in group)} and above 1 in "
        f"{sum(item.fit.interval[0] > 1 for item in group)}"
    )


@measurement
def two_corpora(source: Source) -> Reading:
    """Whether a model's exponents on two corpora agree too little to be one property of it.

    The correlation over models estimates the share of the spread that belongs to the model.
    Reproduced when its interval (Fisher's transformation) lies below `RELIABLE`.
    """
    pairs = [group for group in _repeated(fitted_models(source)) if len(group) == 2]
    if len(pairs) < FEWEST_MODELS:
        return unmeasured(source, f"fewer than {FEWEST_MODELS} models on two corpora")
    first, second = np.array([[item.fit.gamma for item in group] for group in pairs]).T
    r, (low, high), chance = correlation(first, second)
    compared = Compared(
        "correlation r of the exponents on two corpora",
        r,
        (low, high),
        (-1, RELIABLE),
        ours=True,
    )
    same = int(((first < 1) == (second < 1)).sum())
    reading = Reading(
        judged(compared),
        f"exponents of {len(pairs)} models on two corpora correlate r = {r:.2f} "
        f"(95 % {low:.2f} to {high:.2f}, p = {chance:.2g}; {RELIABLE:g} is the least that is "
        f"called reliable); both lie on the same side of 1 in {same}",
        compared.value,
        compared.interval,
        {"models": len(pairs), "same side of 1": same, "r": compared.value},
        (compared,),
    )
    return not_the_books(reading) if source.name == "own" else reading


@measurement
def smoothing_side(source: Source) -> Reading:
    r"""Share of profiles with $\gamma < 1$, an order below zero: said of most models (Ch. 23)."""
    items = fitted_models(source)
    if not items:
        return unmeasured(source, "no fitted model")
    below = [item.fit.gamma < 1 for item in items]
    units = by_model(items, [float(b) for b in below])
    asked = Asked("share of profiles with γ < 1", 0.5, 1, "fraction of profiles", ours=True)
    return decide(
        [share(asked, units)],
        f"γ < 1 in {sum(below)} of {len(items)} profiles of {len(units)} models",
        len(units),
        {"below 1": sum(below), "profiles": len(items)},
    )


@measurement
def near_the_boundary(source: Source) -> Reading:
    r"""Whether finite data can tell a transition at $\gamma = 1$ from a crossover (Ch. 21):
    they cannot, and this counts why.
    """
    items = fitted_models(source)
    if not items:
        return unmeasured(source, "no fitted model")
    covering = [item for item in items if item.fit.interval[0] <= 1 <= item.fit.interval[1]]
    longest = max(item.profile.distances[-1] for item in items)
    return Reading(
        RealityVerdict.UNDECIDED,
        f"the interval of γ covers 1 in {len(covering)} of {len(items)} profiles, where "
        f"1/|γ - 1| has no upper bound; at finite N every moment of the law is smooth in "
        f"γ, and these profiles end at distance {longest}",
        numbers={"interval covers 1": len(covering), "profiles": len(items), "longest": longest},
    )
