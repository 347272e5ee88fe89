"""A refutation asked once more of the checker of the extra ``leancert``, where it has the words.

It is given the formula with the values of the counterexample in it. What it has no words for, and
all that it does not tell for certain, is no evidence either way.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from pathlib import Path
from typing import Literal

from pycheck.formulas.conditions import free_names
from pycheck.formulas.leancert.families import family, fraction
from pycheck.formulas.leancert.reading import Reader
from pycheck.formulas.leancert.server import SECONDS, Interval, NoAnswer, Server, version
from pycheck.formulas.leancert.terms import Outside, Term, Terms
from pycheck.formulas.names import NAMES
from pycheck.formulas.statement import Formula
from pycheck.formulas.syntax import Relations, Side, literal

_EXACT = re.compile(r"-?\d+(/\d+)?")
_LARGEST_PRIME = 10**10
_BALL = re.compile(r"\[?(?P<middle>[-+.\de]+)( \+/- (?P<radius>[-+.\de]+)\])?")


@dataclass(frozen=True, slots=True)
class Claim:
    """A counterexample: the values at which a formula is said to fail, and its sides there."""

    values: Mapping[str, str]
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What the checker says of a counterexample; `told` says where it disagrees."""

    verdict: Literal["confirmed", "conflict", "no evidence"]
    told: str = ""


def again(formula: Formula, claim: Claim, checker: Path, *, seconds: float = SECONDS) -> Finding:
    """Whether the checker confirms that a formula fails at a point.

    It is *confirmed* where every condition certainly holds and a relation certainly fails, a
    *conflict* where a condition certainly fails, every relation certainly holds, or a side of the
    claim lies outside of what the checker encloses. Nothing that it throws is evidence.
    """
    try:
        with Server(checker, seconds) as server:
            return _finding(formula, claim, Terms(server))
    except Outside as why:
        return Finding("no evidence", f"outside of its fragment: {why}")
    except (NoAnswer, RecursionError) as why:
        return Finding("no evidence", str(why))


def named() -> str:
    """The road as the evidence names it."""
    return f"leancert {version()}".strip()


def _finding(formula: Formula, claim: Claim, terms: Terms) -> Finding:
    families = {n: family(claim.values.get(n, "")) for n in formula.families}
    names = {
        n: terms.number(fraction(text))
        for n, text in claim.values.items()
        if n not in formula.families
    }
    for name, domain in formula.conditions.domains.items():
        _within(domain, claim.values.get(name, ""))
    reader = Reader(terms, formula.conditions, names, families)
    sides = [
        None if sign == "~" else reader.side(side)
        for side, sign in zip(formula.relations.sides, ("", *formula.relations.signs), strict=True)
    ]
    if told := _elsewhere(formula, claim, sides, terms):
        return Finding("conflict", told)
    links = list(_links(formula.relations, sides, reader))
    conditions = list(_conditions(formula, reader))
    if any(found is False and not index for index, found in conditions):
        return Finding("conflict", f"{named()}: the point does not satisfy the conditions")
    if links and all(links):
        return Finding("conflict", f"{named()}: the formula holds there")
    if False in links and all(found for _, found in conditions):
        return Finding("confirmed")
    return Finding("no evidence", "it encloses both sides too widely")


def _within(domain: str, text: str) -> None:
    """Raise `Outside` where a value is not seen to be in its domain."""
    value = fraction(text)
    whole = value.denominator == 1
    kinds = {
        "real": True,
        "integer": whole,
        "natural": whole and value >= 0,
        "prime": whole and _is_prime(value.numerator),
    }
    if not kinds.get(domain, False):
        raise Outside(f"{text} as {domain}")


def _is_prime(n: int) -> bool:
    if n > _LARGEST_PRIME:
        raise Outside("a large prime number")
    return n > 1 and all(n % d for d in range(2, isqrt(n) + 1))


def _links(relations: Relations, sides: list[Term | None], reader: Reader) -> Iterator[bool | None]:
    """Whether each relation holds, None where it cannot be told."""
    places = zip(sides, relations.signs, sides[1:], relations.sides[1:], strict=False)
    for left, sign, right, printed in places:
        if left is None:
            raise Outside("a relation after printed digits")
        if right is None:
            yield _reads(reader.terms.enclose(left), printed)
        else:
            yield reader.compare(left, sign, right)


def _reads(value: Interval, printed: Side) -> bool | None:
    """Whether a number rounds to printed digits, or is cut off to them."""
    text = literal(printed.node, printed).replace("_", "")
    shown = Fraction(text)
    mantissa, _, exponent = text.lower().partition("e")
    unit = Fraction(10) ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    below, above = (unit, unit / 2) if text.startswith("-") else (unit / 2, unit)
    if value.high < shown - below or value.low > shown + above:
        return False
    return True if shown - below <= value.low and value.high <= shown + above else None


def _conditions(formula: Formula, reader: Reader) -> Iterator[tuple[str, bool | None]]:
    """Whether each condition holds, with the index that it goes over.

    One on families is looked at wherever the formula reads them. That may be more than it is said
    of, so where it fails nothing is told.
    """
    indexed = [(_index(said, reader), said) for said in formula.conditions.relations]
    # Those without an index may read the families too, so they come first.
    for index, said in sorted(indexed, key=lambda pair: bool(pair[0])):
        places = {k for family in reader.families.values() for k in family.read} if index else {0}
        for k in sorted(places):
            at = reader.within(**{index: reader.terms.number(k)}) if index else reader
            for holds in _links(said, [at.side(side) for side in said.sides], at):
                yield index, holds


def _index(said: Relations, reader: Reader) -> str:
    """The name over which a condition on families goes, as in ``p(i) > 0``; empty without one."""
    free = {n for side in said.sides for n in free_names(side.node)}
    unknown = free - {*reader.names, *reader.conditions.definitions, *NAMES}
    if len(unknown) > 1:
        raise Outside("a condition over two indices")
    return next(iter(unknown), "")


def _elsewhere(formula: Formula, claim: Claim, sides: list[Term | None], terms: Terms) -> str:
    """Where the sides of a claim are certainly not what the checker encloses, in words."""
    if len(sides) != 2 or None in sides:
        return ""
    claimed = [_ball(text) for text in (claim.left, claim.right)]
    found = [terms.enclose(side) for side in sides if side is not None]
    # The evaluator writes a > b as b < a.
    orders = [found, found[::-1]] if formula.relations.signs[0] in (">", ">=") else [found]
    if all(any(_apart(c, f) for c, f in zip(claimed, o, strict=True)) for o in orders):
        ours = f"left {claim.left}, right {claim.right}"
        theirs = ", ".join(f"{w} {_told(f)}" for w, f in zip(("left", "right"), found, strict=True))
        return f"{ours}; {named()}: {theirs}"
    return ""


def _ball(text: str) -> Interval | None:
    """The numbers that a side may be as it is told, a ball or a fraction; None for other things."""
    if _EXACT.fullmatch(text):
        return Interval(Fraction(text), Fraction(text))
    ball = _BALL.fullmatch(text)
    if ball is None or ball["radius"] is None:
        return None
    try:
        middle, radius = Fraction(ball["middle"]), Fraction(ball["radius"])
    except ValueError:
        return None
    return Interval(middle - radius, middle + radius)


def _apart(one: Interval | None, other: Interval) -> bool:
    return one is not None and (one.high < other.low or other.high < one.low)


def _told(interval: Interval) -> str:
    if interval.is_point and interval.low.denominator < 10**6:
        return str(interval.low)
    return f"{float(interval.low):.12g} to {float(interval.high):.12g}"
