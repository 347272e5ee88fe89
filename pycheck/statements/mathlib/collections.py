"""Constants of Lean and Mathlib: sets, lists, functions, matrices and the types themselves."""

from collections.abc import Callable
from typing import Any

from flint import arb, fmpq, fmpq_mat

from pycheck.statements.language.truth import decided
from pycheck.statements.language.types import (
    CHAR,
    COMPLEX,
    RAT,
    Equivalences,
    Finsets,
    Lists,
    Matrices,
    Pairs,
    Sets,
    Type,
)
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Code, Row, Table, proposition, value
from pycheck.statements.values import balls, operations, reals, relations, sets
from pycheck.statements.values.continuation import is_spread
from pycheck.statements.values.sets import Interval, Predicate
from pycheck.statements.values.sums import LONGEST_DIRECT, Below, finite_sum
from pycheck.statements.values.terms import Index


def _class(arity: int) -> Row:
    return Row(arity, lambda: None, kind="class")


def _type(arity: int, meaning: Callable[..., Type]) -> Row:
    return Row(arity, meaning, tuple(range(arity)), kind="type")


def _empty(kind: Type) -> Any:
    return frozenset() if isinstance(kind, Finsets) else Predicate(lambda _: decided(False))


def _singleton(kind: Type, collection: Type, x: Any) -> Any:
    return relations.elements((x,)) if isinstance(collection, Finsets) else sets.singleton(kind, x)


def _complement(kind: Type, collection: Any) -> Any:
    if isinstance(kind, Finsets):
        return frozenset(operations.elements(kind.element)) - relations.elements(collection)
    return sets.complement(collection)


def _disjoint(a: Any, b: Any) -> bool:
    return not relations.elements(a) & relations.elements(b)


def _filter(predicate: Callable[[Any], Any], collection: Any) -> frozenset[Any]:
    if isinstance(collection, range) and collection.stop - collection.start > LONGEST_DIRECT:
        raise Undecided("a set is too large to filter")
    kept = set()
    for x in collection:
        truth = predicate(x)
        if truth.value is None or not truth.certain:
            raise Undecided(f"a filter: {truth.reason}", retry=truth.retry)
        if truth.value:
            kept.add(x)
    return frozenset(kept)


def _update(f: Callable[[Any], Any], point: Any, new: Any) -> Callable[[Any], Any]:
    def at(x: Any) -> Any:
        if isinstance(x, reals.Jet):
            reals.compare(x, point)  # which raises at the point itself
            return f(x)
        return new if relations.same(x, point) else f(x)

    return at


def _single(point: Any, x: Any) -> Callable[[Any], Any]:
    """``Pi.single``: zero but at one point; past that point it is zero for a symbolic index."""

    def at(y: Any) -> Any:
        if isinstance(y, Index):
            y.frame.require(point + 1 - y.shift)
            return fmpq(0)
        return x if relations.same(y, point) else fmpq(0)

    return at


def _ite(condition: Code, yes: Code, no: Code) -> Code:
    def run(env: Any) -> Any:
        try:
            truth = condition(env)
        except Undecided as undecided:
            if undecided.retry and is_spread():
                return _either(yes(env), no(env))
            raise
        if is_spread() and not truth.certain:
            return _either(yes(env), no(env))
        if truth.value is None or not truth.certain:
            raise Undecided(f"a case distinction: {truth.reason}", retry=truth.retry)
        return yes(env) if truth.value else no(env)

    return run


def _either(x: Any, y: Any) -> Any:
    """Both of two numbers, on a ball on which a case distinction is open."""
    if not all(type(value) in (fmpq, arb) for value in (x, y)):
        raise Undecided("a case distinction", retry=True)
    return arb(balls.ball(x)).union(arb(balls.ball(y)))


def _dite(condition: Code, yes: Code, no: Code) -> Code:
    """A case distinction whose branches are functions of the proof."""
    return _ite(condition, lambda env: yes(env)(None), lambda env: no(env)(None))


def _below(n: Any) -> Any:
    return Below(n) if isinstance(n, Index) else range(n)


def _coerced(value: Any) -> Callable[[Any], Any]:
    """A bundled function as a function; a bijection is the table of its values."""
    return value if callable(value) else lambda x: value[x]


def _mul_vec(columns: Type, entry: Type, m: Any, v: Any) -> Any:
    inner = operations.elements(columns)
    return lambda i: operations.total(entry, inner, lambda k: operations.mul(entry, m(i)(k), v(k)))


def _rank(rows: Type, columns: Type, m: Any) -> int:
    entries = [[m(i)(j) for j in operations.elements(columns)] for i in operations.elements(rows)]
    if not all(type(entry) is fmpq for row in entries for entry in row):
        raise Undecided("the rank of a matrix that is not exact")
    if not entries or not entries[0]:
        return 0
    return int(fmpq_mat(entries).rank())


COLLECTIONS: Table = {
    "Rat": _type(0, lambda: RAT),
    "Complex": _type(0, lambda: COMPLEX),
    "Char": _type(0, lambda: CHAR),
    "List": _type(1, Lists),
    "Prod": _type(2, Pairs),
    "Finset": _type(1, Finsets),
    "Set": _type(1, Sets),
    "Matrix": _type(3, Matrices),
    "Equiv": _type(2, Equivalences),
    "Fintype": _class(1),
    "AddCommGroup": _class(1),
    "Module": _class(4),
    "Finset.univ": Row(2, operations.elements, (), (0,)),
    "Fintype.card": Row(2, lambda kind: len(operations.elements(kind)), (), (0,)),
    "Finset.Icc": value(5, lambda a, b: range(a, b + 1), 3, 4),
    "Finset.Ico": value(5, range, 3, 4),
    "Finset.range": value(1, _below, 0),
    "Finset.filter": value(4, _filter, 1, 3),
    "Finset.sum": Row(5, finite_sum, (3, 4), (1,)),
    "Disjoint": proposition(5, lambda a, b: decided(_disjoint(a, b)), 3, 4),
    "Union.union": value(4, sets.union, 2, 3),
    "EmptyCollection.emptyCollection": Row(2, _empty, (), (0,)),
    "Singleton.singleton": Row(4, _singleton, (3,), (0, 1)),
    "Compl.compl": Row(3, _complement, (2,), (0,)),
    "Membership.mem": proposition(5, sets.contains, 3, 4),
    "setOf": value(2, Predicate, 1),
    "Set.Icc": Row(4, Interval, (2, 3), (0,)),
    "Set.Ici": Row(3, Interval, (2,), (0,)),
    "Set.Ioi": Row(3, lambda kind, a: Interval(kind, a, lower_open=True), (2,), (0,)),
    "Set.Ioo": Row(4, lambda kind, a, b: Interval(kind, a, b, True, True), (2, 3), (0,)),
    "Function.comp": value(5, lambda f, g: lambda x: f(g(x)), 3, 4),
    "Function.update": value(6, _update, 3, 4, 5),
    "Pi.single": value(6, _single, 4, 5),
    "DFunLike.coe": value(5, _coerced, 4),
    "Matrix.mulVec": Row(7, _mul_vec, (5, 6), (1, 2)),
    "Matrix.transpose": value(4, lambda m: lambda i: lambda j: m(j)(i), 3),
    "Matrix.rank": Row(6, _rank, (5,), (0, 1)),
    "Char.ofNat": value(1, chr, 0),
    "Prod.mk": value(4, lambda a, b: (a, b), 2, 3),
    "Prod.fst": value(3, lambda pair: pair[0], 2),
    "Prod.snd": value(3, lambda pair: pair[1], 2),
    "List.nil": value(1, tuple),
    "List.cons": value(3, lambda head, tail: (head, *tail), 1, 2),
    "HAppend.hAppend": value(6, lambda a, b: a + b, 4, 5),
    "List.map": value(4, lambda f, items: tuple(f(x) for x in items), 2, 3),
    "List.tail": value(2, lambda items: items[1:], 1),
    "List.zip": value(4, lambda a, b: tuple(zip(a, b, strict=False)), 2, 3),
    "List.count": value(4, lambda item, items: sum(relations.same(item, x) for x in items), 2, 3),
    "List.sum": value(4, sum, 3),
    "ite": Row(5, _ite, (1, 3, 4), lazy=True),
    "dite": Row(5, _dite, (1, 3, 4), lazy=True),
}
