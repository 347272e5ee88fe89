"""Whether a program agrees with the evaluator: with a margin, and at more digits again."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation, localcontext
from typing import Literal

from pycheck.statements.programs.program import DIGITS, ROUGH, Program
from pycheck.statements.programs.runner import Outcome

Finding = Literal["confirmed", "unclear", "conflict"]

# What no program may be trusted to tell apart, and what a difference must not move by.
_MARGIN, _STEADY = Decimal("1e-20"), Decimal("1e-3")
_ROUGH_MARGIN = Decimal("1e-6")
# More digits than the evaluator ever has: what flips with rounding is seen to flip.
_MANY = 700

Run = Callable[[int], tuple[Program, Outcome]]
"""A program at a number of digits, and what it says."""


def compare(expected: bool, run: Run, digits: int = DIGITS) -> tuple[Finding, Program, str]:
    """How a program stands to the evaluator's verdict, with the program, and what it said.

    A conflict is found only where the program says the contrary at more and more digits, by a
    margin that does not move.
    """
    program, first = run(digits)
    told = _told(first)
    if first.holds is expected and not _fails(first):
        return "confirmed", program, told
    if first.late or (program.open and first.holds is None):
        return "unclear", program, told
    finer, second = run(2 * digits)
    if second.error:
        return "unclear", program, second.error
    if expected and program.relation in ("Eq", "LE.le", "GE.ge") and _meet(first, second, digits):
        return "confirmed", program, told
    if second.holds is expected and not _fails(second):
        return "confirmed", finer, _told(second)
    if not expected and (name := _fails(first)) and name == _fails(second):
        _, last = run(_MANY)
        return _if(name == _fails(last), program, f"the hypothesis {name} fails; {told}")
    if _contradicts(expected, program, first, second, digits):
        _, last = run(_MANY) if not program.rough else (program, second)
        return _if(last.holds is not expected and not last.error, program, told)
    return "unclear", program, first.error or f"too close to tell: {told}"


def _if(conflict: bool, program: Program, told: str) -> tuple[Finding, Program, str]:
    return ("conflict" if conflict else "unclear"), program, told


def _fails(outcome: Outcome) -> str:
    """A hypothesis that the program finds false."""
    return next((name for name, truth in outcome.hypotheses.items() if truth is False), "")


def _told(outcome: Outcome) -> str:
    if outcome.error:
        return outcome.error
    sides = f" with {outcome.left[:24]} and {outcome.right[:24]}" if outcome.left else ""
    truth = "unclear" if outcome.holds is None else str(outcome.holds)
    return f"the program says {truth}{sides}"


def _contradicts(
    expected: bool, program: Program, first: Outcome, second: Outcome, digits: int
) -> bool:
    """Whether two runs say the contrary of the evaluator in the same way."""
    if first.error or second.error:
        return False
    if program.relation and _number(first.left) is not None and _number(first.right) is not None:
        if not expected and program.relation == "Eq" and _meet(first, second, digits):
            return not program.rough
        said = first.holds is (not expected) and second.holds is (not expected)
        return said and _apart(first, second, program.rough)
    return first.holds is (not expected) and second.holds is (not expected)


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _sides(outcome: Outcome) -> tuple[Decimal, Decimal] | None:
    left, right = _number(outcome.left), _number(outcome.right)
    return None if left is None or right is None else (left, right)


def _meet(first: Outcome, second: Outcome, digits: int) -> bool:
    """Whether both sides are one number as far as the digits go, and go on being with more."""
    one, two = _sides(first), _sides(second)
    if one is None or two is None:
        return False
    with localcontext() as context:
        context.prec = 2 * _MANY
        before, after = abs(one[0] - one[1]), abs(two[0] - two[1])
        size = max(abs(two[0]), abs(two[1]), Decimal(1))
        slack = Decimal(10) ** 10 * size
        return before <= slack * Decimal(10) ** -digits and after <= slack * Decimal(10) ** (
            -2 * digits
        )


def _apart(first: Outcome, second: Outcome, rough: bool) -> bool:
    """Whether the sides differ by more than a margin, and by the same with more digits.

    An order says the contrary by its sign, which the program has read; here it is the size.
    """
    one, two = _sides(first), _sides(second)
    if one is None or two is None:
        return False
    with localcontext() as context:
        context.prec = 2 * _MANY
        difference = abs(two[0] - two[1])
        size = max(abs(two[0]), abs(two[1]))
        moved = abs(one[0] - two[0]) + abs(one[1] - two[1])
        margin = _ROUGH_MARGIN if rough else _MARGIN
        return difference > margin * size and moved <= _STEADY * difference


assert ROUGH < DIGITS
