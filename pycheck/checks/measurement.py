"""What a measurement is, and how the ledger's names reach the measurements.

The ledger names a measurement ``module.function`` for `book.measurements.module.function`. A
measurement takes a body of data and the literals that the claim states, and returns a reading; the
decorator turns it into evidence that carries the measurement's name and the data's.
"""

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from pycheck.errors import InputError
from pycheck.evidence import RealityEvidence, RealityVerdict
from pycheck.reality.sources import Source

Interval = tuple[float, float]
Numbers = Mapping[str, float | int | str]
Measurement = Callable[[Source, Mapping[str, str]], RealityEvidence]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a body of data says of a claim, before it is signed with names."""

    verdict: RealityVerdict
    detail: str
    estimate: float | None = None
    interval: Interval | None = None
    numbers: Numbers = field(default_factory=dict)


def measurement(function: Callable[[Source, Mapping[str, str]], Reading]) -> Measurement:
    """Mark a function as a measurement that the ledger may name."""
    name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"

    @functools.wraps(function)
    def signed(source: Source, states: Mapping[str, str]) -> RealityEvidence:
        reading = function(source, states)
        return RealityEvidence(
            name=name,
            source=source.name,
            verdict=reading.verdict,
            detail=reading.detail,
            estimate=reading.estimate,
            interval=reading.interval,
            numbers=reading.numbers,
        )

    signed.__dict__["is_measurement"] = True
    return signed


@cache
def registry() -> Mapping[str, Measurement]:
    """All measurements by name, ``module.function``."""
    package = importlib.import_module("book.measurements")
    found: dict[str, Measurement] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and function.__dict__.get("is_measurement"):
                found[f"{info.name}.{name}"] = function
    return dict(sorted(found.items()))


def unmeasured(source: Source, why: str) -> Reading:
    """The reading of a body of data that holds nothing on the claim.

    Names the remedy when the data are not on this machine at all.
    """
    if not source.found:
        return Reading(RealityVerdict.UNMEASURED, f"no profiles here; {source.remedy}")
    return Reading(RealityVerdict.UNMEASURED, why)


def stated(states: Mapping[str, str], key: str) -> float:
    """The number that the claim states under `key`. Raises `InputError` without one."""
    try:
        return float(states[key])
    except KeyError as error:
        raise InputError(f"the claim states no {key!r}; add it to its states") from error
    except ValueError as error:
        raise InputError(f"the claim states {key} = {states[key]!r}, which is no number") from error


def judge(interval: Interval, low: float, high: float) -> RealityVerdict:
    """The verdict of an interval on a claim that the value lies between `low` and `high`.

    Inside: reproduced. Outside: contradicted. Across an edge: the data cannot tell.
    """
    if interval[1] < low or interval[0] > high:
        return RealityVerdict.CONTRADICTED
    if low <= interval[0] and interval[1] <= high:
        return RealityVerdict.REPRODUCED
    return RealityVerdict.UNDECIDED


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
