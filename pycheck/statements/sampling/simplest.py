"""Make a counterexample simpler: smaller numbers in place of those of a sample, one at a time.

Hypothesis makes the choices of a sample small, and those are places in lists. Here the numbers
themselves are tried in the order of their simplicity.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flint import fmpq

from pycheck.statements.sampling.decide import Verdict, decide
from pycheck.statements.sampling.landmarks import SIMPLE, around, complexity, written
from pycheck.statements.sampling.sampler import Sample
from pycheck.statements.sampling.samples import Solved
from pycheck.statements.sampling.state import Prepared

_TRIES = 300
_SMALL = 120


def simplest(
    prepared: Prepared, drawn: Sample, verdict: Verdict, precision: int
) -> tuple[Sample, Verdict]:
    """The sample with numbers as simple as they can be one by one, and what it says."""
    search = _Search(prepared, precision, drawn, verdict)
    while search.left > 0 and any(search.improves(p) for p in drawn.order):
        pass
    return search.drawn, search.verdict


class _Search:
    """The simplest counterexample so far, and how many others may still be tried."""

    def __init__(self, prepared: Prepared, precision: int, drawn: Sample, verdict: Verdict) -> None:
        self.drawn, self.verdict, self.left = drawn, verdict, _TRIES
        self._prepared = prepared
        self._precision = precision
        numbers = written(prepared.statement, prepared.machine)
        self._marks = around(tuple((int(x.p), int(x.q)) for x in numbers))

    def improves(self, position: int) -> bool:
        """Whether a variable has a simpler value now."""
        before = self.drawn.raw[position]
        if isinstance(before, Solved) or type(before) not in (int, fmpq):
            return False
        found = any(self._refutes(position, value) for value in self._simpler(before))
        if type(before) is int:
            self._halve(position)
        return found or self.drawn.raw[position] != before

    def _refutes(self, position: int, value: Any) -> bool:
        """Whether the statement is false with another value too, which is kept then.

        Variables that are equal may have to stay so: they get it together if not one alone.
        """
        before = self.drawn.raw[position]
        equal = [p for p in self.drawn.order if _same(self.drawn.raw[p], before)]
        return self._refutes_at([position], value) or (
            len(equal) > 1 and self._refutes_at(equal, value)
        )

    def _refutes_at(self, positions: list[int], value: Any) -> bool:
        """The same of variables together; no hypothesis holds by construction any more."""
        self.left -= 1
        if self.left < 0:
            return False
        raw = list(self.drawn.raw)
        for position in positions:
            raw[position] = value
        other = replace(self.drawn, raw=tuple(raw), defined=frozenset())
        found = decide(self._prepared, other, self._precision)
        if found.truth.value is not False or found.truth.evidence:
            return False
        self.drawn, self.verdict = other, found
        return True

    def _halve(self, position: int) -> None:
        """Search for where a statement about whole numbers begins to fail, as if it did once."""
        sign = -1 if self.drawn.raw[position] < 0 else 1
        low, high = -1, abs(self.drawn.raw[position])
        while high - low > 1 and self.left > 0:
            middle = (low + high) // 2
            if self._refutes(position, sign * middle):
                high = middle
            else:
                low = middle

    def _simpler(self, value: Any) -> Iterator[Any]:
        """Numbers that are simpler than a value, the simplest first."""
        candidates: list[Any]
        if type(value) is fmpq:
            near = [fmpq(int(value.p // value.q) + step) for step in (0, 1)]
            whole = [fmpq(n * sign) for n in range(2, _SMALL // 4) for sign in (1, -1)]
            candidates = [*SIMPLE, *near, *whole, *self._marks]
        else:
            marks = [abs(int(x.p)) for x in self._marks if x.q == 1]
            sizes = [*range(min(abs(value), _SMALL) + 1), *marks, abs(value)]
            candidates = [x for n in sizes for x in ((n, -n) if value < 0 else (n,))]
        least = complexity(value)
        simpler = {x: complexity(x) for x in candidates if complexity(x) < least}
        yield from sorted(simpler, key=simpler.__getitem__)


def _same(x: Any, y: Any) -> bool:
    """Whether two values are one number."""
    return type(x) is type(y) and type(x) in (int, fmpq) and bool(x == y)
