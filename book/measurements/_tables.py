"""The author's tables that are no profiles but bear on claims: windows and their cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pycheck.errors import InputError
from pycheck.reality.profiles import read_json

THERMODYNAMICS = "thermodynamics/thermodynamics_results.json"


@dataclass(frozen=True, slots=True)
class WindowRow:
    """One row of ``compress_validation``: a window predicted and one read off a profile.

    Distances in tokens; `last_distance` is where that profile ends.
    """

    name: str
    gamma: float
    predicted: float
    empirical: float
    last_distance: int


@dataclass(frozen=True, slots=True)
class WindowCost:
    """One row of ``exp_b2``: perplexity with the predicted window against the whole context."""

    model: str
    gamma: float
    context: int
    window: int
    perplexity: float
    perplexity_full: float

    @property
    def excess(self) -> float:
        """Relative rise of perplexity."""
        return self.perplexity / self.perplexity_full - 1


@dataclass(frozen=True, slots=True)
class ThermodynamicRow:
    """One row of ``thermodynamics``: what was computed from a fitted line log A - gamma log d.

    `mean_log` is E[log d] and `entropy` in nats; `window` holds nine tenths of the mass, in tokens.
    """

    name: str
    gamma: float
    heat_capacity: float
    log_amplitude: float
    partition: float
    mean_log: float
    entropy: float
    window: float


def window_rows(root: Path) -> tuple[WindowRow, ...]:
    """The table of predicted and empirical D_90. Raises `InputError` for another format."""
    return tuple(
        WindowRow(
            row["stem"],
            row["gamma"],
            row["d90_th"],
            row["d90_em"],
            max(int(distance) for distance in row["attn_empirical"]),
        )
        for row in _rows(root / "compress_validation" / "compression_validation.json")
    )


def window_costs(root: Path) -> tuple[WindowCost, ...]:
    """Perplexity with keys and values cut to the predicted window, where that is below N.

    Raises `InputError` for another format.
    """
    path = root / "exp_b2" / "kv_compression_extended.json"
    return tuple(
        WindowCost(
            row["model"],
            row["gamma"],
            row["N_full"],
            row["D_f"],
            row["ppl_at_df"],
            row["ppl_full"],
        )
        for row in _rows(path)
        if row["D_f"] < row["N_full"]
    )


def thermodynamic_rows(root: Path) -> tuple[ThermodynamicRow, ...]:
    """The table of thermodynamics as published. Raises `InputError` for another format."""
    return tuple(
        ThermodynamicRow(
            row["stem"],
            row["gamma"],
            row["Cv"],
            row["log_A"],
            row["Z"],
            row["U"],
            row["S"],
            row["D90"],
        )
        for row in _rows(root / THERMODYNAMICS)
    )


class _Row(dict[str, Any]):
    """A row that names itself when a column is missing."""

    def __init__(self, row: dict[str, Any], path: Path) -> None:
        super().__init__(row)
        self.path = path

    def __missing__(self, key: str) -> Any:
        raise InputError(f"{self.path} is not the table it should be: a row lacks {key!r}")


def _rows(path: Path) -> Iterator[_Row]:
    document = read_json(path)
    rows = document.get("results") if isinstance(document, dict) else document
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"{path} is not the table it should be: no list of rows")
    for row in rows:
        yield _Row(row, path)
