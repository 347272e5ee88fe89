r"""The conditions that stand behind a formula: ``, \quad n \ge 1``, ``\text{for } x \in (0, 1)``.

What stands behind a gap is read as a condition or the formula is not read; nothing is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pycheck.formulas.conditions import DOMAINS
from pycheck.formulas.latex.api import readings
from pycheck.formulas.latex.tokens import Macros
from pycheck.formulas.syntax import UnreadableFormula, split

_WORDS = r"for all|for every|for any|for|if|when|whenever|where|with|provided that|provided|and"
_TEXT = rf"\\(?:text|mbox|textrm|mathrm|textnormal|rm)\s*\{{\s*(?:{_WORDS})[\s:~,]*\}}"
_SPACE = r"(?:\\[,;:!> ]|~|\s|\\q?quad(?![A-Za-z]))"
_GAP = re.compile(rf"{_SPACE}*,?{_SPACE}*(?:\\q?quad(?![A-Za-z])|{_TEXT}){_SPACE}*(?:{_TEXT})?")
_WITHIN = re.compile(r"^(?P<names>.+?)\s*\\in(?![A-Za-z])\s*(?P<set>.+)$", re.DOTALL)
_SETS = {
    "R": ("real",), "Z": ("integer",), "C": ("complex",), "N": ("natural", ">= 1"),
    "R+": ("> 0",), "Z+": ("natural", ">= 1"), "N+": ("natural", ">= 1"), "N0": ("natural",),
}  # fmt: skip
"""What is said of the members of a set; 0 is left out where it is open whether it is natural."""
_SET = re.compile(
    r"^\\mathbb\s*\{?\s*(?P<letter>[RNZC])\s*\}?\s*"
    r"(?:[\^_]\s*\{?\s*(?P<mark>\+|>\s*0|0)\s*\}?)?$"
)
_INTERVAL = re.compile(
    r"^(?:\\left)?([(\[])(?P<low>.+),(?P<high>.+?)(?:\\right)?([)\]])$", re.DOTALL
)
_RELATION = re.compile(r"[=<>]|\\(?:in|leq?q?|geq?q?|neq?|leqslant|geqslant|lt|gt)(?![A-Za-z])")
_COUNTED = re.compile(
    r"^(?P<name>[^=]+?)\s*=\s*(?P<first>\d+)\s*,(?:\s*\d+\s*,)*\s*\\[lc]?dots[a-z]?"
    r"(?:\s*,\s*(?P<last>[^,]+))?$"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A formula in LaTeX without the conditions behind it, and those in our language."""

    formula: str
    where: tuple[str, ...] = ()


def parts(latex: str, where: Sequence[str], macros: Macros) -> Parts:
    """The formula and the conditions that stand behind it.

    Raises `UnreadableFormula` where what stands behind a gap is no condition.
    """
    gap = next(_gaps(latex), None)
    if gap is None:
        return Parts(latex)
    behind = _stripped(latex[gap[1] :])
    if not behind:
        return Parts(latex[: gap[0]].rstrip(" ,"))
    found: list[str] = []
    for part in [behind] if _COUNTED.match(behind) else _joined(_separate(behind)):
        found += _condition(part, where, macros, latex, gap[1])
    return Parts(latex[: gap[0]].rstrip(" ,"), tuple(found))


def is_condition(text: str) -> bool:
    """Whether a text in our language looks like a condition by itself."""
    words = text.split()
    return any(sign in text for sign in "=<>~") or bool(words and words[-1].rstrip("s") in DOMAINS)


def separated(text: str) -> list[str]:
    """The conditions of a remark, which commas or semicolons separate: ``m, n natural, n >= 1``."""
    found: list[str] = []
    for part in _separate(text, ",;"):
        if found and not is_condition(found[-1]) and " in " not in found[-1]:
            found[-1] = f"{found[-1]}, {part}"
        else:
            found.append(part)
    return found


def _gaps(latex: str) -> Iterator[tuple[int, int]]:
    """Where a gap begins and ends that is outside of all brackets."""
    depth = place = 0
    while place < len(latex):
        found = _GAP.match(latex, place) if depth == 0 else None
        if found and latex[:place].strip():
            yield found.span()
            place = found.end()
            continue
        if latex.startswith(("\\begin", "\\left", "\\end", "\\right"), place):
            word = re.compile(r"\\(begin|end|left|right)(?![A-Za-z])").match(latex, place)
            if word:
                depth += 1 if word[1] in ("begin", "left") else -1
                # the bracket behind \left counts with it
                place = word.end() + (word[1] in ("left", "right"))
                continue
        if latex[place] == "\\":
            place += 2
            continue
        depth += (latex[place] in "{([") - (latex[place] in "})]")
        place += 1


def _separate(text: str, signs: str = ",") -> list[str]:
    r"""The parts between commas (or ``\text{and}``) outside of brackets; lists of numbers stay."""
    text = re.sub(_TEXT, ",", text) if signs == "," else text
    found, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "{([") - (character in "})]")
        if character in signs and depth == 0:
            found.append(text[start:place])
            start = place + 1
    found.append(text[start:])
    return [part for part in map(_stripped, found) if part]


def _joined(row: Sequence[str]) -> list[str]:
    r"""Names that share a relation with the part behind them, as in ``x, y \in S``."""
    found: list[str] = []
    for part in row:
        if found and not _RELATION.search(found[-1]):
            found[-1] = f"{found[-1]}, {part}"
        else:
            found.append(part)
    return found


def _stripped(text: str) -> str:
    text = re.sub(rf"^(?:{_SPACE}|,)+|(?:{_SPACE}|[,.;])+$", "", text)
    inside = re.fullmatch(r"\((?P<all>[^()]*)\)", text)
    return inside["all"].strip() if inside else text


def _condition(
    text: str, where: Sequence[str], macros: Macros, latex: str, place: int
) -> Iterator[str]:
    """A condition in LaTeX in our language."""
    within, counted = _WITHIN.match(text), _COUNTED.match(text)
    try:
        if counted:
            name = _name(counted["name"], where, macros)
            yield f"{name} natural"
            yield f"{name} >= {counted['first']}"
            if counted["last"]:
                yield f"{name} <= {_name(counted['last'], where, macros)}"
            return
        if within:
            yield from _within(within["names"], within["set"].strip(), where, macros)
            return
        *others, last = _separate(text)
        names = [_name(name, where, macros) for name in others]
        found = readings(last, where, None, macros)
    except UnreadableFormula as error:
        raise UnreadableFormula(f"no condition: {error.what}", latex, place) from None
    relations = split(found[0].formula)
    if (
        len(found) > 1
        or not relations.signs
        or not set(relations.signs) <= {"<", "<=", ">", ">=", "!="}
    ):
        raise UnreadableFormula("a second formula", latex, place)
    yield from (f"{name} {relations.signs[0]} {relations.sides[1].text}" for name in names)
    yield found[0].formula


def _within(names: str, of: str, where: Sequence[str], macros: Macros) -> Iterator[str]:
    read = [_name(name, where, macros) for name in _separate(names)]
    known, interval = _SET.match(of), _INTERVAL.match(of)
    for name in read:
        if known:
            mark = (known["mark"] or "")[:1].replace(">", "+")
            if known["letter"] + mark not in _SETS:
                raise UnreadableFormula("an unknown set", of, 0)
            yield from (f"{name} {said}" for said in _SETS[known["letter"] + mark])
        elif interval:
            low = _name(interval["low"], where, macros)
            high = _name(interval["high"], where, macros)
            if low not in ("-oo", "oo"):
                yield f"{name} {'>' if interval[1] == '(' else '>='} {low}"
            if high != "oo":
                yield f"{name} {'<' if interval[4] == ')' else '<='} {high}"
            if low == "-oo" and high == "oo":
                yield f"{name} real"
        else:
            raise UnreadableFormula("an unknown set", of, 0)


def _name(latex: str, where: Sequence[str], macros: Macros) -> str:
    """A side alone, as the reader has it."""
    (read, *others) = readings(f"{latex} = 0", where, None, macros)
    if others:
        raise UnreadableFormula("two readings", latex, 0)
    return split(read.formula).sides[0].text
