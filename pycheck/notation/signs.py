"""Which character of a formula is which kind of sign, and which ones can be raised or lowered."""

import re
import unicodedata

RAISED = dict(zip("0123456789-+n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", strict=True))
_RAISABLE = re.compile(r"-?([0-9]+|n)([-+]([0-9]+|n))*")
LOWERED = dict(zip("0123456789", "₀₁₂₃₄₅₆₇₈₉", strict=True))
_NAMED = "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg ln log"
FUNCTIONS = frozenset(f"{_NAMED} max min sec sin sinh sup tan tanh Pr".split())
BIG = frozenset(("∑", "∏", "∐", "∫", "∮", "⋃", "⋂", "lim", "liminf", "limsup"))
"""What reaches over all that follows."""
CALLED = frozenset("ΓζO")
"""Letters that are functions wherever a bracket follows."""
BOUNDED = frozenset(("max", "min", "sup", "inf", "argmax", "argmin"))
"""Functions that reach over all that follows where something stands below them."""
OPENING, CLOSING = frozenset("([{⌊⌈⟨"), frozenset(")]}⌋⌉⟩")
BARS = frozenset("|‖")
SIGNS = frozenset("-+±∓")
TIMES = frozenset("·×∗*∘⊗⊙•")
DIVIDED = frozenset("/÷∕")
POSTFIX = frozenset("!%′″‴°")
SEPARATORS = frozenset(",;")
ELLIPSES = frozenset("…⋯⋮⋱")
_PLAIN = {"−": "-", "⋅": "·", "∕": "/", "‐": "-", "–": "-", "'": "′", "∗": "*", "⟺": "⇔"}
_PLAIN |= {
    "⟹": "⇒",
    "⟶": "→",
    "⟸": "⇐",
    "ϵ": "ε",
    "\u00a0": " ",
    "∥": "‖",
    "∣": "|",
    "‾": "¯",
    "―": "¯",
}
_RELATIONS = frozenset("=<>:~≃≅≈≡≤≥≪≫≠∝∈∉∋⊂⊃⊆⊇→←↔↦⇒⇐⇔≺≻∧∨∩∪∖≔∼⪅⪆↑↓")
COMBINING = {"¯": "\u0304", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303"}
COMBINING |= {"˙": "\u0307", "→": "\u20d7", "⃗": "\u20d7"}
"""Accents, as the characters that go over the letter before them."""


def plain(text: str | None) -> str:
    """A text in the signs that are printed here."""
    return "".join(_PLAIN.get(c, c) for c in text or "")


def is_relation(text: str) -> bool:
    """Whether a sign stands between two sides, with spaces around it."""
    return text in _RELATIONS or text == "mod"


def raised(text: str) -> str | None:
    """A sum of numbers and n in raised characters, or None of anything else: it stays a power."""
    characters = text.replace(" ", "")
    return "".join(RAISED[c] for c in characters) if _RAISABLE.fullmatch(characters) else None


def lowered(text: str) -> str | None:
    """Digits as indices, or None where there is anything else."""
    return "".join(LOWERED[c] for c in text) if text and set(text) <= set(LOWERED) else None


def is_letter(text: str) -> bool:
    """Whether a text is one letter or a sign that stands for a value, as ∞."""
    single = len(text) == 1
    return single and (unicodedata.category(text)[0] == "L" or text in ELLIPSES or text in "∞∅∇")
