"""The window that holds nine tenths of attention (Ch. 20): predicted against measured."""

import numpy as np

from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.fit import points_of
from pycheck.reality.fitted import Fitted, against_law, decided, estimate, fitted_models
from pycheck.reality.laws import EXPONENTIAL, fit_law
from pycheck.reality.moments import OverDistance
from pycheck.reality.sources import unmeasured

from ._tables import window_costs, window_rows

COMMAND = "pycheck measure data/profiles"

SHARE = 0.9
HALF_UNIT = 0.05
"""0.9 as printed: anything that rounds to it."""
DECADE = 10
"""Last over first distance: a profile over no more says nothing of windows in a long context."""


@measurement
def d90(source: Source) -> Reading:
    """Share of measured attention inside the window that the exponent predicts to hold 0.9.

    Prediction and measurement cover the same distances, the first to the last measured one.
    Reproduced when the median share over models is surely 0.9 to its printed digit. That is a weak
    test, because a wrong law that was fitted to the same profile misses by little: the share inside
    the windows of an exponential law is given beside it.
    """
    every = fitted_models(source)
    items = [item for item in every if _reaches(item)]
    if not items:
        return unmeasured(source, "no profile that reaches far enough")
    rival = float(np.median([_share_inside_exponential(item) for item in items]))
    ratios = np.array([_ratio(item) for item in items])
    told = (
        f"predicted over measured D_90: median {np.median(ratios):.3f}, from {ratios.min():.2f} "
        f"to {ratios.max():.2f}; {len(every) - len(items)} profiles span too little"
    )
    numbers: dict[str, float | int | str] = {
        "profiles": len(items),
        "too short": len(every) - len(items),
        "median ratio": float(np.median(ratios)),
        "share of an exponential law": rival,
    }
    tables, more = _published_tables(source)
    told += tables
    numbers |= more
    return decided(
        {
            "share of attention inside the predicted window, median": estimate(
                items, [_share_inside(item) for item in items]
            )
        },
        SHARE - HALF_UNIT,
        SHARE + HALF_UNIT,
        lambda share: (
            f"share inside the predicted window {share}, reproduced from {SHARE - HALF_UNIT:g} to "
            f"{SHARE + HALF_UNIT:g}; inside that of an exponential law fitted to the same profiles "
            f"{rival:.3g} (median)"
        ),
        told,
        items,
        numbers,
        unit="fraction of attention",
        ours=False,
    )


def _reaches(item: Fitted) -> bool:
    distances = item.profile.distances
    return distances[-1] > DECADE * distances[0]


def _share_inside(item: Fitted) -> float:
    measured, law = against_law(item)
    return measured.share_within(law.window(SHARE))


def _share_inside_exponential(item: Fitted) -> float:
    measured, _ = against_law(item)
    points = points_of(item.profile)
    rate = fit_law(EXPONENTIAL, points.distances, points.y, np.ones_like(points.y)).parameters[
        "rate"
    ]
    weights = np.exp(-rate * (measured.distances - measured.distances[0]))
    return measured.share_within(
        OverDistance(measured.distances, weights / weights.sum()).window(SHARE)
    )


def _ratio(item: Fitted) -> float:
    measured, law = against_law(item)
    return law.window(SHARE) / measured.window(SHARE)


def _published_tables(source: Source) -> tuple[str, dict[str, float | int | str]]:
    """What the author's own tables of windows say; nothing for other bodies of data."""
    if source.name != "published" or source.root is None:
        return "", {}
    rows = window_rows(source.root)
    costs = window_costs(source.root)
    short = [row for row in rows if row.empirical < 0.5 * row.predicted]
    within = sum(cost.excess <= HALF_UNIT for cost in costs)
    text = (
        f"; the published table predicts from distance 1 and reads profiles from 10, so its two "
        f"columns cover different distances"
        f"; perplexity within 5 % of the whole context's at the predicted window in {within} of "
        f"{len(costs)} models"
    )
    if short:
        text += "; no evidence either way: " + ", ".join(
            f"{row.name} ({row.predicted:g} against {row.empirical:g}, profile ends at "
            f"{row.last_distance})"
            for row in short
        )
    return text, {"perplexity within 5 %": within, "windows tried": len(costs)}
