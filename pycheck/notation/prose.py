"""A sentence with ``$...$`` as plain text."""

import re

from pycheck.notation.unicode import unicode_of

_FORMULA = re.compile(r"\$([^$]+)\$")


def prose(text: str) -> str:
    """A sentence whose formulas are Unicode; one that cannot be read stays as it is written."""
    if "$" not in text:
        return text
    return _FORMULA.sub(lambda found: unicode_of(found[1]) or found[0], text)
