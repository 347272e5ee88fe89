"""Whether R^2 tells how well a power law fits, and how far to trust its exponent (Ch. 16)."""

from collections import Counter
from collections.abc import Sequence
from math import sqrt

import numpy as np

from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.adequacy import LackOfFit, held_out_ratio, lack_of_fit
from pycheck.reality.diagnostics import curvature_test
from pycheck.reality.fit import likelihood_weights, points_of
from pycheck.reality.fitted import Fitted, by_model, fitted_models
from pycheck.reality.laws import LAWS, POWER_LAW, LawFit, compare_laws
from pycheck.reality.regression import chance_of_at_least, rejected, student_half
from pycheck.reality.rules import Asked, decide, share
from pycheck.reality.sources import unmeasured

COMMAND = "pycheck measure data/profiles"

HIGH = 0.98
"""The R^2 that the text calls a sign of a reliable exponent."""

MISFITS = 0.2
"""The share of such profiles whose law may be rejected at 5 %, ours: by chance it is 0.05."""

LEVEL = 0.05

FLOOR = next(law for law in LAWS if law.name == "power law with floor")


@measurement
def quality(source: Source) -> Reading:
    """Share of the profiles with R^2 of 0.98 or more whose power law departs from the means by more
    than the seeds of text disagree (classical lack of fit at 5 %, on the distances of the fit).

    Reproduced when the share is surely below a fifth: then a high R^2 says that the law describes
    the data. The test takes a seed's errors to be independent along the distance. Told beside it:
    how many laws are rejected at a false discovery rate of 5 % and by Bonferroni, and which of
    seven laws has the least AICc over all distances.
    """
    items = fitted_models(source)
    tested = [(i, test) for i in items if (test := lack_of_fit(i.profile)) is not None]
    if not tested:
        return unmeasured(source, "no profile of a model with seeds of text")
    high = [(item, test.p < LEVEL) for item, test in tested if item.fit.r2 >= HIGH]
    units = by_model([item for item, _ in high], [float(misfit) for _, misfit in high])
    asked = Asked(
        f"share of the profiles with R² ≥ {HIGH} whose power law the seeds reject",
        0,
        MISFITS,
        unit="fraction of profiles",
        ours=True,
    )
    numbers = {
        **_rejections([test for _, test in tested]),
        "high R2": len(high),
        "high R2 rejected": sum(misfit for _, misfit in high),
        **_curvatures(items),
        "median R2": float(np.median([item.fit.r2 for item in items])),
    }
    points = int(np.median([len(item.fit.residuals) for item in items]))
    told = (
        f"R² ≥ {HIGH} in {len(high)} of {len(tested)} profiles, the power law rejected in "
        f"{numbers['high R2 rejected']} of these; of all, {numbers['lack of fit']} are at a false "
        f"discovery rate of 5 % ({numbers['lack of fit, Bonferroni']} by Bonferroni), misfit "
        f"{numbers['misfit']:.2g} beside {numbers['error of seeds']:.2g} of the seeds (standard "
        f"deviations of log attention, medians); straight line rejected for curvature in "
        f"{numbers['straight line rejected']} (chance p = {numbers['chance']:.2g}), "
        f"{numbers['bent upward']} of them upward; least AICc: {_preferred(items)}; R² = {HIGH} on "
        f"{points} distances leaves γ uncertain by {relative_error(HIGH, points):.0%}, were errors "
        f"independent{_sequences(items)}"
    )
    return decide([share(asked, units)], told, len(units), numbers)


def _rejections(tests: Sequence[LackOfFit]) -> dict[str, float]:
    p_values = [test.p for test in tests]
    return {
        "profiles": len(tests),
        "lack of fit": sum(rejected(p_values, LEVEL)),
        "lack of fit, Bonferroni": sum(p < LEVEL / len(p_values) for p in p_values),
        "misfit": float(np.median([test.misfit for test in tests])),
        "error of seeds": float(np.median([test.pure for test in tests])),
    }


def _curvatures(items: Sequence[Fitted]) -> dict[str, float]:
    found = [curvature for item in items if (curvature := _significant_curvature(item))]
    return {
        "straight line rejected": len(found),
        "bent upward": sum(curvature < 0 for curvature in found),
        "chance": chance_of_at_least(len(found), len(items), LEVEL),
    }


def _preferred(items: Sequence[Fitted]) -> str:
    """How often each law is the best; with the few distances of a fit none of three parameters
    could be, so all are used."""
    count = Counter(_laws(item)[0].law for item in items)
    return ", ".join(f"{law} {n}" for law, n in count.most_common())


def _laws(item: Fitted) -> tuple[LawFit, ...]:
    points = points_of(item.profile, 1)
    return compare_laws(points.distances, points.y, likelihood_weights(points), points.scatter)


def _sequences(items: Sequence[Fitted]) -> str:
    """What held-out sequences say of a floor, a clause a profile that keeps them."""
    said = ""
    for item in items:
        ratio = held_out_ratio(item.profile, FLOOR, POWER_LAW)
        if ratio is not None:
            said += (
                f"; sequences of {item.profile.corpus} in {item.profile.context} tokens that a "
                f"power law with a floor foretells better: {ratio.favouring} of {ratio.sequences} "
                f"(log likelihood ratio held out, t = {ratio.t:.2f}, p = {ratio.p:.2g})"
            )
    return said


def relative_error(r2: float, points: int) -> float:
    """Half the 95 % interval of a slope over the slope: R^2 and the number of points fix it."""
    dof = points - 2
    return student_half(sqrt((1 / r2 - 1) / dof), dof)


def _significant_curvature(item: Fitted) -> float | None:
    """How the profile departs from its straight line; None where chance at 5 % explains it."""
    points = points_of(item.profile)
    curvature, p_value = curvature_test(points.distances, points.y, np.ones_like(points.y))
    return curvature if p_value is not None and p_value < 0.05 else None
