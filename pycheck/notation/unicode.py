"""LaTeX on one line of Unicode: from its tree, with brackets where the line needs them.

A fraction of 1 and 1 - γ is ``1/(1 - γ)``, and x to the power n + 1 is ``xⁿ⁺¹``. What is written on
one line in the source keeps the brackets and the order of the source.
"""

from collections.abc import Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element

from pycheck.notation import signs
from pycheck.notation.mathml import tree_of
from pycheck.notation.rows import (
    ATOM,
    POWER,
    PRODUCT,
    RELATION,
    SUM,
    Piece,
    Unreadable,
    bracketed,
    joined,
)


@lru_cache(maxsize=4096)
def unicode_of(latex: str) -> str | None:
    """LaTeX as a line of Unicode, or None where it is not LaTeX that can be read."""
    tree = tree_of(latex)
    if tree is None:
        return None
    try:
        return _row(list(tree)).text.strip() or None
    except Unreadable:
        return None


def _row(elements: Sequence[Element]) -> Piece:
    return joined([piece for element in elements for piece in _pieces(element)])


def _pieces(element: Element) -> list[Piece]:
    """An element as pieces of the row in which it stands: braces alone group nothing that shows."""
    children = list(element)
    match element.tag:
        case "mrow" | "mstyle" | "math" | "mpadded":
            if name := _name(children):
                return [_sign(name)]
            if fenced := _fenced(children):
                return [fenced]
            if len(children) == 1 and children[0].tag == "mo" and children[0].text == ",":
                return [Piece(",", "tight")]
            inner = [piece for child in children for piece in _pieces(child)]
            if element.tag == "mrow" and len(inner) == 1 and inner[0].kind == "fenced":
                return [inner[0]._replace(kind="called")]
            return inner
        case "mspace":
            wide = float(element.get("width", "0").removesuffix("em") or 0) >= 1
            return [Piece("  " if wide else "", "wide" if wide else "thin", RELATION)]
        case "mtext":
            text = signs.plain(element.text)
            word = text.strip()
            if not word:
                return [Piece("", "thin")]
            return [Piece(word, "text", ATOM if word.isalnum() else RELATION)]
        case "mi" | "mo" | "mn" | "ms":
            return [_sign(signs.plain(element.text).strip())]
        case "mfrac":
            return [_fraction(element)]
        case "msqrt":
            inside = _row(children)
            strength = ATOM if inside.parts == 1 else ATOM + 1  # √(f(x)): no root of f alone
            return [Piece(f"√{bracketed(inside, strength)}", "root", POWER)]
        case "mroot":
            base, index = (_row([child]) for child in children)
            return [Piece(f"{bracketed(base, ATOM)}^(1/{bracketed(index, POWER)})", "root", POWER)]
        case "msub" | "munder":
            return [_script(children[0], children[1], None)]
        case "msup":
            return [_script(children[0], None, children[1])]
        case "msubsup" | "munderover":
            return [_script(*children)]
        case "mover":
            return [_over(*children)]
        case "mtable":
            return [Piece(_table(element), "text", RELATION)]
    raise Unreadable(element.tag)


def _name(children: Sequence[Element]) -> str:
    """A name of several upright letters, which the tree has one by one."""
    upright = [c for c in children if c.tag == "mi" and c.get("mathvariant") == "normal"]
    return "".join(c.text or "" for c in upright) if len(upright) == len(children) else ""


def _fenced(children: Sequence[Element]) -> Piece | None:
    """What stands between ``\\left`` and ``\\right``; a side of it may be missing."""
    if not children or children[0].tag != "mo" or children[0].get("form") != "prefix":
        return None
    last = children[-1]
    closed = last.tag == "mo" and last.get("form") == "postfix"
    inner = children[1:-1] if closed else children[1:]
    left = signs.plain(children[0].text)
    right = signs.plain(last.text) if closed else ""
    if left == "{" and len(inner) == 1 and inner[0].tag == "mtable":
        return Piece(f"{{{_table(inner[0])}}}", "fenced")
    inside = _row(inner)
    if right and not left:  # an expression at a value
        return Piece(f"{bracketed(inside, ATOM)}{right}", "fenced")
    if not right:
        raise Unreadable("a bracket that is not closed")
    return Piece(f"{left}{inside.text}{right}", "fenced")


def _table(table: Element) -> str:
    cells = [[_row(list(cell)).text for cell in line] for line in table]
    return "; ".join(", ".join(line) for line in cells)


def _sign(text: str) -> Piece:
    kind, strength = "letter", ATOM
    if text in signs.BIG:
        kind, strength = "big", SUM
    elif text in signs.OPENING:
        kind = "open"
    elif text in signs.CLOSING:
        kind = "close"
    elif text in signs.BARS:
        kind = "bar"
    elif text in signs.SIGNS:
        kind, strength = "sign", SUM
    elif text in signs.TIMES:
        kind, strength = "times", PRODUCT
    elif text in signs.DIVIDED:
        kind, strength = "divided", PRODUCT
    elif text in signs.SEPARATORS:
        kind, strength = "separator", RELATION
    elif signs.is_relation(text):
        kind, strength = "relation", RELATION
    elif text and all(c in signs.POSTFIX for c in text):
        kind = "postfix"
    elif text in signs.FUNCTIONS:
        kind = "function"
    elif text == "∂":
        kind = "name"
    elif text in ("⊤", "⊥", "†"):
        kind = "letter"
    elif text[:1].isdigit() or text[:1] == ".":
        kind = "number"
    elif text.isalpha() and len(text) > 1:
        kind = "name"
    elif not signs.is_letter(text):
        raise Unreadable(text)
    return Piece(text, kind, strength)


def _fraction(element: Element) -> Piece:
    if element.get("linethickness") == "0":
        upper, lower = (_row([child]).text for child in element)
        return Piece(f"{upper} choose {lower}", "text", RELATION)
    over, under = (_row([child]) for child in element)
    if derivative := _derivative(*(_flat(child) for child in element)):
        return derivative
    again = over.kind == "fraction" or over.open_end
    top = f"({over.text})" if again else bracketed(over, PRODUCT)
    return Piece(f"{top}/{bracketed(under, POWER)}", "fraction", PRODUCT)


def _flat(element: Element) -> list[Piece]:
    return [p for p in _pieces(element) if p.kind != "thin"]


def _derivative(over: list[Piece], under: list[Piece]) -> Piece | None:
    """``dU/dT``, ``d/dx`` or ``d²/dx²``, in which a ``d`` is no factor; None of anything else."""
    mark = under[0].text if under else ""
    known = mark in ("d", "∂") and over and over[0].text.rstrip("²³⁴⁵⁶⁷⁸⁹ⁿ") == mark
    by = all(piece.kind in ("letter", "name", "function") for piece in under)
    if not known or not by or len(under) == 1 or joined(over).strength < PRODUCT:
        return None
    bottom = _after_mark(mark, under)
    if len(over) == 1:
        return Piece(f"{over[0].text}/{bottom}", "operator", PRODUCT)
    return Piece(f"{_after_mark(over[0].text, over)}/{bottom}", "fraction", PRODUCT)


def _after_mark(mark: str, pieces: list[Piece]) -> str:
    rest = joined(pieces[1:])
    if pieces[1].kind == "function":
        return f"{mark} {rest.text}"
    if all(piece.kind in ("letter", "name") for piece in pieces):
        return mark + "".join(piece.text for piece in pieces[1:])
    return mark + bracketed(rest, POWER)


def _script(base: Element, below: Element | None, above: Element | None) -> Piece:
    pieces = _pieces(base)
    piece = pieces[0] if len(pieces) == 1 else joined(pieces)
    if not piece.text:
        raise Unreadable("an index of nothing")
    under = _row([below]) if below is not None else None
    over = _row([above]) if above is not None else None
    if piece.kind == "big" or (piece.text in signs.BOUNDED and under):
        bounds = "..".join(part.text for part in (under, over) if part)
        return Piece(f"{piece.text}[{bounds}]", "big", SUM)
    open_ended = piece.kind in ("close", "bar", "function", "name")
    text = piece.text if open_ended else bracketed(piece, ATOM)
    kind = piece.kind if piece.strength == ATOM or open_ended else "fenced"
    text += _lowered(below)
    kind = "letter" if kind == "number" else kind
    if over is None:
        return Piece(text, kind, ATOM)
    power = _raised(over)
    mark = all(c in signs.POSTFIX for c in power)
    return Piece(text + power, kind, ATOM if mark else POWER)


def _lowered(below: Element | None) -> str:
    """An index: letters side by side in it are a label and no product."""
    if below is None:
        return ""
    pieces = _flat(below)
    if all(p.kind in ("letter", "number", "name", "function", "text") for p in pieces):
        text = "".join(p.text for p in pieces)
        if text.isalnum() or len(text) == 1:
            return signs.lowered(text) or f"_{text}"
        return f"_({text})"
    return f"_({joined(pieces).text})"


def _raised(over: Piece) -> str:
    if over.text and all(c in signs.POSTFIX for c in over.text):
        return over.text.replace("′′", "″")
    if over.text in ("∘", "⊤", "⊥", "*", "†", "+", "-"):
        return {"∘": "°", "⊤": "ᵀ", "+": "⁺", "-": "⁻"}.get(over.text, f"^{over.text}")
    if small := signs.raised(over.text):
        return small
    simple = over.parts == 1 and over.kind in ("letter", "number", "name") and over.strength == ATOM
    fenced = over.kind in ("fenced", "called") or (over.text[0] == "(" and over.wrapped)
    if simple and not any(c in over.text for c in "_^⁻⁺ⁿ⁰¹²³⁴⁵⁶⁷⁸⁹"):
        return f"^{over.text}"
    return f"^{over.text}" if fenced else f"^({over.text})"


def _over(base: Element, accent: Element) -> Piece:
    piece, mark = _row([base]), signs.plain(accent.text)
    if piece.kind == "big":
        return _script(base, None, accent)
    if len(piece.text) != 1 and mark == "¯":
        return Piece(f"bar({piece.text})", "called")
    if len(piece.text) != 1 or mark not in signs.COMBINING:
        raise Unreadable("an accent")
    return Piece(piece.text + signs.COMBINING[mark], "letter")
