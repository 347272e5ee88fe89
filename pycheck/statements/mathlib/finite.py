"""Constants of Mathlib: finite sets and lists, their sizes, products and extremes."""

import math
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

from flint import arb, fmpq

from pycheck.statements.language.truth import (
    FALSE,
    TRUE,
    Truth,
    conjunction,
    decided,
    disjunction,
    negation,
)
from pycheck.statements.language.types import INT, NAT, REAL, Finite, Finsets, Sets, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Row, Table, explicit
from pycheck.statements.values import integers, operations, relations, sets
from pycheck.statements.values.operations import natural
from pycheck.statements.values.sets import Interval, Predicate
from pycheck.statements.values.sums import finite_product
from pycheck.statements.values.work import spend_on

_MOST_SUBSETS = 2**14


def _fin(n: int) -> Finite:
    return Finite(natural(n))


def _modular(n: int) -> Type:
    """``ZMod n``, of which ``ZMod 0`` is the integers."""
    return Finite(natural(n)) if n else INT


def _between(lower: int, upper: int) -> Row:
    """A range of whole numbers, whose ends are moved by `lower` and `upper` to be reached."""

    def collection(kind: Type, a: Any, b: Any) -> range:
        if kind not in (NAT, INT) and not isinstance(kind, Finite):
            raise Undecided(f"a finite interval of {getattr(kind, 'value', kind)}")
        return range(natural(a) + lower, natural(b) + upper)

    return explicit(3, collection, 1, 2, types=(0,))


def _below(more: int) -> Row:
    def collection(kind: Type, b: Any) -> range:
        if kind is not NAT and not isinstance(kind, Finite):
            raise Undecided(f"a finite interval of {getattr(kind, 'value', kind)}")
        return range(natural(b) + more)

    return explicit(2, collection, 1, types=(0,))


def _above(more: int) -> Row:
    def collection(kind: Type, a: Any) -> range:
        return range(natural(a) + more, len(operations.elements(kind)))

    return explicit(2, collection, 1, types=(0,))


def _image(f: Callable[[Any], Any], collection: Iterable[Any]) -> frozenset[Any]:
    return relations.elements([f(x) for x in collection])


def _insert(kind: Type, of: Type, x: Any, collection: Any) -> Any:
    if isinstance(of, Finsets):
        return relations.elements((x,)) | relations.elements(collection)
    return sets.union(sets.singleton(kind, x), collection)


def _intersection(of: Type, first: Any, second: Any) -> Any:
    if isinstance(of, Sets):
        return Predicate(lambda x: conjunction((sets.contains(first, x), sets.contains(second, x))))
    return relations.elements(first) & relations.elements(second)


def _difference(of: Type, first: Any, second: Any) -> Any:
    if isinstance(of, Sets):
        return _intersection(of, first, sets.complement(second))
    return relations.elements(first) - relations.elements(second)


def _few(number: int) -> None:
    if number > _MOST_SUBSETS:
        raise Undecided("too many subsets")
    spend_on(50 * number)


def _subsets(collection: Any) -> frozenset[Any]:
    items = sorted(relations.elements(collection))
    _few(2 ** min(len(items), 60))
    return frozenset(frozenset(c) for k in range(len(items) + 1) for c in combinations(items, k))


def _subsets_of_size(n: int, collection: Any) -> frozenset[Any]:
    items = sorted(relations.elements(collection))
    _few(math.comb(len(items), natural(n)))
    return frozenset(frozenset(c) for c in combinations(items, n))


def _pairs_of_sum(n: int) -> frozenset[tuple[int, int]]:
    spend_on(natural(n))
    return frozenset((k, n - k) for k in range(n + 1))


def _product_of_sets(first: Any, second: Any) -> frozenset[Any]:
    spend_on(len(first) * len(second))
    return frozenset((x, y) for x in relations.elements(first) for y in relations.elements(second))


def _extreme(of: Callable[[Iterable[Any]], Any]) -> Row:
    def value(collection: Any) -> Any:
        items = relations.elements(collection)
        if not items:
            raise Undecided("the extreme of an empty set")
        return of(items)

    return explicit(3, value, 1)


def _supremum(kind: Type, collection: Any, f: Callable[[Any], Any]) -> Any:
    if kind is not NAT:
        raise Undecided(f"a supremum in {getattr(kind, 'value', kind)}")
    return max((natural(f(x)) for x in collection), default=0)


def _over_integers(of: Callable[[int, int], int], start: int) -> Row:
    def value(kind: Type, collection: Any, f: Callable[[Any], Any]) -> int:
        if kind not in (NAT, INT):
            raise Undecided(f"divisors in {getattr(kind, 'value', kind)}")
        total = start
        for x in collection:
            total = of(total, f(x))
        return total

    return explicit(4, value, 2, 3, types=(0,))


def _size(collection: Any) -> int:
    """How many elements a set has; in Mathlib 0 where it is infinite."""
    if isinstance(collection, range | frozenset):
        return operations.size(collection)
    ends = _whole_ends(collection)
    return max(ends[1] - ends[0] + 1, 0) if ends else 0


def _is_finite(kind: Type, collection: Any) -> Truth:
    if kind is REAL and isinstance(collection, Interval | Predicate):
        return _is_finite_set_of_reals(collection)
    if isinstance(collection, range | frozenset) or _whole_ends(collection):
        return TRUE
    return FALSE


def _is_finite_set_of_reals(collection: Interval | Predicate) -> Truth:
    """False where the set has all numbers beside some simple one."""
    for middle in (0, 1, -1, 2, -2, 3, 5, -5, 10, -10):
        try:
            truth = collection.contains(arb(middle, 2.0**-20))
        except Undecided:
            continue
        if truth.value is True and truth.certain:
            return FALSE
    raise Undecided("whether a set of real numbers is finite")


def _whole_ends(collection: Any) -> tuple[int, int] | None:
    """The first and the last element of an interval of whole numbers; None where it has no end."""
    if not isinstance(collection, Interval) or collection.kind not in (NAT, INT):
        raise Undecided("the size of such a set")
    lower, upper = collection.lower, collection.upper
    if collection.kind is NAT and lower is None:
        lower = 0
    if lower is None or upper is None:
        return None
    return lower + collection.lower_open, upper - collection.upper_open


def _infimum(kind: Type, collection: Any) -> int:
    """``sInf`` of a set of natural numbers: its least element."""
    if kind is not NAT:
        raise Undecided(f"an infimum in {getattr(kind, 'value', kind)}")
    return integers.nth(lambda n: sets.contains(collection, n), 0)


def _range_of(domain: Type, codomain: Type, f: Callable[[Any], Any]) -> Predicate:
    points = operations.elements(domain)
    return Predicate(lambda y: disjunction(relations.equal(codomain, f(x), y) for x in points))


def _image_of(codomain: Type, f: Callable[[Any], Any], collection: Any) -> Predicate:
    if not isinstance(collection, range | frozenset):
        raise Undecided("the image of an infinite set")
    return Predicate(lambda y: disjunction(relations.equal(codomain, f(x), y) for x in collection))


def _interval(arity: int, meaning: Callable[..., Interval]) -> Row:
    return explicit(arity, meaning, *range(1, arity), types=(0,))


def _iterate(f: Callable[[Any], Any], n: int, x: Any) -> Any:
    for _ in range(natural(n)):
        x = f(x)
    return x


def _product_of_list(items: tuple[Any, ...]) -> Any:
    return math.prod(items) if all(isinstance(x, int) for x in items) else _times(items)


def _times(items: tuple[Any, ...]) -> Any:
    total: Any = fmpq(1)
    for x in items:
        total = total * x
    return total


FINITE: Table = {
    "Fin": Row(1, _fin, (0,), kind="type"),
    "ZMod": Row(1, _modular, (0,), kind="type"),
    "Fin.val": explicit(2, lambda i: i, 1),
    "Finset.card": explicit(2, operations.size, 1),
    "Finset.Ioc": _between(1, 1),
    "Finset.Ioo": _between(1, 0),
    "Finset.Iic": _below(1),
    "Finset.Iio": _below(0),
    "Finset.Ici": _above(0),
    "Finset.Ioi": _above(1),
    "Finset.prod": explicit(4, finite_product, 2, 3, types=(1,)),
    "Finset.image": explicit(4, _image, 2, 3),
    "Finset.erase": explicit(3, lambda s, x: relations.elements(s) - {x}, 1, 2),
    "Finset.powerset": explicit(2, _subsets, 1),
    "Finset.powersetCard": explicit(3, _subsets_of_size, 1, 2),
    "Finset.HasAntidiagonal.antidiagonal": explicit(2, _pairs_of_sum, 1),
    "Finset.product": explicit(4, _product_of_sets, 2, 3),
    "SProd.sprod": explicit(5, _product_of_sets, 3, 4),
    "Finset.min'": _extreme(min),
    "Finset.max'": _extreme(max),
    "Finset.sup": explicit(4, _supremum, 2, 3, types=(0,)),
    "Finset.lcm": _over_integers(integers.lcm, 1),
    "Finset.gcd": _over_integers(integers.gcd, 0),
    "Finset.Nonempty": explicit(
        2, lambda s: decided(operations.size(s) > 0), 1, kind="proposition"
    ),
    "Insert.insert": explicit(4, _insert, 2, 3, types=(0, 1)),
    "Inter.inter": explicit(3, _intersection, 1, 2, types=(0,)),
    "SDiff.sdiff": explicit(3, _difference, 1, 2, types=(0,)),
    "SetLike.coe": explicit(3, lambda s: s, 2),
    "Nat.card": explicit(1, lambda kind: len(operations.elements(kind)), types=(0,)),
    "Set.ncard": explicit(2, _size, 1),
    "Set.Finite": explicit(2, _is_finite, 1, types=(0,), kind="proposition"),
    "Set.Infinite": explicit(
        2, lambda kind, s: negation(_is_finite(kind, s)), 1, types=(0,), kind="proposition"
    ),
    "Set.univ": explicit(1, lambda _: Predicate(lambda _: TRUE), types=(0,)),
    "Set.Ioc": _interval(3, lambda kind, a, b: Interval(kind, a, b, True, False)),
    "Set.Ico": _interval(3, lambda kind, a, b: Interval(kind, a, b, False, True)),
    "Set.Iic": _interval(2, lambda kind, b: Interval(kind, None, b)),
    "Set.Iio": _interval(2, lambda kind, b: Interval(kind, None, b, upper_open=True)),
    "Set.range": explicit(3, _range_of, 2, types=(1, 0)),
    "Set.image": explicit(4, _image_of, 2, 3, types=(1,)),
    "InfSet.sInf": explicit(2, _infimum, 1, types=(0,)),
    "List.length": explicit(2, len, 1),
    "List.prod": explicit(2, _product_of_list, 1),
    "List.range": explicit(1, lambda n: tuple(range(natural(n))), 0),
    "List.reverse": explicit(2, lambda items: items[::-1], 1),
    "List.toFinset": explicit(2, relations.elements, 1),
    "id": explicit(2, lambda x: x, 1),
    "Function.const": explicit(3, lambda x: lambda _: x, 2),
    "Nat.iterate": explicit(4, _iterate, 1, 2, 3),
}
