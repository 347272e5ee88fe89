"""The committed readings of the pretrained model, and that they can be made again."""

import importlib.metadata
import itertools
from pathlib import Path

import numpy as np
import pytest

from pycheck.evidence import RealityVerdict
from pycheck.reality.experiments.packaged import PACKAGED
from pycheck.reality.readings import Table, load_readings
from tests import needs
from tests.command import pycheck_command
from tests.included import PROJECT, ledger

FILES = sorted((PROJECT.root / "data" / "pretrained").glob("*.readings.json"))
TABLES: dict[str, Table] = dict(
    itertools.chain.from_iterable(load_readings(path).tables.items() for path in FILES)
)
AS_IT_IS: dict[str, dict[str, tuple[str, str | float] | None]] = {
    "loss": {
        "beginning": ("change", "nothing"),
        "stream changed": ("change", "nothing"),
        "windows": ("window", 128),
        "weights": ("bits", 32),
    },
    "mass": {
        "beginning": ("change", "nothing"),
        "stream changed": ("change", "nothing"),
        "first token": None,
    },
}
"""Where the unchanged model is, in tables that were made by themselves."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_readings_say_of_what_they_are_and_how_they_were_made(path: Path) -> None:
    package, readings = PACKAGED["smollm2-135m"], load_readings(path)
    assert readings.model == Path(package.file).stem
    assert readings.weights_sha256 == package.sha256
    kind = path.name.removeprefix("smollm2-135m-").removesuffix(".readings.json")
    assert readings.command == (
        f"pycheck experiment readings --model smollm2-135m --corpus docstrings --context 128 "
        f"--sequences 8 --seed 0 --only {kind} --output {path.name}"
    )
    assert {"gguf", "torch", "transformers"} <= set(readings.software)


def by_sequence(name: str, column: str, where: tuple[str, str | float] | None) -> list[float]:
    table = TABLES[name]
    rows = np.ones(len(table.columns[column]), dtype=bool)
    if where is not None:
        key, value = where
        rows = (table.words if isinstance(value, str) else table.column)(key) == value
    values, sequence = table.column(column)[rows], table.column("sequence")[rows]
    return [float(values[sequence == i].mean()) for i in range(8)]


@pytest.mark.parametrize("column", AS_IT_IS)
def test_tables_of_their_own_agree_on_the_model_as_it_is(column: str) -> None:
    found = [
        by_sequence(name, column, where)
        for name, where in AS_IT_IS[column].items()
        if name in TABLES
    ]
    for values in found:
        assert values == pytest.approx(found[0], abs=1e-3)


def test_every_layer_is_there() -> None:
    for name in ("first token", "least mass", "kernels", "scores"):
        assert set(TABLES[name].column("layer")) == set(range(30))


def test_the_pretrained_body_decides_claims_and_not_all_one_way() -> None:
    """That the audit finds what is expected is a test of the audit."""
    verdicts = [claim.expected.reality.get("pretrained") for claim in ledger().claims]
    decided = [
        verdicts.count(side) for side in (RealityVerdict.REPRODUCED, RealityVerdict.CONTRADICTED)
    ]
    assert sum(decided) >= 10
    assert min(decided) >= 1


@pytest.mark.slow
@pytest.mark.models
def test_the_model_gives_committed_readings_again(tmp_path: Path) -> None:
    for module in ("gguf", "accelerate"):
        needs.pretrained(module)
    try:
        importlib.metadata.version(PACKAGED["smollm2-135m"].package)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("the pretrained model is not installed: make pretrained")
    path = next(path for path in FILES if "values" in path.name)
    committed = load_readings(path)
    for package in ("torch", "transformers", "gguf"):
        if importlib.metadata.version(package) != committed.software[package]:
            pytest.skip(f"the readings were made with {package} {committed.software[package]}")
    outcome = pycheck_command(*committed.command.split()[1:-1], str(tmp_path / path.name))
    assert outcome.code == 0, outcome.err
    made = load_readings(tmp_path / path.name)
    assert made.model_copy(update={"tables": {}}) == committed.model_copy(update={"tables": {}})
    assert made.tables.keys() == committed.tables.keys()
    for name, table in committed.tables.items():
        assert made.tables[name].columns.keys() == table.columns.keys()
        for column, values in table.columns.items():
            again = made.tables[name].columns[column]
            assert list(again) == pytest.approx(list(values), rel=1e-3, abs=1e-5)
