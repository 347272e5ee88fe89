"""Figures in an erratum's text that evidence returned: no stored number can be wrong.

`{measurement:NAME@SOURCE|NUMBER|FORMAT}` stands for the number of that name which the measurement
NAME returned on the body of data SOURCE (or ``estimate``, ``low`` and ``high`` of its interval), in
Python's FORMAT (``.3f``); `{derivation:NAME|RESULT|FORMAT}` and its like with ``enclosure`` for a
result of a check; `{formula:N}` for the digits at the right of the erratum's N-th corrected
formula, which the audit has checked.
"""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

from pycheck.auditing.results import CheckRun
from pycheck.errors import InputError
from pycheck.evidence import RealityEvidence, RealityVerdict
from pycheck.ledger.schema import Erratum, EvidenceKind, EvidenceRef

_FIGURE = re.compile(
    r"\{(?:measurement:([\w.]+)@(\w+)|(derivation|enclosure):([\w.]+))\|([^|{}]+)\|([^|{}]+)\}"
    r"|\{formula:(\d+)\}"
)
_LEFT = re.compile(r"\{(measurement|derivation|enclosure|formula):")
_BALL = re.compile(r"\[(\S+) \+/- \S+\]")

ABSENT = "(?: not decided here, pycheck data fetch)"
_BLANK = "?"
Runs = Mapping[EvidenceRef, CheckRun]


def with_figures(
    erratum: Erratum, data: Iterable[RealityEvidence], runs: Runs, *, ran: bool = True
) -> str:
    """The corrected text of an erratum with its figures, taken from `data` and `runs`.

    One that no data here decide is left a question mark, which `ABSENT` explains at the end, and so
    is one of a check that did not come to an end; where no check `ran`, so is every one. Raises
    `InputError` where nothing returns such a figure.
    """
    found = {(e.name, e.source): e for e in data}
    blanks = 0

    def figure(match: re.Match[str]) -> str:
        nonlocal blanks
        measurement, source, kind, check, key, form, number = match.groups()
        try:
            if number:
                return _digits(erratum, int(number))
            if measurement:
                value = _measured(found.get((measurement, source)), key)
            else:
                of: EvidenceKind = "derivation" if kind == "derivation" else "enclosure"
                value = _result(runs.get(EvidenceRef(of, check)), key)
            if value is not None:
                return format(value, form)
        except (LookupError, ValueError) as error:
            if ran:
                raise InputError(f"{erratum.id}: {match[0]}: {error}") from error
        blanks += 1
        return _BLANK

    told = _FIGURE.sub(figure, erratum.corrected)
    if left := _LEFT.search(told):
        raise InputError(
            f"{erratum.id}: {left[0]} begins no figure; docs/ledger.md shows how they are written"
        )
    return f"{told} {ABSENT}" if blanks else told


def _measured(evidence: RealityEvidence | None, key: str) -> float | int | str | None:
    if evidence is None:
        raise LookupError("the claim has no such measurement")
    low, high = evidence.interval or (None, None)
    numbers = {**evidence.numbers, "estimate": evidence.estimate, "low": low, "high": high}
    if evidence.failed or evidence.verdict is RealityVerdict.UNMEASURED:
        return None
    if numbers.get(key) is None:
        known = ", ".join(name for name, value in numbers.items() if value is not None)
        raise LookupError(f"it returns no {key!r}; it has: {known}")
    return numbers[key]


def _result(run: CheckRun | None, key: str) -> float | None:
    if run and run.error:
        return None
    results = dict(run.results) if run else {}
    if key not in results:
        known = ", ".join(results) or "none"
        raise LookupError(f"no check that ran has a result {key!r}; it has: {known}")
    text = results[key]
    ball = _BALL.fullmatch(text)
    return float(Fraction(ball[1] if ball else text))


def _digits(erratum: Erratum, number: int) -> str:
    formulas = erratum.corrected_formulas
    if not 1 <= number <= len(formulas):
        raise LookupError(f"it has {len(formulas)} corrected formulas")
    _, sign, digits = formulas[number - 1].formula.rpartition("~")
    if not sign:
        raise LookupError("a figure stands at the right of ~")
    return digits.strip()
