"""Samples of functions that have all derivatives, in one or several real variables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import fmpq
from hypothesis import strategies as st

from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.trees import Var, is_call
from pycheck.statements.language.types import REAL, Arrow
from pycheck.statements.sampling.state import State
from pycheck.statements.values import reals

SMOOTH = "Special.Smooth"


@dataclass(frozen=True, slots=True, eq=False)
class SmoothFunction:
    """A function of so many real variables, given by its value at all of them."""

    of: Callable[[tuple[Any, ...]], Any]
    arity: int
    text: str
    given: tuple[Any, ...] = ()
    smooth: bool = True

    def __call__(self, x: Any) -> Any:
        given = (*self.given, x)
        if len(given) == self.arity:
            return self.of(given)
        return SmoothFunction(self.of, self.arity, self.text, given)

    def __str__(self) -> str:
        return self.text


def smooth_function(state: State, binder: Binder, kind: Any) -> SmoothFunction | None:
    """A value for a function that a hypothesis calls smooth; None where none does."""
    told = any(
        is_call(h.type, SMOOTH) and h.type.args == (Var(binder.index_in(h)),)  # type: ignore[union-attr]
        for h in state.ready(binder)
    )
    arity = _arity(kind)
    if not told or not arity:
        return None
    weights = st.integers(-3, 3)
    shape = state.draw(st.sampled_from(_SHAPES))
    numbers = tuple(fmpq(state.draw(weights)) for _ in range(3 + arity))
    return _combined(shape, numbers, arity)


def _arity(kind: Any) -> int:
    arity = 0
    while isinstance(kind, Arrow) and kind.domain is REAL:
        kind, arity = kind.codomain, arity + 1
    return arity if kind is REAL else 0


# An outer function of one variable with its text; the first is the one to which samples shrink.
_SHAPES: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("", lambda y: y),
    ("exp", reals.exp),
    ("sin", reals.sin),
    ("cos", reals.cos),
)


def _combined(
    shape: tuple[str, Callable[[Any], Any]], numbers: tuple[fmpq, ...], arity: int
) -> SmoothFunction:
    """``c + a outer(b · x) + d x₁ … xₙ²``."""
    name, outer = shape
    constant, factor, last, *linear = numbers
    letters = "t" if arity == 1 else "xyzuvw"[:arity]
    inner = " + ".join(f"{b} {x}" for b, x in zip(linear, letters, strict=True))
    product = " ".join(f"{x}²" if i == arity - 1 else x for i, x in enumerate(letters))
    text = f"{', '.join(letters)} ↦ {constant} + {factor} {name}({inner}) + {last} {product}"

    def value(xs: tuple[Any, ...]) -> Any:
        total: Any = fmpq(0)
        for b, x in zip(linear, xs, strict=True):
            total = reals.add(total, reals.mul(b, x))
        top: Any = last
        for x in (*xs, xs[-1]):
            top = reals.mul(top, x)
        return reals.add(reals.add(constant, reals.mul(factor, outer(total))), top)

    return SmoothFunction(value, arity, text)
