"""Trees of real expressions as sympy expressions, where sympy has the same function.

sympy has no junk values: the translation means the same only where nothing is divided by zero and
no logarithm is taken of zero or less.
"""

from collections.abc import Callable, Sequence
from typing import Any

import sympy

from pycheck.algebra.statements.library import Library
from pycheck.algebra.statements.trees import App, Const, Lam, NatLit, Node, Var, is_call
from pycheck.algebra.statements.undecided import Undecided

_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "HAdd.hAdd": lambda x, y: x + y,
    "HSub.hSub": lambda x, y: x - y,
    "HMul.hMul": lambda x, y: x * y,
    "HDiv.hDiv": lambda x, y: x / y,
    "HPow.hPow": lambda x, y: x**y,
    "Min.min": sympy.Min,
    "Max.max": sympy.Max,
    "Eq": sympy.Eq,
    "LE.le": sympy.Le,
    "LT.lt": sympy.Lt,
}
_UNARY: dict[str, Callable[[Any], Any]] = {
    "Neg.neg": lambda x: -x,
    "Inv.inv": lambda x: 1 / x,
    "abs": sympy.Abs,
    "Real.log": sympy.log,
    "Real.exp": sympy.exp,
    "Real.sqrt": sympy.sqrt,
    "Real.cos": sympy.cos,
    "Real.sin": sympy.sin,
    "Nat.factorial": sympy.factorial,
    "harmonic": sympy.harmonic,
    "riemannZeta": sympy.zeta,
    "Nat.cast": lambda x: x,
    "Int.cast": lambda x: x,
    "Rat.cast": lambda x: x,
    "Complex.ofReal": lambda x: x,
}
_CONSTANTS = {"Real.pi": sympy.pi, "Real.eulerMascheroniConstant": sympy.EulerGamma}


def to_sympy(node: Node, symbols: Sequence[Any], library: Library) -> Any:
    """The expression with its free variables replaced by `symbols` (innermost last).

    Definitions of the library are unfolded first. Raises `Undecided` where sympy has no such
    function.
    """
    return _translate(library.unfold(node), tuple(symbols))


def _translate(node: Node, symbols: tuple[Any, ...]) -> Any:
    if isinstance(node, Var):
        return symbols[-1 - node.index]
    if isinstance(node, NatLit):
        return sympy.Integer(node.value)
    if isinstance(node, Const) and node.name in _CONSTANTS:
        return _CONSTANTS[node.name]
    if isinstance(node, App) and isinstance(node.head, Const):
        return _call(node.head.name, node.args, symbols)
    raise Undecided(f"sympy has no counterpart of {type(node).__name__}")


def _call(name: str, args: tuple[Node, ...], symbols: tuple[Any, ...]) -> Any:
    if name == "OfNat.ofNat":
        return _translate(args[1], symbols)
    if name in _BINARY:
        return _BINARY[name](_translate(args[-2], symbols), _translate(args[-1], symbols))
    if name in _UNARY:
        return _UNARY[name](_translate(args[-1], symbols))
    if name == "Finset.sum" and is_call(args[3], "Finset.Icc"):
        return _sum(args[3], args[4], symbols)
    if name == "deriv":
        return _derivative(args[6], args[7], symbols)
    raise Undecided(f"sympy has no counterpart of {name}")


def _sum(support: Node, summand: Node, symbols: tuple[Any, ...]) -> Any:
    assert isinstance(support, App)
    lower, upper = (_translate(end, symbols) for end in support.args[3:])
    index = sympy.Dummy("d", integer=True, positive=True)
    body = _function(summand, index, symbols)
    return sympy.Sum(body, (index, lower, upper))


def _derivative(function: Node, point: Node, symbols: tuple[Any, ...]) -> Any:
    variable = sympy.Dummy("x", positive=True)
    slope = sympy.diff(_function(function, variable, symbols).doit(), variable)
    return slope.subs(variable, _translate(point, symbols))


def _function(node: Node, argument: Any, symbols: tuple[Any, ...]) -> Any:
    if not isinstance(node, Lam):
        raise Undecided("sympy has no counterpart of a function without a variable")
    return _translate(node.body, (*symbols, argument))
