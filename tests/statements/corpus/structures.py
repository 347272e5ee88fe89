"""Sets, lists, updates, propositions as values, and what a tree leaves out of its binders."""

from pycheck.statements.language.trees import Inst, Node, Pi, Sort, Var
from pycheck.statements.language.trees import call as node
from pycheck.statements.writing import (
    NAT,
    REAL,
    Term,
    call,
    finset,
    lists,
    number,
    real,
    series,
    sets,
    sqrt,
)
from tests.statements.corpus.entries import (
    HIDDEN,
    Entry,
    closed,
    nat,
    of_natural,
    of_real,
    over,
    r,
    total,
)

_SETS, _FINSETS, _LISTS = sets(REAL), finset(NAT), lists(REAL)
_TWO = sqrt(2) * sqrt(2)


def _between(a: Term, b: Term) -> Term:
    return call("Set.Icc", REAL.node, HIDDEN, a, b, kind=_SETS)


def _interval(a: int, b: int) -> Term:
    return _between(r(a), r(b))


def _singleton(x: Term) -> Term:
    return call("Singleton.singleton", REAL.node, _SETS.node, HIDDEN, x, kind=_SETS)


def _member(x: Term, collection: Term) -> Term:
    return call("Membership.mem", x.kind.node, collection.kind.node, HIDDEN, collection, x)


def _numbers(a: int, b: int) -> Term:
    """``Finset.Icc a b``."""
    return call("Finset.Icc", NAT.node, HIDDEN, HIDDEN, nat(a), nat(b), kind=_FINSETS)


def _listed(*items: Term) -> Term:
    written = call("List.nil", REAL.node, kind=_LISTS)
    for item in reversed(items):
        written = call("List.cons", REAL.node, item, written, kind=_LISTS)
    return written


def _updated(f: Term, at: Term, new: Term) -> Term:
    return call("Function.update", at.kind.node, HIDDEN, HIDDEN, f, at, new, kind=f.kind)


def _either(condition: Term, yes: Term, no: Term) -> Term:
    """``if condition then yes else no``."""
    return call("ite", yes.kind.node, condition, HIDDEN, yes, no, kind=yes.kind)


def _eq(a: Node, b: Node, kind: Node) -> Node:
    return node("Eq", kind, a, b)


_NOT_ZERO = Pi(
    "n", NAT.node, Inst(node("Ne", NAT.node, Var(1), number(0, NAT).node))
)  # [NeZero n] n ≠ 0
_SUBSINGLETON = Pi("α", Sort(), Inst(Pi("x", Var(1), Pi("y", Var(2), _eq(Var(1), Var(0), Var(3))))))
_PROOFS = Pi("p", Sort(), Pi("h", Var(0), Pi("k", Var(1), _eq(Var(1), Var(0), Var(2)))))
_EXTENSIONALITY = Pi(
    "p",
    Sort(),
    node("Or", _eq(Var(0), node("True"), Sort()), _eq(Var(0), node("False"), Sort())),
)

TRUE = [
    Entry(
        "an inexact argument of an update",
        _updated(of_real(lambda x: x), _TWO, r(5))(r(2)) == 5,
        "√2 √2 = 2",
    ),
    Entry("an update elsewhere", _updated(of_natural(real), nat(3), r(5))(nat(4)) == 4, "4 ≠ 3"),
    Entry("lists of equal reals", _listed(_TWO) == _listed(r(2)), "√2 √2 = 2"),
    Entry("lists of other lengths", _listed(r(2)) != _listed(r(2), r(2)), "1 and 2"),
    Entry("empty intervals are equal", _interval(1, 0) == _interval(3, 2), "both are empty"),
    Entry("singletons are equal", _singleton(_TWO) == _singleton(r(2)), "√2 √2 = 2"),
    Entry("a point is an interval", _interval(1, 1) == _singleton(r(1)), "1 ≤ x ≤ 1"),
    Entry("an irrational point of an interval", _member(sqrt(2), _interval(1, 2)), "1 ≤ √2 ≤ 2"),
    Entry("an empty range", _numbers(5, 3) == _numbers(7, 2), "both are empty"),
    Entry(
        "a range and its upper end",
        over(NAT, lambda n: (n == n) & _member(nat(3), _numbers(0, 3))),
        "3 ≤ 3",
    ),
    Entry(
        "a case distinction",
        over(REAL, lambda x: _either(x < 0, -x, x) == abs(x)),
        "the definition of |x|",
    ),
    Entry(
        "a case distinction at a tie",
        _either(_TWO == 2, r(1), r(0)) == 1,
        "√2 √2 = 2",
    ),
    Entry(
        "a sum over a case distinction",
        over(NAT, lambda n: total(n, lambda i: _either(i < 5, r(0), r(0))) == 0),
        "zeros",
    ),
    Entry("any two elements of a subsingleton", closed(_SUBSINGLETON), "the class says so"),
    Entry("a number that is not zero", closed(_NOT_ZERO), "the class says so"),
    Entry("such numbers inside", closed(_NOT_ZERO) & closed(node("True")), "the class says so"),
    Entry("any two proofs", closed(_PROOFS), "proof irrelevance"),
    Entry(
        "a proposition is true or false", closed(_EXTENSIONALITY), "propositional extensionality"
    ),
]

FALSE = [
    Entry("intervals of one length", _interval(0, 1) == _interval(1, 2), "0"),
    Entry("an interval is no point", _interval(0, 1) == _singleton(r(0)), "1"),
    Entry("an irrational point outside", _member(sqrt(5), _interval(1, 2)), "2.236"),
    Entry("lists in another order", _listed(r(1), r(2)) == _listed(r(2), r(1)), "1 ≠ 2"),
    Entry(
        "an update changes nothing",
        over(NAT, lambda n: _updated(of_natural(real), nat(3), r(5))(n) == real(n)),
        "n = 3",
    ),
    Entry(
        "a case distinction on the wrong side",
        over(REAL, lambda x: _either(x > 0, -x, x) == abs(x)),
        "x = 1",
    ),
    Entry(
        "a case distinction at one point",
        over(REAL, lambda x: _either(x == 2, x + 1, x) == x),
        "x = 2",
    ),
    Entry("every number is in a range", over(NAT, lambda n: _member(n, _numbers(0, 7))), "n = 8"),
    Entry("a range without its end", _numbers(0, 3) == _numbers(0, 2), "3"),
]

TRUE += [
    Entry("an interval with an inexact end", _between(r(0), _TWO) == _interval(0, 2), "√2 √2 = 2"),
    Entry(
        "intervals that almost are one",
        _interval(0, 2) != _between(r(0), r(2) + 1 / r(10) ** 700),
        "the upper ends",
    ),
    Entry(
        "functions that are one",
        of_real(lambda x: x**2) == of_real(lambda x: abs(x) ** 2),
        "|x|² = x²",
    ),
    Entry(
        "functions that differ below zero",
        of_real(lambda x: sqrt(x**2)) != of_real(lambda x: x),
        "-1",
    ),
    Entry(
        "sequences that differ late",
        of_natural(real) != of_natural(lambda n: _either(n == 1000, r(0), real(n))),
        "1000",
    ),
    Entry(
        "a sum of one late term",
        total(2000, lambda i: _either(i == 1000, r(1), r(0))) == 1,
        "the term at 1000",
    ),
    Entry(
        "a series of one late term",
        series(of_natural(lambda i: _either(i == 1000, r(1), r(0)))) == 1,
        "the term at 1000",
    ),
    Entry(
        "a series of a cut off difference",
        series(of_natural(lambda i: _either(i < 3, r(1), r(0)))) == 3,
        "0, 1, 2",
    ),
]
FALSE += [
    Entry(
        "functions that are not one",
        of_real(lambda x: sqrt(x**2)) == of_real(lambda x: x),
        "-1",
    ),
    Entry(
        "sequences that differ late, as one",
        of_natural(real) == of_natural(lambda n: _either(n == 1000, r(0), real(n))),
        "1000",
    ),
]
