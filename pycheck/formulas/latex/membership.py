r"""``x, y \in \mathbb{R}``, ``p \in (0, 1]``: members of a set as conditions of the language."""

from collections.abc import Callable, Iterator, Sequence

from pycheck.formulas.latex.token import Token
from pycheck.formulas.latex.vocabulary import SAME
from pycheck.formulas.syntax import UnreadableFormula

_SETS = {
    "R": ("real",), "Z": ("integer",), "C": ("complex",), "N": ("natural", ">= 1"),
    "R+": ("> 0",), "Z+": ("natural", ">= 1"), "N+": ("natural", ">= 1"), "N0": ("natural",),
}  # fmt: skip
"""What is said of the members of a set; 0 is left out where it is open whether it is natural."""
_SILENT = frozenset(("mathbb", "mathbf", "left", "right"))
_MARKS = {"": "", "^+": "+", "_+": "+", "_>0": "+", "^*": "?", "_0": "0"}


def sides(row: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]] | None:
    r"""What stands before and behind the ``\in`` of a row; None where there is none."""
    names = [SAME.get(t.text, t.text) if t.kind == "macro" else "" for t in row]
    return (row[: names.index("in")], row[names.index("in") + 1 :]) if "in" in names else None


def conditions(
    text: str, names: Sequence[str], of: Sequence[Token], value: Callable[[Sequence[Token]], str]
) -> Iterator[str]:
    """What it says of names to be members of a set; `value` reads the ends of an interval.

    Raises `UnreadableFormula` for any other set.
    """
    said = [t for t in of if not (t.kind == "macro" and t.text in _SILENT)]
    inside = [t for t in said if t.kind not in ("open", "close")]
    if len(said) != len(of) and inside and not _is_interval(said):
        mark = _MARKS.get("".join(t.text for t in inside[1:]), "?")
        known = _SETS.get(inside[0].text + mark)
        if known:
            yield from (f"{name} {word}" for name in names for word in known)
            return
    commas = [i for i, t in enumerate(said) if t.text == ","]
    if not _is_interval(said) or len(commas) != 1:
        raise UnreadableFormula("an unknown set", text, of[0].place if of else 0)
    low, high = value(said[1 : commas[0]]), value(said[commas[0] + 1 : -1])
    for name in names:
        yield f"{name} real"
        if low != "-oo":
            yield f"{name} {'>' if said[0].text == '(' else '>='} {low}"
        if high != "oo":
            yield f"{name} {'<' if said[-1].text == ')' else '<='} {high}"


def _is_interval(row: Sequence[Token]) -> bool:
    return len(row) > 2 and row[0].text in ("(", "[") and row[-1].text in (")", "]")
