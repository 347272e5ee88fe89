"""The pieces of work of an audit, each a function of plain values so that processes can share it.

A piece evaluates one check once and compares it with every set of stated values that asks for it:
the claims that name it, and the printed and the corrected values of their errata.

What does the work is imported by the process that does it: planning an audit needs no algebra.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pycheck.auditing.pool import Task
from pycheck.auditing.results import CheckRun
from pycheck.carrying.work import (
    DefinitionWork,
    PartOutcome,
    PartWork,
    Relation,
    failed_definition,
    failed_part,
)
from pycheck.checks.outcomes import Derivation
from pycheck.checks.registry import load
from pycheck.data.sources import Source
from pycheck.evidence import RealityEvidence, RealityVerdict
from pycheck.ledger.schema import EvidenceRef, Side

if TYPE_CHECKING:
    from pycheck.statements.reports import Counterexample

SideStates = tuple[Side, tuple[tuple[str, str], ...]]
Stated = tuple[SideStates, ...]
Agreement = tuple[
    tuple[str, bool | None], ...
]  # (name of a value, agrees, disagrees or cannot say)

_LONGEST = 90
_DIGITS = 20


@dataclass(frozen=True, slots=True)
class CheckWork:
    """Run one derivation or enclosure and compare its results with the stated values."""

    folder: Path
    check: EvidenceRef
    stated: Stated


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """The run, and for each asking set of stated values how the shared names compare."""

    check: EvidenceRef
    run: CheckRun
    agreements: Mapping[Side, Agreement]


def run_check(work: CheckWork) -> CheckOutcome:
    """Evaluate one check. Raises what the check raises."""
    from pycheck.checks.literals import agrees
    from pycheck.checks.printing import typeset

    kind, name = work.check.kind, work.check.name
    assert kind in ("derivation", "enclosure")
    outcome = load(work.folder, kind, name)()
    found = outcome.arrived if isinstance(outcome, Derivation) else outcome.results
    results = tuple((n, _short(_printed(value))) for n, value in found.items())
    if isinstance(outcome, Derivation):
        run = CheckRun(
            name,
            outcome.holds if outcome.checked else None,
            detail="" if outcome.checked else "no step of it is checked",
            steps=tuple((step.text, step.latex, step.kind) for step in outcome.steps),
            results=results,
            typeset=tuple((n, typeset(value)) for n, value in found.items()),
            typed=tuple(n for n in outcome.results if n not in found),
        )
    else:
        run = CheckRun(
            name, outcome.holds, detail=outcome.detail, rows=outcome.rows, results=results
        )
    compared = cache(lambda n, text: agrees(found[n], text))
    agreements = {
        side: tuple((n, compared(n, text)) for n, text in values if n in found)
        for side, values in work.stated
    }
    return CheckOutcome(work.check, run, agreements)


def _printed(value: Any) -> str:
    """A result in digits; a ball's do not depend on the precision that somebody set."""
    from flint import arb

    from pycheck.checks.printing import one_line

    return str(value.str(_DIGITS)) if isinstance(value, arb) else one_line(value)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _failed_check(work: CheckWork, reason: str) -> CheckOutcome:
    return CheckOutcome(work.check, CheckRun(work.check.name, None, error=reason), {})


CHECKS = Task(run_check, _failed_check)


@dataclass(frozen=True, slots=True)
class MeasureWork:
    """Test stated figures with one measurement on one body of data, for all claims that ask."""

    folder: Path
    name: str
    source: Source
    states: tuple[tuple[str, str], ...]


def run_measurement(work: MeasureWork) -> RealityEvidence:
    """What one measurement says. Raises what the measurement raises."""
    from pycheck.checks.measurement import evidence_of

    function = load(work.folder, "measurement", work.name)
    return evidence_of(work.name, function, work.source, dict(work.states))


def _failed_measurement(work: MeasureWork, reason: str) -> RealityEvidence:
    told = f"did not run: {reason}"
    return RealityEvidence(work.name, work.source.name, RealityVerdict.UNDECIDED, told, failed=True)


MEASUREMENTS = Task(run_measurement, _failed_measurement)


@dataclass(frozen=True, slots=True)
class SampleWork:
    """Sample some of the proved statements of a library from their trees."""

    root: Path
    namespace: str
    names: tuple[str, ...]
    n: int
    seed: int
    drawn_only: bool = False


@dataclass(frozen=True, slots=True)
class SampleOutcome:
    """What sampling said of one statement; `counterexample` is empty where none was found.

    Sampling that did not come to an end is `failed`: `reason` says why.
    """

    name: str
    status: str
    points: int
    reason: str
    counterexample: str
    so_far: bool = False
    failed: bool = False


def run_sample(work: SampleWork) -> tuple[SampleOutcome, ...]:
    """Sample each named statement `n` times."""
    from pycheck.receipts import load_receipts
    from pycheck.statements.reports import sample

    book = load_receipts(work.root, work.namespace)
    reports = sample(book, work.names, n=work.n, seed=work.seed, drawn_only=work.drawn_only)
    return tuple(
        SampleOutcome(
            name=book.short(report.name),
            status=report.status,
            points=report.points,
            reason="; ".join(filter(None, [report.reason, *_furthest(report.numbers)])),
            counterexample=_described(report.counterexample),
            so_far=report.so_far,
        )
        for report in reports
    )


def _failed_sample(work: SampleWork, reason: str) -> tuple[SampleOutcome, ...]:
    return tuple(
        SampleOutcome(name, "undecided", 0, f"did not run: {reason}", "", failed=True)
        for name in work.names
    )


def _is_evaluated(outcomes: tuple[SampleOutcome, ...]) -> bool:
    """Whether no evaluation failed, which memory or time may have been too short for."""
    return all(outcome.status != "not evaluable" for outcome in outcomes)


def _each_alone(work: SampleWork) -> tuple[SampleWork, ...]:
    return tuple(replace(work, names=(name,)) for name in work.names)


SAMPLINGS = Task(run_sample, _failed_sample, _each_alone, _is_evaluated)


def run_definition(work: DefinitionWork) -> Relation:
    """Compare one definition. Raises `InputError` where it cannot be read."""
    from pycheck.carrying import parts

    return parts.run_definition(work)


def run_part(work: PartWork) -> PartOutcome:
    """Judge one part. Raises `InputError` for a formula that cannot be read."""
    from pycheck.carrying import parts

    return parts.run_part(work)


DEFINITIONS = Task(run_definition, failed_definition)
PARTS = Task(run_part, failed_part, keep=lambda o: not (o.check and o.check.unfinished))


def _furthest(numbers: tuple[tuple[str, str], ...]) -> list[str]:
    """Where a limit was evaluated furthest out: its distance from there, or the value itself."""
    return [f"|value - limit| (the value, to infinity) at {x}: {y}" for x, y in numbers[-1:]]


def _described(found: "Counterexample | None") -> str:
    if found is None:
        return ""
    values = ", ".join(f"{name} = {value}" for name, value in found.values.items())
    return f"{values or 'every sample'}: {found.reason}"
