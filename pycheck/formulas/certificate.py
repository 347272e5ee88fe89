"""The program of a refutation by closed forms: it needs mpmath alone, as those of sampling do."""

from collections.abc import Mapping, Sequence
from typing import Any

from sympy.printing.pycode import MpmathPrinter

from pycheck.formulas.closed import Closed
from pycheck.formulas.statement import Formula

_PROGRAM = '''"""{formula}

{point}The closed forms of both sides are sympy's.
"""
import mpmath

mpmath.mp.dps = 50

left = {left}
right = {right}
same = abs(left - right) <= mpmath.mpf("1e-40") * (1 + abs(left))
holds = {holds}

print("left: ", mpmath.nstr(left, 30))
print("right:", mpmath.nstr(right, 30))
print("holds:", holds)
'''


def program(formula: Formula, values: Mapping[str, str], sides: Sequence[Closed]) -> str:
    """The program; empty where a side has no value, which no program can show."""
    signs = formula.relations.signs
    if len(signs) != 1 or signs[0] == "~":
        return ""
    if any(side.value is None or not side.value.is_finite for side in sides):
        return ""
    left, right = (_code(side.exact) for side in sides)
    at = ", ".join(f"{name} = {value}" for name, value in values.items())
    where = f" where {'; '.join(formula.where)}" if formula.where else ""
    return _PROGRAM.format(
        formula=_one_line(f"{formula.text}{where}"),
        point=f"At {at}. " if at else "",
        left=left,
        right=right,
        holds=_holds(signs[0]),
    )


def _holds(sign: str) -> str:
    if sign in ("=", "!="):
        return "same" if sign == "=" else "not same"
    strict = f"bool(left {sign[0]} right) and not same"
    return strict if len(sign) == 1 else f"same or bool(left {sign[0]} right)"


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("\\", "").replace('"', "'")


def _code(exact: Any) -> str:
    """A closed form as mpmath writes it."""
    code = str(MpmathPrinter({"fully_qualified_modules": True}).doprint(exact))
    return f"mpmath.mpf({code})" if exact.is_Integer else code
