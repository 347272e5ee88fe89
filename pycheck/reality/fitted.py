"""What the measurements share: fitted models, groups of what is not independent, rules."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from pycheck.checks.measurement import Numbers, Reading, judged, worst
from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import Compared, RealityVerdict
from pycheck.notation.words import alike, counted
from pycheck.reality.correlated import slope_half
from pycheck.reality.fit import PowerFit, fit_profile
from pycheck.reality.intervals import Interval, cluster_bootstrap, share_interval
from pycheck.reality.laws import Array
from pycheck.reality.moments import OverDistance, of_power_law, of_profile
from pycheck.reality.profiles import Profile
from pycheck.reality.published import AUTHOR
from pycheck.reality.regression import mean_interval
from pycheck.reality.sources import models_of

TOLERANCE = 0.1
"""Where a claim says "describes" and gives no error, ours: a tenth."""

FEWEST_MODELS = 5
"""A bootstrap over fewer models has too few different resamples to give an interval."""


NEAREST = 10
"""Profiles are compared with their laws from here on, where the published ones start."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model's profile and the book's exponent of it."""

    profile: Profile
    fit: PowerFit


@dataclass(frozen=True, slots=True)
class Estimate:
    """A statistic over profiles with its 95 % interval over models."""

    value: float
    interval: Interval
    profiles: int
    models: int

    def __str__(self) -> str:
        value, low, high = alike(self.value, *self.interval)
        return f"{value} (95 % {low} to {high}, {counted(self.models, 'model')})"


def fitted_models(source: Source) -> tuple[Fitted, ...]:
    """Every model of `source` as it was trained, with its exponent, where it can be fitted."""
    return fitted(models_of(source))


def fitted(profiles: Iterable[Profile]) -> tuple[Fitted, ...]:
    """The profiles that have enough distances for a fit, fitted."""
    found = []
    for profile in profiles:
        try:
            found.append(Fitted(profile, fit_profile(profile)))
        except InputError:
            continue
    return tuple(found)


def trained_model(profile: Profile) -> tuple[object, ...]:
    """What was trained once: profiles of one model are not independent.

    Models of ours share a name and differ in theta and length; the author's names are enough, and
    his files do not always state theta.
    """
    if profile.measured_by == AUTHOR:
        return (profile.model,)
    return (profile.model, profile.theta, profile.context)


def independent(profile: Profile) -> tuple[object, ...]:
    """What a profile shares with others that are not independent of it: a model, or for models of
    known seeds the seed, which fixes where their training began and what it met in which order."""
    if profile.seed_kind == "training" and len(profile.seeds) == 1:
        return ("seed of the training", profile.seeds[0])
    return trained_model(profile)


def by_model(items: Sequence[Fitted], values: Sequence[float]) -> list[list[float]]:
    """The values, one an item, those not `independent` together: the units of a rule."""
    groups: dict[tuple[object, ...], list[float]] = {}
    for item, value in zip(items, values, strict=True):
        groups.setdefault(independent(item.profile), []).append(value)
    return list(groups.values())


def estimate(
    items: Sequence[Fitted],
    values: Sequence[float],
    statistic: Callable[[Array], float] = lambda values: float(np.median(values)),
) -> Estimate | None:
    """`statistic` of the values, one an item, resampling whole units; None with too few of them."""
    groups = by_model(items, values)
    if len(groups) < FEWEST_MODELS:
        return None
    pooled = np.concatenate([np.asarray(group) for group in groups])
    interval = cluster_bootstrap(groups, statistic)
    return Estimate(statistic(pooled), interval, len(pooled), len(groups))


def against_law(item: Fitted) -> tuple[OverDistance, OverDistance]:
    """The measured distribution over distance, and the fitted law's on the same distances."""
    measured = of_profile(item.profile, NEAREST)
    first, last = measured.distances[0], measured.distances[-1]
    return measured, of_power_law(item.fit.gamma, first, last)


def estimate_share(items: Sequence[Fitted], holds: Sequence[bool]) -> Estimate | None:
    """Share of profiles for which something holds, one answer an item, resampling whole models.

    Where it holds for all or for none, resampling sees no spread: the interval is then the exact
    one for as many independent models.
    """
    found = estimate(items, [float(h) for h in holds], lambda values: float(values.mean()))
    if found is None or found.value not in (0, 1):
        return found
    interval = share_interval(round(found.value) * found.models, found.models)
    return replace(found, interval=interval)


def pade(theta: float, context: float) -> float:
    """The book's prediction of gamma: the [1/1] Pade approximant of exp(-z) at T sqrt(2)/theta
    (Ch. 15)."""
    z = context * sqrt(2) / theta
    return (1 - z / 2) / (1 + z / 2)


def corpora(items: Iterable[Fitted]) -> dict[str, list[Fitted]]:
    """The items of each corpus."""
    groups: dict[str, list[Fitted]] = {}
    for item in items:
        groups.setdefault(item.profile.corpus, []).append(item)
    return groups


def few_models(items: Sequence[Fitted]) -> str:
    """Why there is no interval."""
    models = len({independent(item.profile) for item in items})
    return (
        f"{models} independent models fit the question; an interval over models needs "
        f"{FEWEST_MODELS}"
    )


def decided(
    estimates: Mapping[str, Estimate | None],
    low: float,
    high: float,
    said: Callable[..., str],
    told: str,
    items: Sequence[Fitted],
    numbers: Numbers | None = None,
    *,
    unit: str = "",
    ours: bool = True,
) -> Reading:
    """The reading of a claim that all these estimates, by quantity, lie between `low` and `high`.

    The first one is the reading's own. `said` puts them into words, `told` is told in any case;
    with too few models for an interval nothing is decided. `unit` is that of all, `ours` says
    whether the text leaves the bounds to us.
    """
    known = [e for e in estimates.values() if e is not None]
    if len(known) < len(estimates):
        undecided = f"{told}; {few_models(items)}"
        return Reading(RealityVerdict.UNDECIDED, undecided, numbers=numbers or {})
    compared = tuple(
        Compared(quantity, e.value, e.interval, (low, high), unit=unit, ours=ours)
        for quantity, e in zip(estimates, known, strict=True)
    )
    return Reading(
        worst([judged(number) for number in compared]),
        f"{said(*known)}; {told}",
        known[0].value,
        known[0].interval,
        numbers or {},
        compared,
    )


def common_slope(
    x: Sequence[Array], y: Sequence[Array], units: Sequence[object], level: float = 0.95
) -> tuple[float, Interval, float]:
    """Mean over units of the slope of y on x in each, its interval, and R^2 within groups.

    A group is one model, whose points do not err independently, and neither do models of one
    unit: the interval is Student's over the units' mean slopes. One unit alone has the interval of
    its own regression (`slope_half`), and it speaks of that model only.
    """
    each = np.array([np.polyfit(xs, ys, 1)[0] for xs, ys in zip(x, y, strict=True)])
    means = np.array([each[[u == kind for u in units]].mean() for kind in dict.fromkeys(units)])
    slope = float(means.mean())
    if len(means) > 1:
        interval = mean_interval(means, level)
    else:
        half = slope_half(x[0], y[0], np.ones_like(y[0]), level)
        interval = slope - half, slope + half
    centred_y = np.concatenate([values - values.mean() for values in y])
    residual = centred_y - slope * np.concatenate([values - values.mean() for values in x])
    return slope, interval, 1 - float(residual @ residual / (centred_y @ centred_y))
