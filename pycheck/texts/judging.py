"""A displayed formula judged: link by link, under each reading, where its text says and does not.

A text that says nothing of its letters is given every doubt: a formula is refuted only where it
fails under every natural reading of them. Where a name that stands on one side alone could make it
true, or a whole side is such a name, it says what that name is, and is no claim.
"""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pycheck.errors import InputError
from pycheck.formulas.latex.api import Reading, readings
from pycheck.formulas.outcome import DIFFERS, Outcome
from pycheck.formulas.printing import shown
from pycheck.formulas.statement import read_formula
from pycheck.formulas.syntax import split
from pycheck.formulas.worker import Worker
from pycheck.texts.displayed import Displayed, Remark
from pycheck.texts.domains import (
    ALONE,
    DEFINES,
    assignments,
    definitions,
    guessed_alone,
    letters_of,
    links,
    names_in,
    what_it_says,
)
from pycheck.texts.remarks import separated

if TYPE_CHECKING:
    from pycheck.texts.code import Tie

NOT_DECIDED, NOT_READ = "not decided", "not read"
HOLDS = ("derived", "unrefuted")
DECIDED = (*HOLDS, "refuted", DIFFERS)
_DEFINES = re.compile(
    r":=|=:|\\(coloneqq|colonequals|eqqcolon|triangleq|equiv|doteq|defeq|eqdef|mathrel)(?![A-Za-z])"
    r"|\\(overset|stackrel)\s*\{[^{}]*(\\text|\\mathrm|def|\\triangle)[^=]*=|\^\{\\(text|mathrm)\{def"
)
_DEFINITION = "a definition or a condition"
_PRINCIPAL = "an integral has no value, and its principal value may be meant"
_MOST_SILENT = 3
"""Domains in which nothing may be found out: these are the slow ones."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a formula is judged: samples of each domain, their seed, and the longest time."""

    n: int = 100
    seed: int = 0
    seconds: float = 600


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of one link of a displayed formula, or of all of it where `link` is 0.

    `read` are its readings, as they are printed; `verdict` is one of `Outcome`, ``not decided``,
    ``not read`` or ``differs from the code``.
    """

    link: int
    read: tuple[str, ...]
    verdict: str
    reason: str = ""
    holds_under: str = ""
    outcome: Outcome | None = None
    seconds: float = 0.0

    @property
    def told(self) -> str:
        """The verdict in a line, with the counterexample or the reason."""
        if self.verdict in ("refuted", DIFFERS) and self.outcome is not None:
            return self.outcome.told
        held = f"where {self.holds_under}" if self.holds_under else ""
        return ": ".join(filter(None, (self.verdict, self.reason or held)))


def judged_in_text(
    formula: Displayed, defined: Mapping[str, str], worker: Worker, plan: Plan
) -> list[Finding]:
    """What is said of a formula of a text that has said before what some names are.

    A link that is refuted for any such name is judged once more for what the text says it is.
    """
    findings = judged(formula, worker, plan)
    texts = [f.outcome.formula for f in findings if f.verdict == "refuted" and f.outcome]
    names = {name for text in texts for s in split(text).sides for name in names_in(s.node)}
    said = [text for name, text in defined.items() if name in names]
    if not said:
        return findings
    lets = tuple(Remark("let", text, 0) for text in said)
    again = judged(replace(formula, remarks=(*formula.remarks, *lets)), worker, plan)
    if len(again) != len(findings):
        return findings
    return [
        replace(new, holds_under=", ".join(filter(None, (*said, new.holds_under))))
        if old.verdict == "refuted" and new.verdict in HOLDS
        else old
        for old, new in zip(findings, again, strict=True)
    ]


def defined_by(formula: Displayed) -> dict[str, str]:
    """The names that a formula of one reading says something of, each with what it says."""
    try:
        (read,) = readings(formula.latex, (), None, formula.macros)
        return definitions(read.formula)
    except (InputError, ValueError):
        return {}


def judged(formula: Displayed, worker: Worker, plan: Plan) -> list[Finding]:
    """What is said of a displayed formula, a finding for each of its links.

    What cannot be read is one finding, ``not read``, and so is what its text says is no claim.
    """
    start = time.monotonic()
    if said := _not_judged(formula):
        return [said]
    where = tuple(r.text for r in formula.remarks if r.kind in ("where", "let"))
    known = tuple(part for text in where for part in separated(text))
    chains = _chains(formula.latex, known, formula)
    if isinstance(chains, Finding):
        found = [replace(chains, seconds=_since(start))]
    else:
        found = [_one(chains, index, worker, plan) for index in range(len(chains[0].links))]
    return _beside_the_code(found, formula, known, worker, plan)


def _chains(latex: str, known: Sequence[str], formula: Displayed) -> "list[_Chain] | Finding":
    """The readings of a formula, which have the same links; or why there are none."""
    try:
        read = readings(latex, known, None, formula.macros, products=True)
        chains = [_Chain.of(reading, known) for reading in read]
    except InputError as error:
        return Finding(0, (), NOT_READ, str(error))
    if len({len(chain.links) for chain in chains}) > 1:
        return Finding(0, (), NOT_DECIDED, "readings of different relations")
    if not chains[0].links:
        return Finding(0, tuple(r.formula for r in read), NOT_DECIDED, "no relation")
    return chains


def _beside_the_code(
    found: list[Finding],
    formula: Displayed,
    known: tuple[str, ...],
    worker: Worker,
    plan: Plan,
) -> list[Finding]:
    """The findings with what the code says that a docstring describes."""
    if not formula.owner or any(f.verdict in ("refuted", "conflict") for f in found):
        return found
    from pycheck.texts import code

    described = code.described(formula, worker)
    if described is None:
        return found
    chains = _chains(described.latex(formula.latex), (*known, *described.declared), formula)
    unread = found[0].verdict == NOT_READ
    if isinstance(chains, Finding):
        return [replace(chains, seconds=found[0].seconds)] if unread else found
    count = len(chains[0].links)
    links = [[described.tied(chain.links[index]) for chain in chains] for index in range(count)]
    if not any(all(pairs) for pairs in links):
        if not unread:
            return found
        read = tuple("; ".join(chain.links) for chain in chains)
        return [Finding(0, read, NOT_DECIDED, code.OPEN, seconds=found[0].seconds)]
    said = []
    for index, pairs in enumerate(links):
        plainly = found[index] if len(found) == count else None
        if not all(pairs):
            said.append(plainly or _one(chains, index, worker, plan))
            continue
        held = [
            _held(pair, (*known, *chain.said), chain.assumed, worker, plan)
            for pair, chain in zip(pairs, chains, strict=True)
            if pair is not None
        ]
        here = _together(held, index + 1 if count > 1 else 0)
        keeps = plainly is not None and plainly.verdict in HOLDS
        said.append(plainly if plainly and keeps and here.verdict != DIFFERS else here)
    return said


def _held(
    pair: "Tie", known: Sequence[str], assumed: Sequence[str], worker: Worker, plan: Plan
) -> Finding:
    """What the code says of a link under one reading."""
    from pycheck.texts import code

    start = time.monotonic()
    try:
        shown_as = shown(read_formula(pair.text, (pair.declared,)))
        outcome, under = code.held(pair, known, assumed, worker, plan)
    except InputError as error:
        return Finding(0, (), NOT_DECIDED, str(error), seconds=_since(start))
    return Finding(
        0, (shown_as,), outcome.verdict, outcome.reason, ", ".join(under), outcome, _since(start)
    )


@dataclass(frozen=True, slots=True)
class _Chain:
    """A reading of a formula: its links, and what it assumes of its names.

    `said` are the conditions that stand behind it; they are among `where`.
    """

    links: tuple[str, ...]
    where: tuple[str, ...]
    said: tuple[str, ...]
    assumed: tuple[str, ...]
    unclear: tuple[str, ...]
    guessed: tuple[str, ...]

    @classmethod
    def of(cls, reading: Reading, where: Sequence[str]) -> "_Chain":
        """Raises `UnreadableFormula` where the language has no such formula."""
        found = tuple(links(reading.formula))
        assumed = tuple(text for text in reading.assumed if text not in reading.said)
        known = (*where, *reading.said)
        return cls(found, known, reading.said, assumed, reading.unclear, reading.guessed)


def _not_judged(formula: Displayed) -> Finding | None:
    """What is said of a formula that is not looked at, with the reason."""
    if formula.not_read:
        return Finding(0, (), NOT_READ, formula.not_read)
    for remark in formula.remarks:
        if remark.kind == "skip":
            return Finding(0, (), NOT_DECIDED, f"skipped: {remark.text}".rstrip(": "))
        if remark.kind == "definition":
            return Finding(0, _read(formula), NOT_DECIDED, "a definition, as the text says")
    if _DEFINES.search(formula.latex):
        return Finding(0, _read(formula), NOT_DECIDED, "a definition")
    return None


def _read(formula: Displayed) -> tuple[str, ...]:
    """The readings of a definition, none where it cannot be read."""
    try:
        found = readings(formula.latex, (), None, formula.macros, products=True)
    except InputError:
        return ()
    return tuple(reading.formula for reading in found)


def _one(chains: Sequence[_Chain], index: int, worker: Worker, plan: Plan) -> Finding:
    """What is said of one link under every reading."""
    number = index + 1 if len(chains[0].links) > 1 else 0
    return _together([_judged(chain, index, number, worker, plan) for chain in chains], number)


def _together(found: Sequence[Finding], number: int) -> Finding:
    """What readings come to together: that the link holds, if it does under one of them."""
    holding = [finding for finding in found if finding.verdict in HOLDS]
    first = (holding or found)[0]
    read = tuple(dict.fromkeys(part for finding in found for part in finding.read))
    seconds = round(sum(finding.seconds for finding in found), 2)
    if holding and len(holding) < len(found):
        told = "; ".join(filter(None, (f"as {'; '.join(first.read)}", first.reason)))
        return replace(first, read=read, reason=told, seconds=seconds)
    if len({finding.verdict for finding in found}) > 1 and not holding:
        said = "; ".join(f"{'; '.join(f.read)}: {f.verdict}" for f in found)
        count = "two" if len(found) == 2 else str(len(found))
        reason = f"{count} readings: {said}"
        return Finding(number, read, "undecided", reason, seconds=seconds)
    return replace(first, link=number, read=read, seconds=seconds)


def _judged(chain: _Chain, index: int, number: int, worker: Worker, plan: Plan) -> Finding:
    """What is said of a link under one reading."""
    text, start = chain.links[index], time.monotonic()

    def finding(verdict: str, reason: str = "", under: Sequence[str] = ()) -> Finding:
        held = ", ".join(under)
        return Finding(number, (shown_as,), verdict, reason, held, outcome, _since(start))

    outcome: Outcome | None = None
    shown_as = text
    try:
        letters = letters_of(split(text), chain.where, chain.assumed)
        formula = read_formula(text, (*chain.where, *next(assignments(letters)).where))
    except InputError as error:
        return Finding(number, (), NOT_READ, str(error), seconds=_since(start))
    shown_as = shown(formula)
    if names := [name for name in chain.unclear if re.search(rf"\b{re.escape(name)}\b", text)]:
        are = "is" if len(names) == 1 else "are"
        return finding(NOT_DECIDED, f"{' and '.join(names)} {are} not declared")
    says = what_it_says(formula.relations, letters)
    if says == DEFINES:
        return finding(NOT_DECIDED, _DEFINITION)
    if says == ALONE:  # true or a definition: for that, what sampling says is enough
        under = next(assignments(letters)).where
        outcome = worker.check(
            text, (*chain.where, *under), n=plan.n, seed=plan.seed, seconds=plan.seconds,
            derive=False,
        )  # fmt: skip
        if outcome.verdict not in (*HOLDS, "conflict"):
            return finding(NOT_DECIDED, _DEFINITION)
    refuted: list[Outcome] = []
    silent: list[Outcome] = []
    for turn, assignment in enumerate(assignments(letters)):
        if len(silent) == _MOST_SILENT:
            break
        if any(assignment.has(known.values or {}) for known in refuted):
            continue
        under = assignment.where
        outcome = worker.check(
            text, (*chain.where, *under), n=plan.n, seed=plan.seed, seconds=plan.seconds,
            narrow=False,
        )  # fmt: skip
        if outcome.verdict in HOLDS:
            return finding(outcome.verdict, outcome.reason, under if turn or letters.whole else ())
        if outcome.verdict == "conflict":
            return finding("conflict", outcome.reason)
        if says == ALONE:
            return finding(NOT_DECIDED, _DEFINITION)
        if _may_be_principal(text, outcome):
            silent.append(replace(outcome, verdict="undecided", reason=_PRINCIPAL))
        elif outcome.verdict == "refuted":
            refuted.append(outcome)
        else:
            silent.append(outcome)
    outcome = (silent or refuted)[0]
    if refuted and says:
        return finding(NOT_DECIDED, _DEFINITION)
    if refuted and (name := guessed_alone(formula.relations, chain.guessed)):
        return finding(NOT_DECIDED, f"{name} may be a function of its own")
    return finding(outcome.verdict, outcome.reason if silent else "")


def _may_be_principal(text: str, outcome: Outcome) -> bool:
    """Whether an integral has no value where its principal value may be meant."""
    lacks = "no value" in (outcome.left, outcome.right)
    return outcome.verdict == "refuted" and lacks and "Integral(" in text


def _since(start: float) -> float:
    return round(time.monotonic() - start, 2)
