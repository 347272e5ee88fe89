"""Sample the theorems of a receipt book and report what came out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pycheck.errors import InputError
from pycheck.receipts import ReceiptBook
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import Node
from pycheck.statements.language.truth import Truth
from pycheck.statements.mutants.scoring import MutationScore, score
from pycheck.statements.programs.road import Conflict, SecondRoad, travel
from pycheck.statements.programs.runner import Runner, shared_runner
from pycheck.statements.sampling.decide import Verdict, describe, doubt, sides_at
from pycheck.statements.sampling.further import sampled
from pycheck.statements.sampling.runs import Plan, Tally, is_closed
from pycheck.statements.sampling.sampler import Sample
from pycheck.statements.sampling.simplest import simplest
from pycheck.statements.sampling.state import BASE_PRECISION, Prepared
from pycheck.statements.sampling.vacuity import contradiction
from pycheck.statements.status import Status
from pycheck.statements.values.partial import reading
from pycheck.statements.values.work import ALLOWED, limited

Sides = Callable[[Prepared, Sample, int], tuple[str, str] | None]
"""The sides of a conclusion at a sample, at a precision in bits; None where it has none."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A sample at which a statement is false, as small as Hypothesis could make it.

    `numbers` are the values along a limit where the statement is about one; `sides` are those of a
    relation between numbers. `program` needs mpmath alone and says the same; it is empty where
    none could be written.
    """

    values: dict[str, str]
    reason: str
    precision: int
    numbers: tuple[tuple[str, str], ...] = ()
    sides: tuple[str, str] | None = None
    program: str = ""


@dataclass(frozen=True, slots=True)
class TheoremReport:
    """What sampling says of one theorem; it may refute one, never prove it.

    `points` counts the distinct samples at which the conclusion was evaluated, `samples` all of
    them. `so_far` says that it was a limit there, which no evaluation decides. `agreed` is the
    precision in bits to which it held, where it held at no sample for certain; `silent` are samples
    at which it was undecided, a few for each reason. `counterexample` is where the statement is
    false, or where a limit disagrees so far, or where the two roads disagree: then it refutes
    nothing. `second_road` is None where no program was asked for. `shown` says that nothing varies
    in the statement and that it is certainly true.
    """

    name: str
    status: Status
    reason: str
    samples: int
    points: int = 0
    so_far: bool = False
    counterexample: Counterexample | None = None
    mutants: MutationScore | None = None
    numbers: tuple[tuple[str, str], ...] = ()
    second_road: SecondRoad | None = None
    agreed: int = 0
    silent: tuple[tuple[str, Mapping[str, str]], ...] = ()
    shown: bool = False

    def as_json(self) -> dict[str, Any]:
        """The theorem in the interface of ``pycheck lean sample --format json``."""
        found, mutants, road = self.counterexample, self.mutants, self.second_road
        return {
            "name": self.name,
            "status": self.status,
            "so_far": self.so_far,
            "reason": self.reason,
            "samples": self.samples,
            "points": self.points,
            "counterexample": found
            and {
                "values": found.values,
                "reason": found.reason,
                "precision": found.precision,
                "numbers": dict(found.numbers),
                "left": found.sides and found.sides[0],
                "right": found.sides and found.sides[1],
                "program": found.program,
            },
            "second_road": road and road.as_json(),
            "mutants": {
                "made": mutants.made if mutants else 0,
                "killed": mutants.killed if mutants else 0,
                "survivors": [
                    {"change": s.change, "shown_equivalent": s.shown_equivalent, "remark": s.remark}
                    for s in (mutants.survivors if mutants else ())
                ],
            },
            "numbers": dict(self.numbers),
        }


def sample(
    book: ReceiptBook,
    names: Sequence[str] | None = None,
    *,
    n: int,
    seed: int,
    precision: int = BASE_PRECISION,
    mutate: bool = False,
    drawn_only: bool = False,
) -> tuple[TheoremReport, ...]:
    """Evaluate theorems of the book, all or those of `names`, at `n` samples each.

    `precision` is the number of bits to begin with; it doubles until a sample is decided. With
    `mutate` the same is done to mutants of each statement. The same seed gives the same samples.
    Programs in another process decide some of the samples once more, and small cases are gone
    through where samples refute nothing; with `drawn_only` neither is done.

    Raises `InputError` for a name that the book does not have, with the nearest one.
    """
    each = sample_each(
        book, names, n=n, seed=seed, precision=precision, mutate=mutate, drawn_only=drawn_only
    )
    return tuple(each)


def sample_each(
    book: ReceiptBook,
    names: Sequence[str] | None = None,
    *,
    n: int,
    seed: int,
    precision: int = BASE_PRECISION,
    mutate: bool = False,
    drawn_only: bool = False,
) -> Iterator[TheoremReport]:
    """The reports of `sample` one by one, each as soon as it is there."""
    machine = Machine(Library(book))
    chosen = theorems_of(book, names)
    plan = Plan(n, seed, precision, drawn_only)
    return _each(machine, chosen, plan, mutate)


def _each(
    machine: Machine, names: Sequence[str], plan: Plan, mutate: bool
) -> Iterator[TheoremReport]:
    runner = None if plan.drawn_only else shared_runner()
    for name in names:
        yield examine(machine, name, plan, mutate=mutate, runner=runner)


def theorems_of(book: ReceiptBook, names: Sequence[str] | None) -> tuple[str, ...]:
    """The full names of theorems of the book, all or those of `names`.

    Raises `InputError` for a name that the book does not have, with the nearest one.
    """
    if names is None:
        return tuple(r.name for r in book.receipts if r.kind == "theorem")
    return tuple(_theorem(book, name) for name in names)


def _theorem(book: ReceiptBook, name: str) -> str:
    receipt = book.find(name)
    if receipt.kind != "theorem":
        raise InputError(f"{name} is a {receipt.kind}, not a theorem; only theorems are sampled")
    return receipt.name


def examine(
    machine: Machine,
    name: str,
    plan: Plan,
    *,
    mutate: bool = False,
    runner: Runner | None = None,
) -> TheoremReport:
    """The report of one theorem."""
    try:
        tree = machine.library.statement(name)
        report = examine_tree(machine, name, tree, plan, runner=runner)
        if not mutate or report.status == "not evaluable":
            return report
        return replace(report, mutants=score(machine, name, tree, plan))
    except Exception as error:  # one statement must not take the others down with it
        return TheoremReport(name, "not evaluable", _failure(error), 0)


def examine_tree(
    machine: Machine,
    name: str,
    tree: Node,
    plan: Plan,
    *,
    runner: Runner | None = None,
    sides: Sides = sides_at,
) -> TheoremReport:
    """The report of a statement given by its tree, whatever the tree does.

    A `runner` decides some of the samples by programs too. `sides` says what the sides of the
    conclusion are at a counterexample.
    """
    try:
        with reading(machine.mode), limited(ALLOWED * (5 + plan.count // 8)):
            prepared = Prepared(take_apart(name, tree, machine), machine)
            tally = sampled(prepared, plan)
            if tally.refuted is not None and not tally.refuted[1].truth.evidence:
                tally.refuted = simplest(prepared, *tally.refuted, plan.precision)
            report = _examined(prepared, tally, sides)
    except Exception as error:
        return TheoremReport(name, "not evaluable", _failure(error), 0)
    if runner is None:
        return report
    with reading(machine.mode):
        return _compared(report, prepared, tally, runner, sides)


def _failure(error: Exception) -> str:
    """Why a statement was not evaluated, in one line."""
    text = " ".join(str(error).split())
    if isinstance(error, InputError):
        return text
    return f"its evaluation failed: {type(error).__name__}: {text}"


def _examined(prepared: Prepared, tally: Tally, sides: Sides) -> TheoremReport:
    name = prepared.statement.name
    if tally.refuted is not None:
        return _refuted(prepared, tally, sides)
    if not tally.evaluated:
        if shown := contradiction(prepared):
            return TheoremReport(name, "vacuous", shown, 0)
        if tally.exhausted:
            shown = "no values satisfy the hypotheses: all that they leave were looked at"
            return TheoremReport(name, "vacuous", shown, 0)
        reason = _often(tally) or "no sample that satisfies the hypotheses was found"
        return TheoremReport(name, "undecided", reason, 0, silent=_silent(prepared, tally))
    finest = max((v.precision for _, v in tally.witnesses.values()), default=0)
    return TheoremReport(
        name,
        "unrefuted",
        _remark(tally, prepared),
        tally.evaluated,
        len(tally.points),
        so_far=bool(tally.evidence),
        numbers=tally.numbers,
        agreed=finest if tally.agrees_only else 0,
        silent=_silent(prepared, tally),
        shown=_is_shown(prepared, tally),
    )


def _is_shown(prepared: Prepared, tally: Tally) -> bool:
    """Whether nothing varies in a statement, and its one sample is certainly true."""
    found = [verdict.truth.certain for _, verdict in tally.witnesses.values()]
    return is_closed(prepared) and not tally.evidence and found == [True]


def _silent(prepared: Prepared, tally: Tally) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Samples that certainly satisfy the hypotheses and were undecided, with the reasons."""
    return tuple(
        (reason, describe(prepared, drawn))
        for reason, samples in tally.silent.items()
        for drawn in samples
        if not doubt(prepared, drawn)
    )


def _compared(
    report: TheoremReport, prepared: Prepared, tally: Tally, runner: Runner, sides: Sides
) -> TheoremReport:
    """The report with what programs say: at the counterexample, else at samples that agreed."""
    if report.status == "refuted" and tally.refuted is not None:
        samples = [tally.refuted]
    elif report.status == "unrefuted" and not report.so_far:
        samples = [(s, v) for s, v in tally.witnesses.values() if _claims(v.truth)]
    else:
        return report
    road = travel(prepared, samples, runner)
    if road.conflict is not None:
        return _in_conflict(report, prepared, road, road.conflict, sides)
    found = report.counterexample
    if found is not None and road.sources:
        found = replace(found, program=road.sources[0])
    return replace(report, counterexample=found, second_road=road)


def _claims(truth: Truth) -> bool:
    """Whether a truth is claimed: certain, or of numbers that are equal at every precision used.

    What only holds on a grid may be false beside it, and no program that finds it so is wrong.
    """
    return truth.certain or truth.retry


def _in_conflict(
    report: TheoremReport,
    prepared: Prepared,
    road: SecondRoad,
    conflict: Conflict,
    sides: Sides,
) -> TheoremReport:
    found = _counterexample(prepared, conflict.sample, conflict.verdict, sides)
    truth = conflict.verdict.truth.value
    reason = f"the evaluator says {truth}, {conflict.told}"
    return replace(
        report,
        status="conflict",
        reason="a program comes to something else than the evaluator: an error of pycheck",
        counterexample=replace(found, reason=reason, program=conflict.source),
        second_road=road,
    )


def _counterexample(
    prepared: Prepared, drawn: Sample, verdict: Verdict, sides: Sides
) -> Counterexample:
    truth = verdict.truth
    return Counterexample(
        describe(prepared, drawn),
        truth.reason,
        verdict.precision,
        truth.numbers,
        sides(prepared, drawn, verdict.precision),
    )


def _refuted(prepared: Prepared, tally: Tally, sides: Sides) -> TheoremReport:
    assert tally.refuted is not None
    drawn, verdict = tally.refuted
    truth = verdict.truth
    found = _counterexample(prepared, drawn, verdict, sides)
    status: Status = "disagrees so far" if truth.evidence else "refuted"
    reason = "as far as it was followed" if truth.evidence else "false at a sample"
    return TheoremReport(
        prepared.statement.name,
        status,
        reason,
        tally.evaluated + 1,
        len(tally.points),
        so_far=truth.evidence,
        counterexample=found,
    )


def _often(tally: Tally) -> str:
    common = tally.undecided.most_common(1)
    return common[0][0] if common else ""


def _remark(tally: Tally, prepared: Prepared) -> str:
    remarks = ["a limit is not decided by evaluation"] if tally.evidence else []
    undecided = sum(tally.undecided.values())
    if undecided:
        total = tally.evaluated + undecided
        remarks.append(f"{undecided} of {total} samples undecided: {_often(tally)}")
    if unheld := sum(not held for held in prepared.premises.values()):
        what = "an implication" if unheld == 1 else f"{unheld} implications"
        remarks.append(f"the premise of {what} inside was never seen to hold")
    return "; ".join(remarks)
