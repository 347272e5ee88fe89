"""What a stated value may be: small enough that nothing in it takes long to evaluate."""

import ast
from fractions import Fraction

from pycheck.errors import InputError

_NODES = 200
_DIGITS = 50
_EXPONENT = 1000
_OF_A_SUM = 12
_ARGUMENT = 1000
_ORDER = 8
_BITS = 20_000
_HUGE = Fraction(10**_DIGITS)
_HEAVY = ("factorial", "zeta", "polylog")


def refuse_what_is_too_large(text: str) -> None:
    """Raise `InputError` where a stated value is no expression, or could grow without a bound."""

    def refuse(what: str) -> InputError:
        return InputError(f"stated value {text!r}: {what}")

    if len(text) > 20 * _NODES:
        raise refuse("too large; state a shorter expression")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise refuse("it is not a formula; write it as in sympy") from error
    nodes = list(ast.walk(tree))
    if len(nodes) > _NODES:
        raise refuse("too large; state a shorter expression")
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        match node:
            case ast.Constant(value=int() | float()) if _number(node) == _HUGE:
                raise refuse(f"too large: a number of more than {_DIGITS} digits")
            case ast.Tuple() | ast.List() | ast.Dict() | ast.Set() | ast.Lambda():
                raise refuse("it is not one value")
            case ast.Call(args=[]):
                raise refuse("a function without an argument has no value")
            case ast.Call(func=ast.Name(id=name), args=args) if name in _HEAVY:
                if any(_size(arg) > _ARGUMENT for arg in args):
                    raise refuse(f"too large: {name} of more than {_ARGUMENT}")
            case ast.Call(func=ast.Name(id="diff"), args=[_, *rest]):
                if len(rest) > _ORDER or any(_size(arg) > _ORDER for arg in rest):
                    raise refuse(f"too large: a derivative of an order above {_ORDER}")
            case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
                if reason := _too_high(base, exponent):
                    raise refuse(f"too large: {reason}")
            case ast.BinOp(op=ast.Div(), right=right) if _number(right) == 0:
                raise refuse("it divides by zero")
            case ast.Name(id=name) if id(node) not in called and name in _FUNCTIONS:
                raise refuse(f"{name} is a function; write its argument")


_FUNCTIONS = frozenset(
    {
        *("Rational", "Integer", "Float", "sqrt", "exp", "log", "cos", "sin", "factorial"),
        *("zeta", "diff", "polylog", "Abs", "Min", "Max"),
    }
)


def _too_high(base: ast.expr, exponent: ast.expr) -> str:
    """Why a power could not be formed."""
    if any(isinstance(node, ast.Pow) for node in ast.walk(exponent)) and not _names(exponent):
        return "a power in an exponent"
    high = _number(exponent)
    if high is None:
        return ""
    if abs(high) > _EXPONENT:
        return f"an exponent above {_EXPONENT}"
    number = _number(base)
    if number is not None:
        size = max(number.numerator.bit_length(), number.denominator.bit_length())
        return f"more than {_BITS} bits" if size * abs(high) > _BITS else ""
    sums = (n.op for n in ast.walk(base) if isinstance(n, ast.BinOp))
    is_sum = any(isinstance(op, ast.Add | ast.Sub) for op in sums)
    nested = any(isinstance(node, ast.Pow) for node in ast.walk(base))
    if is_sum and (abs(high) > _OF_A_SUM or (nested and abs(high) > 3)):
        return f"a sum to a power above {3 if nested else _OF_A_SUM}"
    return ""


def _names(node: ast.expr) -> bool:
    return any(isinstance(n, ast.Name) for n in ast.walk(node))


def _size(node: ast.expr) -> Fraction:
    return abs(_number(node) or Fraction(0))


def _number(node: ast.expr) -> Fraction | None:
    """The value of a constant expression, `_HUGE` if it is far too large; None of others."""
    match node:
        case ast.Constant(value=int() | float() as number):
            return Fraction(str(number)) if abs(number) < 10**_DIGITS else _HUGE
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            value = _number(inner)
            return None if value is None else -value
        case ast.BinOp(left=left, op=op, right=right):
            one, other = _number(left), _number(right)
            if one is None or other is None:
                return None
            match op:
                case ast.Add():
                    return one + other
                case ast.Sub():
                    return one - other
                case ast.Mult():
                    return one * other
                case ast.Div() if other:
                    return one / other
                case ast.Pow() if one and other.denominator == 1:
                    return one ** int(other) if abs(other) <= _DIGITS else _HUGE
    return None
