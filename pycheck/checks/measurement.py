"""What a measurement returns, and how an interval decides.

A measurement is a function of a body of data, and of the figures that the claim states if it asks
for them, that returns a `Reading`. The audit signs the reading with the names of both.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import Compared, RealityEvidence, RealityVerdict

Interval = tuple[float, float]
Numbers = Mapping[str, float | int | str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a body of data says of a claim, before it is signed with names.

    `compared` are the numbers that the verdict is computed from, `numbers` whatever else is told.
    `varied` says that the claim is about what was varied in these data on purpose: such a claim is
    decided by an experiment, which otherwise stands for nothing but itself.
    """

    verdict: RealityVerdict
    detail: str
    estimate: float | None = None
    interval: Interval | None = None
    numbers: Numbers = field(default_factory=dict)
    compared: tuple[Compared, ...] = ()
    varied: bool = False


Measurement = Callable[..., Reading]
M = TypeVar("M", bound=Measurement)


def measurement(function: M) -> M:
    """Mark a function as a measurement that the ledger may name."""
    return function


def evidence_of(
    name: str, function: Measurement, source: Source, states: Mapping[str, str]
) -> RealityEvidence:
    """What a measurement says of a claim with these figures, on one body of data."""
    asks = len(inspect.signature(function).parameters) > 1
    reading = function(source, states) if asks else function(source)
    if not source.sample and not reading.varied:
        reading = _of_no_sample(reading)
    return RealityEvidence(
        name=name,
        source=source.name,
        verdict=reading.verdict,
        detail=reading.detail,
        estimate=reading.estimate,
        interval=reading.interval,
        numbers=reading.numbers,
        compared=reading.compared,
    )


def _of_no_sample(reading: Reading) -> Reading:
    """What an experiment says of a claim about more than what was varied in it: nothing decided."""
    if reading.verdict not in (RealityVerdict.REPRODUCED, RealityVerdict.CONTRADICTED):
        return reading
    told = (
        f"{reading.detail}; {reading.verdict} in these data, which were made for experiments and "
        "decide only what was varied in them"
    )
    return replace(reading, verdict=RealityVerdict.UNDECIDED, detail=told)


def stated(states: Mapping[str, str], key: str) -> float:
    """The number that the claim states under `key`. Raises `InputError` without one."""
    try:
        return float(states[key])
    except KeyError as error:
        raise InputError(f"the claim states no {key!r}; add it to its states") from error
    except ValueError as error:
        raise InputError(f"the claim states {key} = {states[key]!r}, which is no number") from error


def compare(interval: Interval, low: float, high: float, margin: float = 0.0) -> RealityVerdict:
    """The verdict of an interval on a claim that the value lies between `low` and `high`.

    Apart from that range: contradicted. In touch with it and nowhere farther from it than `margin`:
    reproduced. Else the data cannot tell. Without a margin, reproduced means inside.
    """
    if interval[1] < low or interval[0] > high:
        return RealityVerdict.CONTRADICTED
    if low - margin <= interval[0] and interval[1] <= high + margin:
        return RealityVerdict.REPRODUCED
    return RealityVerdict.UNDECIDED


def judged(compared: Compared) -> RealityVerdict:
    """The verdict of one number on the range that it must lie in."""
    interval = compared.interval or (compared.value, compared.value)
    return compare(interval, *compared.claimed, compared.margin)


def ranged(compared: Compared) -> str:
    """The range that a number must lie in, as it is printed: ``0.2 to 0.4``, ``0.9 ± 0.05``."""
    low, high = (f"{end:.4g}".replace("-", "−") for end in compared.claimed)
    bounds = low if low == high else f"{low} to {high}"
    return bounds + (f" ± {compared.margin:.4g}" if compared.margin else "")


def worst(verdicts: list[RealityVerdict]) -> RealityVerdict:
    """The verdict of a claim with several parts, all of which it asserts."""
    for verdict in (
        RealityVerdict.CONTRADICTED,
        RealityVerdict.UNDECIDED,
        RealityVerdict.UNMEASURED,
    ):
        if verdict in verdicts:
            return verdict
    return RealityVerdict.REPRODUCED
