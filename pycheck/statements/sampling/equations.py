"""Variables that an equation among the hypotheses determines, and the numbers that solve it."""

from typing import Any

from flint import arb, fmpq_poly
from hypothesis import strategies as st

from pycheck.statements.evaluation.polynomials import polynomial_of, rational_roots, real_roots
from pycheck.statements.evaluation.statement import Binder, Statement
from pycheck.statements.language.forms import Relation, equation
from pycheck.statements.language.trees import Const, count_variable, is_call
from pycheck.statements.language.types import NAT, RAT, REAL
from pycheck.statements.sampling.isolate import is_folded, is_linear, isolate
from pycheck.statements.sampling.samples import Solved
from pycheck.statements.sampling.state import State

SCALARS = (Const("Real"), Const("Nat"), Const("Int"), Const("Rat"))
"""The types of numbers."""


def determined(statement: Statement) -> dict[int, Binder]:
    """Real variables that an equation between numbers determines, each with its equation."""
    solved: dict[int, Binder] = {}
    scalars = {b.position for b in statement.variables if b.type in SCALARS}
    for h in statement.hypotheses:
        if not is_call(h.type, "Eq") or not h.mentions <= scalars:
            continue
        best = max(
            (score for p in sorted(h.mentions) if (score := _score(statement, h, p, solved))),
            default=None,
        )
        if best is not None:
            solved[best[1]] = h
            if _waits_for_itself(solved, best[1]):
                del solved[best[1]]
    return solved


def _waits_for_itself(solved: dict[int, Binder], position: int) -> bool:
    """Whether a solved variable needs its own value, by way of others that are solved."""
    seen: set[int] = set()
    left = set(solved[position].mentions) - {position}
    while left:
        p = left.pop()
        if p == position:
            return True
        if p in solved and p not in seen:
            seen.add(p)
            left |= solved[p].mentions - {p}
    return False


def _score(
    statement: Statement, h: Binder, position: int, solved: dict[int, Binder]
) -> tuple[int, int] | None:
    """How well an equation can be solved for a variable: linearly, and for a late one."""
    if statement.binders[position].type != Const("Real") or position in solved:
        return None
    found = equation(h.type)
    assert found is not None
    index = statement.binders[position].index_in(h)
    sides = [side for side in (found.left, found.right) if count_variable(side, index)]
    if len(sides) != 1 or count_variable(sides[0], index) != 1:
        return None
    return int(is_linear(sides[0], index)), position


def solved_for(state: State, binder: Binder, h: Binder) -> Any:
    """The number that makes both sides of an equation equal, at any precision."""
    found = equation(h.type)
    assert found is not None
    index = binder.index_in(h)
    on_left = count_variable(found.left, index) > 0
    side, other = (found.left, found.right) if on_left else (found.right, found.left)
    code, position = state.prepared.code, h.position
    mirrored = is_folded(side, index) and state.draw(st.booleans())

    def solve(env: list[Any]) -> Any:
        prefix = tuple(env[:position])
        target = code(other)(prefix)
        evaluate = lambda node: code(node)(prefix)  # noqa: E731
        return isolate(side, index, Relation.EQ, target, evaluate, mirrored=mirrored)[1]

    solve(state.env)
    return Solved(solve, "the negative solution" if mirrored else "")


def root_of(state: State, binder: Binder, kind: Any) -> Any:
    """Any of the roots of a polynomial equation of degree two or more in this variable alone.

    None where no hypothesis is one, whose other variables have rational values already.
    """
    for h in state.ready(binder):
        found = equation(h.type)
        if found is None:
            continue
        index, evaluate = binder.index_in(h), state.evaluator(h)
        left, right = (
            polynomial_of(side, index, evaluate, loosely=True) for side in (found.left, found.right)
        )
        if left is None or right is None or (left - right).degree() < 2:
            continue
        polynomial = left - right
        roots = _all_roots(polynomial, kind)
        fitting = [x for x in roots if _fits(state, binder, x)]
        if not fitting:
            return None
        root = fitting[state.draw(st.integers(0, len(fitting) - 1))]
        if isinstance(root, arb):
            state.defined.add(h.position)
            return _isolated(polynomial, root)
        return root
    return None


def _isolated(polynomial: fmpq_poly, root: arb) -> Solved:
    """A root that is no fraction, found again at every precision."""
    place = next(i for i, x in enumerate(real_roots(polynomial)) if x.overlaps(root))
    return Solved(lambda _: real_roots(polynomial)[place], f"root {place + 1}")


def _all_roots(polynomial: fmpq_poly, kind: Any) -> list[Any]:
    """All roots of a type: the rational ones exactly, the others as balls."""
    rational = rational_roots(polynomial)
    if kind is RAT:
        return list(rational)
    if kind is not REAL:
        least = 0 if kind is NAT else None
        whole = [int(x.p) for x in rational if x.q == 1]
        return [n for n in whole if least is None or n >= least]
    others = [x for x in real_roots(polynomial) if not any(x.contains(q) for q in rational)]
    return [*rational, *others]


def _fits(state: State, binder: Binder, value: Any) -> bool:
    """Whether no hypothesis is seen to fail at this value."""
    state.env[binder.position] = value
    return all(state.truth(h).value is not False for h in state.ready(binder))


def by_dependency(statement: Statement, solved: dict[int, Binder]) -> list[Binder]:
    """The solved variables, each after those that its equation mentions."""
    ordered: list[Binder] = []
    left = dict(solved)
    while left:
        position = next(p for p, h in left.items() if not (h.mentions - {p}) & set(left))
        ordered.append(statement.binders[position])
        del left[position]
    return ordered
