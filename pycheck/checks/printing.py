"""Exact values as people read them: LaTeX for a page, one line of Unicode for a terminal.

Euler's constant is written with an E below, and the Stieltjes constants as g: on these pages
gamma is an exponent.
"""

from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter
from sympy.printing.pretty.pretty_symbology import pretty_symbol
from sympy.printing.str import StrPrinter

from pycheck.notation.signs import raised


class _Latex(LatexPrinter):  # type: ignore[misc]
    def _print_stieltjes(self, expr: Any, exp: str | None = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return f"g_{{{self._print(expr.args[0])}}}{power}"

    def _print(self, expr: Any, **how: Any) -> Any:
        return r"\gamma_E" if expr is sp.EulerGamma else super()._print(expr, **how)


class _Unicode(StrPrinter):  # type: ignore[misc]
    """Sympy's one-line text with Greek letters, raised integers and the signs of mathematics."""

    def _print(self, expr: Any, **how: Any) -> Any:
        return "γ_E" if expr is sp.EulerGamma else super()._print(expr, **how)

    def _print_stieltjes(self, expr: Any) -> str:
        return str(pretty_symbol(f"g_{expr.args[0]}"))

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        return str(pretty_symbol(expr.name))

    def _print_BooleanTrue(self, _: Any) -> str:
        return "true"

    def _print_BooleanFalse(self, _: Any) -> str:
        return "false"

    def _print_factorial(self, expr: Any) -> str:
        return f"{self._in_brackets(expr.args[0])}!"

    def _print_Pi(self, _: Any) -> str:
        return "π"

    def _print_Infinity(self, _: Any) -> str:
        return "∞"

    def _print_NegativeInfinity(self, _: Any) -> str:
        return "-∞"

    def _print_Exp1(self, _: Any) -> str:
        return "e"

    def _print_Mul(self, expr: Any) -> str:
        return str(super()._print_Mul(expr)).replace("*", "·")

    def _print_Pow(self, expr: Any, **_: Any) -> str:
        base, power = expr.as_base_exp() if expr.exp.is_Integer else expr.args
        if power == sp.Rational(1, 2):
            return f"√{self._in_brackets(base)}"
        if base.is_Add and power.is_Integer and power < 0:
            over = raised(str(-power)) if power != -1 else ""
            return f"1/{self._in_brackets(base)}{over}"
        if small := raised(str(self._print(power))):
            return self._in_brackets(base) + small
        return f"{self._in_brackets(base)}^{self._in_brackets(power)}"

    def _in_brackets(self, part: Any) -> str:
        text = str(self._print(part))
        whole = part.is_Symbol or (part.is_Integer and part >= 0) or part.is_Function
        return text if whole or part in (sp.pi, sp.E, sp.EulerGamma) else f"({text})"


def typeset(value: Any) -> str:
    """A value as LaTeX."""
    return str(_Latex().doprint(value))


def one_line(value: Any) -> str:
    """A value as one line of Unicode text."""
    return str(_Unicode().doprint(value))
