"""``pycheck measure``: profiles in, exponents with intervals and their footing out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
from numpy.linalg import LinAlgError

from pycheck.errors import InputError
from pycheck.reality.cautions import cautions
from pycheck.reality.collect import Collection, Found, Skipped, collect
from pycheck.reality.diagnostics import (
    Residuals,
    influence,
    residual_diagnostics,
    start_sensitivity,
)
from pycheck.reality.fit import PowerFit, fit_power, likelihood_weights, points_of
from pycheck.reality.given import Given
from pycheck.reality.intervals import bootstrap_interval, profile_interval
from pycheck.reality.laws import POWER_LAW, LawFit, compare_laws
from pycheck.reality.parts import Part, parts_of
from pycheck.reality.seeds import median_fit, seed_interval, stray_seeds

Outcome = dict[str, Any] | Skipped
"""What became of a profile: its numbers, or why it was left out."""

SCHEMA = 1
SIGNIFICANT = 0.05
"""A straight line is rejected below this p-value of curvature."""


def one_by_one(found: Sequence[Found], starts: bool) -> list[Outcome]:
    """The outcomes of some profiles, in their order."""
    return [outcome_of(item, starts=starts) for item in found]


def measure(
    paths: Iterable[Path],
    given: Given | None = None,
    by: Part | None = None,
    *,
    starts: bool = True,
    each: Callable[[Sequence[Found], bool], Iterable[Outcome]] = one_by_one,
) -> dict[str, Any]:
    """The document of ``pycheck measure --format json`` (described in ``docs/reality.md``).

    `given` says what files do not say; `by` measures every layer or head apart; `starts` says
    whether each exponent is also fitted from every other smallest distance, which takes as long
    again as all the rest, and longer where every profile has distances of its own; `each` gives the
    outcomes of profiles in their order, and may find them side by side. Raises `InputError` when a
    path does not exist.
    """
    return document_of(collect(paths, given or Given()), by, starts=starts, each=each)


def document_of(
    collection: Collection,
    by: Part | None,
    *,
    starts: bool = True,
    each: Callable[[Sequence[Found], bool], Iterable[Outcome]] = one_by_one,
) -> dict[str, Any]:
    """The document of `measure` for profiles that were found."""
    found, skipped = list(collection.found), list(collection.skipped)
    if by is not None:
        found = []
        for item in collection.found:
            try:
                parts = list(parts_of(item, by))
            except InputError as error:
                parts = [Skipped(item.source, str(error))]
            found += (part for part in parts if isinstance(part, Found))
            skipped += (part for part in parts if isinstance(part, Skipped))
    outcomes = list(each(found, starts))
    skipped += (outcome for outcome in outcomes if isinstance(outcome, Skipped))
    return {
        "schema": SCHEMA,
        "profiles": [outcome for outcome in outcomes if not isinstance(outcome, Skipped)],
        "skipped": [asdict(item) for item in sorted(skipped, key=lambda s: s.source)],
    }


def outcome_of(item: Found, *, starts: bool = True) -> Outcome:
    """What `measure_profile` finds, or why it finds nothing; null for what does not exist."""
    try:
        return {k: _without_nan(v) for k, v in measure_profile(item, starts=starts).items()}
    except InputError as error:
        return Skipped(item.source, str(error))
    except (ArithmeticError, ValueError, LinAlgError, MemoryError) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        return Skipped(item.source, f"its fit failed: {reason}")


@np.errstate(divide="ignore", invalid="ignore")
def measure_profile(item: Found, *, starts: bool = True) -> dict[str, Any]:
    """One profile's exponent, its intervals, the laws compared and the diagnostics.

    Raises `InputError` when it has too few distances to fit.
    """
    profile = item.profile
    points = points_of(profile)
    equal = fit_power(points.distances, points.y)
    weights = likelihood_weights(points)
    weighted = fit_power(points.distances, points.y, weights)
    laws = compare_laws(points.distances, points.y, weights, points.scatter)
    residuals = residual_diagnostics(points.distances, points.y, equal)
    comparable = isfinite(laws[0].aicc)
    data = (points.distances, points.y, weights)
    median = median_fit(profile)
    return {
        "source": item.source,
        "model": profile.model,
        "layer": item.layer,
        "head": item.head,
        "corpus": profile.corpus,
        "theta": profile.theta,
        "rescaled_theta": profile.rescaled_theta,
        "rope_scaling": profile.rope_scaling,
        "intervention": profile.intervention,
        "context": profile.context,
        "points": len(points.y),
        "pooled": points.pooled,
        "fit_from": profile.fit_from,
        "last_distance": profile.distances[-1],
        "gamma": equal.gamma,
        "gamma_interval": equal.interval,
        "gamma_stderr": equal.stderr,
        "log_a": equal.log_a,
        "gamma_weighted": weighted.gamma,
        "gamma_weighted_interval": profile_interval(POWER_LAW, "gamma", *data),
        "gamma_bootstrap_interval": bootstrap_interval(*data),
        "gamma_median": None if median is None else median.gamma,
        "gamma_median_interval": None if median is None else median.interval,
        "gamma_seed_interval": seed_interval(profile),
        "stray_seeds": [asdict(stray) for stray in stray_seeds(profile)],
        "r2": equal.r2,
        "residuals": asdict(residuals),
        "law": laws[0].law if comparable else None,
        "law_rejected": _rejected(laws[0], equal, residuals, points.scatter)
        if comparable
        else None,
        "laws": [
            {
                "law": fit.law,
                "aicc": fit.aicc,
                "weight": fit.weight,
                "parameters": fit.parameters,
            }
            for fit in laws
        ],
        "starts": [asdict(start) for start in start_sensitivity(profile)] if starts else [],
        "influence": [asdict(row) for row in influence(*data)],
        "sink_mass": profile.sink_mass,
        "warnings": list(cautions(profile)),
    }


def _rejected(best: LawFit, line: PowerFit, residuals: Residuals, scatter: float) -> bool | None:
    """Whether the best law is the power law and curvature is significant; None for other laws.

    What is left below `scatter` is rounding and rejects nothing.
    """
    p_value = residuals.curvature_p
    if best.law != POWER_LAW.name or p_value is None:
        return None
    return p_value < SIGNIFICANT and float(np.sqrt(np.mean(line.residuals**2))) > scatter


def _without_nan(value: Any) -> Any:
    """Null for what does not exist: a perfect fit has no studentized residual, say."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {key: _without_nan(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(inner) for inner in value]
    return value
