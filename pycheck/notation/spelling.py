"""Unicode mathematics in fewer letters: ``γ⁻²`` as ``gamma^(-2)`` where a terminal has no Greek."""

import re
import unicodedata

_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿᵀ", "0123456789-+nT", strict=True))
_WORDS = {
    "·": "*", "×": "x", "−": "-", "–": "-", "—": "-", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=",
    "≈": "~", "≡": "==", "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "⇔": "<=>", "↦": "|->",
    "∞": "oo", "∑": "sum", "∏": "prod", "∫": "int", "∂": "d", "∈": "in", "∉": "not in",
    "±": "+/-", "∝": " prop to ", "∀": "for all ", "∃": "exists ", "∧": "and", "∨": "or",
    "¬": "not ", "∩": "&", "∪": "|", "⊆": "<=", "∅": "{}", "⌊": "floor(", "⌋": ")", "⌈": "ceil(",
    "⌉": ")", "⟨": "<", "⟩": ">", "‖": "||", "∣": "|", "′": "'", "″": "''", "…": "...",
    "⋯": "...", "°": " deg", "•": "*", "∘": "o", "‰": " per mille", "≪": "<<", "≫": ">>",
    "■": "#", "◪": "%", "◧": "=", "✗": "x", "‼": "!!", "□": "-", "●": "@", "⊗": "X", "◐": "~",
    "○": "o", "“": '"', "”": '"', "‘": "'", "’": "'", "„": '"',
}  # fmt: skip
_UNIT = re.compile(
    rf"(?P<raised>[{''.join(_RAISED)}]+)|(?P<lowered>[{''.join(_LOWERED)}]+)"
    r"|(?P<root>√)|(?P<point>(?<!\S)·(?=\s))|."
)


def spelled(text: str, encoding: str) -> str:
    """The text in characters that `encoding` has; what has no spelling stays as it is.

    A raised number becomes a power and a Greek letter its name, apart from its neighbours; brackets
    are set where a power of several signs or a root needs them.
    """
    if _has(encoding, text):
        return text
    found: list[str] = []
    place = 0
    while unit := _UNIT.match(text, place):
        place = unit.end()
        if unit["root"] and not _has(encoding, "√"):
            end = _radicand(text, place)
            inside = text[place:end]
            inside = inside[1:-1] if inside[:1] == "(" else inside
            found.append(f"sqrt({spelled(inside, encoding)})")
            place = end
        else:
            found.append(unit[0] if _has(encoding, unit[0]) else _unit(unit, text))
        if place < len(text) and text[place] == "\n":
            found.append("\n")
            place += 1
    return "".join(found)


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _unit(unit: re.Match[str], text: str) -> str:
    if unit["raised"]:
        power = "".join(_RAISED[c] for c in unit[0])
        return f"^{power}" if power.isdigit() or len(power) == 1 else f"^({power})"
    if unit["lowered"]:
        return "_" + "".join(_LOWERED[c] for c in unit[0])
    if unit["point"]:
        return "."
    before, after = text[: unit.start()][-1:], text[unit.end() :][:1]
    return _WORDS.get(unit[0]) or _letter(unit[0], before, after)


def _letter(letter: str, before: str, after: str) -> str:
    """A Greek letter by its name, another one without its accents."""
    name = unicodedata.name(letter, "")
    greek = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (\w+)( SYMBOL)?", name)
    if greek is None:
        bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
        combining = unicodedata.combining(letter)
        return bare if bare or combining else letter
    word = {"LAMDA": "LAMBDA"}.get(greek[2], greek[2])
    word = word.capitalize() if greek[1] == "CAPITAL" else word.lower()
    apart = after.isalnum() and after not in _RAISED and after not in _LOWERED
    return (" " if before.isalnum() else "") + word + (" " if apart else "")


def _radicand(text: str, start: int) -> int:
    """Where what a root is taken of ends: a word or a number, with a bracket after it."""
    word = re.compile(r"[\w.]*").match(text, start)
    end = word.end() if word else start
    if text[end : end + 1] == "|":
        close = text.find("|", end + 1)
        return close + 1 if close > 0 else end
    if text[end : end + 1] != "(":
        return end
    depth = 0
    for place in range(end, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place + 1
    return end
