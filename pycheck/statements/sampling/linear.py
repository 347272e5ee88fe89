"""Functions on finitely many points that satisfy linear equations, at any precision."""

from collections.abc import Callable
from typing import Any

from flint import fmpq
from hypothesis import strategies as st

from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling import strategies
from pycheck.statements.sampling.samples import Solved, Table
from pycheck.statements.sampling.shapes import WeightedSum
from pycheck.statements.sampling.state import State
from pycheck.statements.values import reals
from pycheck.statements.values.balls import ONE, ZERO

Weight = Callable[[Any], Any]


def _equation(
    state: State, h: Binder, total: WeightedSum
) -> Callable[[list[Any]], tuple[Weight, Any]]:
    """The weights and the target of an equation, computed from an environment."""
    weight = None if total.weight is None else state.prepared.code(total.weight)
    target, position = state.prepared.code(total.target), h.position

    def at(env: list[Any]) -> tuple[Weight, Any]:
        prefix = tuple(env[:position])
        return (lambda _: ONE) if weight is None else weight(prefix), target(prefix)

    return at


def _table(values: dict[int, Any]) -> Table:
    return Table(tuple(values.get(p, ZERO) for p in range(max(values, default=-1) + 1)))


def _weighted(values: dict[int, Any], weight: Weight) -> Any:
    result: Any = ZERO
    for p, v in values.items():
        result = reals.add(result, reals.mul(v, weight(p)))
    return result


def scaled(state: State, h: Binder, total: WeightedSum, values: dict[int, fmpq]) -> Any:
    """The values times what makes their weighted sum the target."""
    at = _equation(state, h, total)
    weight, _ = at(state.env)
    raised = dict(values)
    for p in values:
        if _order(_weighted(raised, weight), ZERO) != 0:
            break
        raised[p] += 1

    def solve(env: list[Any]) -> Any:
        weights, target = at(env)
        factor = reals.div(target, _weighted(raised, weights))
        return _table({p: reals.mul(v, factor) for p, v in raised.items()})

    now = solve(state.env)
    return now if all(type(v) is fmpq for v in now.values) else Solved(solve)


def solved_for_two(state: State, h: Binder, total: WeightedSum, values: dict[int, fmpq]) -> Any:
    """The values, two of them replaced so that their sum is one and their mean the target."""
    at = _equation(state, h, total)
    weight, _ = at(state.env)
    points = sorted(values)
    first, second = points[0], points[-1]
    if _order(weight(first), weight(second)) == 0:
        raise strategies.Empty("the weights of the mean do not differ")
    kept = {p: v for p, v in values.items() if p not in (first, second)}

    def solve(env: list[Any]) -> Any:
        weights, target = at(env)
        mass = fmpq(1) - sum(kept.values(), fmpq(0))
        moment = reals.sub(target, _weighted(kept, weights))
        low, high = weights(first), weights(second)
        share = reals.div(reals.sub(moment, reals.mul(low, mass)), reals.sub(high, low))
        return _table({**kept, first: reals.sub(mass, share), second: share})

    return Solved(solve)


def with_mean(state: State, h: Binder, total: WeightedSum, points: list[int]) -> Any:
    """A mixture of two-point distributions of the prescribed mean: nonnegative, of sum one."""
    at = _equation(state, h, total)
    g, goal = at(state.env)
    below = [p for p in points if _order(g(p), goal) < 0]
    above = [p for p in points if _order(g(p), goal) > 0]
    equal = [p for p in points if p not in below and p not in above]
    parts: list[tuple[int, int]] = [(p, p) for p in equal]
    if below and above:
        pairs = st.tuples(st.sampled_from(below), st.sampled_from(above))
        parts += state.draw(st.lists(pairs, min_size=1, max_size=3))
    if not parts:
        raise strategies.Empty("no distribution has the prescribed mean")
    shares = state.draw(strategies.weights(len(parts), positive=True))
    whole = sum(shares, fmpq(0))

    def solve(env: list[Any]) -> Any:
        of, mean = at(env)
        values: dict[int, Any] = {p: fmpq(0) for p in points}
        for (i, j), share in zip(parts, shares, strict=True):
            rest = fmpq(1) if i == j else _share(of(i), of(j), mean)
            values[i] = reals.add(values[i], reals.mul(share / whole, rest))
            if i != j:
                other = reals.mul(share / whole, reals.sub(fmpq(1), rest))
                values[j] = reals.add(values[j], other)
        return _table(values)

    return Solved(solve)


def _share(low: Any, high: Any, mean: Any) -> Any:
    return reals.div(reals.sub(high, mean), reals.sub(high, low))


def _order(x: Any, y: Any) -> int:
    try:
        return reals.compare(x, y)
    except Undecided:
        return 0
