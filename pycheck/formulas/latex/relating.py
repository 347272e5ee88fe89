r"""The relations of a whole formula: equal, equal to printed digits, congruent, asymptotic."""

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from lark import Token, Tree

from pycheck.formulas.latex.items import leaves
from pycheck.formulas.latex.out import POWER, PRODUCT

if TYPE_CHECKING:
    from pycheck.formulas.latex.out import Out
    from pycheck.formulas.latex.reading import Reader

_DIGITS = re.compile(r"(-?\d+(?:\.\d+)?)(?:\*10\*\*\(?(-?\d+)\)?)?")


def formula(reader: "Reader", node: Tree[Token]) -> str:
    """A formula in the language. Raises `UnreadableFormula`."""
    parts = list(node.children)
    modulus = None
    if len(parts) > 2 and isinstance(parts[-2], Token) and parts[-2].type == "PMOD":
        modulus = reader.group(parts[-1])  # type: ignore[arg-type]
        parts = parts[:-2]
    for part in parts:
        if isinstance(part, Token) and part.type != "REL":
            raise reader.fault(f"{str(part)!r} is not read here", part)
    sides = [reader.sum(part) for part in parts if isinstance(part, Tree)]
    signs = [part for part in parts if isinstance(part, Token)]
    if modulus is not None:
        if any(sign not in ("equiv", "=") for sign in signs):
            raise reader.fault("a remainder stands behind a congruence", parts[-1])
        return " = ".join(f"Mod({side.text}, {modulus.text})" for side in sides)
    if signs and all(sign == "sim" for sign in signs) and not _DIGITS.fullmatch(sides[-1].text):
        return _asymptotic(reader, sides, signs[0])
    said = [sides[0].text]
    for sign, side in zip(signs, sides[1:], strict=True):
        if sign in ("~", "sim"):
            said += ["~", _digits(reader, side, sign)]
        else:
            said += ["=" if sign == "equiv" else str(sign), side.text]
    return " ".join(said)


def _digits(reader: "Reader", side: "Out", sign: Token) -> str:
    found = _DIGITS.fullmatch(side.text)
    if found is None:
        raise reader.fault("'approximately' stands before printed digits", sign)
    mantissa, exponent = found.groups()
    return f"{mantissa}e{exponent}" if exponent else mantissa


def _asymptotic(reader: "Reader", sides: "list[Out]", sign: Token) -> str:
    r"""``a_n \sim b_n`` as the limit of the quotient, where it is said or seen what grows."""
    name, limit = reader.towards
    if not name:
        words = {w for side in sides for w in re.findall(r"\b[^\W\d]\w*\b(?!\()", side.text)}
        whole = [word for word in words if reader.names.is_whole(word)]
        if len(whole) != 1 or words - {*whole, "pi", "EulerGamma"}:
            raise reader.fault("what grows is not said; `\\text{as } n \\to \\infty`", sign)
        name, limit = whole[0], "oo"
    if len(sides) != 2:
        raise reader.fault("a chain of \\sim is not read", sign)
    left, right = sides
    return f"Limit({left.at(PRODUCT)}/{right.at(POWER)}, {name}, {limit}) = 1"


def variables(node: Tree[Token]) -> frozenset[str]:
    """The letters behind a d."""
    found = list(leaves(node))
    return frozenset(
        str(b) for a, b in pairwise(found) if str(a) == "d" and b.type in ("NAME", "MACRO")
    )
