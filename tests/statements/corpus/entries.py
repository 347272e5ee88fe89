"""What an entry of the corpus is, and the words that its modules share."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from pycheck.statements.language.trees import Elided, Node
from pycheck.statements.writing import (
    INT,
    NAT,
    PROP,
    REAL,
    Kind,
    Term,
    call,
    constant,
    forall,
    function,
    functions,
    number,
)

HIDDEN = Elided()
SEQUENCE = functions(NAT, REAL)
"""The type ``ℕ → ℝ``."""
PI = constant("Real.pi", REAL)


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement with the reason why it is true or false: a proof, or a counterexample.

    A `slow` one is a true limit that its values do not show. A `vacuous` one has hypotheses that
    contradict each other.
    """

    name: str
    statement: Term
    reason: str
    slow: bool = False
    vacuous: bool = False


def over(kind: Kind, body: Callable[..., Term]) -> Term:
    """``∀ x y …, body x y …`` over one type, with the names of the parameters of `body`."""
    names = list(inspect.signature(body).parameters)

    def bind(left: list[str], values: tuple[Term, ...]) -> Term:
        if not left:
            return body(*values)
        return forall(left[0], kind, lambda x: bind(left[1:], (*values, x)))

    return bind(names, ())


def of_real(body: Callable[[Term], Term]) -> Term:
    """``fun x : ℝ ↦ body x``."""
    return function("x", REAL, body)


def of_natural(body: Callable[[Term], Term]) -> Term:
    """``fun n : ℕ ↦ body n``."""
    return function("n", NAT, body)


def r(n: int) -> Term:
    """A real numeral."""
    return number(n, REAL)


def nat(value: int) -> Term:
    """A numeral of the natural numbers."""
    return number(value, NAT)


def whole(value: int) -> Term:
    """An integer numeral."""
    return number(value, INT)


def ratio(p: int, q: int) -> Term:
    """The real number ``p / q``."""
    return r(p) / q


def closed(node: Node) -> Term:
    """A proposition given by its tree."""
    return Term(PROP, lambda _: node)


FALSUM = r(0) == 1
"""A false conclusion: true only of hypotheses that nothing satisfies."""


def inverse(x: Term) -> Term:
    """``x⁻¹``."""
    return call("Inv.inv", REAL.node, HIDDEN, x, kind=REAL)


def sin(x: Term) -> Term:
    """``sin x``."""
    return call("Real.sin", x, kind=REAL)


def cos(x: Term) -> Term:
    """``cos x``."""
    return call("Real.cos", x, kind=REAL)


def larger(x: Term, y: Term) -> Term:
    """``max x y``."""
    return call("Max.max", x.kind.node, HIDDEN, x, y, kind=x.kind)


def smaller(x: Term, y: Term) -> Term:
    """``min x y``."""
    return call("Min.min", x.kind.node, HIDDEN, x, y, kind=x.kind)


def total(count: Term | int, f: Callable[[Term], Term], kind: Kind = REAL) -> Term:
    """``∑ i ∈ range count, f i``."""
    below = call("Finset.range", nat(count) if isinstance(count, int) else count)
    return call("Finset.sum", NAT.node, kind.node, HIDDEN, below, of_natural(f), kind=kind)


def derivative(f: Term, at: Term | int) -> Term:
    """``deriv f at``."""
    point = r(at) if isinstance(at, int) else at
    hidden = [HIDDEN] * 3
    return call("deriv", REAL.node, HIDDEN, REAL.node, *hidden, f, point, kind=REAL)
