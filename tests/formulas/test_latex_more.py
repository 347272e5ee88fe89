"""Formulas of many subjects are read as they are meant, or not at all."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from pycheck.formulas.api import check
from pycheck.formulas.latex.api import readings
from pycheck.formulas.syntax import UnreadableFormula, split
from tests.formulas.meaning import same

_BY_VALUES = "as values"


class Row(NamedTuple):
    """A printed formula and what is meant."""

    where: tuple[str, ...]
    latex: str
    meant: str
    names: Mapping[str, str]
    by_values: bool

    def read(self) -> list[str]:
        """Its readings; none where it is not read."""
        try:
            return [reading.formula for reading in readings(self.latex, self.where, self.names)]
        except UnreadableFormula:
            return []


def _rows() -> list[Row]:
    path = Path(__file__).with_name("latex_more.toml")
    found = []
    for rows in tomllib.loads(path.read_text(encoding="utf-8")).values():
        for where, latex, meant, *rest in rows:
            conditions = tuple(part.strip() for part in where.split(";") if part.strip())
            names = next((part for part in rest if isinstance(part, dict)), {})
            found.append(Row(conditions, latex, meant, names, _BY_VALUES in rest))
    return found


ROWS = _rows()


def _is_meant(row: Row, formula: str) -> bool:
    return same(split(formula), split(row.meant))


_THIRD = ROWS[::3]
_OTHERS = pytest.param(
    [row for i, row in enumerate(ROWS) if i % 3], marks=pytest.mark.slow, id="others"
)


@pytest.mark.parametrize("rows", [pytest.param(_THIRD, id="a third"), _OTHERS])
def test_nothing_is_misread_and_most_is_read(rows: list[Row]) -> None:
    read = [(row, row.read()) for row in rows]
    wrong = [
        (row.latex, found)
        for row, found in read
        if found and not row.by_values and not any(_is_meant(row, f) for f in found)
    ]
    assert wrong == []
    assert sum(bool(found) for _, found in read) >= 0.85 * len(rows)
    assert sum(len(found) > 1 for _, found in read) <= 0.1 * len(rows)


@pytest.mark.slow
@pytest.mark.parametrize("row", [r for r in ROWS if r.by_values], ids=lambda row: row.latex)
def test_what_has_another_form_has_the_values(row: Row) -> None:
    (formula,) = row.read()
    sides = zip(split(formula).sides, split(row.meant).sides, strict=True)
    for one, other in ((a, b) for a, b in sides if a.text != b.text):
        found = check(f"{one.text} = {other.text}", row.where, n=50)
        assert found.verdict in ("derived", "unrefuted"), found


def test_another_meaning_is_seen() -> None:
    row = next(r for r in ROWS if r.latex.startswith(r"\operatorname{Var}(X)"))
    assert _is_meant(row, row.read()[0])
    assert not _is_meant(row, "Var(X) = E((X - E(X))**3) = sigma**2")
    assert not _is_meant(row, "Var(X) = E((X - E(X))**2) <= sigma**2")
