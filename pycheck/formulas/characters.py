"""Signs and letters of printed mathematics in those of the language: ``≤``, ``·``, ``π``, ``x²``.

A ``=`` inside of brackets becomes Python's ``==``.

Letters that only look like known ones are refused, so that two names never look the same.
"""

import re
import unicodedata
from typing import NamedTuple

RELATIONS = {"≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "≠": "!=", "≈": "~"}
"""Relations as they are printed."""
_SIGNS = RELATIONS | {"−": "-", "–": "-", "÷": "/", "∕": "/", "∞": "oo"}
_SIGNS |= dict.fromkeys("×·⋅∙∗•", "*") | dict.fromkeys("\u00a0\u2009\u202f", " ")
_NAMES = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "εϵ",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θϑ",
    "iota": "ι",
    "kappa": "κϰ",
    "lamda": "λ",
    "mu": "μµ",
    "nu": "ν",
    "xi": "ξ",
    "pi": "π",
    "rho": "ρϱ",
    "sigma": "σς",
    "tau": "τ",
    "upsilon": "υ",
    "phi": "φϕ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
    "Gamma": "Γ",
    "Delta": "Δ",
    "Theta": "Θ",
    "Lamda": "Λ",
    "Xi": "Ξ",
    "Pi": "Π",
    "Sigma": "Σ",
    "Phi": "Φ",
    "Psi": "Ψ",
    "Omega": "Ω",
}
GREEK = {letter: name for name, letters in _NAMES.items() for letter in letters}
"""The name of each Greek letter."""
LETTERS = {name: letters[0] for name, letters in _NAMES.items()} | {"lambda": "λ"}
"""The Greek letter of each name."""
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", "0123456789-+n", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_WRITTEN = {
    "∑": "Sum(f, (k, a, b))",
    "∏": "Product(f, (k, a, b))",
    "∫": "Integral(f, (x, a, b))",
    "∂": "Derivative(f, x)",
    "∇": "Derivative(f, x)",
    "‖": "sqrt(Sum(x(i)**2, (i, 1, n)))",
    "⌊": "floor(x)",
    "⌈": "ceiling(x)",
    "∈": "'in', as in x in (0, 1)",
    "±": "a formula for each sign",
    "∝": "the constant of proportion",
    "→": "Limit(f, x, a)",
    "…": "Sum(f, (k, a, b))",
}
_PIECES = re.compile(
    rf"(?P<raised>[{''.join(_RAISED)}]+)|(?P<lowered>[{''.join(_LOWERED)}]+)"
    r"|√\s*(?P<radicand>[^\W√]+|\d+(\.\d+)?)?|\blambda\b|Γ(?=\s*\()|(?P<equal>(?<![<>=!])=(?!=))|."
)


class Foreign(Exception):
    """A character that has no meaning here, and where it is."""

    def __init__(self, what: str, place: int) -> None:
        super().__init__(what)
        self.what = what
        self.place = place


class Plain(NamedTuple):
    """A text in the signs of the language, and where each of its characters comes from."""

    text: str
    places: tuple[int, ...]


def plain(text: str) -> Plain:
    """The text in the signs of the language.

    Raises `Foreign` for a character that has no meaning.
    """
    written: list[str] = []
    places: list[int] = []
    for piece in _PIECES.finditer(text):
        new = _piece(piece)
        start = piece.start()
        kept = new == piece[0]
        written.append(new)
        places += range(start, piece.end()) if kept else [start] * len(new)
    return Plain("".join(written), (*places, len(text)))


def _piece(piece: re.Match[str]) -> str:
    found = piece[0]
    if piece["raised"]:
        return f"**({''.join(_RAISED[c] for c in found)})"
    if piece["lowered"]:
        return "_" + "".join(_LOWERED[c] for c in found)
    if found[0] == "√":
        radicand = piece["radicand"]
        return f"sqrt({''.join(map(_letter, radicand))})" if radicand else "sqrt"
    if found == "lambda":
        return "lamda"
    if piece["equal"]:
        return "=="
    if found == "Γ":
        return "gamma" if piece.string[piece.end() :].lstrip().startswith("(") else "Gamma"
    if found in _WRITTEN:
        raise Foreign(
            f"{found!r} is not part of the language; write {_WRITTEN[found]}", piece.start()
        )
    if found in _SIGNS:
        return _SIGNS[found]
    if found.isascii():
        return found
    if found in GREEK:
        return GREEK[found]
    name = unicodedata.name(found, "a character without a name").lower()
    raise Foreign(f"{found!r} ({name}) is not part of the language", piece.start())


def _letter(character: str) -> str:
    return GREEK.get(character, character)
