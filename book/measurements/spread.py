"""Spread of log-distance in measured profiles against the power law fitted to them (Ch. 20, 22)."""

from collections.abc import Callable, Sequence

import numpy as np

from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.fitted import TOLERANCE, Fitted, against_law, by_model, fitted_models
from pycheck.reality.moments import OverDistance, of_power_law, total_variation
from pycheck.reality.rules import Asked, decide, described
from pycheck.reality.sources import unmeasured

from ._tables import thermodynamic_rows

COMMAND = "pycheck measure data/profiles"

ShareOfLimit = Callable[[OverDistance, Fitted], float]

TABLE_LENGTH = 2000
"""Context length of the author's table of heat capacities."""


@measurement
def fisher(source: Source) -> Reading:
    r"""How far $\mathrm{Var}\log d$ of measured profiles is from that of their power laws.

    In the family that variance is the Fisher information of gamma and C_V / gamma^2. The estimate
    is the median over models of |ratio - 1|. One moment can agree by chance, so the family
    describes the models only when the whole distribution does too: both the estimate and the median
    total variation must be below a tenth.
    """
    items = fitted_models(source)
    if not items:
        return unmeasured(source, "no fitted model")
    values = np.array([_variance_ratio(item) for item in items])
    within = int((abs(values - 1) <= TOLERANCE).sum())
    told = (
        f"measured over fitted variance of log d: median {np.median(values):.3f}, from "
        f"{values.min():.2f} to {values.max():.2f}; within a tenth in {within} of {len(values)} "
        "profiles"
    )
    numbers: dict[str, float | int | str] = {
        "profiles": len(items),
        "median ratio": float(np.median(values)),
        "within a tenth": within,
    }
    ratio = Asked(
        "distance of Var log d from its law's, |ratio − 1|, median",
        0,
        TOLERANCE,
        ours=True,
        parts=2,
    )
    whole = Asked("total variation from the law, median", 0, TOLERANCE, ours=True, parts=2)
    units = by_model(items, list(abs(values - 1)))
    return decide(
        [described(ratio, units), described(whole, by_model(items, _variations(items)))],
        told,
        len(units),
        numbers,
    )


def _variations(items: Sequence[Fitted]) -> list[float]:
    return [total_variation(*against_law(item)) for item in items]


def _variance_ratio(item: Fitted) -> float:
    measured, law = against_law(item)
    return measured.var_log() / law.var_log()


@measurement
def heat_capacity_phase_a(source: Source) -> Reading:
    r"""Whether $C_V$ of Phase A profiles is near its limit $\gamma^{2} / (1 - \gamma)^{2}$.

    Only a profile whose fitted law is itself within a tenth of the limit, over the distances
    measured, can say; the others are too short.
    """
    items = [item for item in fitted_models(source) if item.fit.gamma < 1]
    if not items:
        return unmeasured(source, "no Phase A model")
    return _at_limit(items, _heat_capacity, "C_V", _published_table(source))


def _at_limit(
    items: Sequence[Fitted], share_of_limit: ShareOfLimit, name: str, more: str = ""
) -> Reading:
    """Whether what profiles have is at its limit, asked of those whose own laws are near it.

    Near is a tenth, over the distances measured; what is measured must be within a fifth.
    """
    reached = np.array([share_of_limit(against_law(item)[1], item) for item in items])
    able = [item for item, r in zip(items, reached, strict=True) if abs(r - 1) <= TOLERANCE]
    told = (
        f"on the distances measured the fitted laws themselves have {np.median(reached):.0%} of "
        f"their limit (median; largest {reached.max():.0%}), measured is "
        f"{np.median([share_of_limit(against_law(item)[0], item) for item in items]):.0%}: "
        f"{len(able)} of {len(items)} Phase A profiles are long enough to say{more}"
    )
    numbers: dict[str, float | int | str] = {
        "Phase A profiles": len(items),
        "long enough": len(able),
        "median share of the limit": float(np.median(reached)),
    }
    gaps = [abs(share_of_limit(against_law(item)[0], item) - 1) for item in able]
    asked = Asked(
        f"distance of {name} from its limit, |ratio − 1|, median", 0, 2 * TOLERANCE, ours=True
    )
    units = by_model(able, gaps)
    return decide([described(asked, units)], told, len(units), numbers)


def _published_table(source: Source) -> str:
    """What the author's own table of heat capacities is; nothing for other bodies of data."""
    if source.name != "published" or source.root is None:
        return ""
    excess = []
    for row in thermodynamic_rows(source.root):
        exact = row.gamma**2 * of_power_law(row.gamma, 1, TABLE_LENGTH).var_log()
        excess.append(row.heat_capacity / exact - 1)
    return (
        "; the published table of C_V is computed from exponents, not from profiles, and is off "
        f"the exact sum to N = {TABLE_LENGTH} by {min(excess):+.1%} to {max(excess):+.1%}"
    )


def _heat_capacity(over: OverDistance, item: Fitted) -> float:
    """C_V over its limit: gamma^2 cancels."""
    return over.var_log() * (1 - item.fit.gamma) ** 2


@measurement
def back_distances(source: Source) -> Reading:
    r"""Whether the mean of $\log(N/d)$ of Phase A profiles is near its limit $1/(1 - \gamma)$.

    Only a profile whose fitted law is itself within a tenth of the limit, over the distances
    measured, can say; the others are too short.
    """
    items = [item for item in fitted_models(source) if item.fit.gamma < 1]
    if not items:
        return unmeasured(source, "no Phase A model")
    return _at_limit(items, _back_mean, "the mean of log(N/d)")


def _back_mean(over: OverDistance, item: Fitted) -> float:
    return over.back_moments()[0] * (1 - item.fit.gamma)
