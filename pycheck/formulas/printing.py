"""A formula as it was read, in Unicode mathematics."""

import ast
from collections.abc import Sequence

from pycheck.formulas.characters import LETTERS
from pycheck.formulas.statement import Formula
from pycheck.formulas.syntax import Side, literal

_SIGNS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "~": "≈"}
_COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "≤",
    ast.Gt: ">",
    ast.GtE: "≥",
    ast.NotEq: "≠",
}
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
_SUPERSCRIPT = str.maketrans("-0123456789n", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUM, _PRODUCT, _SIGNED, _POWER, _ATOM = 1, 2, 3, 4, 5


def shown(formula: Formula) -> str:
    """The relations as they were read."""
    relations = formula.relations
    text = _Printer(relations.sides[0], formula).show(relations.sides[0].node)
    for sign, side in zip(relations.signs, relations.sides[1:], strict=True):
        text += f" {_SIGNS[sign]} {_Printer(side, formula).show(side.node)}"
    return text


class _Printer:
    """Prints the expressions of one side."""

    def __init__(self, side: Side, formula: Formula) -> None:
        self.side = side
        self.formula = formula

    def show(self, node: ast.expr, strength: int = 0) -> str:
        """An expression, in brackets where it binds less than `strength`."""
        match node:
            case ast.Constant(value=bool(value)):
                return "otherwise" if value else "never"
            case ast.Constant():
                return literal(node, self.side)
            case ast.Name(id=name):
                return _name(name)
            case ast.UnaryOp(op=op, operand=operand):
                sign = "-" if isinstance(op, ast.USub) else ""
                return _bracket(f"{sign}{self.show(operand, _PRODUCT)}", _SIGNED - 2, strength)
            case ast.BinOp():
                return self._operation(node, strength)
            case ast.Compare(left=left, ops=ops, comparators=rest):
                text = self.show(left)
                for relation, right in zip(ops, rest, strict=True):
                    text += f" {_COMPARED[type(relation)]} {self.show(right)}"
                return text
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(name, args, strength)
            case ast.Tuple(elts=items) | ast.List(elts=items):
                return f"({', '.join(self.show(item) for item in items)})"
        return ast.unparse(node)

    def _operation(self, node: ast.BinOp, strength: int) -> str:
        left, right = node.left, node.right
        match node.op:
            case ast.Add():
                text = f"{self.show(left, _SUM)} + {self.show(right, _SUM)}"
                return _bracket(text, _SUM, strength)
            case ast.Sub():
                text = f"{self.show(left, _SUM)} - {self.show(right, _PRODUCT)}"
                return _bracket(text, _SUM, strength)
            case ast.Mult():
                text = f"{self.show(left, _PRODUCT)}·{self.show(right, _SIGNED)}"
                return _bracket(text, _PRODUCT, strength)
            case ast.Div():
                text = f"{self.show(left, _PRODUCT)}/{self.show(right, _SIGNED)}"
                return _bracket(text, _PRODUCT, strength)
        base = self.show(left, _ATOM)
        exponent = self.show(right)
        if all(c in "-0123456789n" for c in exponent) and exponent:
            return _bracket(base + exponent.translate(_SUPERSCRIPT), _POWER, strength)
        return _bracket(f"{base}^{self.show(right, _ATOM)}", _POWER, strength)

    def _call(self, name: str, args: Sequence[ast.expr], strength: int) -> str:
        known = name not in self.formula.families and not self.formula.conditions.is_function(name)
        if known:
            if special := self._special(name, args, strength):
                return special
            head = _FUNCTIONS.get(name, name)
        else:
            head = _name(name)
        return f"{head}({', '.join(self.show(arg) for arg in args)})"

    def _special(self, name: str, args: Sequence[ast.expr], strength: int) -> str:
        match name, list(args):
            case "sqrt", [arg]:
                return f"√{self.show(arg, _ATOM)}"
            case "Abs", [arg]:
                return f"|{self.show(arg)}|"
            case "floor", [arg]:
                return f"⌊{self.show(arg)}⌋"
            case "ceiling", [arg]:
                return f"⌈{self.show(arg)}⌉"
            case "factorial", [arg]:
                return f"{self.show(arg, _ATOM)}!"
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
            case "Derivative", [body, *variables]:
                by = ", ".join(self.show(v) for v in variables)
                return _bracket(f"d/d[{by}] {self.show(body, _ATOM)}", _PRODUCT, strength)
            case "Piecewise", branches:
                parts = [
                    f"{self.show(b.elts[0])} if {self.show(b.elts[1])}"
                    for b in branches
                    if isinstance(b, ast.Tuple)
                ]
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

    def _range(self, part: ast.expr) -> str:
        match part:
            case ast.Tuple(elts=[variable, lower, upper]):
                return f"{self.show(variable)} = {self.show(lower)}..{self.show(upper)}"
        return self.show(part)


def _bracket(text: str, own: int, strength: int) -> str:
    return f"({text})" if own < strength else text


def _name(name: str) -> str:
    if name == "oo":
        return "∞"
    head, _, index = name.partition("_")
    head = LETTERS.get(head, head)
    if not index:
        return head
    if index.isdecimal():
        return head + index.translate(_SUBSCRIPT)
    return f"{head}_{LETTERS.get(index, index)}"
