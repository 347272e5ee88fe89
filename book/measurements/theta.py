"""What rescaling theta within one model does to gamma and to the sink (Ch. 17 and 19)."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from pycheck.checks.measurement import Reading, judged, measurement, worst
from pycheck.data.sources import Source
from pycheck.evidence import Compared, RealityVerdict, Rule
from pycheck.reality.fitted import common_slope, independent, pade
from pycheck.reality.intervals import SEED
from pycheck.reality.laws import Array
from pycheck.reality.rules import Asked, said
from pycheck.reality.sources import profiles_of, unmeasured
from pycheck.reality.sweeps import FEWEST_THETAS, Sweep, sweeps_of

COMMAND = "pycheck measure data/profiles"

SIMULATIONS = 2000

LEVEL = 0.05
"""Of both tests."""

SLOPES = (0.9, 1.1)
"""The slopes that are called 1, ours."""

SMALLEST_ERROR = 1e-12
"""A perfect fit has no error, and would have infinite weight."""


@measurement
def control(source: Source) -> Reading:
    r"""Whether $\gamma$ rises monotonically with $\theta$ in one model.

    Reproduced when the exact permutation test, over all orders of the bases, finds a rising order
    at 5 % and no sweep departs from a rising one beyond its errors; contradicted when one does.
    """
    found = sweeps_of(profiles_of(source))
    if not found:
        return unmeasured(source, f"no model measured at {FEWEST_THETAS} or more bases")
    verdict, told, numbers = monotone_response(found)
    return Reading(verdict, told, numbers=numbers, compared=_tests(numbers, LEVEL))


@measurement
def monotone(source: Source) -> Reading:
    r"""Whether rescaling $\theta$ moves $\gamma$ monotonically and as predicted.

    Both are needed. Predicted means: the slope of measured on predicted gamma is 1. Each of the
    two can contradict at half the level, so that both together do at 5 %. The prediction knows no
    scaling of positions; models that have one are left out.
    """
    found = sweeps_of(p for p in profiles_of(source) if p.base_says_all)
    if not found:
        return unmeasured(source, f"no model measured at {FEWEST_THETAS} or more bases")
    verdict, told, numbers = monotone_response(found, LEVEL / 2)
    tracked, r2 = tracking(found)
    return Reading(
        worst([verdict, judged(tracked)]),
        f"{told}; {said(tracked)} (1 if predicted), R² = {r2:.3f}",
        tracked.value,
        tracked.interval,
        {**numbers, "R2 of the prediction": r2},
        (*_tests(numbers, LEVEL / 2), tracked),
    )


def _tests(numbers: Mapping[str, float], level: float) -> tuple[Compared, ...]:
    """The two p-values that decide, beside the levels of their tests."""
    return tuple(
        Compared(quantity, numbers[name], None, passed, ours=True, rule=Rule.RESPONSE)
        for quantity, name, passed in (
            ("p-value of a rising order", "p rising", (0, LEVEL)),
            ("p-value of a departure from a rising response", "p departure", (level, 1)),
        )
    )


def monotone_response(
    found: Sequence[Sweep], level: float = LEVEL
) -> tuple[RealityVerdict, str, dict[str, float]]:
    """The verdict on a rising response, in words and in numbers.

    A departure at `level` contradicts; a rising order at `LEVEL` reproduces where there is none.
    """
    rising = rising_p(found)
    departing = departure_p(found)
    either = max(departing, departure_p([sweep.reversed() for sweep in found]))
    drops = sum(int((np.diff(sweep.gammas) < 0).sum()) for sweep in found)
    steps = sum(len(sweep.items) - 1 for sweep in found)
    if departing < level:
        verdict = RealityVerdict.CONTRADICTED
    else:
        verdict = RealityVerdict.REPRODUCED if rising < LEVEL else RealityVerdict.UNDECIDED
    told = (
        f"{len(found)} model{'s' * (len(found) > 1)}, θ from {_factor(found, min):g} to "
        f"{_factor(found, max):g} times the trained one: γ falls in {drops} of {steps} steps "
        f"of rising θ; exact permutation test of a rising order p = {rising:.3g}; departure "
        f"from a rising response beyond the errors of γ p = {departing:.3g}, from every "
        f"response that all models share, rising or falling, p = {either:.3g}"
    )
    return (
        verdict,
        told,
        {
            "p rising": rising,
            "p departure": departing,
            "p departure either way": either,
            "falling steps": drops,
            "steps": steps,
        },
    )


def _factor(found: Sequence[Sweep], extreme: Callable[[list[float]], float]) -> float:
    factors = [
        (item.profile.used_theta or 1) / (item.profile.theta or 1)
        for sweep in found
        for item in sweep.items
        if item.profile.theta
    ]
    return extreme(factors or [1.0])


def rising_p(found: Sequence[Sweep]) -> float:
    """P(as many rising pairs or more) when every order of each model's exponents is as likely.

    The exact null distribution of a sum over models of numbers of rising pairs: each model's is
    the Mahonian distribution, and the sum's their convolution.
    """
    null = np.array([1.0])
    rising = 0
    for sweep in found:
        for size in range(2, len(sweep.items) + 1):
            null = np.convolve(null, np.full(size, 1 / size))
        gammas = sweep.gammas
        rising += int(sum((gammas[i + 1 :] > gammas[i]).sum() for i in range(len(gammas))))
    return float(null[rising:].sum())


def departure_p(found: Sequence[Sweep]) -> float:
    """p-value of the departure from every rising response, under the hardest one: a constant.

    The statistic is the weighted squared distance to the nearest rising sequence. Errors are
    redrawn from Student's law with the degrees of freedom of each fit.
    """
    rng = np.random.default_rng(SEED)
    observed = 0.0
    simulated = np.zeros(SIMULATIONS)
    for sweep in found:
        observed += float(departures(sweep.gammas, sweep.errors))
        dof = [item.fit.dof for item in sweep.items]
        noise = rng.standard_t(dof, (SIMULATIONS, len(dof))) * sweep.errors
        simulated += departures(noise, sweep.errors)
    return float((1 + (simulated >= observed).sum()) / (1 + SIMULATIONS))


def departures(values: Array, errors: Array) -> Array:
    """Weighted squared distances of rows (..., n) to their nearest rising sequences.

    The nearest rising value at i is the largest, over all starts up to i, of the least mean from
    there to an end from i on (Barlow et al. 1972, 1.2).
    """
    weights = 1 / np.maximum(errors, SMALLEST_ERROR) ** 2
    nearest = np.full(values.shape, -np.inf)
    for start in range(values.shape[-1]):
        means = (weights * values)[..., start:].cumsum(-1) / weights[start:].cumsum()
        least = np.minimum.accumulate(means[..., ::-1], -1)[..., ::-1]
        nearest[..., start:] = np.maximum(nearest[..., start:], least)
    found: Array = (values - nearest) ** 2 @ weights
    return found


def tracking(found: Sequence[Sweep]) -> tuple[Compared, float]:
    """Slope of measured on predicted gamma beside 1, and R^2 within models.

    Each model has its own intercept: what training adds to the prediction is not held against it.
    """
    predicted = [
        np.array(
            [pade(item.profile.used_theta or np.inf, item.profile.context) for item in sweep.items]
        )
        for sweep in found
    ]
    units = [independent(sweep.items[0].profile) for sweep in found]
    gammas = [sweep.gammas for sweep in found]
    asked = Asked("slope of measured on predicted γ", *SLOPES, ours=True, parts=2)
    slope, interval, r2 = common_slope(predicted, gammas, units, asked.level)
    return asked.answered(slope, interval, Rule.RESPONSE), r2
