"""Means by distance in plain tables: long CSV, Parquet, and JSON without our format's name."""

import csv
import importlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from pycheck.errors import InputError
from pycheck.files import clean, read_text
from pycheck.reality.given import Given
from pycheck.reality.profiles import Profile, parse_profile
from pycheck.reality.published import NOT_STATED

TABLES = (".csv", ".parquet")
_COLUMNS = ("distance", "attention", "model", "corpus", "context", "seed")
_NAMES = ("model", "corpus", "context")
_CSV_EXAMPLE = "a first line distance,attention,model,corpus,context and then 1,0.3,tiny,letters,64"
_JSON_EXAMPLE = (
    '{"model": "tiny", "corpus": "letters", "context": 64, "distances": [1, 2, 4], '
    '"attention": [0.3, 0.2, 0.1]}'
)
_UNKNOWN = {"measured_by": NOT_STATED, "method": NOT_STATED}

Cells = Mapping[str, Any]


def plain_document(document: Mapping[str, Any], source: str, given: Given) -> Profile:
    """The profile of a JSON object with `distances` and `attention`. Raises `InputError`."""
    filled = given.filled(document, _NAMES, _JSON_EXAMPLE)
    return parse_profile({**_UNKNOWN, **filled}, source)


def read_table(path: Path, given: Given) -> Iterator[tuple[str, Profile]]:
    """The profiles of a long table, one a model, corpus and context; `seed` makes rows of seeds.

    Columns are `distance` (tokens) and `attention` (mean weight), then any of the others. Raises
    `InputError` with the line of what is wrong, or the package that a Parquet file needs.
    """
    rows = _parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
    groups: dict[tuple[Any, ...], dict[int | None, dict[int, float]]] = {}
    for where, cells in rows:
        said = {name: cells[name] for name in _NAMES if cells.get(name) not in (None, "")}
        filled = given.filled(said, _NAMES, _CSV_EXAMPLE)
        context = _whole(filled["context"], "context", where)
        group = groups.setdefault((*map(_name, (filled["model"], filled["corpus"])), context), {})
        seed = cells.get("seed")
        row = group.setdefault(None if seed in (None, "") else _whole(seed, "seed", where), {})
        distance = _whole(cells.get("distance"), "distance", where)
        if distance in row:
            raise InputError(
                f"{where}: distance {distance} occurs twice for one model, corpus, context and "
                "seed; give one row a distance"
            )
        row[distance] = _number(cells.get("attention"), where)
    if not groups:
        raise InputError(f"no rows in it; give {_CSV_EXAMPLE}")
    for (model, corpus, context), seeds in groups.items():
        key = f"{model}, {corpus}, {context}" if len(groups) > 1 else ""
        names = {"model": model, "corpus": corpus, "context": context}
        yield key, parse_profile({**_UNKNOWN, **names, **_means(seeds)}, str(path))


def _means(seeds: dict[int | None, dict[int, float]]) -> dict[str, Any]:
    distances = sorted(next(iter(seeds.values())))
    for seed, row in seeds.items():
        if sorted(row) != distances:
            raise InputError(f"seed {seed} has other distances than the first; give all the same")
    if None in seeds and len(seeds) > 1:
        raise InputError("some rows have a seed and some have none; give all of them one")
    rows = np.array([[row[d] for d in distances] for row in seeds.values()])
    fields: dict[str, Any] = {
        "distances": distances,
        "attention": [float(a) for a in rows.mean(axis=0)],
    }
    if None not in seeds:
        fields["seeds"] = list(seeds)
        fields["per_seed"] = rows.tolist()
    if len(seeds) > 1:
        fields["attention_sd"] = rows.std(axis=0, ddof=1).tolist()
    return fields


def _csv(path: Path) -> Iterator[tuple[str, Cells]]:
    text = read_text(path, "CSV file").removeprefix("\ufeff")
    reader = csv.DictReader(io.StringIO(text), restval=None, restkey="", strict=True)
    try:
        _check_columns(reader.fieldnames or ())
        for cells in reader:
            if "" in cells:
                raise InputError(f"line {reader.line_num}: it has more cells than the first line")
            yield f"line {reader.line_num}", cells
    except csv.Error as error:
        raise InputError(f"line {reader.line_num}: no CSV ({error})") from error


def _parquet(path: Path) -> Iterator[tuple[str, Cells]]:
    try:
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise InputError(
            "a .parquet file needs the package pyarrow, which is not installed; run: "
            "pip install pyarrow"
        ) from error
    try:
        table = parquet.read_table(path)
        _check_columns(table.column_names)
        rows = table.to_pylist()
    except InputError:
        raise
    except Exception as error:  # whatever pyarrow stumbles on
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        raise InputError(f"no .parquet file that can be read: {reason}") from error
    for number, cells in enumerate(rows, start=1):
        yield f"row {number}", cells


def _check_columns(columns: Any) -> None:
    missing = [name for name in _COLUMNS[:2] if name not in columns]
    if missing:
        raise InputError(f"it has no column {' and '.join(missing)}; give {_CSV_EXAMPLE}")
    for name in columns:
        if name not in _COLUMNS or list(columns).count(name) > 1:
            what = "twice the column" if name in _COLUMNS else "an unknown column"
            raise InputError(f"it has {what} {name!r}; the columns are {', '.join(_COLUMNS)}")


def _name(value: Any) -> str:
    return clean(str(value))


def _whole(value: Any, name: str, where: str) -> int:
    try:
        if isinstance(value, str | int) and not isinstance(value, bool):
            return int(value)
    except ValueError:
        pass
    raise InputError(f"{where}: {name} {value!r} is no whole number")


def _number(value: Any, where: str) -> float:
    try:
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return float(value)
    except ValueError:
        pass
    raise InputError(f"{where}: attention {value!r} is no number")
