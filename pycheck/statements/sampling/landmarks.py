"""The numbers that a statement writes down, and their neighbours: where it may begin to fail."""

from functools import cache
from itertools import combinations
from math import isqrt
from typing import Any

from flint import fmpq

from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import Statement
from pycheck.statements.language.forms import negated, numeral, operation
from pycheck.statements.language.trees import Node, Var, children, is_call
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values.work import limited

SIMPLE = (
    fmpq(1),
    fmpq(2),
    fmpq(1, 2),
    fmpq(0),
    fmpq(3),
    fmpq(-1),
    fmpq(1, 3),
    fmpq(3, 2),
    fmpq(8),
)
"""The simplest numbers, those to which a counterexample shrinks, in their order."""
_RANKS = {(int(x.p), int(x.q)): i for i, x in enumerate(SIMPLE)}
_MOST = 8
_LARGEST = fmpq(10) ** 15
_STEPS = 1000
_FACTORED = 10**6


def complexity(x: Any) -> tuple[Any, ...]:
    """What orders numbers from simple to involved: the simplest first, then by their digits."""
    if isinstance(x, int):
        return (abs(x), x < 0)
    rank = _RANKS.get((int(x.p), int(x.q)))
    return (0, rank) if rank is not None else (1, int(x.q), abs(int(x.p)), x < 0)


def written(statement: Statement, machine: Machine) -> tuple[fmpq, ...]:
    """The numbers beyond 1 that a statement writes down: numerals, and terms without variables."""
    found: dict[fmpq, None] = {}
    for tree in (statement.conclusion, *(h.type for h in statement.hypotheses)):
        for term in _closed(tree):
            value = _value(term, machine)
            if value is not None and (value.q != 1 or 1 < abs(value) <= _LARGEST):
                found[abs(value)] = None
    return tuple(sorted(found, key=complexity)[:_MOST])


def _closed(node: Node) -> list[Node]:
    """The arithmetical terms without variables."""
    found: list[Node] = []
    _collect(node, found)
    return found


def _collect(node: Node, found: list[Node]) -> int:
    """How many binders a term needs around it; the arithmetical ones that need none are kept."""
    needed = node.index + 1 if isinstance(node, Var) else 0
    for part, below in children(node):
        needed = max(needed, _collect(part, found) - below)
    arithmetic = (
        numeral(node) is not None
        or operation(node) is not None
        or negated(node) is not None
        or is_call(node, "OfScientific.ofScientific")
    )
    if arithmetic and needed <= 0:
        found.append(node)
    return needed


def _value(term: Node, machine: Machine) -> fmpq | None:
    try:
        with limited(_STEPS):
            value = machine.compile(term)(())
    except Undecided:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return fmpq(value)
    return value if type(value) is fmpq else None


@cache
def around(numbers: tuple[tuple[int, int], ...]) -> tuple[fmpq, ...]:
    """Numbers, each with what lies beside it, its negative, their quotients and whole roots."""
    given = [fmpq(p, q) for p, q in numbers]
    found = [*given]
    for c in given:
        found += [c - 1, c + 1, -c]
        found += [fmpq(root) for power in (2, 3) if (root := _whole_root(c, power))]
        found += [fmpq(n) for n in _factors(c)]
    for a, b in combinations(given, 2):
        found += [a / b, b / a]
    return tuple(dict.fromkeys(found))


def _factors(c: fmpq) -> tuple[int, ...]:
    """The smallest factor of a whole number that is not one itself, and what is left of it."""
    if c.q != 1 or c > _FACTORED:
        return ()
    n = int(c.p)
    least = next((d for d in range(2, isqrt(n) + 1) if n % d == 0), n)
    return (least, n // least) if least < n else ()


def _whole_root(c: fmpq, power: int) -> int:
    """The whole number whose power is `c`, or 0."""
    if c.q != 1 or c < 2:
        return 0
    near = round(float(int(c.p)) ** (1 / power))
    return next((n for n in (near - 1, near, near + 1) if n**power == c.p), 0)
