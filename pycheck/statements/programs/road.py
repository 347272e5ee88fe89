"""The second road: samples that the evaluator decided, decided once more by programs."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pycheck.statements.programs.compare import Claim, Finding, compare
from pycheck.statements.programs.given import given, sides
from pycheck.statements.programs.program import DIGITS, Part, Program, write
from pycheck.statements.programs.runner import LATE, Outcome, Runner
from pycheck.statements.programs.text import NoProgram
from pycheck.statements.sampling.decide import Verdict
from pycheck.statements.sampling.sampler import Sample
from pycheck.statements.sampling.state import Prepared

ENOUGH = 3
"""So many samples of a statement are confirmed by a program, if that can be."""
_TRIED = 12
# The largest number in a sample of a program with loops; fewer where loops are in a derivative.
_MANY_TERMS, _FEW_TERMS = 2000, 200


@dataclass(frozen=True, slots=True)
class Conflict:
    """A sample at which a program and the evaluator disagree."""

    sample: Sample
    verdict: Verdict
    source: str
    told: str


@dataclass(frozen=True, slots=True)
class SecondRoad:
    """What programs in another process say at samples that the evaluator decided.

    `programs` of them ran, of which `confirmed` agreed and `unclear` could not tell; `reason` says
    why no more agreed. `sources` are those that agreed, `conflict` is where one disagrees.
    """

    programs: int = 0
    confirmed: int = 0
    unclear: int = 0
    reason: str = ""
    sources: tuple[str, ...] = ()
    conflict: Conflict | None = None

    def as_json(self) -> dict[str, Any]:
        """What came out, without the programs."""
        return {
            "programs": self.programs,
            "confirmed": self.confirmed,
            "unclear": self.unclear,
            "reason": self.reason,
        }


@dataclass(slots=True)
class _Count:
    run: int = 0
    confirmed: int = 0
    unclear: int = 0
    tired: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    sources: list[str] = field(default_factory=list)


Decided = tuple[Sample, Verdict]
"""A sample and what the evaluator says there."""


def travel(prepared: Prepared, samples: Sequence[Decided], runner: Runner) -> SecondRoad:
    """Write and run programs for samples that have one, until enough agree."""
    count, conflict = _Count(), None
    for sample, verdict in _spread(samples):
        if count.confirmed >= ENOUGH or count.run >= _TRIED or count.tired >= 3:
            break
        try:
            finding, program, told = _again(prepared, sample, verdict, runner)
        except NoProgram as why:
            count.reasons[f"no program: {why}"] += 1
            continue
        except Exception as error:  # a defect of the writer must not take the evaluator's word down
            count.reasons[f"no program: {type(error).__name__}: {error}"] += 1
            continue
        count.run += 1
        if finding == "confirmed":
            count.confirmed += 1
            count.sources.append(program.source)
        elif finding == "unclear":
            count.unclear += 1
            count.reasons[told] += 1
            count.tired += program.open or told == LATE  # more of them would say no more
        else:
            conflict = Conflict(sample, verdict, program.source, told)
            break
    often = count.reasons.most_common(1)
    short = count.confirmed < ENOUGH and bool(often)
    return SecondRoad(
        count.run,
        count.confirmed,
        count.unclear,
        often[0][0] if short else "",
        tuple(count.sources),
        conflict,
    )


def _spread(samples: Sequence[Decided]) -> list[Decided]:
    """The samples with those that lie apart first: the early ones are alike."""
    last = len(samples) - 1
    places = dict.fromkeys([0, last, last // 2, last // 4, 3 * last // 4, *range(last + 1)])
    return [samples[place] for place in places if 0 <= place <= last]


def _again(
    prepared: Prepared, sample: Sample, verdict: Verdict, runner: Runner
) -> tuple[Finding, Program, str]:
    expected = verdict.truth.value
    assert expected is not None
    # A counterexample is certain at the evaluator's precision, so the program has as much.
    least = 0 if expected else math.ceil(verdict.precision * math.log10(2)) + 5

    def at(digits: int, tolerance: int) -> tuple[Program, Outcome]:
        program = _program(prepared, sample, digits, tolerance, hypotheses=not expected)
        return program, runner.run(program.source)

    claim = Claim(expected, sides(prepared, sample))
    return compare(claim, at, max(DIGITS, least))


def _program(
    prepared: Prepared, sample: Sample, digits: int, tolerance: int, *, hypotheses: bool
) -> Program:
    statement = prepared.statement
    parts = [Part(b.name, b.role, b.type) for b in statement.binders]
    values = given(prepared, sample, digits)
    library = prepared.machine.library
    try:
        program = write(
            library, statement.name, parts, statement.conclusion, values,
            digits=digits, tolerance=tolerance, hypotheses=hypotheses,
        )  # fmt: skip
    except RecursionError:
        raise NoProgram("a tree that is nested too deeply") from None
    numbers = [int(v.code) for v in values.values() if v.code.lstrip("-").isdecimal()]
    if " for " in program.source and max(map(abs, numbers), default=0) > (
        _FEW_TERMS if program.rough else _MANY_TERMS
    ):
        raise NoProgram("a sample whose sums are long")
    return program
