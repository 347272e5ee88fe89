"""What in a formula is too large to be worked out, said of its text before anything is tried."""

import ast
import math
from collections.abc import Iterator

from pycheck.formulas.statement import Formula
from pycheck.formulas.syntax import Side, number

_BITS = 2_000_000
"""Bits of the largest number that is written out."""
_TERMS = 1_000_000
_ORDER = 100
# Functions whose value grows, or whose distance from a simple number shrinks, with the argument.
_FAST = {"factorial", "gamma", "fibonacci", "binomial", "exp", "stirling", "beta", "cosh", "sinh"}
_FLAT = {"zeta", "erf", "erfc", "tanh", "polylog", "besselk"}
_FARTHEST = 10_000


def too_large(formula: Formula) -> str:
    """The part of a formula that is too large, in words; empty where there is none."""
    for side in formula.relations.sides:
        for found in _parts(side.node, side):
            return f"too large: {found}"
    return ""


def _parts(node: ast.AST, side: Side) -> Iterator[str]:
    match node:
        case ast.BinOp(op=ast.Pow(), left=base, right=exponent):
            yield from _power(node, base, exponent, side)
        case ast.Call(func=ast.Name(id=name), args=args):
            yield from _call(name, args, side)
    for child in ast.iter_child_nodes(node):
        yield from _parts(child, side)


def _power(node: ast.AST, base: ast.expr, exponent: ast.expr, side: Side) -> Iterator[str]:
    of, to = _size(base, side), _size(exponent, side)
    if of is None or to is None:
        return
    bits = abs(to) * math.log2(max(abs(of), 1))
    if bits > _BITS:
        yield f"{ast.unparse(node)} has {_about(bits)} bits"


def _call(name: str, args: list[ast.expr], side: Side) -> Iterator[str]:
    if name in ("Sum", "Product"):
        for part in args[1:]:
            match part:
                case ast.Tuple(elts=[_, lower, upper]):
                    low, high = _size(lower, side), _size(upper, side)
                    if low is not None and high is not None and high - low > _TERMS:
                        what = "sum" if name == "Sum" else "product"
                        yield f"a {what} of {_about(high - low + 1)} terms"
    elif name == "Derivative":
        for order in (a for part in args[1:] for a in ast.walk(part)):
            if isinstance(order, ast.Constant) and (_size(order, side) or 0) > _ORDER:
                yield f"a derivative of order {ast.unparse(order)}"
    elif name in _FAST | _FLAT:
        for size in (_size(arg, side) for arg in args):
            if size is not None and abs(size) > _FARTHEST:
                yield f"{name} at {_about(size)}"


def _size(node: ast.expr, side: Side) -> float | None:
    """A constant as a float, infinite where it is too large for one; None where it is none."""
    match node:
        case ast.Constant():
            try:
                return float(number(node, side))
            except OverflowError:
                return math.inf
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _size(operand, side)
            return None if inner is None else -inner
        case ast.BinOp(left=left, op=op, right=right):
            one, other = _size(left, side), _size(right, side)
            return None if one is None or other is None else _operated(op, one, other)
        case ast.Call(func=ast.Name(id="exp"), args=[arg]):
            to = _size(arg, side)
            return None if to is None else _operated(ast.Pow(), math.e, to)
    return None


def _operated(op: ast.operator, one: float, other: float) -> float | None:
    try:
        match op:
            case ast.Add():
                return one + other
            case ast.Sub():
                return one - other
            case ast.Mult():
                return one * other
            case ast.Div():
                return one / other
            case ast.Pow():
                return float(one**other)
    except OverflowError:
        return math.inf
    except (ArithmeticError, TypeError):
        return None
    return None


def _about(size: float) -> str:
    if math.isinf(size):
        return "more than 10^308"
    return f"{size:.0f}" if abs(size) < 10**15 else f"about {size:.3g}"
