"""What is wrong with a formula that Python cannot read, or that the language lacks: in words."""

import ast
import re

FORBIDDEN = frozenset(";#\"'\\{}@`$:?&")
"""Characters that stand in no formula."""

_UNKNOWN = "no formula in the syntax of docs/formulas.md"
_NAME = r"[A-Za-z_]\w*"
_PATTERNS = (
    (rf"(?<![\w.])\d+\.?\d*(?={_NAME}|\()", "a product is written with '*', as in 2*x"),
    (r"\|", "'|' is not part of the language; write Abs(x) for the absolute value"),
    (r"!(?!=)", "'!' is not part of the language; write factorial(n)"),
    (rf"\)\s*(?=[\w(]){_NAME}?", "a sign is missing; a product is written with '*'"),
    (
        rf"\b(?!in\b|for\b|if\b|and\b|or\b|not\b|lambda\b){_NAME}\s+(?=[\w])",
        "a sign or brackets are missing, as in sin(x) or a*b",
    ),
    (r"[-+*/]\s*$", "something is missing after this sign"),
    (r"\.\.", "'..' is not part of the language; write Sum(f, (k, a, b))"),
)
_MEANT = {
    "'": "; write Derivative(f(x), x) for a derivative",
    "{": "; write round brackets",
    "}": "; write round brackets",
    "\\": "; LaTeX is written in sympy's syntax, as in docs/formulas.md",
    "$": "; LaTeX is written in sympy's syntax, as in docs/formulas.md",
    "&": "; write And(a, b)",
}
_TOLD: dict[type[ast.AST], str] = {
    ast.Attribute: "'.' has no place between names",
    ast.BitXor: "'^' is not part of the language (a power is written '**')",
    ast.BitOr: "'|' is not part of the language; write Abs(x) for the absolute value",
    ast.BitAnd: "'&' is not part of the language; write And(a, b)",
    ast.Mod: "'%' is not part of the language; write Mod(a, b)",
    ast.FloorDiv: "'//' is not part of the language; write floor(a/b)",
    ast.MatMult: "'@' is not part of the language; write '*'",
    ast.Eq: "'==' is not part of the language; write Eq(a, b)",
    ast.IfExp: "a case distinction is not part of the language with 'if'; write Piecewise",
    ast.BoolOp: "'and' and 'or' are not part of the language; write And(a, b), Or(a, b)",
    ast.Not: "'not' is not part of the language; write Not(a)",
    ast.In: "'in' is not part of the language but in conditions, as in x in (0, 1)",
    ast.ListComp: "a comprehension is not part of the language",
    ast.GeneratorExp: "a comprehension is not part of the language; write Sum(f, (k, a, b))",
}


def told(text: str, offset: int | None) -> tuple[str, int]:
    """What is wrong with a text that is no expression of Python, and where.

    `offset` is where Python stopped, counted from a bracket before the text.
    """
    for pattern, what in _PATTERNS:
        if found := re.search(pattern, text):
            return what, found.start()
    return _UNKNOWN, min(max((offset or 2) - 2, 0), len(text))


def forbidden(text: str, place: int) -> str:
    """What is said of a character that stands in no formula."""
    return f"{text[place]!r} has no place in a formula{_MEANT.get(text[place], '')}"


def not_allowed(node: ast.AST) -> str:
    """What is said of a form of Python that the language lacks."""
    return _TOLD.get(type(node), f"not part of the language: {type(node).__name__}")
