"""Finite sets, sets and lists, and sums and products over them."""

from collections.abc import Callable

from pycheck.errors import InputError
from pycheck.statements.language.trees import App, Const, Node
from pycheck.statements.writing.kinds import NAT, Kind, functions
from pycheck.statements.writing.terms import (
    INSTANCE,
    Term,
    call,
    exists,
    forall,
    function,
    implies,
    of_kind,
    pair,
)


def _type(name: str, element: Kind) -> Kind:
    return Kind(
        f"{name} {element}", lambda d: App(Const(name), (element.below(d),)), element=element
    )


def finset(element: Kind) -> Kind:
    """The type of finite sets."""
    return _type("Finset", element)


def sets(element: Kind) -> Kind:
    """The type of sets."""
    return _type("Set", element)


def lists(element: Kind) -> Kind:
    """The type of lists."""
    return _type("List", element)


def fin(n: Term | int) -> Kind:
    """The type of the natural numbers below `n`."""
    size = of_kind(n, NAT)
    return Kind("Fin", lambda d: App(Const("Fin"), (size.below(d),)))


def element_of(collection: Term) -> Kind:
    """The type of the elements; raises `InputError` for a term that is no set and no list."""
    if collection.kind.element is None:
        raise InputError(f"a term of type {collection.kind} has no elements")
    return collection.kind.element


def range_of(n: Term | int) -> Term:
    """``Finset.range n``: the natural numbers below ``n``."""
    return call("Finset.range", of_kind(n, NAT), kind=finset(NAT))


def interval(ends: str, a: Term | int, b: Term | int, kind: Kind | None = None) -> Term:
    """The finite set ``Finset.Icc a b`` of whole numbers; `ends` is Icc, Ico, Ioc or Ioo."""
    left, right = (of_kind(a, kind), of_kind(b, kind)) if kind else pair(a, b)
    of = left.kind
    return call(f"Finset.{ends}", of, INSTANCE, INSTANCE, left, right, kind=finset(of))


def real_interval(ends: str, a: Term, b: Term | int | None = None) -> Term:
    """The set ``Set.Icc a b``; `ends` names one of Lean's, ``Ici`` one of one end."""
    rest = () if b is None else (of_kind(b, a.kind),)
    return call(f"Set.{ends}", a.kind, INSTANCE, a, *rest, kind=sets(a.kind))


def every(kind: Kind) -> Term:
    """``Finset.univ`` of a finite type."""
    return call("Finset.univ", kind, INSTANCE, kind=finset(kind))


def kept(name: str, collection: Term, body: Callable[[Term], Term]) -> Term:
    """``Finset.filter``: the elements with a property."""
    of = element_of(collection)
    return call(
        "Finset.filter", of, function(name, of, body), INSTANCE, collection, kind=collection.kind
    )


def where(name: str, kind: Kind, body: Callable[[Term], Term]) -> Term:
    """The set ``{name : kind | body name}``."""
    return call("setOf", kind, function(name, kind, body), kind=sets(kind))


def empty(kind: Kind) -> Term:
    """``∅`` of a type of sets."""
    return call("EmptyCollection.emptyCollection", kind, INSTANCE, kind=kind)


def explicit(kind: Kind, *values: Term | int) -> Term:
    """``{a, b, …}`` in a type of sets."""
    if kind.element is None or not values:
        raise InputError("a set of no type, or without elements; `empty` writes that one")
    *first, last = (of_kind(value, kind.element) for value in values)
    written = call("Singleton.singleton", kind.element, kind, INSTANCE, last, kind=kind)
    for value in reversed(first):
        written = call("Insert.insert", kind.element, kind, INSTANCE, value, written, kind=kind)
    return written


def member(x: Term | int, collection: Term) -> Term:
    """``x ∈ collection``."""
    of = element_of(collection)
    return call("Membership.mem", of, collection.kind, INSTANCE, collection, of_kind(x, of))


def subset(one: Term, other: Term) -> Term:
    """``one ⊆ other``."""
    return call("HasSubset.Subset", one.kind, INSTANCE, one, of_kind(other, one.kind))


def forall_in(name: str, collection: Term, body: Callable[[Term], Term]) -> Term:
    """``∀ name ∈ collection, body name``."""
    return forall(name, element_of(collection), lambda x: implies(member(x, collection), body(x)))


def exists_in(name: str, collection: Term, body: Callable[[Term], Term]) -> Term:
    """``∃ name ∈ collection, body name``."""
    return exists(name, element_of(collection), lambda x: member(x, collection) & body(x))


def card(collection: Term) -> Term:
    """How many elements a finite set has."""
    return call("Finset.card", element_of(collection), collection, kind=NAT)


def natural_card(collection: Term) -> Term:
    """``Set.ncard``: how many elements a set has, 0 for an infinite one."""
    return call("Set.ncard", element_of(collection), collection, kind=NAT)


def is_finite(collection: Term) -> Term:
    """``Set.Finite``."""
    return call("Set.Finite", element_of(collection), collection)


def sum_over(name: str, collection: Term, body: Callable[[Term], Term]) -> Term:
    """``∑ name ∈ collection, body name``."""
    return _over("Finset.sum", name, collection, body)


def product_over(name: str, collection: Term, body: Callable[[Term], Term]) -> Term:
    """``∏ name ∈ collection, body name``."""
    return _over("Finset.prod", name, collection, body)


def _over(big: str, name: str, collection: Term, body: Callable[[Term], Term]) -> Term:
    f = function(name, element_of(collection), body)
    assert f.kind.result is not None
    of = (element_of(collection), f.kind.result)
    return call(big, *of, INSTANCE, collection, f, kind=f.kind.result)


def lcm_of(collection: Term) -> Term:
    """``Finset.lcm collection id``."""
    of = element_of(collection)
    same = call("id", of, kind=functions(of, of))
    return call("Finset.lcm", of, of, INSTANCE, INSTANCE, collection, same, kind=of)


def divisors(n: Term | int) -> Term:
    """``Nat.divisors n``, empty for 0."""
    return call("Nat.divisors", of_kind(n, NAT), kind=finset(NAT))


def prime_factors(n: Term | int) -> Term:
    """``Nat.primeFactors n``, empty for 0 and 1."""
    return call("Nat.primeFactors", of_kind(n, NAT), kind=finset(NAT))


def digits(base: Term | int, n: Term | int) -> Term:
    """The list of the digits of ``n``, the last first."""
    return call("Nat.digits", of_kind(base, NAT), of_kind(n, NAT), kind=lists(NAT))


def total(items: Term) -> Term:
    """``List.sum``."""
    of = element_of(items)
    return call("List.sum", of, INSTANCE, INSTANCE, items, kind=of)


def is_least(collection: Term, x: Term | int) -> Term:
    """``x`` is the smallest element of a set."""
    return _extreme("IsLeast", collection, x)


def is_greatest(collection: Term, x: Term | int) -> Term:
    """``x`` is the largest element of a set."""
    return _extreme("IsGreatest", collection, x)


def is_supremum(collection: Term, x: Term | int) -> Term:
    """``x`` is the least upper bound of a set."""
    return _extreme("IsLUB", collection, x)


def _extreme(name: str, collection: Term, x: Term | int) -> Term:
    of = element_of(collection)
    return call(name, of, INSTANCE, collection, of_kind(x, of))


def injective(f: Term) -> Term:
    """``f`` takes no value twice."""
    assert f.kind.domain is not None
    assert f.kind.result is not None
    return call("Function.Injective", f.kind.domain, f.kind.result, f)


def natural_of(i: Term) -> Term:
    """An element of ``Fin n`` as a natural number."""

    def below(depth: int) -> Node:
        kind = i.kind.below(depth)
        assert isinstance(kind, App)
        return App(Const("Fin.val"), (*kind.args, i.below(depth)))

    return Term(NAT, below)
