"""The window that holds nine tenths of attention (Ch. 20): predicted against measured."""

import numpy as np

from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.fitted import TOLERANCE, Fitted, against_law, by_model, fitted_models
from pycheck.reality.rules import Asked, decide, described
from pycheck.reality.sources import unmeasured

from ._tables import window_costs, window_rows

COMMAND = "pycheck measure data/profiles"

SHARE = 0.9
DECADE = 10
"""Last over first distance: a profile over no more says nothing of windows in a long context."""


@measurement
def d90(source: Source) -> Reading:
    r"""Whether the fitted law predicts the window that holds 0.9 of measured attention to a tenth.

    Prediction and measurement cover the same distances, the first to the last measured one. A wrong
    law that was fitted to the same profile can hit one window by chance, so the share of attention
    up to every distance must be the law's too, to a tenth.
    """
    every = fitted_models(source)
    items = [item for item in every if _reaches(item)]
    if not items:
        return unmeasured(source, "no profile that reaches far enough")
    ratios = np.array([ratio(item) for item in items])
    told = (
        f"predicted over measured D_90: median {np.median(ratios):.3f}, from {ratios.min():.2f} "
        f"to {ratios.max():.2f}; {len(every) - len(items)} profiles span too little"
    )
    numbers: dict[str, float | int | str] = {
        "profiles": len(items),
        "too short": len(every) - len(items),
        "median ratio": float(np.median(ratios)),
    }
    tables, more = _published_tables(source)
    units = by_model(items, list(abs(ratios - 1)))
    window = Asked(
        "distance of the predicted D_90 from the measured one, |ratio − 1|, median",
        0,
        TOLERANCE,
        ours=True,
        parts=2,
    )
    whole = Asked(
        "largest distance of the share up to any distance from its law's, median",
        0,
        TOLERANCE,
        "fraction of attention",
        ours=True,
        parts=2,
    )
    shares = by_model(items, [largest_gap(item) for item in items])
    return decide(
        [described(window, units), described(whole, shares)],
        told + tables,
        len(units),
        numbers | more,
    )


def _reaches(item: Fitted) -> bool:
    distances = item.profile.distances
    return distances[-1] > DECADE * distances[0]


def largest_gap(item: Fitted) -> float:
    """The largest difference in the share of attention up to any distance."""
    measured, law = against_law(item)
    return float(np.abs(np.cumsum(measured.p) - np.cumsum(law.p)).max())


def ratio(item: Fitted) -> float:
    """The predicted window of nine tenths over the measured one."""
    measured, law = against_law(item)
    return law.window(SHARE) / measured.window(SHARE)


def _published_tables(source: Source) -> tuple[str, dict[str, float | int | str]]:
    """What the author's own tables of windows say; nothing for other bodies of data."""
    if source.name != "published" or source.root is None:
        return "", {}
    rows = window_rows(source.root)
    costs = window_costs(source.root)
    short = [row for row in rows if row.empirical < 0.5 * row.predicted]
    within = sum(cost.excess <= 0.05 for cost in costs)
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
