"""Write a statement in Python as the tree that Lean's kernel would have of it.

>>> from pycheck.statements.writing import REAL, forall, implies, sqrt
>>> root = forall("x", REAL, lambda x: implies(0 <= x, sqrt(x) ** 2 == x))
>>> root.node.name
'x'

Each term knows its type; nothing is coerced except Python's integers, which take the type of the
term that they meet. `call` writes any other constant that the evaluator knows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pycheck.errors import InputError
from pycheck.statements.language.trees import (
    App,
    Const,
    Elided,
    Lam,
    NatLit,
    Node,
    Pi,
    Sort,
    Var,
    unparse,
)

_INSTANCE = Elided()


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A type: of numbers, of propositions (`PROP`), or of functions, with their result."""

    node: Node
    result: "Kind | None" = None

    def __str__(self) -> str:
        if isinstance(self.node, Const):
            return self.node.name
        return "a type of functions" if self.result else "Prop"


REAL, NAT, INT = Kind(Const("Real")), Kind(Const("Nat")), Kind(Const("Int"))
PROP = Kind(Sort())
_NUMBERS = (REAL, NAT, INT)


def functions(domain: Kind, result: Kind) -> Kind:
    """The type ``domain → result``."""
    return Kind(Pi("a", domain.node, result.node), result)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A term of a `kind`; `below` gives its tree under a number of binders.

    ``==``, ``!=``, ``<``, ``<=``, ``>``, ``>=`` write propositions, ``&``, ``|`` and ``~`` join
    them. ``**`` writes the power of a natural or of a real exponent, whichever the exponent is. A
    term of functions is applied by calling it.
    """

    kind: Kind
    below: Callable[[int], Node]

    @property
    def node(self) -> Node:
        """The tree of a term without free variables."""
        return self.below(0)

    def __bool__(self) -> bool:
        raise TypeError("a written statement is neither true nor false; join parts by & and |")

    def __call__(self, *arguments: "Term | int") -> "Term":
        result = self.kind.result
        if result is None:
            raise InputError(f"a term of type {self.kind} is no function and cannot be applied")
        domain = self.kind.node
        assert isinstance(domain, Pi)
        if len(arguments) != 1:
            raise InputError(f"a function takes one argument at a time, not {len(arguments)}")
        of = next((kind for kind in _NUMBERS if kind.node == domain.type), None)
        (argument,) = arguments
        written = _as(argument, of) if of else _term(argument)
        return Term(result, lambda d: App(self.below(d), (written.below(d),)))

    def __add__(self, other: "Term | int") -> "Term":
        return _binary("HAdd.hAdd", self, other)

    def __radd__(self, other: int) -> "Term":
        return _binary("HAdd.hAdd", other, self)

    def __sub__(self, other: "Term | int") -> "Term":
        return _binary("HSub.hSub", self, other)

    def __rsub__(self, other: int) -> "Term":
        return _binary("HSub.hSub", other, self)

    def __mul__(self, other: "Term | int") -> "Term":
        return _binary("HMul.hMul", self, other)

    def __rmul__(self, other: int) -> "Term":
        return _binary("HMul.hMul", other, self)

    def __truediv__(self, other: "Term | int") -> "Term":
        return _binary("HDiv.hDiv", self, other)

    def __rtruediv__(self, other: int) -> "Term":
        return _binary("HDiv.hDiv", other, self)

    def __pow__(self, exponent: "Term | int") -> "Term":
        power = _as(exponent, NAT) if isinstance(exponent, int) else exponent
        kinds = (self.kind.node, power.kind.node, self.kind.node)
        return call("HPow.hPow", *kinds, _INSTANCE, self, power, kind=self.kind)

    def __neg__(self) -> "Term":
        return call("Neg.neg", self.kind.node, _INSTANCE, self, kind=self.kind)

    def __abs__(self) -> "Term":
        return call("abs", self.kind.node, _INSTANCE, _INSTANCE, self, kind=self.kind)

    def __eq__(self, other: object) -> "Term":  # type: ignore[override]
        return _relation("Eq", self, other, instances=0)

    def __ne__(self, other: object) -> "Term":  # type: ignore[override]
        return _relation("Ne", self, other, instances=0)

    def __lt__(self, other: "Term | int") -> "Term":
        return _relation("LT.lt", self, other)

    def __le__(self, other: "Term | int") -> "Term":
        return _relation("LE.le", self, other)

    def __gt__(self, other: "Term | int") -> "Term":
        return _relation("LT.lt", other, self)

    def __ge__(self, other: "Term | int") -> "Term":
        return _relation("LE.le", other, self)

    def __and__(self, other: "Term") -> "Term":
        return call("And", self, other)

    def __or__(self, other: "Term") -> "Term":
        return call("Or", self, other)

    def __invert__(self) -> "Term":
        return call("Not", self)


def call(name: str, *arguments: Term | Node, kind: Kind = PROP) -> Term:
    """A constant of Lean by its full name, all arguments given; an instance is ``Elided()``."""
    return Term(kind, lambda d: App(Const(name), tuple(_below(a, d) for a in arguments)))


def constant(name: str, kind: Kind) -> Term:
    """A constant of Lean without arguments, such as ``Real.pi``."""
    return Term(kind, lambda _: Const(name))


def number(value: int, kind: Kind) -> Term:
    """A numeral; a negative one is the negative of a numeral.

    Raises `InputError` for a negative natural number.
    """
    if value < 0 and kind is NAT:
        raise InputError(f"{value} is no natural number; write an INT or a REAL")
    numeral = call("OfNat.ofNat", kind.node, NatLit(abs(value)), _INSTANCE, kind=kind)
    return -numeral if value < 0 else numeral


def forall(name: str, kind: Kind, body: Callable[[Term], Term]) -> Term:
    """``∀ name : kind, body name``."""
    return Term(PROP, lambda d: Pi(name, kind.node, body(_variable(kind, d)).below(d + 1)))


def function(name: str, kind: Kind, body: Callable[[Term], Term]) -> Term:
    """``fun name : kind ↦ body name``."""
    result = body(_variable(kind, 0)).kind
    return Term(
        functions(kind, result),
        lambda d: Lam(name, kind.node, body(_variable(kind, d)).below(d + 1)),
    )


def exists(name: str, kind: Kind, body: Callable[[Term], Term]) -> Term:
    """``∃ name : kind, body name``."""
    return call("Exists", kind.node, function(name, kind, body))


def implies(*parts: Term) -> Term:
    """``premise → … → conclusion``."""
    *premises, written = parts
    for premise in reversed(premises):
        written = _implication(premise, written)
    return written


def iff(p: Term, q: Term) -> Term:
    """``p ↔ q``."""
    return call("Iff", p, q)


def real(n: Term) -> Term:
    """A natural number or an integer as a real one.

    Raises `InputError` for a term of another type.
    """
    name = "Nat.cast" if n.kind is NAT else "Int.cast" if n.kind is INT else None
    if name is None:
        raise InputError(f"a term of type {n.kind} is not a whole number")
    return call(name, REAL.node, _INSTANCE, n, kind=REAL)


def exp(x: Term | int) -> Term:
    """``exp x``."""
    return call("Real.exp", _as(x, REAL), kind=REAL)


def log(x: Term | int) -> Term:
    """``log x``, in Lean that of ``|x|``, and 0 at 0."""
    return call("Real.log", _as(x, REAL), kind=REAL)


def sqrt(x: Term | int) -> Term:
    """``√x``, in Lean 0 for a negative ``x``."""
    return call("Real.sqrt", _as(x, REAL), kind=REAL)


def has_derivative(f: Term, slope: Term | int, at: Term | int) -> Term:
    """``HasDerivAt f slope at``, of a function of a real variable."""
    hidden = [_INSTANCE] * 4
    kinds = (REAL.node, _INSTANCE, REAL.node)
    return call("HasDerivAt", *kinds, *hidden, f, _as(slope, REAL), _as(at, REAL))


def tends_to(f: Term, limit: Term | int) -> Term:
    """``f n → limit`` as its argument, a natural or real number, grows without bound."""
    assert isinstance(f.kind.node, Pi)
    domain = f.kind.node.type
    source = call("Filter.atTop", domain, _INSTANCE)
    target = call("nhds", REAL.node, _INSTANCE, _as(limit, REAL))
    return call("Filter.Tendsto", domain, REAL.node, f, source, target)


def integral(f: Term, a: Term | int, b: Term | int) -> Term:
    """``∫ x in a..b, f x`` of a function of a real variable."""
    volume = call("MeasureTheory.MeasureSpace.volume", REAL.node, _INSTANCE)
    ends = (_as(a, REAL), _as(b, REAL))
    return call("intervalIntegral", REAL.node, _INSTANCE, _INSTANCE, f, *ends, volume, kind=REAL)


def series(f: Term) -> Term:
    """``∑' n, f n`` over the natural numbers; in Lean 0 where it diverges."""
    every = call("SummationFilter.unconditional", NAT.node)
    kinds = (REAL.node, NAT.node)
    return call("tsum", *kinds, _INSTANCE, _INSTANCE, f, every, kind=REAL)


def document(statements: Iterable[tuple[str, Term]]) -> list[dict[str, Any]]:
    """Statements by name as the JSON that ``pycheck lean sample --tree`` reads."""
    return [{"name": name, "statement": unparse(term.node)} for name, term in statements]


def _variable(kind: Kind, level: int) -> Term:
    return Term(kind, lambda d: Var(d - 1 - level))


def _implication(premise: Term, conclusion: Term) -> Term:
    return Term(PROP, lambda d: Pi("h", premise.below(d), conclusion.below(d + 1)))


def _below(argument: Term | Node, depth: int) -> Node:
    return argument.below(depth) if isinstance(argument, Term) else argument


def _term(value: object) -> Term:
    if isinstance(value, Term):
        return value
    raise InputError(
        f"{value!r} is no term of a statement; write a number as `number(value, REAL)`"
    )


def _as(value: object, kind: Kind) -> Term:
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value, kind)
    term = _term(value)
    if term.kind.node != kind.node:
        raise InputError(f"a term of type {term.kind} stands where {kind} must; `real` converts")
    return term


def _pair(x: object, y: object) -> tuple[Term, Term]:
    kind = _term(x if isinstance(x, Term) else y).kind
    return _as(x, kind), _as(y, kind)


def _binary(name: str, x: Term | int, y: Term | int) -> Term:
    left, right = _pair(x, y)
    node = left.kind.node
    return call(name, node, node, node, _INSTANCE, left, right, kind=left.kind)


def _relation(name: str, x: object, y: object, instances: int = 1) -> Term:
    left, right = _pair(x, y)
    return call(name, left.kind.node, *[_INSTANCE] * instances, left, right)
