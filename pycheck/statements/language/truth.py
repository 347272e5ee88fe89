"""Three-valued truth, and evidence that is no decision."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Truth:
    """What an evaluation says of a proposition.

    `value` is None while it is undecided. `evidence` marks a proposition that finitely many
    evaluations cannot prove, a limit: then `value` is None (the numbers agree with it) or False
    (the distance from the claim is certain and does not shrink); `numbers` are shown to people.
    `certain` is false for what is true only as far as it was looked at: numbers that are equal
    within a tolerance, a grid in place of every number. It agrees and may carry nothing else, so
    that a hypothesis which holds no better makes no counterexample. What is false is certainly so;
    what is undecided and not certain is something whose contrary agrees.
    `retry` says whether more precision may help.
    """

    value: bool | None
    reason: str = ""
    evidence: bool = False
    certain: bool = True
    retry: bool = False
    numbers: tuple[tuple[str, str], ...] = ()


TRUE = Truth(True)
FALSE = Truth(False)


def agreeing(reason: str, *, retry: bool = False) -> Truth:
    """True as far as it was looked at, and no further."""
    return Truth(True, reason, certain=False, retry=retry)


def opposed(reason: str, *, retry: bool = False) -> Truth:
    """Undecided, and false as far as it was looked at: the contrary agrees, and no more."""
    return Truth(None, reason, certain=False, retry=retry)


def decided(value: bool) -> Truth:
    """A decided truth value."""
    return TRUE if value else FALSE


def negation(p: Truth) -> Truth:
    """``¬ p``. That a limit was not reached is evidence for its negation, not a proof of it."""
    if p.value is None or p.evidence:
        return _open(p)
    return decided(not p.value) if p.certain else opposed(p.reason, retry=p.retry)


def conjunction(parts: Iterable[Truth]) -> Truth:
    """``p ∧ q ∧ …``: false as soon as one part is."""
    undecided: Truth | None = None
    evidence: Truth | None = None
    agrees: Truth | None = None
    for part in parts:
        if part.value is False:
            return part
        if part.value is True and not part.certain:
            agrees = agrees or part
        if part.value is None:
            if part.evidence:
                evidence = evidence or part
            else:
                undecided = undecided or part
    return undecided or evidence or agrees or TRUE


def disjunction(parts: Iterable[Truth]) -> Truth:
    """``p ∨ q ∨ …``: true as soon as one part is."""
    open_part: Truth | None = None
    agrees: Truth | None = None
    for part in parts:
        if part.value is True and part.certain:
            return TRUE
        if part.value is True:
            agrees = agrees or part
        elif part.value is None or part.evidence:
            open_part = open_part or part
    return agrees or (_open(open_part) if open_part else FALSE)


def implication(premise: Truth, conclusion: Callable[[], Truth]) -> Truth:
    """``p → q``; `conclusion` is evaluated only where the premise is not false."""
    if premise.value is False and not premise.evidence:
        return TRUE
    result = conclusion()
    if result.value is True or (premise.value is True and premise.certain):
        return result
    return result if premise.value is True and result.value is None else _open(premise)


def _open(p: Truth) -> Truth:
    return replace(p, value=None, certain=True)


def equivalence(p: Truth, q: Truth) -> Truth:
    """``p ↔ q``."""
    for side in (p, q):
        if side.value is None or side.evidence:
            return _open(side)
    agrees = next((side for side in (p, q) if not side.certain), None)
    if p.value == q.value:
        return agrees or TRUE
    return _open(agrees) if agrees else FALSE
