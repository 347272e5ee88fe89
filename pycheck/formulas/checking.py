"""A formula judged: sampled as a statement is, and shown by sympy where that succeeds."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Any, Literal

from pycheck.errors import InputError
from pycheck.formulas import symbolic
from pycheck.formulas.statement import Formula, read_formula
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.programs.runner import Runner
from pycheck.statements.reports import Status, TheoremReport, examine_tree
from pycheck.statements.sampling.decide import describe
from pycheck.statements.sampling.runs import GENERATE, Plan, first_sample, run
from pycheck.statements.sampling.state import BASE_PRECISION, Prepared
from pycheck.statements.values.partial import Mode, reading
from pycheck.statements.values.work import ALLOWED, limited

Verdict = Literal[Status, "derived", "not read"]
"""What is said of a formula: the words of sampling, ``derived`` where sympy shows it, and
``not read`` for one of a file that cannot be read."""
# Why a side had no value where sympy's closed form says that it is infinite.
_WITHOUT_VALUE = re.compile("has no value|do not become small|not finite|does not exist")
_NOTHING_VARIES = "nothing varies in it, and balls decide it"
_MOST_CONDITIONS = 16
_EXACT = re.compile(r"-?\d+(/\d+)?")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on a formula, with the evidence for it.

    `samples` counts the distinct points at which it was evaluated. `holds_under` is a further
    condition under which a refuted formula survives. Numbers are strings, exact where they can be.
    `program` needs nothing but mpmath and finds the counterexample again; it is empty where none
    could be written.
    """

    formula: str
    where: tuple[str, ...]
    verdict: Verdict
    reason: str = ""
    holds_under: str = ""
    samples: int = 0
    values: Mapping[str, str] | None = None
    left: str = ""
    right: str = ""
    assumed_real: tuple[str, ...] = ()
    seconds: float = 0.0
    program: str = ""

    @property
    def counterexample(self) -> dict[str, Any] | None:
        """The point at which the formula fails, with both sides."""
        if self.values is None:
            return None
        return {"values": dict(self.values), "left": self.left, "right": self.right}


def outcomes(
    text: str,
    where: Sequence[str],
    *,
    n: int,
    seed: int,
    runner: Runner | None = None,
    derive: bool = True,
) -> Iterator[Outcome]:
    """What is said of a formula: first by sampling, then with what sympy adds to it.

    A `runner` decides some of the samples, and every counterexample, by programs too. Without
    `derive` sampling says all.
    Raises `InputError` for what cannot be read.
    """
    start = time.monotonic()

    def timed(outcome: Outcome) -> Outcome:
        return replace(outcome, seconds=round(time.monotonic() - start, 2))

    formula = read_formula(text, where)
    report = sampled(formula, n, seed, runner)
    outcome = _outcome(formula, report)
    if report.shown:
        yield timed(replace(outcome, verdict="derived", reason=_NOTHING_VARIES))
        return
    yield timed(outcome)
    if not derive:
        return
    if report.status == "refuted":
        yield timed(replace(outcome, holds_under=_holds_under(formula, n, seed)))
    elif report.status == "unrefuted":
        if symbolic.derived(formula):
            yield timed(replace(outcome, verdict="derived", reason="sympy shows it"))
    elif report.status in ("disagrees so far", "undecided"):
        yield timed(_by_closed_forms(formula, outcome, report, seed))


def sampled(formula: Formula, n: int, seed: int, runner: Runner | None = None) -> TheoremReport:
    """What sampling says of a formula, in the reader's mode."""
    machine = Machine(Library(), Mode.READER)
    plan = Plan(n, seed, BASE_PRECISION)
    return examine_tree(machine, "formula", formula.node, plan, runner=runner)


def _outcome(formula: Formula, report: TheoremReport) -> Outcome:
    found = report.counterexample
    left, right = found.sides if found and found.sides else ("", "")
    reason = "" if report.status == "unrefuted" and not report.so_far else report.reason
    return Outcome(
        formula.text,
        formula.where,
        report.status,
        reason,
        samples=report.points,
        values=found.values if found else None,
        left=left,
        right=right,
        assumed_real=formula.assumed_real,
        program=found.program if found else "",
    )


def _by_closed_forms(
    formula: Formula, outcome: Outcome, report: TheoremReport, seed: int
) -> Outcome:
    """What is followed only so far, or has no value here, by sympy's values of both sides.

    A limit or an integral is refuted where the closed form fails at a point at which the numbers
    that were followed disagree too, or where one side has a value and the other one has none.
    """
    if report.status == "undecided" and not _WITHOUT_VALUE.search(report.reason):
        return outcome
    values = report.counterexample.values if report.counterexample else _a_point(formula, seed)
    exact = _exact(values or {})
    if exact is None:
        return outcome
    sides = symbolic.sides_at(formula, exact)
    if sides is None or not (why := symbolic.certainly_fails(formula, sides)):
        return outcome
    if report.status == "undecided" and all(side.is_finite for side in sides):
        return outcome
    return replace(
        outcome,
        verdict="refuted",
        reason=f"by closed forms, {why}",
        values=values,
        left=str(sides[0]),
        right=str(sides[-1]),
    )


def _exact(values: Mapping[str, str]) -> dict[str, Any] | None:
    """The values as numbers of sympy; None where one is no fraction."""
    import sympy

    if not all(_EXACT.fullmatch(value) for value in values.values()):
        return None
    fractions = {name: Fraction(value) for name, value in values.items()}
    return {n: sympy.Rational(f.numerator, f.denominator) for n, f in fractions.items()}


def _a_point(formula: Formula, seed: int) -> dict[str, str] | None:
    """A point that satisfies the conditions."""
    machine = Machine(Library(), Mode.READER)
    with reading(machine.mode):
        prepared = Prepared(take_apart("formula", formula.node, machine), machine)
        sample = first_sample(prepared, Plan(20, seed, BASE_PRECISION))
        return None if sample is None else describe(prepared, sample)


def _holds_under(formula: Formula, n: int, seed: int) -> str:
    """One further condition under which a formula that is false survives everywhere."""
    names = [*formula.assumed_real]
    names += [n for n, d in formula.conditions.domains.items() if d in ("real", "integer")]
    for condition in islice(_conditions(names), _MOST_CONDITIONS):
        try:
            narrower = read_formula(formula.text, formula.where, extra=condition)
        except InputError:
            continue
        if _survives(narrower, n, seed):
            return ", ".join(condition)
    return ""


def _survives(formula: Formula, n: int, seed: int) -> bool:
    """Whether no sample refutes a formula, and some of them decide it."""
    machine = Machine(Library(), Mode.READER)
    with reading(machine.mode), limited(ALLOWED * (5 + n // 8)):
        prepared = Prepared(take_apart("formula", formula.node, machine), machine)
        tally = run(prepared, Plan(n, seed, BASE_PRECISION), GENERATE)
    return tally.refuted is None and len(tally.points) >= min(n // 4, 5)


def _conditions(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    yield from ((f"{name} > 0",) for name in names)
    if len(names) > 1:
        yield tuple(f"{name} > 0" for name in names)
    for condition in ("{} != 0", "{} >= 0", "{} != 1"):
        yield from ((condition.format(name),) for name in names)
