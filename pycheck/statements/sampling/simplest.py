"""Make a counterexample simpler: smaller numbers in place of those of a sample, one at a time.

Hypothesis makes the choices of a sample small, and those are places in lists. Here the numbers
themselves are tried in the order of their simplicity.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flint import fmpq

from pycheck.statements.sampling.decide import Verdict, decide
from pycheck.statements.sampling.landmarks import SIMPLE, complexity, written
from pycheck.statements.sampling.sampler import Sample
from pycheck.statements.sampling.samples import Solved
from pycheck.statements.sampling.state import Prepared

_TRIES = 200
_SMALL = 60


def simplest(
    prepared: Prepared, drawn: Sample, verdict: Verdict, precision: int
) -> tuple[Sample, Verdict]:
    """The sample with numbers as simple as they can be one by one, and what it says."""
    left = _TRIES
    changed = True
    while changed and left > 0:
        changed = False
        for position in drawn.order:
            for value in _simpler(prepared, drawn, position):
                left -= 1
                if left < 0:
                    break
                other = _with(drawn, position, value)
                found = decide(prepared, other, precision)
                if found.truth.value is False and not found.truth.evidence:
                    drawn, verdict, changed = other, found, True
                    break
    return drawn, verdict


def _with(drawn: Sample, position: int, value: Any) -> Sample:
    """The sample with another value: no hypothesis holds by construction any more."""
    raw = list(drawn.raw)
    raw[position] = value
    return replace(drawn, raw=tuple(raw), defined=frozenset())


def _simpler(prepared: Prepared, drawn: Sample, position: int) -> Iterator[Any]:
    """Numbers that are simpler than the value of a variable, the simplest first."""
    value = drawn.raw[position]
    if isinstance(value, Solved) or type(value) not in (int, fmpq):
        return
    marks = written(prepared.statement, prepared.machine)
    if type(value) is fmpq:
        near = [fmpq(int(value.p // value.q) + step) for step in (0, 1)]
        whole = [fmpq(n * sign) for n in range(2, _SMALL // 2) for sign in (1, -1)]
        candidates: list[Any] = [*SIMPLE, *near, *whole, *marks]
    else:
        size = abs(value)
        powers = [10**k for k in range(2, 16) if 10**k < size]
        ints = [int(x.p) for x in marks if x.q == 1]
        reached = [*range(min(size, _SMALL) + 1), *powers, *ints, *range(size - 3, size + 1)]
        candidates = [x for n in reached for x in ((n, -n) if value < 0 else (n,))]
    least = complexity(value)
    yield from (
        x for x in sorted(dict.fromkeys(candidates), key=complexity) if complexity(x) < least
    )
