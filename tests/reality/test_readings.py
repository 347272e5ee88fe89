"""Files of readings: written, read again, and refused in one line."""

import json
from pathlib import Path
from typing import Any

import pytest

from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.reality.readings import (
    Readings,
    Table,
    load_readings,
    readings_in,
    tables_of,
    write_readings,
)

COLUMNS: dict[str, Any] = {"sequence": [0, 1], "kind": ["a", "b"], "loss": [2.5, 3.0]}
TABLE: dict[str, Any] = {
    "rows": "a sequence",
    "meaning": {"sequence": "from 0", "kind": "which", "loss": "nats"},
    "columns": COLUMNS,
}
DOCUMENT: dict[str, Any] = {
    "format": "pycheck-readings",
    "version": 1,
    "model": "m",
    "weights_sha256": "0" * 64,
    "corpus": "made",
    "context": 64,
    "sequences": 2,
    "seed": 0,
    "tables": {"losses": TABLE},
    "measured_by": "test",
}


def write(folder: Path, document: Any, name: str = "m.readings.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(document))
    return path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    readings = load_readings(write(tmp_path, DOCUMENT))
    table = readings.tables["losses"]
    assert table.column("loss").tolist() == [2.5, 3.0]
    assert table.words("kind").tolist() == ["a", "b"]
    write_readings(tmp_path / "again.readings.json", readings)
    assert load_readings(tmp_path / "again.readings.json") == readings
    source = Source("pretrained", tmp_path)
    assert [r.model for r in readings_in(source)] == ["m", "m"]
    assert set(tables_of(source, "losses")) == {"m"}
    assert tables_of(source, "others") == {}
    assert readings_in(Source("pretrained", None)) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"columns": {**COLUMNS, "loss": [2.5]}}, "the columns differ in length"),
        ({"columns": {**COLUMNS, "more": [1, 2]}}, "column more lacks"),
        ({"columns": {"sequence": [], "kind": [], "loss": []}}, "no rows"),
        ({"columns": {**COLUMNS, "loss": [2.5, "x"]}}, "tables.losses.columns.loss"),
        ({"columns": {**COLUMNS, "loss": [2.5, True]}}, "tables.losses.columns.loss"),
        ({"columns": {**COLUMNS, "loss": [2.5, float("nan")]}}, "finite"),
        ({"extra": 1}, "tables.losses.extra"),
    ],
)
def test_what_is_wrong_with_a_table_is_one_line(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    path = write(tmp_path, {**DOCUMENT, "tables": {"losses": {**TABLE, **change}}})
    with pytest.raises(InputError) as caught:
        load_readings(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"weights_sha256": "xyz"}, "weights_sha256"),
        ({"version": 2}, "version"),
        ({"tables": {}}, "tables"),
        ({"sequences": 0}, "sequences"),
    ],
)
def test_what_is_wrong_with_a_file_is_one_line(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        load_readings(write(tmp_path, {**DOCUMENT, **change}))


def test_a_column_of_another_kind_is_refused() -> None:
    table = Table.model_validate(TABLE, strict=False)
    with pytest.raises(InputError, match="no column of numbers 'kind'"):
        table.column("kind")
    with pytest.raises(InputError, match="no column of words 'loss'"):
        table.words("loss")
    with pytest.raises(InputError, match="no column of numbers 'gone'"):
        table.column("gone")


def test_the_first_thing_wrong_with_readings(tmp_path: Path) -> None:
    document = {key: value for key, value in DOCUMENT.items() if key != "model"}
    with pytest.raises(InputError, match="holds no valid readings: model"):
        load_readings(write(tmp_path, document))
    assert isinstance(Readings.model_validate(DOCUMENT), Readings)
