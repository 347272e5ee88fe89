"""A formula judged: sampled as a statement is, and shown by sympy where that succeeds."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from pycheck.formulas.closing import Look, derived, looks
from pycheck.formulas.effort import Meter
from pycheck.formulas.holding import DIVERGENT, holds_under
from pycheck.formulas.outcome import Outcome
from pycheck.formulas.printed import Reading
from pycheck.formulas.sides import sides
from pycheck.formulas.size import too_large
from pycheck.formulas.statement import Formula, read_formula
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.programs.runner import Runner
from pycheck.statements.reports import TheoremReport, examine_tree
from pycheck.statements.sampling.decide import decide, describe, doubt
from pycheck.statements.sampling.runs import Plan, first_samples
from pycheck.statements.sampling.state import BASE_PRECISION, Prepared
from pycheck.statements.values.partial import Mode, reading
from pycheck.statements.values.work import ALLOWED, limited

# Why a strict relation was undecided where both sides are one number, which sympy may show.
_TIE = "equal within"
_POINTS = 8
_PATIENCE = 5
_NOTHING_VARIES = "nothing varies in it, and balls decide it"


def outcomes(
    text: str,
    where: Sequence[str],
    *,
    n: int,
    seed: int,
    runner: Runner | None = None,
    derive: bool = True,
    narrow: bool = True,
) -> Iterator[Outcome]:
    """What is said of a formula: first by sampling, then with what sympy adds to it.

    A `runner` decides some of the samples, and every counterexample, by programs too. Without
    `derive` sampling says all; without `narrow` no condition is looked for under which a refuted
    formula holds.
    Raises `InputError` for what cannot be read.
    """
    start = time.monotonic()

    def timed(outcome: Outcome) -> Outcome:
        return replace(outcome, seconds=round(time.monotonic() - start, 2))

    formula = read_formula(text, where)
    report = sampled(formula, n, seed, runner)
    outcome = _outcome(formula, report)
    if report.shown:
        reason = _reading(formula, outcome, n, seed) if formula.has_digits else _NOTHING_VARIES
        yield timed(replace(outcome, verdict="derived", reason=reason))
        return
    yield timed(outcome)
    if not derive:
        return
    if formula.has_digits and report.status in ("refuted", "unrefuted"):
        yield timed(replace(outcome, reason=_reading(formula, outcome, n, seed)))
    elif report.status == "refuted" and narrow:
        under = holds_under(formula, outcome.values or {}, n, seed)
        yield timed(replace(outcome, holds_under=under))
    elif report.status in ("unrefuted", "disagrees so far", "undecided"):
        outcome = _confirmed(_further(formula, outcome, report, seed), runner)
        yield timed(outcome)
        if outcome.verdict == "refuted" and narrow:
            under = holds_under(formula, outcome.values or {}, n, seed)
            yield timed(replace(outcome, holds_under=under))


def _further(formula: Formula, outcome: Outcome, report: TheoremReport, seed: int) -> Outcome:
    """What sympy adds to what sampling says."""
    meter = Meter()
    unsure = report.status == "undecided" or (report.agreed and outcome.samples == 1)
    if large := too_large(formula):  # nor is sympy asked, which would write it out
        return replace(outcome, verdict="undecided", reason=large) if unsure else outcome
    if report.status == "unrefuted" and not report.so_far:
        at = [v for reason, v in report.silent if DIVERGENT.search(reason) or _TIE in reason]
        seen = list(looks(formula, at, meter))
        if seen and seen[-1].fails:
            return _refuted(outcome, seen[-1])
        if derived(formula, meter):
            return replace(outcome, verdict="derived", reason="sympy shows it")
        return replace(outcome, reason=_short_of(report, meter))
    return _beside(formula, outcome, report, seed, meter)


def sampled(formula: Formula, n: int, seed: int, runner: Runner | None = None) -> TheoremReport:
    """What sampling says of a formula, in the reader's mode."""
    machine = Machine(Library(), Mode.READER)
    plan = Plan(n, seed, BASE_PRECISION, patience=_PATIENCE)
    shown = partial(sides, formula)
    return examine_tree(machine, "formula", formula.node, plan, runner=runner, sides=shown)


def _reading(formula: Formula, outcome: Outcome, n: int, seed: int) -> str:
    """How the printed digits come about, added to the reason."""
    words: dict[Reading, str] = {"rounded": "as rounded", "cut": "as cut off"}
    if outcome.verdict == "refuted":
        said = "neither as rounded nor as cut off"
    else:
        plan = Plan(n, seed, BASE_PRECISION)
        holding = []
        for reading, word in words.items():
            machine = Machine(Library(), Mode.READER)
            tree = formula.read_as(reading)
            if examine_tree(machine, "formula", tree, plan).status == "unrefuted":
                holding.append(word)
        said = " and ".join(holding) or "at some points as rounded, at others as cut off"
    return "; ".join(part for part in (outcome.reason, said) if part)


def _outcome(formula: Formula, report: TheoremReport) -> Outcome:
    found = report.counterexample
    left, right = found.sides if found and found.sides else ("", "")
    reason = "" if report.status == "unrefuted" and not report.so_far else report.reason
    if found and found.reason and (report.status == "conflict" or not found.sides):
        reason = f"{reason}: {found.reason}"
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


def _short_of(report: TheoremReport, meter: Meter) -> str:
    """What keeps a formula that was not refuted from more than that."""
    parts = []
    if report.agreed and report.points == 1:
        parts.append(f"both sides are equal within 1e-30, at {report.agreed} bits")
    if meter.exhausted:
        parts.append(meter.exhausted)
    return "; ".join(parts)


def _beside(
    formula: Formula, outcome: Outcome, report: TheoremReport, seed: int, meter: Meter
) -> Outcome:
    """What closed forms and other numbers say where sampling has followed, or found, nothing."""
    at = [dict(values) for reason, values in report.silent if DIVERGENT.search(reason)]
    disagrees = report.counterexample.values if report.counterexample else None
    points = [*([disagrees] if disagrees is not None else []), *at]
    seen = list(looks(formula, points, meter, evident=disagrees))
    followed = report.status == "unrefuted" and not formula.has_limits
    if not followed and not (seen and seen[-1].fails):
        others = [p for p in _points(formula, seed) if p not in points]
        seen += looks(formula, others, meter)
    if seen and seen[-1].fails:
        return _refuted(outcome, seen[-1])
    if any(look.doubted for look in seen):
        return replace(outcome, reason=_doubted(outcome, seen))
    objecting = [look for look in seen if look.agrees is False]
    agreeing = [look for look in seen if look.agrees]
    if not objecting and (agreeing or followed) and derived(formula, meter):
        return replace(
            outcome,
            verdict="derived",
            reason="sympy shows it by closed forms, and the numbers that were followed agree",
            samples=max(outcome.samples, len(agreeing)),
            values=None,
        )
    return _followed(outcome, objecting, agreeing)


def _followed(outcome: Outcome, objecting: list[Look], agreeing: list[Look]) -> Outcome:
    """The verdict where no closed form says anything, by the numbers alone."""
    if objecting:
        if outcome.verdict == "disagrees so far":
            return outcome
        look = objecting[0]
        return replace(
            outcome,
            verdict="disagrees so far",
            reason="as far as it was followed",
            values=look.values,
            left=look.left,
            right=look.right,
        )
    if agreeing and outcome.verdict == "disagrees so far":
        reason = "what is followed in one way agrees and in another does not"
        return replace(outcome, verdict="undecided", reason=reason)
    if agreeing and outcome.verdict == "undecided":
        reason = "as far as it was followed"
        return replace(outcome, verdict="unrefuted", reason=reason, samples=len(agreeing))
    return outcome


def _confirmed(outcome: Outcome, runner: Runner | None) -> Outcome:
    """A refutation by closed forms, whose program is kept only where it says the same."""
    if outcome.verdict != "refuted" or not outcome.program or runner is None:
        return outcome
    said = runner.run(outcome.program)
    return outcome if said.holds is False else replace(outcome, program="")


def _refuted(outcome: Outcome, look: Look) -> Outcome:
    return replace(
        outcome,
        verdict="refuted",
        reason=f"by closed forms, {look.fails}",
        values=look.values,
        left=look.left,
        right=look.right,
        program=look.program,
    )


def _doubted(outcome: Outcome, seen: list[Look]) -> str:
    form = next(look.doubted for look in seen if look.doubted)
    told = f"sympy's closed form {form} is not what the numbers lead to"
    return "; ".join(part for part in (outcome.reason, told) if part)


def _points(formula: Formula, seed: int) -> list[dict[str, str]]:
    """Points that certainly satisfy the conditions and lie where everything finite has a value."""
    machine = Machine(Library(), Mode.READER)
    found = []
    with reading(machine.mode), limited(_POINTS * ALLOWED):
        prepared = Prepared(take_apart("formula", formula.node, machine), machine)
        for drawn in first_samples(prepared, Plan(5 * _POINTS, seed, BASE_PRECISION), _POINTS):
            reason = decide(prepared, drawn).truth.reason
            outside = "has no value" in reason and not DIVERGENT.search(reason)
            if not outside and not doubt(prepared, drawn):
                found.append(describe(prepared, drawn))
    return found
