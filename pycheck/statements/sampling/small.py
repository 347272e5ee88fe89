"""The small values of a variable that is not confined to few."""

from itertools import chain
from math import log

from flint import fmpq

from pycheck.statements.evaluation.spans import Span
from pycheck.statements.evaluation.statement import Statement
from pycheck.statements.language.forms import numeral
from pycheck.statements.language.trees import App, Node, Var, children, is_call, rebuild, walk
from pycheck.statements.language.types import NAT, Type

FRACTIONS = tuple(
    fmpq(p, q) for p, q in ((1, 1), (2, 1), (0, 1), (1, 2), (-1, 1), (3, 1), (-1, 2), (3, 2))
)


def powers_of_bases(statement: Statement) -> list[fmpq]:
    """Powers of the bases of logarithms, of which these are simple."""
    bases: set[int] = set()
    for node in (statement.conclusion, *(h.type for h in statement.hypotheses)):
        for part in walk(node):
            if is_call(part, "Real.logb") and isinstance(part, App):
                bases.add(min(numeral(part.args[0]) or 0, 1000))
    roots = [_root_of(b) for b in bases if b > 1]
    if not roots:
        return []
    sizes = [fmpq(min(roots)) ** k for k in (2, 3, 4, 5, 6, 7, 8, 9, -1, -2)]
    return [x for size in sizes for x in (size, -size) if x not in FRACTIONS]


def _root_of(n: int) -> int:
    """The smallest number of which `n` is a power."""
    return next(r for r in range(2, n + 1) if r ** round(log(n, r)) == n)


def small_values(span: Span, kind: Type, size: int) -> list[int]:
    """The values of a variable that is not confined to few: the small ones."""
    lower, upper = span.lower, span.upper
    if kind is NAT:
        lower = max(lower or 0, 0)
    if lower is not None and upper is not None:
        ends = range(lower, min(upper, lower + size) + 1)
        return [*ends, *(n for n in (upper,) if n not in ends and n >= lower)]
    if lower is not None:
        return list(range(lower, lower + size + 1))
    if upper is not None:
        return list(range(upper, upper - size - 1, -1))
    half = size // 2 + 1
    return list(chain([0], *((n, -n) for n in range(1, half + 1))))


def below_more(node: Node, moved: dict[int, int], binders: int, depth: int = 0) -> Node:
    """The tree below more binders, with some of its free variables bound by these."""
    if isinstance(node, Var):
        if node.index < depth:
            return node
        free = node.index - depth
        return Var(moved[free] + depth if free in moved else node.index + binders)
    parts = children(node)
    return rebuild(node, [below_more(part, moved, binders, depth + more) for part, more in parts])
