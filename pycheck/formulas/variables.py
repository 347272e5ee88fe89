"""Random variables as conditions declare them: by a named law, or by a table."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pycheck.formulas.laws import LAWS
from pycheck.formulas.syntax import Side, expression, nearest

_TABLE = re.compile(
    r"^\s*P\((?P<name>\w+)\s*=\s*(?P<value>.+?)\)\s*=\s*(?P<weight>.+?)"
    r"\s+for\s+(?P<index>\w+)\s+in\s+(?P<lower>.+?)\.\.(?P<upper>.+)$"
)


@dataclass(frozen=True)
class Law:
    """The law of a random variable: a named one, or the values of a table with their weights."""

    name: str
    arguments: tuple[ast.expr, ...]
    side: Side
    bound: frozenset[str] = frozenset(LAWS)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The texts in it."""
        return (self.side,)


@dataclass(frozen=True)
class TableLaw:
    """``P(X = value) = weight`` for an index that goes over a range."""

    index: str
    value: Side
    weight: Side
    lower: Side
    upper: Side

    @property
    def sides(self) -> tuple[Side, ...]:
        """The texts in it."""
        return self.value, self.weight, self.lower, self.upper

    @property
    def bound(self) -> frozenset[str]:
        """The names that it binds."""
        return frozenset({self.index})


AnyLaw = Law | TableLaw
Laws = Mapping[str, AnyLaw]


def law(side: Side) -> Law:
    """The law that a text like ``Normal(mu, sigma)`` names."""
    match side.node:
        case ast.Call(func=ast.Name(id=name), args=args):
            if name not in LAWS:
                hint = nearest(name, LAWS)
                raise side.source.error(f"the law {name!r} is unknown{hint}", side.node)
            known = LAWS[name].parameters
            if len(args) != len(known):
                raise side.source.error(f"{name} takes {', '.join(known)}", side.node)
            return Law(name, tuple(args), side)
    raise side.source.error("a law is written like Normal(mu, sigma)", side.node)


def table(text: str) -> tuple[str, TableLaw] | None:
    """A law given by a table, ``P(X = x(i)) = p(i) for i in 1..n``."""
    said = _TABLE.match(text)
    if said is None:
        return None
    parts = [expression(said[k]) for k in ("value", "weight", "lower", "upper")]
    return said["name"], TableLaw(said["index"], *parts)
