"""What the hypotheses leave of one variable: bounds, excluded values, a list of choices."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flint import arb, fmpq

from pycheck.statements.language.forms import (
    Comparison,
    Relation,
    comparison,
    head_name,
    membership,
)
from pycheck.statements.language.trees import App, Node, Var, count_variable
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.isolate import Evaluate, is_folded, is_linear, is_rounded, isolate
from pycheck.statements.values import balls, reals
from pycheck.statements.values.sets import Interval

Key = tuple[Any, ...]
"""What tells the bounds and excluded values of a domain from those of another."""


@dataclass(slots=True)
class Domain:
    """The values that the hypotheses seen so far leave to a number."""

    lower: fmpq | None = None
    lower_open: bool = False
    upper: fmpq | None = None
    upper_open: bool = False
    excluded: list[Any] = field(default_factory=list)
    choices: Any = None
    fixed: Any = None

    def key(self) -> Key | None:
        """The key of the domain; None where a ball or a choice is part of it."""
        if self.choices is not None or self.fixed is not None:
            return None
        if any(type(x) is not fmpq for x in self.excluded):
            return None
        bounds = [None if x is None else (x.p, x.q) for x in (self.lower, self.upper)]
        excluded = tuple([(x.p, x.q) for x in self.excluded])
        return (bounds[0], self.lower_open, bounds[1], self.upper_open, excluded)

    @classmethod
    def of(cls, key: Key) -> "Domain":
        """The domain that has the key."""
        lower, lower_open, upper, upper_open, excluded = key
        ends = [None if x is None else fmpq(*x) for x in (lower, upper)]
        return cls(ends[0], lower_open, ends[1], upper_open, [fmpq(*x) for x in excluded])

    def add(self, relation: Relation, value: Any) -> None:
        """Note ``variable relation value``."""
        if relation is Relation.EQ:
            self.fixed = value
        elif relation is Relation.NE:
            self.excluded.append(value)
        elif relation in (Relation.LT, Relation.LE):
            self.bound_above(_inward(value, -1), relation.is_strict)
        else:
            self.bound_below(_inward(value, 1), relation.is_strict)

    def bound_below(self, value: fmpq, is_open: bool) -> None:
        """Raise the lower bound to `value` if it is below."""
        if self.lower is None or value > self.lower or (value == self.lower and is_open):
            self.lower, self.lower_open = value, is_open

    def bound_above(self, value: fmpq, is_open: bool) -> None:
        """Lower the upper bound to `value` if it is above."""
        if self.upper is None or value < self.upper or (value == self.upper and is_open):
            self.upper, self.upper_open = value, is_open

    def admits(self, value: Any) -> bool:
        """Whether the value is within the bounds and not excluded."""
        if self.lower is not None and (
            value < self.lower or (value == self.lower and self.lower_open)
        ):
            return False
        if self.upper is not None and (
            value > self.upper or (value == self.upper and self.upper_open)
        ):
            return False
        return not any(type(e) is not arb and value == e for e in self.excluded)


def _inward(value: Any, direction: int) -> fmpq:
    """A rational on the inner side of a bound."""
    if isinstance(value, int):
        return fmpq(value)
    if type(value) is fmpq:
        return value
    value = balls.ball(value)
    if not isinstance(value, arb) or not value.is_finite():
        raise Undecided("a bound cannot be evaluated")
    end = value.upper() if direction > 0 else value.lower()
    mantissa, exponent = end.man_exp()
    coarse = mantissa >> (mantissa.bit_length() - 40 if mantissa.bit_length() > 40 else 0)
    shift = int(exponent) + max(int(mantissa.bit_length()) - 40, 0)
    return (fmpq(coarse) + (1 if direction > 0 else 0)) * fmpq(2) ** shift


def constrain(
    domain: Domain,
    hypothesis: Node,
    index: int,
    evaluate: Evaluate,
    choose: Callable[[int], int],
    *,
    linear: bool = False,
) -> None:
    """Put what a hypothesis says of the variable into its domain, where that can be read off.

    `choose` picks one of several alternatives. What is not understood is left to the final check;
    with `linear` that is everything but linear relations.
    """
    if isinstance(hypothesis, App) and head_name(hypothesis) == "And":
        for part in hypothesis.args:
            constrain(domain, part, index, evaluate, choose, linear=linear)
    elif isinstance(hypothesis, App) and head_name(hypothesis) == "Or":
        part = hypothesis.args[choose(len(hypothesis.args))]
        constrain(domain, part, index, evaluate, choose, linear=linear)
    elif found := membership(hypothesis):
        if found.element == Var(index):
            _member(domain, evaluate(found.collection))
    elif (related := comparison(hypothesis)) and (
        not linear
        or all(
            is_linear(side, index)
            for side in (related.left, related.right)
            if count_variable(side, index)
        )
    ):
        _relate(domain, related, index, evaluate, choose)


def _relate(
    domain: Domain,
    related: Comparison,
    index: int,
    evaluate: Evaluate,
    choose: Callable[[int], int],
) -> None:
    left, right = related.left, related.right
    at_left, at_right = count_variable(left, index), count_variable(right, index)
    if at_left + at_right != 1:
        return
    side, other = (left, right) if at_left else (right, left)
    relation = related.relation if at_left else related.relation.flipped
    is_equation = relation is Relation.EQ
    mirrored = is_equation and is_folded(side, index) and choose(2) == 1
    # Several whole numbers have one rounded quotient: those between two bounds.
    rounded = is_equation and is_rounded(side, index)
    for asked in (Relation.LE, Relation.GE) if rounded else (relation,):
        try:
            target = evaluate(other)
            domain.add(*isolate(side, index, asked, target, evaluate, mirrored=mirrored))
        except Undecided:
            continue


def _member(domain: Domain, collection: Any) -> None:
    if isinstance(collection, Interval):
        if collection.lower is not None:
            domain.add(Relation.GT if collection.lower_open else Relation.GE, collection.lower)
        if collection.upper is not None:
            domain.add(Relation.LT if collection.upper_open else Relation.LE, collection.upper)
    elif isinstance(collection, range | frozenset):
        domain.choices = sorted(collection) if isinstance(collection, frozenset) else collection


def differs(value: Any, excluded: list[Any]) -> bool:
    """Whether a real is none of the excluded values (a ball that overlaps counts as excluded)."""
    for e in excluded:
        try:
            if reals.compare(value, fmpq(e) if isinstance(e, int) else e) == 0:
                return False
        except Undecided:
            return False
    return True
