"""The values of a sample: exact, or solved for again at every precision."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import acb, arb, fmpq

from pycheck.statements.language.types import REAL, Arrow, Finite, Matrices, Type
from pycheck.statements.values import operations, reals
from pycheck.statements.values.balls import ONE, ZERO
from pycheck.statements.values.terms import Index


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A number or function that an equation determines; `choice` tells one solution from others."""

    solve: Callable[[list[Any]], Any]
    choice: str = ""

    def realise(self, env: list[Any]) -> Any:
        """Solve the equation at the current precision."""
        return self.solve(env)

    def __str__(self) -> str:
        return self.choice


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A function on a finite type or on the natural numbers: `values`, then `default`."""

    values: tuple[Any, ...]
    default: Any = ZERO

    def __call__(self, x: Any) -> Any:
        if isinstance(x, Index):
            x.frame.require(len(self.values) - x.shift)
            return self.default
        return self.values[x] if x < len(self.values) else self.default

    def __str__(self) -> str:
        shown = ", ".join(map(show, self.values))
        rest = self.default
        while isinstance(rest, Table) and not rest.values:
            rest = rest.default
        return f"[{shown}]" if rest == 0 else f"[{shown}, then {rest}]"


@dataclass(frozen=True, slots=True, eq=False)
class PowerFamily:
    """``k ↦ scale (k + 1) ^ (-exponent)``."""

    exponent: fmpq
    scale: fmpq = ONE

    def __call__(self, k: Any) -> Any:
        base = k.plus(1).real() if isinstance(k, Index) else fmpq(k + 1)
        return reals.mul(self.scale, reals.rpow(base, -self.exponent))

    def __str__(self) -> str:
        if self.exponent == 0:
            return f"k ↦ {self.scale}"
        return f"k ↦ {self.scale} (k + 1)^({-self.exponent})"


@dataclass(frozen=True, slots=True, eq=False)
class GeometricFamily:
    """``k ↦ base ^ (k + 1)``."""

    base: fmpq

    def __call__(self, k: Any) -> Any:
        return operations.real_power(self.base, operations.add_integers(k, 1))

    def __str__(self) -> str:
        return f"k ↦ ({self.base})^(k + 1)"


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A function of numbers with a text for people, and its formula in Python where it has one.

    A `smooth` function has all derivatives.
    """

    function: Callable[[Any], Any]
    text: str
    python: str = ""
    continuous: bool = False
    smooth: bool = False

    def __call__(self, x: Any) -> Any:
        return self.function(x)

    def __str__(self) -> str:
        return self.text


def show(value: Any) -> str:
    """A value of a sample in a form that a person can copy."""
    if isinstance(value, arb):
        return str(value.str(12, radius=False))
    if isinstance(value, acb):
        parts = [show(part) for part in (value.real, value.imag)]
        return f"{parts[0]} + {parts[1]} I"
    if isinstance(value, int) and value.bit_length() > 200:
        return f"about 2^{value.bit_length()}"
    if isinstance(value, frozenset):
        return "{" + ", ".join(map(show, sorted(value))) + "}"
    if isinstance(value, Finite):
        return f"{value.size} elements"
    if isinstance(value, Arrow):
        return f"ℝ^{getattr(value.domain, 'size', '?')}"
    if value is REAL:
        return "ℝ"
    return str(value)


def table_of(kind: Type, entries: Callable[[], Any]) -> Any:
    """A value of a type built of finite domains over the reals, with `entries` drawn in order."""
    if isinstance(kind, Arrow) and isinstance(kind.domain, Finite):
        return Table(tuple(table_of(kind.codomain, entries) for _ in range(kind.domain.size)))
    if isinstance(kind, Matrices) and isinstance(kind.rows, Finite):
        row = Arrow(kind.columns, kind.entry)
        return Table(tuple(table_of(row, entries) for _ in range(kind.rows.size)))
    return entries()
