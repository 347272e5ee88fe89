"""Check a formula, or a file of them, from Python."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pycheck.errors import InputError
from pycheck.files import parse_toml, read_text
from pycheck.formulas.calling import Bound, Target
from pycheck.formulas.leancert.road import Claim, again, named
from pycheck.formulas.leancert.server import installed
from pycheck.formulas.outcome import DIFFERS, Outcome
from pycheck.formulas.printing import name_shown, shown
from pycheck.formulas.statement import Formula, read_formula
from pycheck.formulas.syntax import UnreadableFormula
from pycheck.formulas.tied import declared
from pycheck.formulas.worker import Worker
from pycheck.notation.html import html_table
from pycheck.statements.lean.theorem import theorem

Which = Literal[
    "formula", "printed", "corrected", "formula_latex", "printed_latex", "corrected_latex"
]


@dataclass(frozen=True, slots=True)
class Check:
    """A formula with what was found; `read` is the formula as it was understood.

    `id` and `which` say where it stands in a file. `as_expected` says whether the verdict is the
    one that the file, or nobody, expects: a formula is expected not to be refuted. `third_road`
    names the checker of the extra ``leancert`` where it confirms a refutation. `readings` are those
    of a formula in LaTeX, each with its verdict, and `told` says what was taken for what.
    """

    id: str
    which: Which
    read: str
    outcome: Outcome
    expect_refuted: bool = False
    third_road: str = ""
    readings: tuple["Check", ...] = ()
    told: tuple[str, ...] = ()

    def lean(self) -> str:
        """The formula as a theorem of Lean 4 without a proof, in Mathlib's words.

        Raises `Lacking`, with the name of the function that Mathlib does not have.
        """
        (read, *others) = (reading.outcome for reading in self.readings or (self,))
        if others:
            raise InputError("there are several readings; a theorem is printed of one")
        return to_lean(read.formula, read.where)

    @property
    def verdict(self) -> str:
        """What is said of the formula."""
        return self.outcome.verdict

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is none that anybody has to look at."""
        if self.verdict in ("conflict", "not read"):
            return False
        return (self.verdict in ("refuted", DIFFERS)) is self.expect_refuted

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
        } | ({"read": [r.outcome.formula for r in self.readings]} if self.readings else {})

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
    latex: bool = False,
    names: Mapping[str, str] | None = None,
    bind: Mapping[str, Target] | None = None,
    n: int = 100,
    seed: int = 0,
    seconds: float = 60,
) -> Check:
    """The verdict on one formula under the conditions `where`.

    With `latex` the formula is LaTeX, and `names` says what its names are in the language; where
    print leaves open how it is read, it is judged under each reading. `bind` holds a name against
    a callable or ``package.module:function``, which is called in another process. `n` samples are
    drawn from `seed`; after `seconds` the answer is undecided. Raises `InputError` for what cannot
    be read.
    """
    with Worker() as worker:
        conditions = (where,) if isinstance(where, str) else tuple(where)
        plan = _Plan(n, seed, seconds, Bound.of(bind or {}, worker.calls))
        if latex:
            which: Which = "formula_latex"
            return _checked_latex(worker, "", which, formula, conditions, False, plan, names or {})
        return _checked(worker, "", "formula", formula, conditions, False, plan)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a formula is judged."""

    n: int
    seed: int
    seconds: float
    bound: Bound | None = None


def _checked(
    worker: Worker,
    name: str,
    which: Which,
    text: str,
    where: tuple[str, ...],
    expect_refuted: bool,
    plan: _Plan,
) -> Check:
    extra = [declared(text, plan.bound.name)] if plan.bound else []
    formula = read_formula(text, where, extra=extra)
    outcome = worker.check(
        text, where, n=plan.n, seed=plan.seed, seconds=plan.seconds, bound=plan.bound
    )
    outcome, third_road = _asked_again(formula, outcome)
    return Check(name, which, shown(formula), outcome, expect_refuted, third_road)


def _checked_latex(
    worker: Worker,
    name: str,
    which: Which,
    latex: str,
    where: tuple[str, ...],
    expect_refuted: bool,
    plan: _Plan,
    names: Mapping[str, str],
) -> Check:
    """The verdict on every reading of a formula in LaTeX, where they agree; else none."""
    from pycheck.formulas.latex.api import readings

    extra = [f"{plan.bound.name}(x) smooth"] if plan.bound else []
    read = readings(latex, (*where, *extra), names, products=True)
    found = [
        _checked(worker, name, which, r.formula, (*where, *r.assumed), expect_refuted, plan)
        for r in read
    ]
    told = tuple(dict.fromkeys(said for r in read for said in r.told))
    first = found[0]
    outcome = replace(first.outcome, formula=latex, where=where)
    if len({check.verdict for check in found}) > 1:
        said = "; ".join(f"{check.read}: {check.verdict}" for check in found)
        reason = f"{'two' if len(found) == 2 else len(found)} readings: {said}"
        seconds = sum(check.outcome.seconds for check in found)
        outcome = Outcome(latex, where, "undecided", reason, seconds=seconds)
    shown_as = "  or  ".join(check.read for check in found)
    roads = first.third_road if outcome.verdict != "undecided" else ""
    return Check(name, which, shown_as, outcome, expect_refuted, roads, tuple(found), told)


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
    formula_latex: str | None = None
    printed_latex: str | None = None
    corrected_latex: str | None = None
    names: dict[str, str] = Field(default_factory=dict)
    expect: str = ""

    @field_validator("where", mode="before")
    @classmethod
    def _one_string(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    def formulas(self) -> Iterator[tuple[Which, str, bool]]:
        """The formulas of the entry, each with whether it is expected to be refuted."""
        refuted = self.expect == "refuted"
        plain = (self.formula, self.printed, self.corrected)
        latex = (self.formula_latex, self.printed_latex, self.corrected_latex)
        names: tuple[Which, ...] = get_args(Which)
        for (formula, printed, corrected), which in ((plain, names[:3]), (latex, names[3:])):
            if formula is not None:
                yield which[0], formula, refuted
            if printed is not None:
                yield which[1], printed, refuted or corrected is not None
            if corrected is not None:
                yield which[2], corrected, False


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
                plan = _Plan(n, seed, seconds)
                try:
                    if which.endswith("_latex"):
                        yield _checked_latex(
                            worker, name, which, text, entry.where, refuted, plan, entry.names
                        )
                    else:
                        yield _checked(worker, name, which, text, entry.where, refuted, plan)
                except UnreadableFormula as error:
                    outcome = Outcome(text, entry.where, "not read", str(error))
                    yield Check(name, which, text, outcome, refuted)
