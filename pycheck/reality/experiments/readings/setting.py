"""What every reading starts from: a model, sequences of text, and random numbers of its own."""

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from pycheck.reality.experiments.readings.attending import Tokens
from pycheck.reality.experiments.subject import Subject
from pycheck.reality.readings import Table


@dataclass(frozen=True, slots=True)
class Setting:
    """`text` has one sequence of tokens a row, each with its first token; `seed` fixes what else
    is drawn."""

    subject: Subject
    text: Tokens
    seed: int

    @property
    def network(self) -> Any:
        """The model."""
        return self.subject.network

    @property
    def layers(self) -> Any:
        """The model's blocks in their order: the longest list of modules."""
        lists = [m for m in self.network.modules() if type(m).__name__ == "ModuleList"]
        return max(lists, key=len)

    def drawing(self, name: str) -> np.random.Generator:
        """Random numbers for one reading, the same whichever others are made."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def random_tokens(self, rng: np.random.Generator, *shape: int) -> Tokens:
        """Uniformly random tokens, never the first token of a sequence."""
        ids = np.setdiff1d(np.arange(self.subject.vocabulary), [self.subject.first])
        return rng.choice(ids, size=shape)

    def begun(self, tokens: Tokens) -> Tokens:
        """One sequence behind the model's first token, where it has one."""
        first = self.subject.first
        return tokens if first is None else np.concatenate([[first], tokens])


class Rows:
    """Collects a table row by row; numbers keep five digits."""

    def __init__(self, rows: str, **meaning: str) -> None:
        self._rows, self._meaning = rows, meaning
        self._columns: dict[str, list[Any]] = {name: [] for name in meaning}

    def add(self, **values: Any) -> None:
        """One row: a value a column."""
        for name, column in self._columns.items():
            value = values[name]
            column.append(value if isinstance(value, str) else float(f"{float(value):.5g}"))

    def table(self) -> Table:
        """The table of all rows."""
        columns = {name: tuple(column) for name, column in self._columns.items()}
        return Table(rows=self._rows, meaning=self._meaning, columns=columns)
