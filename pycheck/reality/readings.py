"""Readings: what a model showed that is no profile, as tables of numbers, and how they were made.

One JSON file holds the readings of one model: tables whose rows are sequences, layers, heads or
conditions. Verdicts are computed from these rows and never stored in them. ``docs/reality.md``
describes the fields.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.files import write_atomically
from pycheck.reality.profiles import Count, read_json

ENDING = ".readings.json"
"""How the names of files with readings end."""

Number = Annotated[float, Field(strict=True)]
Numbers = tuple[Number, ...]
Words = tuple[Annotated[str, Field(strict=True)], ...]
Sha256 = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
Array = NDArray[np.float64]


class Table(BaseModel):
    """Columns of one length; `rows` says what a row is, `meaning` what each column holds, with its
    unit."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    rows: str = Field(min_length=1)
    meaning: dict[str, str]
    columns: dict[str, Numbers | Words] = Field(min_length=1)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if set(self.meaning) != set(self.columns):
            odd = sorted(set(self.meaning) ^ set(self.columns))
            raise ValueError(f"column {odd[0]} lacks its values or its meaning")
        lengths = {name: len(values) for name, values in self.columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"the columns differ in length: {lengths}")
        if not min(lengths.values()):
            raise ValueError("the table has no rows")
        return self

    def column(self, name: str) -> Array:
        """A column of numbers. Raises `InputError` where there is none."""
        values = self.columns.get(name, ())
        if not values or isinstance(values[0], str):
            raise InputError(f"the readings have no column of numbers {name!r}; make them again")
        return np.asarray(values, dtype=float)

    def words(self, name: str) -> NDArray[np.str_]:
        """A column of words. Raises `InputError` where there is none."""
        values = self.columns.get(name, ())
        if not values or not isinstance(values[0], str):
            raise InputError(f"the readings have no column of words {name!r}; make them again")
        return np.asarray(values, dtype=str)


class Readings(BaseModel):
    """Tables of one model, by the name of what was read."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    format: Literal["pycheck-readings"] = "pycheck-readings"
    version: Annotated[int, Field(strict=True, ge=1, le=1)] = 1

    model: str = Field(min_length=1)
    weights_sha256: Sha256 = ""
    """Digest of the file that the weights come from, where they are one file."""
    corpus: str = Field(min_length=1)
    corpus_sha256: Sha256 = ""
    context: Count
    """Length in tokens of the sequences, where a table says nothing else."""
    sequences: Count
    seed: Annotated[int, Field(strict=True, ge=0)]
    """Fixes the text and whatever else is drawn."""
    tables: dict[str, Table] = Field(min_length=1)

    measured_by: str = Field(min_length=1)
    command: str = ""
    """The command that makes the readings again."""
    software: dict[str, str] = {}


def load_readings(path: Path) -> Readings:
    """The readings in `path`. Raises `InputError` that names the first thing wrong with them."""
    try:
        return Readings.model_validate(read_json(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise InputError(
            f"{path} holds no valid readings: {place + ': ' if place else ''}{said}; "
            "make them again with `pycheck experiment readings`"
        ) from error


def write_readings(path: Path, readings: Readings) -> None:
    """Write `readings` to `path` atomically, a column a line."""
    head = readings.model_dump(mode="json", exclude={"tables"})
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    tables = ",\n".join(_table_lines(name, table) for name, table in readings.tables.items())
    lines.append(f'  "tables": {{\n{tables}\n  }}')
    write_atomically(path, "{\n" + ",\n".join(lines) + "\n}\n")


def _table_lines(name: str, table: Table) -> str:
    columns = ",\n".join(
        f"        {json.dumps(key)}: {json.dumps(values, separators=(',', ':'))}"
        for key, values in table.model_dump(mode="json")["columns"].items()
    )
    return (
        f"    {json.dumps(name)}: {{\n"
        f'      "rows": {json.dumps(table.rows)},\n'
        f'      "meaning": {json.dumps(table.meaning)},\n'
        f'      "columns": {{\n{columns}\n      }}\n    }}'
    )


def readings_in(source: Source) -> tuple[Readings, ...]:
    """All readings of a body of data, in the order of their paths; none where it is not here."""
    if source.root is None or not source.present:
        return ()
    return _loaded(source.root)


@cache
def _loaded(root: Path) -> tuple[Readings, ...]:
    """All readings below a folder, read once a process."""
    return tuple(load_readings(path) for path in sorted(root.rglob(f"*{ENDING}")))


def tables_of(source: Source, name: str) -> Mapping[str, Table]:
    """The tables of that name in a body of data, by model."""
    return {r.model: r.tables[name] for r in readings_in(source) if name in r.tables}
