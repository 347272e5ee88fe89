"""Remarks: comments ``pycheck: KIND TEXT`` of a text on the formula that follows, or on all."""

import re
from typing import get_args

from pycheck.errors import InputError, did_you_mean
from pycheck.formulas.conditions import DOMAINS
from pycheck.texts.displayed import Kind, Remark

KINDS: tuple[Kind, ...] = get_args(Kind)
_REMARK = re.compile(r"\s*%*\s*pycheck\s*(:*)\s*(\w*)(.*)", re.DOTALL)
_NEEDS = {
    "where": "conditions, as in 'pycheck: where n natural, n >= 1'",
    "let": "a definition, as in 'pycheck: let f(x) = x**2'",
    "skip": "a reason, as in 'pycheck: skip only a bound is claimed'",
}


def remark(comment: str, place: str, line: int) -> Remark | None:
    """The remark that a comment is, or nothing for any other comment.

    Raises `InputError` naming the `place` for a remark of a kind that there is none, or without
    what it needs.
    """
    found = _REMARK.fullmatch(comment)
    if found is None:
        return None
    colons, word, rest = found[1], found[2], " ".join(found[3].split())
    kind = next((k for k in KINDS if k == word), None)
    if not colons and kind is None:
        return None  # somebody writes about pycheck
    if len(colons) != 1:
        raise InputError(f"{place}: a remark begins 'pycheck:'; write 'pycheck: {word}'")
    if kind is None:
        raise InputError(
            f"{place}: 'pycheck: {word}' is no remark{did_you_mean(word, KINDS)}; write "
            f"{', '.join(KINDS[:-1])} or {KINDS[-1]} behind the colon"
        )
    if kind == "definition":
        if rest:
            raise InputError(f"{place}: 'pycheck: definition' takes nothing more; remove {rest!r}")
    elif not rest:
        raise InputError(f"{place}: 'pycheck: {kind}' needs {_NEEDS[kind]}")
    return Remark(kind, rest, line)


def separated(text: str) -> list[str]:
    """The conditions of a remark, which commas or semicolons separate: ``m, n natural, n >= 1``."""
    found: list[str] = []
    depth, start = 0, 0
    for place, character in enumerate(f"{text},"):
        depth += (character in "([") - (character in ")]")
        if character not in ",;" or depth > 0:
            continue
        part, start = text[start:place].strip(), place + 1
        if found and not _is_condition(found[-1]):
            found[-1] = f"{found[-1]}, {part}"
        elif part:
            found.append(part)
    return found


def _is_condition(text: str) -> bool:
    """Whether a text looks like a condition by itself, and not like a name before a comma."""
    words = text.split()
    return any(sign in text for sign in "=<>~") or words[-1].rstrip("s") in DOMAINS or "in" in words
