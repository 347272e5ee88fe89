"""How readings of a model decide: a number a sequence, and what a claim leaves its mean."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pycheck.checks.measurement import Reading
from pycheck.data.sources import Source
from pycheck.evidence import Compared, RealityVerdict
from pycheck.notation.words import alike
from pycheck.reality.laws import Array
from pycheck.reality.readings import Table, tables_of
from pycheck.reality.rules import Asked, decide, mean_between

Mask = NDArray[np.bool_]

TOLERANCE = 0.1
"""Where a claim gives no error, ours: a tenth."""


@dataclass(frozen=True, slots=True)
class Number:
    """What is asked of one number, and its values, one a sequence; `ratio` averages logarithms."""

    asked: Asked
    values: Array
    ratio: bool = False

    def answered(self, parts: int, model: str) -> Compared | None:
        """Its mean over sequences beside the range, as one of so many parts."""
        label = ", ".join(filter(None, (model, self.asked.label)))
        asked = replace(self.asked, parts=parts, label=label)
        return mean_between(asked, self.values.tolist(), geometric=self.ratio)


def asked(quantity: str, low: float, high: float, *, unit: str = "", label: str = "") -> Asked:
    """A number with bounds of ours."""
    return Asked(quantity, low, high, unit=unit, label=label, ours=True)


def read(
    source: Source,
    name: str,
    numbers: Callable[[Table], Sequence[Number]],
    told: Callable[[str, Table], str] = lambda _model, _table: "",
) -> Reading:
    """The reading of a claim that all `numbers` of the tables `name` decide, in every model.

    `told` is what else the readings of a model say of the claim.
    """
    tables = tables_of(source, name)
    if not tables:
        return Reading(
            RealityVerdict.UNMEASURED,
            f"no readings of this here: {source.remedy}; readings are made by `pycheck experiment "
            "readings`",
        )
    found = {model: tuple(numbers(table)) for model, table in tables.items()}
    parts = sum(len(items) for items in found.values())
    several = len(found) > 1
    answers = [
        item.answered(parts, model if several else "")
        for model, items in found.items()
        for item in items
    ]
    words = [
        "; ".join(filter(None, (f"{model}: {_said(items, parts)}", told(model, tables[model]))))
        for model, items in found.items()
    ]
    if not all(found.values()):
        return Reading(RealityVerdict.UNDECIDED, "; ".join(words))
    fewest = min(len(item.values) for items in found.values() for item in items)
    return decide(answers, "; ".join(words), fewest)


def _said(items: Sequence[Number], parts: int) -> str:
    return "; ".join(_one(item, parts) for item in items) or "nothing that could decide"


def _one(item: Number, parts: int) -> str:
    quantity = ", ".join(filter(None, (item.asked.quantity, item.asked.label)))
    number = item.answered(parts, "")
    if number is None or number.interval is None:
        return f"{quantity}: {len(item.values)} sequences"
    value, low, high = alike(number.value, *number.interval)
    return f"{quantity} {value} ({low} to {high}, {len(item.values)} sequences)"


def by_sequence(table: Table, column: str, where: Mask | None = None) -> Array:
    """The mean of a column for each sequence, over the rows `where` holds."""
    return per(table.column("sequence"), table.column(column), where)


def per(units: Array, values: Array, where: Mask | None = None) -> Array:
    """The mean of the values of each unit, in the order of the units."""
    kept = np.ones(len(values), dtype=bool) if where is None else where
    return np.array([values[kept & (units == unit)].mean() for unit in np.unique(units[kept])])
