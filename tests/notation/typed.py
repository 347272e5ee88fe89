"""Finds mathematics in a sentence that is not marked as such."""

import re

_GREEK = "alpha|beta|gamma|delta|epsilon|theta|lambda|pi|sigma|tau|omega|zeta"
_TYPED = re.compile(rf"\*\*|\^|<=|>=|->|\w_\w|\b({_GREEK}|sqrt|log [a-zA-Z])\b|[=<>]")


def typed(sentence: str) -> list[str]:
    """The mathematics in a sentence that is typed as in a program, outside of ``$...$``."""
    left = re.sub(r"\$[^$]*\$|`[^`]*`", " ", sentence)
    return [found[0] for found in _TYPED.finditer(left)]
