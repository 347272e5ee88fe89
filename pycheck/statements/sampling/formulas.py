"""Functions of numbers that are given by a formula."""

from collections.abc import Callable
from typing import Any

from flint import fmpq
from hypothesis import strategies as st

from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.types import INT, NAT, RAT, REAL, Arrow
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling import strategies
from pycheck.statements.sampling.samples import Named
from pycheck.statements.sampling.state import State
from pycheck.statements.values import reals
from pycheck.statements.values.unknowns import Polynomial


def by_formula(state: State, binder: Binder, hypotheses: list[Binder], kind: Arrow) -> Named:
    """A function of numbers given by a formula; the first that the hypotheses permit."""
    formulas = [*_FORMULAS, *_beside(state, kind)]
    for number in state.draw(st.permutations(range(len(formulas)))):
        text, python, formula = formulas[number]
        real = kind.domain is REAL and kind.codomain is REAL
        value = Named(_within(kind, formula), text, python, real, real and "|" not in text)
        state.settle(binder.position, value)
        if all(state.truth(h).value is not False for h in hypotheses):
            return value
    raise strategies.Empty("no simple function satisfies the hypotheses")


Formula = tuple[str, str, Callable[[Any], Any]]
"""The text of a function, its formula in Python, and the function."""

_FORMULAS: tuple[Formula, ...] = (
    ("x ↦ x", "x", lambda x: x),
    ("x ↦ 0", "0", lambda _: fmpq(0)),
    ("x ↦ 1", "1", lambda _: fmpq(1)),
    ("x ↦ -x", "-x", lambda x: reals.neg(x)),
    ("x ↦ x + 1", "x + 1", lambda x: reals.add(x, fmpq(1))),
    ("x ↦ 2 x", "2 * x", lambda x: reals.mul(fmpq(2), x)),
    ("x ↦ x²", "x * x", lambda x: reals.mul(x, x)),
    ("x ↦ |x|", "abs(x)", lambda x: reals.absolute(x)),
    ("x ↦ 3", "3", lambda _: fmpq(3)),
)


def _beside(state: State, kind: Arrow) -> list[Formula]:
    """Functions that agree with one that is drawn already, at one of the numbers at least."""
    if kind.codomain is not REAL or kind.domain is not REAL:
        return []
    numbers = list(dict.fromkeys(x for x in state.env if type(x) is fmpq))[:3]
    found: list[Formula] = []
    for f in (f for f in state.env if isinstance(f, Named) and f.python):
        for c in numbers:
            step = f"(x - mpf({c.p}) / {c.q})"
            own = f.text.removeprefix("x ↦ ")
            found += [
                (f"x ↦ {own} + (x - {c})", f"{f.python} + {step}", _shifted(f, c, fmpq(1))),
                (f"x ↦ {own} - (x - {c})", f"{f.python} - {step}", _shifted(f, c, fmpq(-1))),
            ]
    return found


def _shifted(f: Named, c: fmpq, slope: fmpq) -> Callable[[Any], Any]:
    return lambda x: reals.add(f(x), reals.mul(slope, reals.sub(x, c)))


def _within(kind: Arrow, formula: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A formula as a function between two types of numbers; naturals are cut off at zero."""

    def value(x: Any) -> Any:
        if isinstance(x, Polynomial):
            return _of_unknown(kind, formula(x))
        if kind.codomain in (REAL, RAT):
            return formula(fmpq(x) if isinstance(x, int) else x)
        if not (isinstance(x, int) or type(x) is fmpq):
            raise Undecided("a function of a number that is not exact")
        found = formula(fmpq(x))
        whole = int(found.p // found.q)
        return max(whole, 0) if kind.codomain is NAT else whole

    return value


def _of_unknown(kind: Arrow, found: Any) -> Any:
    """The value of a formula at unknown numbers, where no rounding and no cut change it."""
    if kind.codomain in (REAL, RAT):
        return found.real() if isinstance(found, Polynomial) else found
    if not isinstance(found, Polynomial):
        return int(found.p) if kind.codomain is INT else max(int(found.p), 0)
    natural = kind.domain is NAT and all(c >= 0 for c in found.coefficients.values())
    if not found.is_whole or (kind.codomain is NAT and not natural):
        raise Undecided("a formula that may be cut off")
    return found
