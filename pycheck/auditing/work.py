"""The pieces of work of an audit, each a function of plain values so that processes can share it.

A piece evaluates one check once and compares it with every set of stated values that asks for it:
the claims that name it, and the printed and the corrected values of their errata.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pycheck.auditing.results import CheckRun
from pycheck.checks.literals import agrees
from pycheck.checks.outcomes import Derivation, registry
from pycheck.errors import InputError

if TYPE_CHECKING:
    from pycheck.statements import Counterexample

StatedKey = tuple[str, str]  # (claim id, "claim" | "E4 printed" | "E4 corrected")
Stated = tuple[tuple[StatedKey, tuple[tuple[str, str], ...]], ...]
Agreement = tuple[
    tuple[str, bool | None], ...
]  # (name of a value, agrees, disagrees or cannot say)

_LONGEST = 90


@dataclass(frozen=True, slots=True)
class CheckWork:
    """Run one derivation or enclosure and compare its results with the stated values."""

    kind: Literal["derivation", "enclosure"]
    name: str
    stated: Stated


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """The run, and for each asking set of stated values how the shared names compare."""

    work: CheckWork
    run: CheckRun
    agreements: Mapping[StatedKey, Agreement]


def run_check(work: CheckWork) -> CheckOutcome:
    """Evaluate one check. A check that raises has failed: it supports nothing, and says why.

    Raises `InputError` where the ledger states a value that is no formula.
    """
    try:
        return _compared(work)
    except InputError:
        raise
    except Exception as error:  # a defect in one check must not take the audit down with it
        reason = f"{type(error).__name__}: {error}"
        return CheckOutcome(work, CheckRun(work.name, None, error=reason), {})


def _compared(work: CheckWork) -> CheckOutcome:
    family: Literal["derivations", "enclosures"] = (
        "derivations" if work.kind == "derivation" else "enclosures"
    )
    outcome = registry(family)[work.name]()
    results = tuple((name, _short(str(value))) for name, value in outcome.results.items())
    if isinstance(outcome, Derivation):
        steps = tuple((step.text, step.latex) for step in outcome.steps)
        run = CheckRun(work.name, outcome.holds, steps=steps, results=results)
    else:
        run = CheckRun(
            work.name, outcome.holds, detail=outcome.detail, rows=outcome.rows, results=results
        )
    agreements = {
        key: tuple(
            (name, agrees(outcome.results[name], text))
            for name, text in values
            if name in outcome.results
        )
        for key, values in work.stated
    }
    return CheckOutcome(work, run, agreements)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True)
class SampleWork:
    """Sample some of the proved statements from their trees."""

    root: Path
    names: tuple[str, ...]
    n: int
    seed: int


@dataclass(frozen=True, slots=True)
class SampleOutcome:
    """What sampling said of one statement; `counterexample` is empty where none was found."""

    name: str
    status: str
    samples: int
    reason: str
    counterexample: str


def run_sample(work: SampleWork) -> tuple[SampleOutcome, ...]:
    """Sample each named statement `n` times."""
    from pycheck.receipts import load_receipts
    from pycheck.receipts.book import NAMESPACE
    from pycheck.statements import sample

    reports = sample(load_receipts(work.root), work.names, n=work.n, seed=work.seed)
    return tuple(
        SampleOutcome(
            name=report.name.removeprefix(NAMESPACE),
            status=report.status,
            samples=report.samples,
            reason="; ".join([report.reason, *_furthest(report.numbers)]),
            counterexample=_described(report.counterexample),
        )
        for report in reports
    )


def _furthest(numbers: tuple[tuple[str, str], ...]) -> list[str]:
    """Where a limit was evaluated furthest out: its distance from there, or the value itself."""
    return [f"|value - limit| (the value, to infinity) at {x}: {y}" for x, y in numbers[-1:]]


def _described(found: "Counterexample | None") -> str:
    if found is None:
        return ""
    values = ", ".join(f"{name} = {value}" for name, value in found.values.items())
    return f"{values or 'every sample'}: {found.reason}"
