"""What theta and T alone predict of gamma (Ch. 15)."""

from collections.abc import Mapping

import numpy as np

from pycheck.checks.measurement import Reading, measurement, stated
from pycheck.data.sources import Source
from pycheck.reality.fitted import (
    Fitted,
    by_model,
    corpora,
    fitted_models,
    pade,
    trained_model,
)
from pycheck.reality.rules import Asked, between, decide
from pycheck.reality.sources import models_of, unmeasured

from ._own import not_the_books

COMMAND = "pycheck measure data/profiles"

HALF_PERCENT = 0.005
"""The stated range is printed in whole percent."""


@measurement
def pade_error(source: Source, states: Mapping[str, str]) -> Reading:
    """Median relative error of the Pade prediction in Phase A, against the stated range.

    States `error_low` and `error_high`. Phase B is reported beside it: the prediction stays below
    1 whatever theta and T are.
    """
    known = known_thetas(source)
    items = [item for item in fitted_models(source) if trained_model(item.profile) in known]
    phase_a = [item for item in items if item.fit.gamma < 1]
    phase_b = [item for item in items if item.fit.gamma >= 1]
    if not phase_a:
        return unmeasured(source, "no Phase A model with a known θ")

    def error(item: Fitted) -> float:
        return abs(predicted(item, known) / item.fit.gamma - 1)

    parts = [
        f"{corpus} {np.median([error(item) for item in group]):.1%} of {len(group)}"
        for corpus, group in sorted(corpora(phase_a).items())
    ]
    below = sum(predicted(item, known) < item.fit.gamma for item in phase_b)
    told = (
        f"Phase A by corpus: {', '.join(parts)}; Phase B: prediction too small in {below} of "
        + (
            f"{len(phase_b)}, median error {np.median([error(item) for item in phase_b]):.1%}"
            if phase_b
            else "0"
        )
    )
    numbers: dict[str, float | int | str] = {
        "Phase A profiles": len(phase_a),
        "Phase B profiles": len(phase_b),
        "Phase B predicted too small": below,
    }
    low, high = stated(states, "error_low"), stated(states, "error_high")
    asked = Asked(
        "median relative error of the predicted γ, Phase A",
        low - HALF_PERCENT,
        high + HALF_PERCENT,
        "fraction of γ",
    )
    units = by_model(phase_a, [error(item) for item in phase_a])
    reading = decide([between(asked, units)], told, len(units), numbers)
    return not_the_books(reading) if source.name == "own" else reading


def known_thetas(source: Source) -> dict[tuple[object, ...], float]:
    """The trained base of each model: where one file leaves it out, another may state it.

    The prediction knows no scaling of positions; models that have one are left out.
    """
    return {
        trained_model(p): p.theta
        for p in models_of(source)
        if p.theta is not None and p.base_says_all
    }


def predicted(item: Fitted, thetas: Mapping[tuple[object, ...], float]) -> float:
    """The Pade prediction for a profile."""
    return pade(thetas[trained_model(item.profile)], item.profile.context)
