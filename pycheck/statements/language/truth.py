"""Three-valued truth, and evidence that is no decision."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Truth:
    """What an evaluation says of a proposition.

    `value` is None while it is undecided. `evidence` marks a proposition that finitely many
    evaluations cannot prove, a limit: then `value` is None (the numbers agree with it) or False
    (the distance from the claim is certain and does not shrink); `numbers` are shown to people.
    `retry` says whether more precision may help.
    """

    value: bool | None
    reason: str = ""
    evidence: bool = False
    retry: bool = False
    numbers: tuple[tuple[str, str], ...] = ()


TRUE = Truth(True)
FALSE = Truth(False)


def decided(value: bool) -> Truth:
    """A decided truth value."""
    return TRUE if value else FALSE


def negation(p: Truth) -> Truth:
    """``¬ p``. That a limit was not reached is evidence for its negation, not a proof of it."""
    if p.value is None:
        return p
    if p.evidence:
        return replace(p, value=None)
    return decided(not p.value)


def conjunction(parts: Iterable[Truth]) -> Truth:
    """``p ∧ q ∧ …``: false as soon as one part is."""
    undecided: Truth | None = None
    evidence: Truth | None = None
    for part in parts:
        if part.value is False:
            return part
        if part.value is None:
            if part.evidence:
                evidence = evidence or part
            else:
                undecided = undecided or part
    return undecided or evidence or TRUE


def disjunction(parts: Iterable[Truth]) -> Truth:
    """``p ∨ q ∨ …``: true as soon as one part is."""
    open_part: Truth | None = None
    for part in parts:
        if part.value is True:
            return TRUE
        if part.value is None or part.evidence:
            open_part = open_part or part
    return open_part or FALSE


def implication(premise: Truth, conclusion: Callable[[], Truth]) -> Truth:
    """``p → q``; `conclusion` is evaluated only where the premise is not false."""
    if premise.value is False and not premise.evidence:
        return TRUE
    result = conclusion()
    if premise.value is True or result.value is True:
        return result
    return replace(premise, value=None)


def equivalence(p: Truth, q: Truth) -> Truth:
    """``p ↔ q``."""
    if p.value is None or p.evidence:
        return replace(p, value=None)
    if q.value is None or q.evidence:
        return replace(q, value=None)
    return decided(p.value == q.value)
