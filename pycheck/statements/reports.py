"""Sample the theorems of a receipt book and report what came out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pycheck.errors import InputError
from pycheck.receipts import ReceiptBook
from pycheck.statements.evaluation.evaluate import Machine, UnknownConstant
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import Node
from pycheck.statements.mutants.scoring import MutationScore, score
from pycheck.statements.sampling.decide import describe
from pycheck.statements.sampling.runs import SHRINK, Plan, Tally, run
from pycheck.statements.sampling.state import BASE_PRECISION, Prepared

Status = Literal["decided", "evidence only", "not evaluable"]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A sample at which a statement is false, as small as Hypothesis could make it.

    `numbers` are the values along a limit where the statement is about one.
    """

    values: dict[str, str]
    reason: str
    precision: int
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TheoremReport:
    """What sampling says of one theorem.

    `decided` where samples were decided by evaluation, `evidence only` where evaluation cannot
    decide it (a limit), `not evaluable` where no sample could be evaluated. `samples` counts the
    samples at which the conclusion was evaluated. It may refute a theorem, never prove it.
    """

    name: str
    status: Status
    reason: str
    samples: int
    counterexample: Counterexample | None = None
    mutants: MutationScore | None = None
    numbers: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The theorem in the interface of ``pycheck lean sample --format json``."""
        found, mutants = self.counterexample, self.mutants
        return {
            "name": self.name,
            "status": self.status,
            "reason": self.reason,
            "samples": self.samples,
            "counterexample": found
            and {
                "values": found.values,
                "reason": found.reason,
                "precision": found.precision,
                "numbers": dict(found.numbers),
            },
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
) -> tuple[TheoremReport, ...]:
    """Evaluate theorems of the book, all or those of `names`, at `n` samples each.

    `precision` is the number of bits to begin with; it doubles until a sample is decided. With
    `mutate` the same is done to mutants of each statement. The same seed gives the same samples.

    Raises `InputError` for a name that the book does not have, with the nearest one.
    """
    return tuple(sample_each(book, names, n=n, seed=seed, precision=precision, mutate=mutate))


def sample_each(
    book: ReceiptBook,
    names: Sequence[str] | None = None,
    *,
    n: int,
    seed: int,
    precision: int = BASE_PRECISION,
    mutate: bool = False,
) -> Iterator[TheoremReport]:
    """The reports of `sample` one by one, each as soon as it is there."""
    machine = Machine(Library(book))
    chosen = machine.library.theorems if names is None else [_theorem(book, x) for x in names]
    plan = Plan(n, seed, precision)
    return (examine(machine, name, plan, mutate=mutate) for name in chosen)


def _theorem(book: ReceiptBook, name: str) -> str:
    receipt = book.find(name)
    if receipt.kind != "theorem":
        raise InputError(f"{name} is a {receipt.kind}, not a theorem; only theorems are sampled")
    return receipt.name


def examine(machine: Machine, name: str, plan: Plan, *, mutate: bool = False) -> TheoremReport:
    """The report of one theorem."""
    tree = machine.library.statement(name)
    report = examine_tree(machine, name, tree, plan)
    if not mutate or report.status == "not evaluable":
        return report
    return replace(report, mutants=score(machine, name, tree, plan))


def examine_tree(machine: Machine, name: str, tree: Node, plan: Plan) -> TheoremReport:
    """The report of a statement given by its tree."""
    try:
        prepared = Prepared(take_apart(name, tree, machine), machine)
    except UnknownConstant as unknown:
        return TheoremReport(name, "not evaluable", str(unknown), 0)
    tally = run(prepared, plan, SHRINK)
    if tally.refuted is not None:
        drawn, verdict = tally.refuted
        truth = verdict.truth
        found = Counterexample(
            describe(prepared, drawn), truth.reason, verdict.precision, truth.numbers
        )
        status: Status = "evidence only" if truth.evidence else "decided"
        return TheoremReport(name, status, "false at a sample", tally.evaluated + 1, found)
    if not tally.evaluated:
        reason = _often(tally) or "no sample satisfies the hypotheses"
        return TheoremReport(name, "not evaluable", reason, 0)
    return TheoremReport(
        name,
        "evidence only" if tally.evidence else "decided",
        _remark(tally),
        tally.evaluated,
        numbers=tally.numbers,
    )


def _often(tally: Tally) -> str:
    common = tally.undecided.most_common(1)
    return common[0][0] if common else ""


def _remark(tally: Tally) -> str:
    remarks = ["a limit is not decided by evaluation"] if tally.evidence else []
    undecided = sum(tally.undecided.values())
    if undecided:
        total = tally.evaluated + undecided
        remarks.append(f"{undecided} of {total} samples undecided: {_often(tally)}")
    return "; ".join(remarks)
