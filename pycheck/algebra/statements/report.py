"""Sample the theorems of a receipt book and report what came out."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import FailedHealthCheck, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from pycheck.algebra.receipts import ReceiptBook
from pycheck.algebra.statements.decide import Verdict, decide, describe
from pycheck.algebra.statements.evaluate import Machine, UnknownConstant
from pycheck.algebra.statements.library import Library
from pycheck.algebra.statements.mutate import Mutant, mutants_of
from pycheck.algebra.statements.sampler import Sample, Sampler
from pycheck.algebra.statements.state import BASE_PRECISION, Prepared
from pycheck.algebra.statements.statement import take_apart
from pycheck.algebra.statements.trees import Node
from pycheck.algebra.statements.undecided import Undecided
from pycheck.errors import InputError

Status = Literal["decided", "evidence only", "not evaluable"]

_GENERATE = (Phase.generate,)
_SHRINK = (Phase.generate, Phase.shrink)


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
class Survivor:
    """A mutant that no sample refuted; `shown_equivalent` says why it is no other statement."""

    change: str
    shown_equivalent: str | None


@dataclass(frozen=True, slots=True)
class MutationScore:
    """How many mutants of a statement were made and killed, and those that were not."""

    made: int
    killed: int
    survivors: tuple[Survivor, ...] = ()


@dataclass(frozen=True, slots=True)
class TheoremReport:
    """What sampling says of one theorem.

    `decided` where every sample was decided by evaluation, `evidence only` where evaluation cannot
    decide it (a limit), `not evaluable` where no sample could be evaluated. `samples` counts the
    samples at which the conclusion was evaluated. It may refute a theorem, never prove it.
    """

    name: str
    status: Status
    reason: str
    samples: int
    counterexample: Counterexample | None = None
    mutants: MutationScore | None = None
    numbers: tuple[tuple[str, str], ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The theorem in the interface of ``pycheck lean sample --format json``."""
        found, score = self.counterexample, self.mutants
        return {
            "name": self.name,
            "status": self.status,
            "reason": self.reason,
            "samples": self.samples,
            "counterexample": None
            if found is None
            else {
                "values": found.values,
                "reason": found.reason,
                "precision": found.precision,
                "numbers": dict(found.numbers),
            },
            "mutants": {"made": score.made if score else 0, "killed": score.killed if score else 0},
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
    return (
        examine(machine, name, n=n, seed=seed, precision=precision, mutate=mutate)
        for name in chosen
    )


def _theorem(book: ReceiptBook, name: str) -> str:
    receipt = book.find(name)
    if receipt.kind != "theorem":
        raise InputError(f"{name} is a {receipt.kind}, not a theorem; only theorems are sampled")
    return receipt.name


def examine(
    machine: Machine, name: str, *, n: int, seed: int, precision: int, mutate: bool
) -> TheoremReport:
    """The report of one theorem."""
    tree = machine.library.statement(name)
    report = _sampled(machine, name, tree, n, seed, precision)
    if not mutate or report.status == "not evaluable":
        return report
    made = mutants_of(tree, machine)
    survivors = [m for m in made if not _killed(machine, name, m, n, seed, precision)]
    score = MutationScore(
        len(made),
        len(made) - len(survivors),
        tuple(Survivor(m.change, None) for m in survivors),
    )
    return TheoremReport(
        report.name,
        report.status,
        report.reason,
        report.samples,
        report.counterexample,
        score,
        report.numbers,
    )


class _Refuted(Exception):
    pass


@dataclass(slots=True)
class _Tally:
    """The verdicts of one run."""

    decided: int = 0
    evidence: int = 0
    undecided: Counter[str] = field(default_factory=Counter)
    numbers: tuple[tuple[str, str], ...] = ()
    refuted: tuple[Sample, Verdict] | None = None

    def note(self, drawn: Sample, verdict: Verdict) -> None:
        truth = verdict.truth
        if truth.value is False:
            self.refuted = (drawn, verdict)
            raise _Refuted
        if truth.value is True:
            self.decided += 1
        elif truth.evidence:
            self.evidence += 1
            self.numbers = self.numbers or truth.numbers
        else:
            self.undecided[truth.reason] += 1


def _run(
    prepared: Prepared, n: int, seed_value: int, precision: int, phases: tuple[Phase, ...]
) -> _Tally:
    """Draw and decide up to `n` samples; stop at the first that refutes the statement."""
    tally = _Tally()
    closed = not prepared.statement.variables and not prepared.statement.types

    def test(drawn: Sample) -> None:
        tally.note(drawn, decide(prepared, drawn, precision))

    try:
        if closed:
            test(Sample((None,) * len(prepared.statement.binders), ()))
        else:
            _hypothesis(test, Sampler(prepared).strategy(), n, seed_value, phases)
    except (_Refuted, Unsatisfiable, FailedHealthCheck):
        pass
    return tally


def _hypothesis(
    test: Callable[[Sample], None],
    strategy: SearchStrategy[Sample],
    n: int,
    seed_value: int,
    phases: tuple[Phase, ...],
) -> None:
    run = settings(
        max_examples=n,
        database=None,
        deadline=None,
        derandomize=False,
        phases=phases,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )(given(strategy)(test))
    seed(seed_value)(run)()


def _sampled(
    machine: Machine, name: str, tree: Node, n: int, seed_value: int, precision: int
) -> TheoremReport:
    short = name
    try:
        prepared = Prepared(take_apart(name, tree, machine), machine)
    except UnknownConstant as unknown:
        return TheoremReport(short, "not evaluable", str(unknown), 0)
    tally = _run(prepared, n, seed_value, precision, _SHRINK)
    evaluated = tally.decided + tally.evidence
    if tally.refuted is not None:
        drawn, verdict = tally.refuted
        truth = verdict.truth
        found = Counterexample(
            describe(prepared, drawn), truth.reason, verdict.precision, truth.numbers
        )
        status: Status = "evidence only" if truth.evidence else "decided"
        return TheoremReport(short, status, "false at a sample", evaluated + 1, found)
    undecided = sum(tally.undecided.values())
    if not evaluated:
        reason = "no sample satisfies the hypotheses"
        if undecided:
            reason = tally.undecided.most_common(1)[0][0]
        return TheoremReport(short, "not evaluable", reason, 0)
    status = "evidence only" if tally.evidence else "decided"
    reason = "a limit is not decided by evaluation" if tally.evidence else ""
    if undecided:
        often = tally.undecided.most_common(1)[0][0]
        left = f"{undecided} of {evaluated + undecided} samples undecided: {often}"
        reason = f"{reason}; {left}" if reason else left
    return TheoremReport(short, status, reason, evaluated, numbers=tally.numbers)


def _killed(
    machine: Machine, name: str, mutant: Mutant, n: int, seed_value: int, precision: int
) -> bool:
    """Whether a sample refutes the mutant."""
    try:
        prepared = Prepared(take_apart(name, mutant.tree, machine), machine)
        return _run(prepared, n, seed_value, precision, _GENERATE).refuted is not None
    except (UnknownConstant, Undecided):
        return False
