"""The values of a counterexample as exact numbers, read back from how they are told."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from pycheck.formulas.leancert.terms import Outside

_NUMBER = r"-?\d+(?:/\d+)?"
_EXACT = re.compile(_NUMBER)
_TABLE = re.compile(r"\[(?P<values>[^\[\]]*?)(?:, then (?P<beyond>[^\[\],]+))?\]")
_POWER = re.compile(rf"k ↦ (?P<scale>{_NUMBER})(?: \(k \+ 1\)\^\((?P<power>-?\d+)\))?")
_GEOMETRIC = re.compile(rf"k ↦ \((?P<base>{_NUMBER})\)\^\(k \+ 1\)")
_FURTHEST = 1000


@dataclass(slots=True)
class Family:
    """A function of natural numbers, from 0 on, with the places at which it was read."""

    rule: Callable[[int], Fraction]
    read: set[int] = field(default_factory=set)

    def at(self, index: int) -> Fraction:
        """The value at a natural number."""
        if not 0 <= index <= _FURTHEST:
            raise Outside(f"the index {index}")
        self.read.add(index)
        return self.rule(index)


def fraction(text: str) -> Fraction:
    """An exact number; raises `Outside` where it is told in digits only."""
    if not _EXACT.fullmatch(text):
        raise Outside(f"the value {text}")
    return Fraction(text)


def family(text: str) -> Family:
    """A table, constant beyond its last value, a power or a geometric sequence."""
    if table := _TABLE.fullmatch(text):
        values = [fraction(part) for part in table["values"].split(", ") if part]
        beyond = fraction(table["beyond"] or "0")
        return Family(lambda k: values[k] if k < len(values) else beyond)
    if power := _POWER.fullmatch(text):
        scale, exponent = Fraction(power["scale"]), int(power["power"] or 0)
        return Family(lambda k: scale * Fraction(k + 1) ** exponent)
    if geometric := _GEOMETRIC.fullmatch(text):
        base = Fraction(geometric["base"])
        return Family(lambda k: base ** (k + 1))
    raise Outside(f"the function {text}")
