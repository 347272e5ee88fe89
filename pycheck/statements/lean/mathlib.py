"""The functions of formulas in Mathlib's words, or the name of what Mathlib lacks.

The names are those of Mathlib for Lean 4.27.
"""

from collections.abc import Callable, Mapping

from pycheck.statements.language.forms import head_name, negated, numeral
from pycheck.statements.language.trees import (
    App,
    Const,
    Lam,
    NatLit,
    Node,
    Pi,
    Var,
    call,
    children,
    lift,
    rebuild,
)
from pycheck.statements.lean.agreement import Types, kind_of
from pycheck.statements.lean.conditions import HIDDEN, VOLUME, half_line, minus, one_more, plus
from pycheck.statements.lean.signs import natural
from pycheck.statements.writing import COMPLEX, INT, NAT, REAL, Kind, number


class Lacking(Exception):
    """Mathlib has no such function; the message is its name."""


Row = Callable[[tuple[Node, ...], Kind], Node]


def _real(name: str, x: Node) -> Node:
    return call(name, x)


def _times(a: Node, b: Node) -> Node:
    return call("HMul.hMul", *[REAL.node] * 3, HIDDEN, a, b)


def _over(a: Node, b: Node) -> Node:
    return call("HDiv.hDiv", *[REAL.node] * 3, HIDDEN, a, b)


def _cast(n: Node, kind: Kind = REAL) -> Node:
    return call("Nat.cast", kind.node, HIDDEN, n)


def _only_real(name: str, told: str) -> Callable[[Callable[[Node], Node]], Row]:
    """A function that Mathlib has, or that is written here, of a real argument alone."""

    def make(of: Callable[[Node], Node]) -> Row:
        def row(args: tuple[Node, ...], kind: Kind) -> Node:
            if kind is COMPLEX:
                raise Lacking(f"{told} of a complex number")
            return of(args[0])

        row.__name__ = name
        return row

    return make


def _gamma(args: tuple[Node, ...], kind: Kind) -> Node:
    return call("Complex.Gamma" if kind is COMPLEX else "Real.Gamma", args[0])


def _zeta(args: tuple[Node, ...], kind: Kind) -> Node:
    if kind is COMPLEX:
        return call("riemannZeta", args[0])
    return call("Complex.re", call("riemannZeta", call("Complex.ofReal", args[0])))


def _factorial(args: tuple[Node, ...], _kind: Kind) -> Node:
    n = natural(args[0])
    if n is not None:
        return _cast(call("Nat.factorial", n))
    return call("Real.Gamma", one_more(args[0]))


def _binomial(args: tuple[Node, ...], _kind: Kind) -> Node:
    """``n choose k``, of whole numbers, of a real `n`, or by the gamma function."""
    n, k = args
    above, below = natural(n), natural(k)
    if above is not None and below is not None:
        return _cast(call("Nat.choose", above, below))
    if below is not None:
        factor = Lam("i", NAT.node, minus(lift(n, 1), _cast(Var(0))))
        span = call("Finset.range", below)
        product = call("Finset.prod", NAT.node, REAL.node, HIDDEN, span, factor)
        return _over(product, _cast(call("Nat.factorial", below)))
    top, *bottom = (_real("Real.Gamma", one_more(x)) for x in (n, k, minus(n, k)))
    return _over(top, _times(*bottom))


def _beta(args: tuple[Node, ...], _kind: Kind) -> Node:
    top, *bottom = (_real("Real.Gamma", x) for x in args)
    return _over(_times(top, *bottom), _real("Real.Gamma", plus(*args)))


def _modulo(args: tuple[Node, ...], _kind: Kind) -> Node:
    x, y = args
    floor = call("Int.floor", REAL.node, HIDDEN, HIDDEN, HIDDEN, _over(x, y))
    return minus(x, _times(y, call("Int.cast", REAL.node, HIDDEN, floor)))


def _fibonacci(args: tuple[Node, ...], _kind: Kind) -> Node:
    n = natural(args[0])
    return call("Int.fib", args[0]) if n is None else _cast(call("Nat.fib", n), INT)


def _integral(args: tuple[Node, ...], _kind: Kind) -> Node:
    return call("intervalIntegral", REAL.node, HIDDEN, HIDDEN, *args, VOLUME)


def _over_set(name: str) -> Row:
    def row(args: tuple[Node, ...], _kind: Kind) -> Node:
        f, *ends = args
        measure: Node = VOLUME
        if ends:
            collection = half_line(name, ends[0])
            measure = call("MeasureTheory.Measure.restrict", REAL.node, HIDDEN, VOLUME, collection)
        return call("MeasureTheory.integral", *[REAL.node] * 2, *[HIDDEN] * 3, measure, f)

    return row


def _limit(args: tuple[Node, ...], _kind: Kind) -> Node:
    f, source = args
    return call("limUnder", REAL.node, HIDDEN, HIDDEN, source, f)


def _smooth(args: tuple[Node, ...], kind: Kind) -> Node:
    """``ContDiff ℝ ∞ f``; a function of two variables as one of a pair."""
    # The order ∞ of an unknown function is a notation of a scope; it stands here written out.
    return call("ContDiff", REAL.node, Const("(⊤ : ℕ∞)"), args[0])


def _conjugate(args: tuple[Node, ...], _kind: Kind) -> Node:
    ring = call("starRingEnd", COMPLEX.node)
    return call("DFunLike.coe", HIDDEN, COMPLEX.node, COMPLEX.node, HIDDEN, ring, args[0])


def _root(args: tuple[Node, ...], _kind: Kind) -> Node:
    half = call(
        "HDiv.hDiv",
        *[COMPLEX.node] * 3,
        HIDDEN,
        number(1, COMPLEX).node,
        number(2, COMPLEX).node,
    )
    return call("HPow.hPow", *[COMPLEX.node] * 3, HIDDEN, args[0], half)


MATHLIB: Mapping[str, Row] = {
    "Special.gamma": _gamma,
    "Special.loggamma": _only_real("loggamma", "loggamma")(
        lambda x: call("Real.log", call("Real.Gamma", x))
    ),
    "Special.digamma": _only_real("digamma", "digamma")(
        lambda x: call("logDeriv", Const("Real.Gamma"), x)
    ),
    "Special.zeta": _zeta,
    "Special.factorial": _factorial,
    "Special.binomial": _binomial,
    "Special.beta": _beta,
    "Special.modulo": _modulo,
    "Special.natural": lambda args, _: call("Int.toNat", args[0]),
    "Special.fibonacci": _fibonacci,
    "Special.stirling": lambda args, _: call("Nat.stirlingSecond", *args),
    "Special.integral": _integral,
    "Special.integralFrom": _over_set("Set.Ioi"),
    "Special.integralUpTo": _over_set("Set.Iic"),
    "Special.integralOverLine": _over_set(""),
    "Special.limit": _limit,
    "Special.Smooth": _smooth,
    "Special.conjugate": _conjugate,
    "Special.csqrt": _root,
}
_TOLD = {
    "Special.fix": "a function given by a recurrence",
    "Special.hurwitz": "the Hurwitz zeta function of real arguments",
    "Special.lambertw": "LambertW",
}


def with_numerals(node: Node) -> Node:
    """The tree with the cast of a numeral as the numeral of the other type, ``n + 0`` as ``n``."""
    parts = [with_numerals(part) for part, _ in children(node)]
    node = rebuild(node, parts)
    name = head_name(node)
    if isinstance(node, App) and name in ("Nat.cast", "Int.cast", "Complex.ofReal"):
        kind = COMPLEX.node if name == "Complex.ofReal" else node.args[0]
        below = negated(node.args[-1])
        value = numeral(node.args[-1] if below is None else below)
        if value is not None:
            written = call("OfNat.ofNat", kind, NatLit(value), HIDDEN)
            return written if below is None else call("Neg.neg", kind, HIDDEN, written)
    if name == "HAdd.hAdd" and isinstance(node, App) and node.args[0] == NAT.node:
        return node.args[-2] if numeral(node.args[-1]) == 0 else node
    return node


def in_mathlib(node: Node, types: Types = ()) -> Node:
    """The tree in Mathlib's words; raises `Lacking` where it has none."""
    name = head_name(node)
    if name.startswith("Special."):
        row = MATHLIB.get(name)
        if row is None:
            raise Lacking(_TOLD.get(name, name.removeprefix("Special.")))
        assert isinstance(node, App)
        if name == "Special.Smooth" and not _is_of_one_variable(node.args[0], types):
            raise Lacking("derivatives in one of several variables")
        return in_mathlib(row(node.args, kind_of(node.args[-1], types)), types)
    inner = (*types, node.type) if isinstance(node, Lam | Pi) else (*types, HIDDEN)
    parts = [in_mathlib(part, inner if below else types) for part, below in children(node)]
    return rebuild(node, parts)


def _is_of_one_variable(f: Node, types: Types) -> bool:
    kind = types[-1 - f.index] if isinstance(f, Var) else HIDDEN
    return isinstance(kind, Pi) and not isinstance(kind.body, Pi)
