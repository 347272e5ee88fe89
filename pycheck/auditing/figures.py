"""Figures in an erratum's text that a measurement returned: no stored number can be wrong.

`{measurement:NAME@SOURCE|NUMBER|FORMAT}` stands for the number of that name which the measurement
NAME returned on the body of data SOURCE, in Python's FORMAT (``.3f``).
"""

import re
from collections.abc import Iterable

from pycheck.errors import InputError
from pycheck.evidence import RealityEvidence, RealityVerdict

_FIGURE = re.compile(r"\{measurement:([\w.]+)@(\w+)\|([^|{}]+)\|([^|{}]+)\}")
_OPENS = "{measurement:"

ABSENT = "(?: not decided here, pycheck data fetch)"
_BLANK = "?"


def with_figures(
    text: str, erratum: str, data: Iterable[RealityEvidence], *, ran: bool = True
) -> str:
    """`text` with its figures, taken from `data`. One that no data here decide is left a question
    mark, which `ABSENT` explains at the end, and so is every one where no measurement `ran`.

    Raises `InputError` where no measurement of the claim returns a figure of that name.
    """
    found = {(e.name, e.source): e for e in data}

    def figure(match: re.Match[str]) -> str:
        name, source, key, form = match.groups()
        evidence = found.get((name, source))
        if evidence is None and not ran:
            return _BLANK
        if evidence is None:
            raise InputError(f"{erratum}: the claim has no measurement {name} on {source}")
        if key in evidence.numbers:
            try:
                return format(evidence.numbers[key], form)
            except ValueError as error:
                raise InputError(f"{erratum}: {form!r} does not format {key!r}: {error}") from error
        if evidence.verdict is RealityVerdict.UNMEASURED:
            return _BLANK
        known = ", ".join(evidence.numbers)
        raise InputError(f"{erratum}: {name} returns no {key!r} on {source}; it has: {known}")

    blanks = 0

    def counted(match: re.Match[str]) -> str:
        nonlocal blanks
        shown = figure(match)
        blanks += shown == _BLANK
        return shown

    told = _FIGURE.sub(counted, text)
    if _OPENS in told:
        raise InputError(f"{erratum}: write {_OPENS}NAME@SOURCE|NUMBER|FORMAT}}")
    return f"{told} {ABSENT}" if blanks else told
