"""How trainings decide: a number a seed, and what a claim leaves its mean."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pycheck.checks.measurement import Reading
from pycheck.data.sources import Source
from pycheck.evidence import Compared, RealityVerdict
from pycheck.reality.laws import Array
from pycheck.reality.readings import Readings, Table, readings_in
from pycheck.reality.rules import Asked, decide, mean_between


@dataclass(frozen=True, slots=True)
class Course:
    """One training: columns of a table, a value a recorded step, from step 0 on."""

    columns: Mapping[str, Array]

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def reaches(self, name: str, level: float) -> bool:
        """Whether a column ever comes to `level`."""
        return bool((self[name] >= level).any())

    def at(self, name: str, level: float) -> int:
        """The place of the first recorded step at which a column has come to `level`; of the last
        step where it never does."""
        return int((self[name] >= level).argmax()) if self.reaches(name, level) else -1

    def step(self, name: str, level: float) -> float:
        """The step at that place, 1 at least."""
        return max(1.0, float(self["step"][self.at(name, level)]))

    def until(self, name: str, level: float) -> "Course":
        """The training up to that place."""
        end = len(self[name]) if not self.reaches(name, level) else self.at(name, level) + 1
        return Course({column: values[:end] for column, values in self.columns.items()})


def courses(table: Table, decay: float) -> tuple[Course, ...]:
    """The trainings with this decay, one a seed, in the order of their seeds."""
    names = [name for name in table.columns if name not in ("seed", "decay")]
    here, seeds = table.column("decay") == decay, table.column("seed")
    found = []
    for seed in np.unique(seeds[here]):
        rows = np.flatnonzero(here & (seeds == seed))
        rows = rows[np.argsort(table.column("step")[rows], kind="stable")]
        found.append(Course({name: table.column(name)[rows] for name in names}))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Value:
    """What is asked of one number, with bounds of ours, and its values, one a seed.

    `ratio` averages logarithms. Else the values are shares, whose mean is from 0 to 1, and so is
    its interval. Intervals are Student's: to draw six seeds again would make them too narrow.
    """

    quantity: str
    low: float
    high: float
    values: Sequence[float]
    ratio: bool = False

    def answered(self, parts: int, label: str) -> Compared | None:
        """The mean over seeds beside the range, as one of so many parts."""
        asked = Asked(self.quantity, self.low, self.high, label=label, ours=True, parts=parts)
        found = mean_between(asked, self.values, geometric=self.ratio)
        if self.ratio or found is None or found.interval is None:
            return found
        low, high = found.interval
        return replace(found, interval=(max(0.0, low), min(1.0, high)))


@dataclass(frozen=True, slots=True)
class Found:
    """What the trainings of one task say: the numbers that decide, and what is told besides."""

    values: Sequence[Value]
    told: str


def read(source: Source, tables: Sequence[str], found: Callable[[Readings], Found]) -> Reading:
    """The reading of a claim that all numbers decide, of every task with these tables.

    For claims about such trainings themselves: decay, norm and the number of steps are what was
    varied in them on purpose, so that they decide.
    """
    each = [(r.corpus, found(r)) for r in readings_in(source) if set(tables) <= set(r.tables)]
    if not each:
        return Reading(
            RealityVerdict.UNMEASURED,
            f"no such trainings here: {source.remedy}; `pycheck experiment grok` makes them",
        )
    told = "; ".join(f"{corpus}: {item.told}" for corpus, item in each)
    if not all(item.values for _, item in each):
        return Reading(RealityVerdict.UNDECIDED, told)
    parts = sum(len(item.values) for _, item in each)
    answers = [
        value.answered(parts, corpus if len(each) > 1 else "")
        for corpus, item in each
        for value in item.values
    ]
    fewest = min(len(value.values) for _, item in each for value in item.values)
    return replace(decide(answers, told, fewest), varied=True)


def span(values: Sequence[float]) -> str:
    """The least and the largest of some values in words."""
    low, high = (f"{value:.4g}" for value in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"
