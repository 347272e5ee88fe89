"""A formula as it was read, in Unicode mathematics."""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from pycheck.formulas.characters import LETTERS
from pycheck.formulas.syntax import BINDERS, Relations, Side, UnreadableFormula, literal, split
from pycheck.notation.signs import raised

if TYPE_CHECKING:
    from pycheck.formulas.statement import Formula

_SIGNS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "~": "≈"}
_COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "≤",
    ast.Gt: ">",
    ast.GtE: "≥",
    ast.NotEq: "≠",
}
_WORD = re.compile(r"\b[A-Za-z]+(_\w+)?\b")
_FUNCTIONS = {
    "gamma": "Γ",
    "zeta": "ζ",
    "beta": "B",
    "totient": "φ",
    "digamma": "ψ",
    "besselj": "J",
    "bessely": "Y",
    "besseli": "I",
    "besselk": "K",
    "oo": "∞",
}
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUM, _PRODUCT, _SIGNED, _POWER, _ATOM = 1, 2, 3, 4, 5


def shown(formula: "Formula") -> str:
    """The relations as they were read."""
    return _related(formula.relations, _functions_of(formula), _SIGNS)


def conditions_shown(where: Sequence[str]) -> tuple[str, ...]:
    """Conditions and definitions as they were read; what is no formula keeps its words."""
    from pycheck.formulas.conditions import read

    try:
        is_function = read(where).is_function
    except UnreadableFormula:
        return tuple(where)
    return tuple(_condition(text, is_function) for text in where)


def expression_shown(text: str) -> str:
    """An expression as it is written, with no name in it a function unless it is called."""
    (side,) = split(text).sides
    return _Printer(side, lambda _: False).show(side.node)


def _condition(text: str, is_function: Callable[[str], bool]) -> str:
    try:
        relations = split(text)
    except UnreadableFormula:
        relations = None
    if relations is None or not relations.signs:
        return _WORD.sub(lambda word: name_shown(word[0]), text)
    return _related(relations, is_function, _SIGNS | {"~": "~"})


def _functions_of(formula: "Formula") -> Callable[[str], bool]:
    return lambda name: name in formula.families or formula.conditions.is_function(name)


def _related(
    relations: Relations, is_function: Callable[[str], bool], signs: Mapping[str, str]
) -> str:
    first, *others = (_Printer(side, is_function).show(side.node) for side in relations.sides)
    return first + "".join(
        f" {signs[sign]} {side}" for sign, side in zip(relations.signs, others, strict=True)
    )


class _Printer:
    """Prints the expressions of one side."""

    def __init__(self, side: Side, is_function: Callable[[str], bool]) -> None:
        self.side = side
        self.is_function = is_function

    def show(self, node: ast.expr, strength: int = 0) -> str:
        """An expression, in brackets where it binds less than `strength`."""
        match node:
            case ast.Constant(value=bool(value)):
                return "otherwise" if value else "never"
            case ast.Constant():
                return literal(node, self.side)
            case ast.Name(id=name):
                return name_shown(name)
            case ast.UnaryOp(op=op, operand=operand):
                if not isinstance(op, ast.USub):
                    return self.show(operand, strength)
                return _bracket(f"-{self.show(operand, _SIGNED)}", _SUM, strength)
            case ast.BinOp():
                return self._operation(node, strength)
            case ast.Compare(left=left, ops=ops, comparators=rest):
                text = self.show(left)
                for relation, right in zip(ops, rest, strict=True):
                    text += f" {_COMPARED[type(relation)]} {self.show(right)}"
                return text
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(name, args, strength)
            case ast.Tuple(elts=items):
                return f"({', '.join(self.show(item) for item in items)})"
            case ast.List(elts=items):
                return f"[{', '.join(self.show(item) for item in items)}]"
        return ast.unparse(node)

    def _operation(self, node: ast.BinOp, strength: int) -> str:
        left, right = node.left, node.right
        match node.op:
            case ast.Add():
                text = f"{self._before(left)} + {self._after(right, _SUM)}"
                return _bracket(text, _SUM, strength)
            case ast.Sub():
                text = f"{self._before(left)} - {self._after(right, _PRODUCT)}"
                return _bracket(text, _SUM, strength)
            case ast.Mult():
                text = f"{self._first(left)}·{self.show(right, _SIGNED)}"
                return _bracket(text, _PRODUCT, strength)
            case ast.Div():
                text = f"{self._first(left)}/{self.show(right, _SIGNED)}"
                return _bracket(text, _PRODUCT, strength)
        base = self.show(left, _ATOM)
        exponent = self.show(right)
        if small := raised(exponent):
            return _bracket(base + small, _POWER, strength)
        return _bracket(f"{base}^{self.show(right, _ATOM)}", _POWER, strength)

    def _before(self, node: ast.expr) -> str:
        """What something is added to; a sum or an integral ends before that."""
        match node:
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
                sign, own = ("+", _SUM) if isinstance(op, ast.Add) else ("-", _PRODUCT)
                return f"{self._before(left)} {sign} {self._after(right, own, last=False)}"
        return self.show(node, _ATOM if self._reaches_on(node) else _SUM)

    def _after(self, node: ast.expr, strength: int, *, last: bool = True) -> str:
        """What is added; in brackets where it begins with a sign."""
        signed = isinstance(_leftmost(node), ast.UnaryOp)
        closed = not last and self._reaches_on(node)
        return self.show(node, _ATOM if signed or closed else strength)

    def _reaches_on(self, node: ast.expr) -> bool:
        """Whether what follows could be taken to belong to it, as after a sum's sign."""
        match node:
            case ast.Call(func=ast.Name(id=name)):
                return name in BINDERS and not self.is_function(name)
        return False

    def _first(self, node: ast.expr) -> str:
        """The first factor of a product, whose minus needs no brackets."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return f"-{self.show(node.operand, _SIGNED)}"
        return self.show(node, _PRODUCT)

    def _call(self, name: str, args: Sequence[ast.expr], strength: int) -> str:
        if not self.is_function(name):
            if special := self._special(name, args, strength):
                return special
            head = _FUNCTIONS.get(name, name)
        else:
            head = name_shown(name)
        return f"{head}({', '.join(self.show(arg) for arg in args)})"

    def _special(self, name: str, args: Sequence[ast.expr], strength: int) -> str:
        match name, list(args):
            case (("besselj" | "bessely" | "besseli" | "besselk"), [order, arg]):
                return f"{_FUNCTIONS[name]}[{self.show(order)}]({self.show(arg)})"
            case "sqrt", [arg]:
                return _bracket(f"√{self.show(arg, _ATOM)}", _POWER, strength)
            case "Abs", [arg]:
                inside = self.show(arg)
                return f"abs({inside})" if "|" in inside else f"|{inside}|"
            case "floor", [arg]:
                return f"⌊{self.show(arg)}⌋"
            case "ceiling", [arg]:
                return f"⌈{self.show(arg)}⌉"
            case "factorial", [arg]:
                return _bracket(f"{self.show(arg, _ATOM)}!", _POWER, strength)
            case "Rational", [p, q]:
                return _bracket(
                    f"{self.show(p, _PRODUCT)}/{self.show(q, _SIGNED)}", _PRODUCT, strength
                )
            case (("Sum" | "Product" | "Integral"), [body, *ranges]) if ranges:
                big = {"Sum": "∑", "Product": "∏", "Integral": "∫"}[name]
                over = "".join(f"{big}[{self._range(part)}] " for part in reversed(ranges))
                return _bracket(f"{over}{self.show(body, _PRODUCT)}", _SUM, strength)
            case "Limit", [body, variable, to]:
                text = f"lim[{self.show(variable)} → {self.show(to)}] {self.show(body, _PRODUCT)}"
                return _bracket(text, _SUM, strength)
            case "Subs", [body, ast.Name() as variable, to]:
                at = f"{self.show(variable)} = {self.show(to)}"
                return f"({self.show(body)})|[{at}]"
            case "Derivative", [body, *variables]:
                text = f"{self._differential(variables)} {self.show(body, _ATOM)}"
                return _bracket(text, _SUM, strength)
            case "Piecewise", branches:
                parts = [self._branch(b.elts) for b in branches if isinstance(b, ast.Tuple)]
                return "{" + "; ".join(parts) + "}"
            case "Eq", [left, right]:
                return f"{self.show(left)} = {self.show(right)}"
            case "Matrix", [ast.List(elts=rows)]:
                return (
                    "["
                    + "; ".join(
                        " ".join(self.show(x, _ATOM) for x in row.elts)
                        for row in rows
                        if isinstance(row, ast.List)
                    )
                    + "]"
                )
        return ""

    def _branch(self, pair: Sequence[ast.expr]) -> str:
        value, condition = pair
        when = self.show(condition)
        return f"{self.show(value)} {when if when == 'otherwise' else f'if {when}'}"

    def _differential(self, variables: Sequence[ast.expr]) -> str:
        """``d²/d[x y]`` for a derivative in each of the variables."""
        parts: list[tuple[str, int]] = []
        for variable in variables:
            for item in variable.elts if isinstance(variable, ast.Tuple) else [variable]:
                match item:
                    case ast.Constant(value=int(order)) if parts:
                        parts[-1] = (parts[-1][0], order)
                    case _:
                        parts.append((self.show(item), 1))
        total = sum(order for _, order in parts)
        by = " ".join(f"{name}{_order(order)}" for name, order in parts)
        return f"d{_order(total)}/d[{by}]"

    def _range(self, part: ast.expr) -> str:
        match part:
            case ast.Tuple(elts=[variable, lower, upper]):
                return f"{self.show(variable)} = {self.show(lower)}..{self.show(upper)}"
        return self.show(part)


def _order(order: int) -> str:
    return (raised(str(order)) or "") if order != 1 else ""


def _leftmost(node: ast.expr) -> ast.expr:
    """What is printed first of a sum or a product."""
    while isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Pow):
        node = node.left
    return node


def _bracket(text: str, own: int, strength: int) -> str:
    return f"({text})" if own < strength else text


def name_shown(name: str) -> str:
    """A name with its Greek letter and its index lowered."""
    if name == "oo":
        return "∞"
    head, _, index = name.partition("_")
    head = LETTERS.get(head, head)
    if not index:
        return head
    if index.isdecimal():
        return head + index.translate(_SUBSCRIPT)
    return f"{head}_{LETTERS.get(index, index)}"
