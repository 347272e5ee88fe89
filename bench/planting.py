r"""What a scan makes of changes planted in the formulas that hold, and of these unchanged."""

import random
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.planted import Change, planted
from bench.still import DIFFERS, OPEN, SAME, holds
from pycheck.errors import InputError
from pycheck.formulas.latex.api import readings
from pycheck.formulas.outcome import Outcome
from pycheck.formulas.syntax import split
from pycheck.formulas.worker import Worker
from pycheck.texts.displayed import Displayed, Remark, of_package
from pycheck.texts.domains import assignments, letters_of, links
from pycheck.texts.judging import HOLDS, Finding, Plan, judged
from pycheck.texts.remarks import separated

ERRATA = Path(__file__).parents[1] / "examples" / "public-errata" / "latex.toml"
PLAN = Plan(n=30, seed=0, seconds=60)
OTHER_SEED = Plan(n=30, seed=1, seconds=60)
OF_EACH = 8
QUICK = 3
"""Seconds in which a formula was judged whose changes are."""


class Remembering(Worker):
    """A worker that is not asked the same twice: of a chain only the changed link is judged."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Outcome] = {}

    def check(self, text: str, where: Sequence[str] = (), **how: Any) -> Outcome:
        """The outcome of `Worker.check`."""
        name = repr((text, tuple(where), how))
        if name not in self._known:
            self._known[name] = super().check(text, where, **how)
        return self._known[name]


def plant(packages: Iterable[Mapping[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    """What a scan makes of changes, a few in each formula, and of the same formulas unchanged.

    It grows formula by formula. Where numbers one larger are too few, those one less follow.
    """
    found: dict[str, Any] = {"unchanged": 0, "flagged": [], "changes": []}
    start = time.monotonic()
    right = _right(packages)
    with Remembering() as worker:
        for formula, step in ((formula, step) for step in (1, -1) for formula in right):
            before = judged(formula, worker, PLAN)
            if step == 1:
                again = _again(formula, before, worker)
                found["unchanged"] += len(again)
                found["flagged"] += [
                    {"place": formula.place, "latex": formula.latex, "read": list(finding.read)}
                    for finding in again
                    if finding.verdict == "refuted"
                ]
            made: list[dict[str, Any]] = []
            by_chance = random.Random(f"planted {formula.latex}")
            for change in planted(formula.latex, by_chance, step):
                if len(made) == OF_EACH or len(made) + len(found["changes"]) == count:
                    break
                made += _changed(formula, change, before, worker)
            found["changes"] += made
            yield {**found, "seconds": round(time.monotonic() - start)}
            if len(found["changes"]) == count:
                return


def _again(formula: Displayed, before: Sequence[Finding], worker: Worker) -> list[Finding]:
    """What another seed says of the links that hold."""
    holding = {f.link for f in before if f.verdict in HOLDS}
    return [f for f in judged(formula, worker, OTHER_SEED) if f.link in holding]


def _right(packages: Iterable[Mapping[str, Any]]) -> list[Displayed]:
    """The formulas that hold, of the docstrings and of the corrected errata, in any order."""
    found = []
    for package in packages:
        rows = (row for row in package["holding"] if row["seconds"] < QUICK)
        holding = {(row["place"], row["latex"]) for row in rows}
        formulas = alone(package["package"])
        found += [f for f in formulas if (f.place, f.latex) in holding]
    found += list(errata("corrected_latex"))
    random.Random(0).shuffle(found)
    return found


def alone(package: str) -> list[Displayed]:
    """The formulas of a package's docstrings, without what they describe."""
    return [replace(formula, owner="") for formula in of_package(package)]


def errata(key: str) -> Iterator[Displayed]:
    """The printed or the corrected formulas that readers reported, with their conditions."""
    for entry in tomllib.loads(ERRATA.read_text(encoding="utf-8"))["formula"]:
        if key in entry:
            remarks = tuple(Remark("where", text, 1) for text in entry["where"])
            yield Displayed(f"latex.toml:{entry['id']}", "", entry[key].strip(), {}, remarks)


def _changed(
    formula: Displayed, change: Change, before: Sequence[Finding], worker: Worker
) -> Iterator[dict[str, Any]]:
    """What becomes of a change, if it is read as one of what held."""
    row = {
        "place": formula.place, "kind": change.kind, "latex": change.latex,
        "change": f"{change.was} -> {change.now}",
    }  # fmt: skip
    after = judged(replace(formula, latex=change.latex), worker, PLAN)
    if len(after) != len(before):
        if all(f.verdict in HOLDS for f in before):
            yield {**row, "verdict": after[0].verdict, "reason": after[0].reason, "value": OPEN}
        return
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old.read != new.read]
    if not pairs or any(old.verdict not in HOLDS for old, _ in pairs):
        return
    worst = min((new for _, new in pairs), key=lambda f: f.verdict != "refuted")
    told = worst.told if worst.verdict == "refuted" else worst.reason
    said = {_value(replace(formula, latex=change.latex), old, new) for old, new in pairs}
    value = SAME if said == {SAME} else OPEN if OPEN in said else DIFFERS
    yield {**row, "read": list(worst.read), "verdict": worst.verdict, "reason": told,
           "holds_under": worst.holds_under, "value": value}  # fmt: skip


def _value(formula: Displayed, old: Finding, new: Finding) -> str:
    """Whether a changed link still holds where it held before, by sympy and mpmath."""
    where = [part for r in formula.remarks if r.kind == "where" for part in separated(r.text)]
    try:
        (reading, *_) = readings(formula.latex, where, None, formula.macros, products=True)
        text = links(reading.formula)[max(new.link - 1, 0)]
        where += reading.said
        assumed = [said for said in reading.assumed if said not in reading.said]
        letters = letters_of(split(text), where, assumed)
    except (InputError, IndexError):
        return OPEN
    under = separated(old.holds_under)
    first = next(assignments(letters)).where
    return holds(text, (*where, *under, *(w for w in first if w.split()[0] not in _names(under))))


def _names(conditions: Sequence[str]) -> set[str]:
    return {name for text in conditions for name in text.replace(",", " ").split()}
