"""Terms that know their type: signs, numerals, quantifiers and any other constant."""

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
    Var,
    unparse,
)
from pycheck.statements.writing.kinds import NAT, PROP, REAL, Kind, functions

INSTANCE = Elided()
"""An instance, which the trees leave out."""


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A term of a `kind`; `below` gives its tree under a number of binders.

    ``==``, ``!=``, ``<``, ``<=``, ``>``, ``>=`` write propositions, ``&``, ``|`` and ``~`` join
    them; ``x > y`` and ``x >= y`` are written as ``y < x`` and ``y ≤ x``. ``**`` writes the power
    of a natural or of a real exponent, whichever the exponent is; ``/`` is Lean's, rounded in the
    whole numbers. A term of functions is applied by calling it.
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
        applied = self.kind
        written: list[Term] = []
        for argument in arguments:
            if applied.domain is None or applied.result is None:
                raise InputError(f"a term of type {applied} is no function and cannot be applied")
            written.append(of_kind(argument, applied.domain))
            applied = applied.result
        return Term(applied, lambda d: App(self.below(d), tuple(w.below(d) for w in written)))

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

    def __mod__(self, other: "Term | int") -> "Term":
        return _binary("HMod.hMod", self, other)

    def __rmod__(self, other: int) -> "Term":
        return _binary("HMod.hMod", other, self)

    def __pow__(self, exponent: "Term | int") -> "Term":
        power = of_kind(exponent, NAT) if isinstance(exponent, int) else exponent
        kinds = (self.kind, power.kind, self.kind)
        return call("HPow.hPow", *kinds, INSTANCE, self, power, kind=self.kind)

    def __rpow__(self, base: int) -> "Term":
        return number(base, self.kind) ** self

    def __neg__(self) -> "Term":
        return call("Neg.neg", self.kind, INSTANCE, self, kind=self.kind)

    def __abs__(self) -> "Term":
        return call("abs", self.kind, INSTANCE, INSTANCE, self, kind=self.kind)

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


def call(name: str, *arguments: Term | Kind | Node, kind: Kind = PROP) -> Term:
    """A constant of Lean by its full name, all arguments given; an instance is ``Elided()``."""
    if not arguments:
        return constant(name, kind)
    return Term(kind, lambda d: App(Const(name), tuple(_below(a, d) for a in arguments)))


def constant(name: str, kind: Kind) -> Term:
    """A constant of Lean without arguments, such as ``Real.pi``."""
    return Term(kind, lambda _: Const(name))


def number(value: int, kind: Kind) -> Term:
    """A numeral; a negative one is the negative of a numeral.

    Raises `InputError` for a negative natural number.
    """
    if value < 0 and kind.is_same(NAT):
        raise InputError(f"{value} is no natural number; write an INT or a REAL")
    numeral = call("OfNat.ofNat", kind, NatLit(abs(value)), INSTANCE, kind=kind)
    return -numeral if value < 0 else numeral


def forall(name: str, kind: Kind, body: Callable[[Term], Term]) -> Term:
    """``∀ name : kind, body name``."""
    return Term(PROP, lambda d: Pi(name, kind.below(d), body(_variable(kind, d)).below(d + 1)))


def function(name: str, kind: Kind, body: Callable[[Term], Term]) -> Term:
    """``fun name : kind ↦ body name``."""
    result = body(_variable(kind, 0)).kind
    return Term(
        functions(kind, result),
        lambda d: Lam(name, kind.below(d), body(_variable(kind, d)).below(d + 1)),
    )


def exists(name: str, kind: Kind, body: Callable[[Term], Term]) -> Term:
    """``∃ name : kind, body name``."""
    return call("Exists", kind, function(name, kind, body))


def exists_one(name: str, kind: Kind, body: Callable[[Term], Term]) -> Term:
    """``∃! name : kind, body name``."""
    return call("ExistsUnique", kind, function(name, kind, body))


def implies(*parts: Term) -> Term:
    """``premise → … → conclusion``."""
    *premises, written = parts
    for premise in reversed(premises):
        written = _implication(premise, written)
    return written


def iff(p: Term, q: Term) -> Term:
    """``p ↔ q``."""
    return call("Iff", p, q)


def greater(x: Term, y: Term | int) -> Term:
    """``x > y``, which Lean keeps apart from ``y < x``."""
    return _relation("GT.gt", x, y)


def at_least(x: Term, y: Term | int) -> Term:
    """``x ≥ y``, which Lean keeps apart from ``y ≤ x``."""
    return _relation("GE.ge", x, y)


_CASTS = {"Nat": "Nat.cast", "Int": "Int.cast", "Rat": "Rat.cast"}


def cast(n: Term, kind: Kind) -> Term:
    """A number of a smaller type in a larger one, such as ``(n : ℚ)``.

    Raises `InputError` for a term of another type.
    """
    name = _CASTS.get(n.kind.name)
    if name is None:
        raise InputError(f"a term of type {n.kind} is not a whole number or a fraction")
    return call(name, kind, INSTANCE, n, kind=kind)


def real(n: Term) -> Term:
    """A natural number, an integer or a fraction as a real number.

    Raises `InputError` for a term of another type.
    """
    return cast(n, REAL)


def case(condition: Term, yes: Term, no: Term | int) -> Term:
    """``if condition then yes else no``."""
    other = of_kind(no, yes.kind)
    return call("ite", yes.kind, condition, INSTANCE, yes, other, kind=yes.kind)


def document(statements: Iterable[tuple[str, Term]]) -> list[dict[str, Any]]:
    """Statements by name as the JSON that ``pycheck lean sample --tree`` reads."""
    return [{"name": name, "statement": unparse(term.node)} for name, term in statements]


def _variable(kind: Kind, level: int) -> Term:
    return Term(kind, lambda d: Var(d - 1 - level))


def _implication(premise: Term, conclusion: Term) -> Term:
    return Term(PROP, lambda d: Pi("h", premise.below(d), conclusion.below(d + 1)))


def _below(argument: Term | Kind | Node, depth: int) -> Node:
    return argument.below(depth) if isinstance(argument, Term | Kind) else argument


def of_any(value: object) -> Term:
    """A term as it is; raises `InputError` for anything else, whose type nobody could know."""
    if isinstance(value, Term):
        return value
    raise InputError(
        f"{value!r} is no term of a statement; write a number as `number(value, REAL)`"
    )


def of_kind(value: object, kind: Kind) -> Term:
    """A term that must have a type, or Python's integer as a numeral of it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value, kind)
    term = of_any(value)
    if not term.kind.is_same(kind):
        raise InputError(f"a term of type {term.kind} stands where {kind} must; `cast` converts")
    return term


def pair(x: object, y: object) -> tuple[Term, Term]:
    """Two terms of one type, one of which may be Python's integer."""
    kind = of_any(x if isinstance(x, Term) else y).kind
    return of_kind(x, kind), of_kind(y, kind)


def _binary(name: str, x: Term | int, y: Term | int) -> Term:
    left, right = pair(x, y)
    kind = left.kind
    return call(name, kind, kind, kind, INSTANCE, left, right, kind=kind)


def _relation(name: str, x: object, y: object, instances: int = 1) -> Term:
    left, right = pair(x, y)
    return call(name, left.kind, *[INSTANCE] * instances, left, right)
