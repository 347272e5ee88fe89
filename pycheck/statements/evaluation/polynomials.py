"""Polynomials in one variable of a statement, and all of their real roots."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

from flint import arb, fmpq, fmpq_poly

from pycheck.statements.language.forms import Relation, cast, negated, operation
from pycheck.statements.language.trees import App, Const, Node, Var, count_variable
from pycheck.statements.language.undecided import Undecided

_HIGHEST = 40
_VARIABLE = fmpq_poly([0, 1])
_NUMBERS = frozenset(map(Const, ("Nat", "Int", "Rat", "Real")))
_ROUNDED = frozenset(
    {
        ("HSub.hSub", Const("Nat")),
        ("HDiv.hDiv", Const("Nat")),
        ("HDiv.hDiv", Const("Int")),
    }
)


Evaluate = Callable[[Node], Any]
"""The values of trees in which the variable does not occur."""
Reader = Callable[[Evaluate], fmpq_poly | None]
"""A polynomial, given the values of what else occurs in its tree."""


def polynomial_of(
    node: Node, index: int, evaluate: Evaluate, *, loosely: bool = False
) -> fmpq_poly | None:
    """A term as a polynomial in a variable, where everything else in it is rational; or None.

    Whole numbers are divided with a rest, and natural ones subtracted down to zero: no polynomials.
    `loosely` they are taken for what they look like.
    """
    read = polynomial_reader(node, index, loosely=loosely)
    return None if read is None else read(evaluate)


def polynomial_reader(node: Node, index: int, *, loosely: bool = False) -> Reader | None:
    """The same for a tree that is read once and evaluated often; None where it is no polynomial."""
    if node == Var(index):
        return lambda _: _VARIABLE
    if not count_variable(node, index):
        return partial(_constant, node)
    if inner := cast(node):
        into = node.args[0] if isinstance(node, App) else None
        return polynomial_reader(inner, index, loosely=loosely) if into in _NUMBERS else None
    if inner := negated(node):
        of = polynomial_reader(inner, index, loosely=loosely)
        return None if of is None else partial(_minus, of)
    sign = operation(node)
    if sign is None or sign.kind not in _NUMBERS:
        return None
    if (sign.name, sign.kind) in _ROUNDED and not loosely:
        return None
    left = polynomial_reader(sign.left, index, loosely=loosely)
    right = polynomial_reader(sign.right, index, loosely=loosely)
    if left is None or right is None:
        return None
    return partial(_both, sign.name, left, right)


def _constant(node: Node, evaluate: Evaluate) -> fmpq_poly | None:
    try:
        value = evaluate(node)
    except Undecided:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return fmpq_poly([value])
    return fmpq_poly([value]) if type(value) is fmpq else None


def _minus(of: Reader, evaluate: Evaluate) -> fmpq_poly | None:
    found = of(evaluate)
    return None if found is None else -found


def _both(name: str, left: Reader, right: Reader, evaluate: Evaluate) -> fmpq_poly | None:
    one, other = left(evaluate), right(evaluate)
    return None if one is None or other is None else _combined(name, one, other)


def _combined(name: str, left: fmpq_poly, right: fmpq_poly) -> fmpq_poly | None:
    if name == "HAdd.hAdd":
        return left + right
    if name == "HSub.hSub":
        return left - right
    if name == "HMul.hMul":
        return left * right if left.degree() + right.degree() <= _HIGHEST else None
    if right.degree() > 0:
        return None
    number = right[0]
    if name == "HDiv.hDiv":
        return left / number if number != 0 else None
    if number.q != 1 or not 0 <= number.p * max(left.degree(), 1) <= _HIGHEST:
        return None
    return left ** int(number.p)


def real_roots(polynomial: fmpq_poly) -> list[arb]:
    """All real roots, each once, in their order, as balls of the current precision."""
    if polynomial.degree() <= 0:
        return []
    roots: Any = polynomial.numer().complex_roots()  # (root, multiplicity), whatever its stub says
    found = [root.real for root, _ in roots if root.imag.is_zero()]
    return sorted(found, key=lambda ball: ball.mid())


def rational_roots(polynomial: fmpq_poly) -> list[fmpq]:
    """All rational roots, each once, in their order."""
    if polynomial.degree() <= 0:
        return []
    _, factors = polynomial.numer().factor()
    return sorted(fmpq(-int(f[0]), int(f[1])) for f, _ in factors if f.degree() == 1)


def never(polynomial: fmpq_poly, relation: Relation) -> bool:
    """Whether ``p(x) relation 0`` holds at no real x: shown by the signs between all roots."""
    roots = real_roots(polynomial)
    beside = [fmpq(0)]
    if roots:
        middles = [middle((a + b) / 2) for a, b in pairwise(roots)]
        beside = [middle(roots[0] - 1), *middles, middle(roots[-1] + 1)]
        apart = all(a < m < b for (a, b), m in zip(pairwise(roots), middles, strict=True))
        if not (apart and beside[0] < roots[0] and roots[-1] < beside[-1]):
            return False
    signs = {_sign(polynomial(x)) for x in beside}
    if relation in (Relation.EQ, Relation.NE):
        nonzero = polynomial.degree() > 0 or polynomial[0] != 0
        return (nonzero and not roots) if relation is Relation.EQ else not nonzero
    wanted = -1 if relation in (Relation.LT, Relation.LE) else 1
    zero = bool(roots) or 0 in signs
    return wanted not in signs and (relation.is_strict or not zero)


def middle(ball: arb) -> fmpq:
    """The middle of a ball, exactly."""
    mantissa, exponent = ball.mid().man_exp()
    return fmpq(int(mantissa)) * fmpq(2) ** int(exponent)


def _sign(value: fmpq) -> int:
    return (value > 0) - (value < 0)
