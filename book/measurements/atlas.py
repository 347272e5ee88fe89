"""The atlas (Ch. 16): how many models decay more slowly than 1/d, and the median exponent."""

from collections.abc import Mapping, Sequence

import numpy as np

from pycheck.checks.measurement import Reading, judged, measurement, stated
from pycheck.data.sources import Source
from pycheck.evidence import Compared, RealityVerdict
from pycheck.reality.fitted import (
    FEWEST_MODELS,
    Fitted,
    by_model,
    corpora,
    fitted_models,
    trained_model,
)
from pycheck.reality.intervals import share_interval
from pycheck.reality.regression import correlation
from pycheck.reality.repeated import share_below, spreads
from pycheck.reality.rules import FEWEST, Asked, Units, decide, point, share
from pycheck.reality.sources import unmeasured

from ._own import not_the_books

COMMAND = "pycheck measure data/profiles"


MEAN = "mean of corpora"

SHARE_MARGIN = 0.05
GAMMA_MARGIN = 0.05
"""How far from the printed share and median still agrees with them, ours: the text gives none."""

PARTS = 4
"""Twice the two that decide: the share takes exponents for normal, which is paid for."""

RELIABLE = 0.7
"""Correlation of two measurements below which what they measure is by convention unreliable
(Nunnally 1978)."""


@measurement
def phase_a(source: Source, states: Mapping[str, str]) -> Reading:
    r"""Count of models with $\gamma < 1$ and their median $\gamma$, against the stated ones.

    States `count`, `of` and `median`. The text names no corpus, and a model's exponent differs from
    corpus to corpus, so the share is that of models freed of this difference, and the median that
    of their means over corpora. Both are points with a margin. The counts of each corpus are told.
    """
    items = fitted_models(source)
    if not items:
        return unmeasured(source, "no fitted model")
    count, of, middle = (stated(states, key) for key in ("count", "of", "median"))
    readings = _readings(items)
    lines = [_line(name, group, gammas) for name, (group, gammas) in readings.items()]
    told = "; ".join(lines) + (
        f"; claimed: {states['count']} of {states['of']} ({count / of:.0%}), which leaves "
        f"{of - count:g} at 1 or above, median {middle:g}"
    )
    numbers: dict[str, float | int | str] = {}
    for name, (_, gammas) in readings.items():
        below = sum(gamma < 1 for gamma in gammas)
        numbers |= {
            f"{name}: below 1": below,
            f"{name}: models": len(gammas),
            f"{name}: 1 or above": len(gammas) - below,
            f"{name}: median gamma": float(np.median(gammas)),
        }
    units = [[item.fit.gamma for item in group] for group in _repeated(items)]
    if len(units) < FEWEST:
        told += (
            f"; {len(units)} models were measured on two corpora or more, and by how much an "
            f"exponent errs is known from such alone: an interval needs {FEWEST}"
        )
        reading = Reading(RealityVerdict.UNDECIDED, told, numbers=numbers)
    else:
        within, between = spreads(units)
        numbers |= {"spread within models": within, "spread between models": between}
        told += (
            f"; the exponents of one model spread by {within:.2f} over corpora, models by "
            f"{between:.2f}, which the share of models below 1 is freed of"
        )
        reading = decide(beside_printed(units, count / of, middle), told, len(units), numbers)
    return not_the_books(reading) if source.name == "own" else reading


def beside_printed(units: Units, claimed: float, middle: float) -> list[Compared | None]:
    """The share and the median of models, beside the stated ones."""
    below = Asked(
        "share of models with γ < 1",
        claimed,
        claimed,
        "fraction of models",
        "freed of what differs between corpora",
        margin=SHARE_MARGIN,
        parts=PARTS,
    )
    centre = Asked(
        "median γ over models", middle, middle, label=MEAN, margin=GAMMA_MARGIN, parts=PARTS
    )
    return [
        share_below(below, units, 1),
        point(centre, [[float(np.mean(unit))] for unit in units]),
    ]


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


def _line(name: str, group: list[Fitted], gammas: list[float]) -> str:
    below = sum(gamma < 1 for gamma in gammas)
    low, high = share_interval(below, len(gammas))
    told = (
        f"{name}: γ < 1 in {below} of {len(gammas)} ({low:.0%} to {high:.0%}), 1 or above in "
        f"{len(gammas) - below}, median {np.median(gammas):.3g}"
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
