"""Whether a program agrees with the evaluator: with a margin, and at more digits again."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from typing import Literal

from pycheck.statements.programs.program import DIGITS, FINE, Program
from pycheck.statements.programs.runner import Outcome

Finding = Literal["confirmed", "unclear", "conflict"]

# Numbers differ only by more than this part of themselves; derivatives and series by more yet.
_MARGIN, _ROUGH_MARGIN = Decimal("1e-20"), Decimal("1e-6")
# By so small a part of itself may a difference move when the digits double.
_STEADY = Decimal("1e-3")
# More digits than the evaluator ever has, to compute and to compare with: what flips with rounding
# is seen to flip, and so is what flips with the difference that is taken for none.
_MANY, _STRICT = 700, 640
_CONTEXT = Context(prec=2 * _MANY, Emax=MAX_EMAX, Emin=MIN_EMIN)

Run = Callable[[int, int], tuple[Program, Outcome]]
"""A program at a number of digits and of those to which equal numbers agree, and what it says."""


@dataclass(frozen=True, slots=True)
class Known:
    """A number that the evaluator knows: within `radius` of `middle`."""

    middle: Decimal
    radius: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Claim:
    """What the evaluator says: the truth, and the value of each side where it has one."""

    truth: bool
    sides: tuple[Known | None, Known | None] = (None, None)


def compare(claim: Claim, run: Run, digits: int = DIGITS) -> tuple[Finding, Program, str]:
    """How a program stands to what the evaluator claims, with the program, and what it said.

    It confirms where it says the same and arrives at the same values. A conflict is found only
    where it says something else at more and more digits, by a margin that does not move.
    """
    with localcontext(_CONTEXT):
        program, first = run(digits, FINE)
        told = _told(first)
        if _agrees(claim, program, first):
            return "confirmed", program, told
        if first.late or (program.open and first.holds is None):
            return "unclear", program, told
        finer, second = run(2 * digits, FINE)
        if second.error:
            return "unclear", program, second.error
        if _agrees(claim, program, second):
            return "confirmed", finer, _told(second)
        if _meets(claim, program, first, second, digits):
            return "confirmed", program, told
        wrong = _objection(claim, program, first, second)
        if not wrong:
            return "unclear", program, first.error or f"too close to tell: {told}"
        doubt = _doubt(claim, program, second, wrong, run)
        return ("unclear" if doubt else "conflict"), program, f"{doubt}{wrong}{told}"


def _doubt(claim: Claim, program: Program, second: Outcome, wrong: str, run: Run) -> str:
    """Why an objection that two runs make is no conflict; empty where it is one."""
    if program.estimated:
        return "an estimate says otherwise: "
    if program.rough:
        # Here nothing but the two sides can be compared at more digits than were trusted.
        return "" if program.relation and "sure(" not in program.source else "known too roughly: "
    for tolerance in (FINE, _STRICT):
        finest, last = run(_MANY, tolerance)
        if last.error or _objection(claim, finest, second, last) != wrong:
            return "not the same at more digits: "
    return ""


def _agrees(claim: Claim, program: Program, outcome: Outcome) -> bool:
    return (
        not outcome.error
        and outcome.holds is claim.truth
        and not _fails(outcome)
        and not _strays(claim, program, outcome)
    )


def _fails(outcome: Outcome) -> str:
    """A hypothesis that the program finds false."""
    return next((name for name, truth in outcome.hypotheses.items() if truth is False), "")


def _strays(claim: Claim, program: Program, outcome: Outcome) -> str:
    """A side at which the program's value is not the evaluator's."""
    for side, known in zip(("left", "right"), claim.sides, strict=True):
        value = _number(getattr(outcome, side))
        if known is not None and value is not None and _gap(known, value, program) > 0:
            return side
    return ""


def _gap(known: Known, value: Decimal, program: Program) -> Decimal:
    """By how much more than a margin two values differ; negative where they may be one."""
    margin = _ROUGH_MARGIN if program.rough else _MARGIN
    size = max(abs(known.middle), abs(value), margin)  # zero may come out as a rounding error
    return abs(known.middle - value) - known.radius - margin * size


def _told(outcome: Outcome) -> str:
    if outcome.error:
        return outcome.error
    sides = f" with {outcome.left[:24]} and {outcome.right[:24]}" if outcome.left else ""
    truth = "unclear" if outcome.holds is None else str(outcome.holds)
    return f"the program says {truth}{sides}"


def _objection(claim: Claim, program: Program, first: Outcome, second: Outcome) -> str:
    """What two runs say against the evaluator in the same way; empty where there is nothing."""
    if first.error or second.error:
        return ""
    name = _fails(first)
    if name and name == _fails(second):
        return f"the hypothesis {name} fails; "
    side = _strays(claim, program, first)
    if side and side == _strays(claim, program, second):
        one, two = _number(getattr(first, side)), _number(getattr(second, side))
        known = claim.sides[side == "right"]
        if one is not None and two is not None and known is not None:
            steady = abs(one - two) <= _STEADY * abs(two - known.middle)
            if steady:
                return f"the {side} side is {known.middle:.20g}; "
    contrary = first.holds is (not claim.truth) and second.holds is (not claim.truth)
    if contrary and (program.exact or not program.relation or _apart(first, second, program)):
        return "it is the contrary: "
    return ""


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except ArithmeticError:  # no number, or one that is out of all bounds
        return None
    return found if found.is_finite() else None


def _sides(outcome: Outcome) -> tuple[Decimal, Decimal] | None:
    left, right = _number(outcome.left), _number(outcome.right)
    return None if left is None or right is None else (left, right)


def _meets(claim: Claim, program: Program, first: Outcome, second: Outcome, digits: int) -> bool:
    """Whether an equality, or an order that allows it, holds as far as the digits go.

    Both sides are one number, and go on being one with more digits.
    """
    one, two = _sides(first), _sides(second)
    if not claim.truth or program.relation not in ("Eq", "LE.le", "GE.ge"):
        return False
    if one is None or two is None or _strays(claim, program, second):
        return False
    size = 10**10 * max(abs(two[0]), abs(two[1]), Decimal(1))
    near = abs(one[0] - one[1]) <= size * Decimal(10) ** -digits
    return near and abs(two[0] - two[1]) <= size * Decimal(10) ** (-2 * digits)


def _apart(first: Outcome, second: Outcome, program: Program) -> bool:
    """Whether the sides differ by more than a margin, and by the same with more digits."""
    one, two = _sides(first), _sides(second)
    if one is None or two is None:
        return True  # whole numbers too long to be written; Python compared them
    difference = abs(two[0] - two[1])
    moved = abs(one[0] - two[0]) + abs(one[1] - two[1])
    margin = _ROUGH_MARGIN if program.rough else _MARGIN
    return difference > margin * max(abs(two[0]), abs(two[1])) and moved <= _STEADY * difference
