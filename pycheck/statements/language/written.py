"""Propositions of Mathlib that are written out by their definitions, such as ``Monotone f``.

Each is a function of the terms that a person writes; types come first, instances are left out.
"""

from collections.abc import Callable, Mapping

from pycheck.statements.language.forms import head_name
from pycheck.statements.language.trees import App, Const, Elided, Lam, Node, Pi, Var, beta, lift

# A term as a function of the number of binders that it stands below.
Term = Callable[[int], Node]
_HIDDEN = Elided()


def written_out(node: Node) -> Node | None:
    """The proposition that a constant abbreviates, or None where it stands for itself."""
    rule = _RULES.get(head_name(node))
    if rule is None or not isinstance(node, App):
        return None
    arity, write = rule
    arguments = [arg for arg in node.args if not isinstance(arg, Elided)]
    if len(arguments) != arity:
        return None
    written = write(*[_given(arg) for arg in arguments])
    return None if written is None else beta(written(0))


def _given(node: Node) -> Term:
    return lambda depth: lift(node, depth)


def _call(name: str, *args: Term | Node) -> Term:
    def term(depth: int) -> Node:
        return App(Const(name), tuple(a(depth) if callable(a) else a for a in args))

    return term


def _at(f: Term, x: Term) -> Term:
    return lambda depth: App(f(depth), (x(depth),))


def _all(kind: Term, body: Callable[[Term], Term], name: str = "x") -> Term:
    def term(depth: int) -> Node:
        return Pi(name, kind(depth), body(lambda d: Var(d - 1 - depth))(depth + 1))

    return term


def _some(kind: Term, body: Callable[[Term], Term], name: str = "x") -> Term:
    def term(depth: int) -> Node:
        inner = body(lambda d: Var(d - 1 - depth))(depth + 1)
        return App(Const("Exists"), (kind(depth), Lam(name, kind(depth), inner)))

    return term


def _implies(premise: Term, conclusion: Term) -> Term:
    return lambda depth: Pi("h", premise(depth), conclusion(depth + 1))


def _and(p: Term, q: Term) -> Term:
    return _call("And", p, q)


def _equal(kind: Term, x: Term, y: Term) -> Term:
    return _call("Eq", kind, x, y)


def _at_most(kind: Term, x: Term, y: Term) -> Term:
    return _call("LE.le", kind, _HIDDEN, x, y)


def _below(kind: Term, x: Term, y: Term) -> Term:
    return _call("LT.lt", kind, _HIDDEN, x, y)


def _in(kind: Term, x: Term, s: Term, of: str = "Set") -> Term:
    return _call("Membership.mem", kind, _call(of, kind), _HIDDEN, s, x)


Order = Callable[[Term, Term, Term], Term]


def _monotone(points: Order, values: Order, *, down: bool = False, on: bool = False) -> "Rule":
    """``∀ a b, a ≤ b → f a ≤ f b``, with the orders given, `down` or only `on` a set."""

    def write(kind: Term, codomain: Term, f: Term, s: Term | None = None) -> Term:
        def rule(a: Term, b: Term) -> Term:
            first, second = (b, a) if down else (a, b)
            return _implies(points(kind, a, b), values(codomain, _at(f, first), _at(f, second)))

        if s is None:
            return _all(kind, lambda a: _all(kind, lambda b: rule(a, b), "b"), "a")
        return _all(
            kind,
            lambda a: _implies(
                _in(kind, a, s),
                _all(kind, lambda b: _implies(_in(kind, b, s), rule(a, b)), "b"),
            ),
            "a",
        )

    return (4 if on else 3), write


def _injective(kind: Term, codomain: Term, f: Term) -> Term:
    def rule(a: Term, b: Term) -> Term:
        return _implies(_equal(codomain, _at(f, a), _at(f, b)), _equal(kind, a, b))

    return _all(kind, lambda a: _all(kind, lambda b: rule(a, b), "b"), "a")


def _injective_on(kind: Term, codomain: Term, f: Term, s: Term) -> Term:
    def rule(a: Term, b: Term) -> Term:
        return _implies(_equal(codomain, _at(f, a), _at(f, b)), _equal(kind, a, b))

    return _all(
        kind,
        lambda a: _implies(
            _in(kind, a, s), _all(kind, lambda b: _implies(_in(kind, b, s), rule(a, b)), "b")
        ),
        "a",
    )


def _surjective(kind: Term, codomain: Term, f: Term) -> Term:
    return _all(codomain, lambda b: _some(kind, lambda a: _equal(codomain, _at(f, a), b), "a"), "b")


def _bijective(kind: Term, codomain: Term, f: Term) -> Term:
    return _and(_injective(kind, codomain, f), _surjective(kind, codomain, f))


def _upper(kind: Term, s: Term, bound: Term) -> Term:
    return _all(kind, lambda x: _implies(_in(kind, x, s), _at_most(kind, x, bound)))


def _lower(kind: Term, s: Term, bound: Term) -> Term:
    return _all(kind, lambda x: _implies(_in(kind, x, s), _at_most(kind, bound, x)))


def _least(kind: Term, s: Term, a: Term) -> Term:
    return _and(_in(kind, a, s), _lower(kind, s, a))


def _greatest(kind: Term, s: Term, a: Term) -> Term:
    return _and(_in(kind, a, s), _upper(kind, s, a))


def _least_upper(kind: Term, s: Term, a: Term) -> Term:
    best = _all(kind, lambda b: _implies(_upper(kind, s, b), _at_most(kind, a, b)), "b")
    return _and(_upper(kind, s, a), best)


def _greatest_lower(kind: Term, s: Term, a: Term) -> Term:
    best = _all(kind, lambda b: _implies(_lower(kind, s, b), _at_most(kind, b, a)), "b")
    return _and(_lower(kind, s, a), best)


def _unique(kind: Term, p: Term) -> Term:
    def only(x: Term) -> Term:
        return _all(kind, lambda y: _implies(_at(p, y), _equal(kind, y, x)), "y")

    return _some(kind, lambda x: _and(_at(p, x), only(x)))


def _nonempty(kind: Term, s: Term) -> Term:
    return _some(kind, lambda x: _in(kind, x, s))


def _equal_on(kind: Term, codomain: Term, f: Term, g: Term, s: Term) -> Term:
    return _all(kind, lambda x: _implies(_in(kind, x, s), _equal(codomain, _at(f, x), _at(g, x))))


def _subset(of: Term, s: Term, t: Term) -> Term | None:
    """``∀ x ∈ s, x ∈ t``."""
    node = of(0)
    name = head_name(node)
    if name not in ("Set", "Finset") or not isinstance(node, App):
        return None
    kind = _given(node.args[0])
    return _all(kind, lambda x: _implies(_in(kind, x, s, name), _in(kind, x, t, name)))


def _member(_kind: Term, _of: Term, s: Term, x: Term) -> Term | None:
    """``x ∈ {y | p y}`` is ``p x``, and in the range of a function ``∃ a, f a = x``."""
    node = s(0)
    if not isinstance(node, App):
        return None
    match head_name(node), [_given(arg) for arg in node.args]:
        case "setOf", [_, p]:
            return _at(p, x)
        case "Set.range", [codomain, kind, f]:
            return _some(kind, lambda a: _equal(codomain, _at(f, a), x), "a")
        case "Set.image", [kind, codomain, f, t]:
            return _some(kind, lambda a: _and(_in(kind, a, t), _equal(codomain, _at(f, a), x)), "a")
    return None


def _negated(kind: Term, codomain: Term, f: Term, sign: Callable[[Term, Term], Term]) -> Term:
    return _all(
        kind,
        lambda x: _equal(
            codomain, _at(f, _call("Neg.neg", kind, _HIDDEN, x)), sign(codomain, _at(f, x))
        ),
    )


def _even(kind: Term, codomain: Term, f: Term) -> Term:
    return _negated(kind, codomain, f, lambda _, y: y)


def _odd(kind: Term, codomain: Term, f: Term) -> Term:
    return _negated(kind, codomain, f, lambda of, y: _call("Neg.neg", of, _HIDDEN, y))


def _periodic(kind: Term, codomain: Term, f: Term, c: Term) -> Term:
    return _all(
        kind,
        lambda x: _equal(
            codomain,
            _at(f, _call("HAdd.hAdd", kind, kind, kind, _HIDDEN, x, c)),
            _at(f, x),
        ),
    )


Rule = tuple[int, Callable[..., Term | None]]

_RULES: Mapping[str, Rule] = {
    "Monotone": _monotone(_at_most, _at_most),
    "Antitone": _monotone(_at_most, _at_most, down=True),
    "StrictMono": _monotone(_below, _below),
    "StrictAnti": _monotone(_below, _below, down=True),
    "MonotoneOn": _monotone(_at_most, _at_most, on=True),
    "AntitoneOn": _monotone(_at_most, _at_most, down=True, on=True),
    "StrictMonoOn": _monotone(_below, _below, on=True),
    "StrictAntiOn": _monotone(_below, _below, down=True, on=True),
    "Function.Injective": (3, _injective),
    "Function.Surjective": (3, _surjective),
    "Function.Bijective": (3, _bijective),
    "Function.Even": (3, _even),
    "Function.Odd": (3, _odd),
    "Function.Periodic": (4, _periodic),
    "Set.InjOn": (4, _injective_on),
    "Set.EqOn": (5, _equal_on),
    "Set.Nonempty": (2, _nonempty),
    "IsLeast": (3, _least),
    "IsGreatest": (3, _greatest),
    "IsLUB": (3, _least_upper),
    "IsGLB": (3, _greatest_lower),
    "BddAbove": (2, lambda kind, s: _some(kind, lambda b: _upper(kind, s, b), "b")),
    "BddBelow": (2, lambda kind, s: _some(kind, lambda b: _lower(kind, s, b), "b")),
    "ExistsUnique": (2, _unique),
    "HasSubset.Subset": (3, _subset),
    "Membership.mem": (4, _member),
}
NAMES = frozenset(_RULES)
