"""What a stated value may be, read without evaluating it where that is enough.

A stated value is text. With a decimal point it is a printed figure and stands for every number that
rounds to it; without one it is exact (``1/12``, ``factorial(k)/(1 - gamma)**k``, ``true``).
"""

import ast
import re

from pycheck.checks.bounds import refuse_what_is_too_large
from pycheck.errors import InputError

SYMBOLS = frozenset(
    {*"ABCDEKLMNSTVWZabcdhijklmnpqrstuvwxyz", "alpha", "beta", "gamma", "theta", "epsilon"}
)
CONSTANTS = frozenset({"pi", "gamma_E", "oo", "true", "false"})
_ALWAYS_FINITE = frozenset({"sqrt", "exp", "log", "cos", "sin", "Abs"})
FUNCTIONS = _ALWAYS_FINITE | frozenset(
    {"Rational", "Integer", "Float", "factorial", "zeta", "diff", "polylog", "Min", "Max"}
)
DECIMAL = re.compile(r"[+-]?\d+\.\d*")
_WORD = re.compile(r"[A-Za-z_]\w*")
_LONGEST = 100
_KNOWN = SYMBOLS | CONSTANTS | FUNCTIONS


def is_figure(text: str) -> bool:
    """Whether a stated value is a printed figure."""
    return bool(DECIMAL.fullmatch(text.strip()))


def refuse_what_is_no_formula(text: str) -> None:
    """Raise `InputError` for a value of unknown words or signs, or one that is too large."""
    unknown = [word for word in _WORD.findall(text) if word not in _KNOWN]
    if unknown or "__" in text or not re.fullmatch(r"[\w\s+\-*/().,]+", text):
        what = f"unknown name {unknown[0]!r}" if unknown else "not a formula"
        raise InputError(f"stated value {text!r}: {what}; use numbers, Greek names, + - * / **")
    refuse_what_is_too_large(text)


def readable(text: str) -> None:
    """Read a stated value; raises `InputError` where it is no formula, or too large a one."""
    if is_figure(text):
        if len(text) > _LONGEST:
            raise InputError(f"stated value {text[:20]!r}...: more than {_LONGEST} digits")
        return
    refuse_what_is_no_formula(text)
    if text.strip() not in ("true", "false") and not _has_a_value(_tree(text)):
        from pycheck.checks.literals import parse_literal

        parse_literal(text)


def _tree(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


def _has_a_value(node: ast.expr) -> bool:
    """Whether an expression plainly has a value: nothing in it divides by what may vanish."""
    match node:
        case ast.Constant(value=int()) | ast.Name(id="pi" | "gamma_E"):
            return True
        case ast.Name(id=name):
            return name in SYMBOLS
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            return _has_a_value(operand)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
            return _has_a_value(left) and _has_a_value(right)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _has_a_value(left) and _never_vanishes(right)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _never_vanishes(left) and _has_a_value(right)
        case ast.Call(func=ast.Name(id=name), args=[ast.Name(id=argument)], keywords=[]):
            return name in _ALWAYS_FINITE and argument in SYMBOLS
    return False


def _never_vanishes(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=int(value)):
            return value != 0
        case ast.Name(id=name):
            return name in SYMBOLS or name == "pi"
    return False
