"""Check a formula, or a file of them, from Python."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pycheck.errors import InputError
from pycheck.files import parse_toml, read_text
from pycheck.formulas.leancert.road import Claim, again, named
from pycheck.formulas.leancert.server import installed
from pycheck.formulas.outcome import Outcome
from pycheck.formulas.printing import name_shown, shown
from pycheck.formulas.statement import Formula, read_formula
from pycheck.formulas.syntax import UnreadableFormula
from pycheck.formulas.worker import Worker
from pycheck.notation.html import html_table
from pycheck.statements.lean.theorem import theorem

Which = Literal["formula", "printed", "corrected"]


@dataclass(frozen=True, slots=True)
class Check:
    """A formula with what was found; `read` is the formula as it was understood.

    `id` and `which` say where it stands in a file. `as_expected` says whether the verdict is the
    one that the file, or nobody, expects: a formula is expected not to be refuted. `third_road`
    names the checker of the extra ``leancert`` where it confirms a refutation.
    """

    id: str
    which: Which
    read: str
    outcome: Outcome
    expect_refuted: bool = False
    third_road: str = ""

    def lean(self) -> str:
        """The formula as a theorem of Lean 4 without a proof, in Mathlib's words.

        Raises `Lacking`, with the name of the function that Mathlib does not have.
        """
        return to_lean(self.outcome.formula, self.outcome.where)

    @property
    def verdict(self) -> str:
        """What is said of the formula."""
        return self.outcome.verdict

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is none that anybody has to look at."""
        if self.verdict in ("conflict", "not read"):
            return False
        return (self.verdict == "refuted") is self.expect_refuted

    def as_json(self) -> dict[str, Any]:
        """The formula in the interface of ``pycheck check --format json``."""
        outcome = self.outcome
        return {
            "id": self.id,
            "which": self.which,
            "formula": outcome.formula,
            "where": list(outcome.where),
            "verdict": outcome.verdict,
            "reason": outcome.reason,
            "holds_under": outcome.holds_under,
            "samples": outcome.samples,
            "counterexample": outcome.counterexample,
            "confirmed_by": self.third_road or None,
            "seconds": outcome.seconds,
        }

    def __repr__(self) -> str:
        point = self.outcome.values
        at = f" at {', '.join(f'{k} = {v}' for k, v in point.items())}" if point else ""
        return f"<Check {self.read!r}: {self.verdict}{at}>"

    def _repr_html_(self) -> str:
        rows = [("formula", self.read), ("verdict", self.verdict), ("reason", self.outcome.reason)]
        rows += [("at", told_point(self.outcome)), ("confirmed by", self.third_road)]
        return html_table((name, text) for name, text in rows if text)


def told_point(outcome: Outcome) -> str:
    """The point at which a formula fails, in words."""
    if outcome.values is None:
        return ""
    point = ", ".join(f"{name_shown(name)} = {value}" for name, value in outcome.values.items())
    sides = f"left {outcome.left}, right {outcome.right}" if outcome.left else ""
    return "; ".join(part for part in (point, sides) if part)


def check(
    formula: str,
    where: str | Sequence[str] = (),
    *,
    n: int = 100,
    seed: int = 0,
    seconds: float = 60,
) -> Check:
    """The verdict on one formula under the conditions `where`.

    `n` samples are drawn from `seed`; after `seconds` the answer is undecided.
    Raises `InputError` for what cannot be read.
    """
    with Worker() as worker:
        conditions = (where,) if isinstance(where, str) else tuple(where)
        return _checked(worker, "", "formula", formula, conditions, False, (n, seed, seconds))


def _checked(
    worker: Worker,
    name: str,
    which: Which,
    text: str,
    where: tuple[str, ...],
    expect_refuted: bool,
    plan: tuple[int, int, float],
) -> Check:
    n, seed, seconds = plan
    formula = read_formula(text, where)
    outcome = worker.check(text, where, n=n, seed=seed, seconds=seconds)
    outcome, third_road = _asked_again(formula, outcome)
    return Check(name, which, shown(formula), outcome, expect_refuted, third_road)


def _asked_again(formula: Formula, outcome: Outcome) -> tuple[Outcome, str]:
    """A refutation by a third road: the outcome, and the name of the checker that confirms it."""
    checker = installed() if outcome.verdict == "refuted" else None
    if checker is None or outcome.values is None:
        return outcome, ""
    claim = Claim(outcome.values, outcome.left, outcome.right)
    finding = again(formula, claim, checker)
    if finding.verdict == "conflict":
        return replace(outcome, verdict="conflict", reason=finding.told), ""
    return outcome, named() if finding.verdict == "confirmed" else ""


def to_lean(formula: str, where: str | Sequence[str] = ()) -> str:
    """A formula under conditions as a theorem of Lean 4 without a proof, in Mathlib's words.

    Its hypotheses are the conditions, and those under which Lean reads it as a reader does.
    Raises `Lacking`, with the name of the function that Mathlib does not have, and `InputError` for
    what cannot be read.
    """
    conditions = (where,) if isinstance(where, str) else tuple(where)
    return theorem(read_formula(formula, conditions).node)


class Entry(BaseModel):
    """A ``[[formula]]`` of a file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = ""
    source: str = ""
    where: tuple[str, ...] = ()
    formula: str | None = None
    printed: str | None = None
    corrected: str | None = None
    expect: str = ""

    @field_validator("where", mode="before")
    @classmethod
    def _one_string(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    def formulas(self) -> Iterator[tuple[Which, str, bool]]:
        """The formulas of the entry, each with whether it is expected to be refuted."""
        refuted = self.expect == "refuted"
        if self.formula is not None:
            yield "formula", self.formula, refuted
        if self.printed is not None:
            yield "printed", self.printed, refuted or self.corrected is not None
        if self.corrected is not None:
            yield "corrected", self.corrected, False


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    formula: tuple[Entry, ...] = Field(default=())


def read_file(path: Path) -> tuple[Entry, ...]:
    """The entries of a TOML file; raises `InputError` where it holds none or is malformed."""
    text = read_text(path, "the formulas")
    try:
        entries = _File.model_validate(parse_toml(text)).formula
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} is no TOML ({error}); see docs/formulas.md") from error
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise InputError(f"{path}: {where}: {fault['msg']}; see docs/formulas.md") from error
    if not any(list(entry.formulas()) for entry in entries):
        raise InputError(f"{path} holds no formula; an entry is [[formula]], see docs/formulas.md")
    return entries


def check_file(
    entries: Sequence[Entry], *, n: int = 100, seed: int = 0, seconds: float = 60
) -> Iterator[Check]:
    """The verdicts on the formulas of a file, one by one; what cannot be read is ``not read``."""
    with Worker() as worker:
        for number, entry in enumerate(entries, 1):
            name = entry.id or str(number)
            for which, text, refuted in entry.formulas():
                plan = (n, seed, seconds)
                try:
                    yield _checked(worker, name, which, text, entry.where, refuted, plan)
                except UnreadableFormula as error:
                    outcome = Outcome(text, entry.where, "not read", str(error))
                    yield Check(name, which, text, outcome, refuted)
