"""Claims whose figures are quoted or told: what the figures alone imply, and what data are missing
(Ch. 32, 38)."""

from collections.abc import Mapping

from scipy.optimize import brentq

from pycheck.checks.measurement import Reading, measurement, stated
from pycheck.data.sources import Source
from pycheck.evidence import RealityVerdict


@measurement
def pass_k(_source: Source, states: Mapping[str, str]) -> Reading:
    r"""$\text{pass}^k$ against independent trials, from the quoted rates.

    States `first_try`, `k` and `all_k`. Neither body of data holds trials, so the verdict is
    unmeasured; the arithmetic of the quoted rates is given.
    """
    p, k, quoted = stated(states, "first_try"), int(stated(states, "k")), stated(states, "all_k")
    independent = p**k
    spread = equal_tasks_beta(p, k, quoted)
    return Reading(
        RealityVerdict.UNMEASURED,
        f"independent trials of equally hard tasks would give {p:g}^{k} = {independent:.2%}, the "
        f"quoted rate is {quoted:.0%}; by Jensen's inequality every spread of difficulty gives "
        f"more, up to {p:.0%}, and a beta law of success rates with sum of parameters "
        f"{spread:.2f} gives the quoted rate: tasks differ, trials need not depend; no trials in "
        "these data",
        numbers={"independent": independent, "quoted": quoted, "beta parameters' sum": spread},
    )


def equal_tasks_beta(p: float, k: int, quoted: float) -> float:
    """a + b of the beta law with mean p whose k-th moment is `quoted` (p^k < quoted < p)."""

    def excess(total: float) -> float:
        moment = 1.0
        for i in range(k):
            moment *= (p * total + i) / (total + i)
        return moment - quoted

    return float(brentq(excess, 1e-9, 1e9))


@measurement
def imprint(source: Source, states: Mapping[str, str]) -> Reading:
    r"""The imprint slope $-1/(2\pi)$: neither body of data holds what it would be measured on."""
    del source, states
    return Reading(
        RealityVerdict.UNMEASURED,
        "no raw data bear on the imprint slope: the book says that it does not reproduce and "
        "publishes no measurement; profiles of attention by distance do not contain it",
    )
