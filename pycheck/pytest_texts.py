"""The tests of a text for pytest: one a displayed formula, under its label or its line."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pycheck.errors import InputError
from pycheck.formulas.worker import Worker
from pycheck.texts.displayed import Displayed, displayed
from pycheck.texts.judging import DECIDED, Finding, Plan, judged_in_text
from pycheck.texts.scan import WRONG, with_definitions


class TextFile(pytest.File):
    """The formulas of a text, in its order; `worker` gives the process that judges them."""

    worker: Callable[[], Worker]

    @classmethod
    def of(cls, parent: pytest.Collector, path: Path, worker: Callable[[], Worker]) -> "TextFile":
        """The tests of the text at a path."""
        file: TextFile = cls.from_parent(parent, path=path)
        file.worker = worker
        return file

    def collect(self) -> Iterator[pytest.Item]:
        """Raises `CollectError` for what is no text, with the reason."""
        try:
            formulas = list(with_definitions(displayed(self.path)))
        except InputError as error:
            raise self.CollectError(str(error)) from error
        names: Counter[str] = Counter()
        for formula, defined in formulas:
            name = formula.label or formula.place.rpartition(":")[2]
            names[name] += 1
            again = f"-{names[name]}" if names[name] > 1 else ""
            yield FormulaItem.of(self, f"{name}{again}", formula, defined)


class Wrong(Exception):
    """A formula is refuted: the lines that say where."""


class FormulaItem(pytest.Item):
    """A displayed formula: it fails where a link is refuted, and is skipped where none says."""

    formula: Displayed
    defined: Mapping[str, str]
    worker: Callable[[], Worker]

    @classmethod
    def of(
        cls, parent: TextFile, name: str, formula: Displayed, defined: Mapping[str, str]
    ) -> "FormulaItem":
        """The test of a formula, with what the text says before it that names are."""
        item: FormulaItem = cls.from_parent(parent, name=name)
        item.formula, item.defined, item.worker = formula, defined, parent.worker
        return item

    def runtest(self) -> None:
        """Raises `Wrong` with what is refuted."""
        found = judged_in_text(self.formula, self.defined, self.worker(), Plan())
        if wrong := [finding for finding in found if finding.verdict in WRONG]:
            raise Wrong("\n".join(map(_told, wrong)))
        if not any(finding.verdict in DECIDED for finding in found):
            pytest.skip("; ".join(dict.fromkeys(finding.told for finding in found)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What was found, without the lines of our own code."""
        if isinstance(excinfo.value, Wrong | InputError):
            return f"{self.formula.place}:\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str], int | None, str]:
        """Where it stands, and the head of a failure."""
        line = self.formula.place.rpartition(":")[2]
        return self.path, int(line) - 1 if line.isdigit() else None, self.name


def _told(finding: Finding) -> str:
    return f"  {'; '.join(finding.read)}: {finding.told}"
