"""Whether sympy shows a formula under what it knows of its names."""

import ast
from typing import Any

import sympy

from pycheck.formulas.statement import Formula
from pycheck.formulas.translation import Translator


def symbols(formula: Formula) -> dict[str, Any]:
    """The names of a formula as symbols with what the conditions say of them, or functions."""
    conditions = formula.conditions
    found: dict[str, Any] = {}
    for name in {*conditions.domains, *formula.assumed_real}:
        domain = conditions.domains.get(name, "real")
        found[name] = sympy.Symbol(name, **_assumptions(name, domain, formula))
    for name in formula.families:
        found[name] = sympy.Function(name, real=True)
    return found


def _assumptions(name: str, domain: str, formula: Formula) -> dict[str, bool]:
    if domain == "complex":
        return {"complex": True}
    said: dict[str, bool] = {"real": True}
    if domain in ("integer", "natural", "prime"):
        said["integer"] = True
    if domain == "natural":
        said["nonnegative"] = True
    if domain == "prime":
        said["positive"] = True
    for relation in formula.conditions.relations:
        for left, sign, right in relation.links:
            low, high = (left, right) if sign in ("<", "<=") else (right, left)
            if isinstance(high.node, ast.Name) and high.node.id == name:
                match low.node:
                    case ast.Constant(value=int(n)) if sign in ("<", ">", "<=", ">="):
                        if n > 0 or (n == 0 and sign in ("<", ">")):
                            said = {**said, "positive": True}
                            said.pop("nonnegative", None)
                        elif n == 0 and "positive" not in said:
                            said["nonnegative"] = True
            match left.node, sign, right.node:
                case ast.Name(id=known), "!=", ast.Constant(value=0) if known == name:
                    said.setdefault("nonzero", True)
    return said


def derived(formula: Formula) -> bool:
    """Whether sympy shows the formula under what it knows of the symbols.

    Raises whatever sympy raises, which has shown nothing then.
    """
    relations = formula.relations
    if any(sign not in ("=", "<", "<=", ">", ">=") for sign in relations.signs):
        return False
    reader = Translator(formula.conditions, symbols(formula))
    sides = [reader.side(side) for side in relations.sides]
    links = zip(sides, relations.signs, sides[1:], strict=False)
    return all(_shown(left, sign, right) for left, sign, right in links)


def _shown(left: Any, sign: str, right: Any) -> bool:
    difference = sympy.expand_func((left - right).doit())
    if isinstance(difference, sympy.MatrixBase):
        return sign == "=" and all(sympy.simplify(x) == 0 for x in difference)
    if sign == "=":
        return bool(sympy.simplify(difference) == 0)
    if sign in ("<", "<="):
        difference = -difference
    simple = sympy.factor(sympy.simplify(difference))
    shown = simple.is_positive if sign in ("<", ">") else simple.is_nonnegative
    return bool(shown)
