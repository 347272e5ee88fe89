"""Random identities, made by rewriting one side, and the same with one change."""

import ast
from collections.abc import Callable

import mpmath
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pycheck.formulas.checking import sampled
from pycheck.formulas.closing import derived
from pycheck.formulas.effort import Meter
from pycheck.formulas.statement import read_formula

NAMES = ("x", "y", "n")
WHERE = ("x real", "y > 0", "n natural")

atoms = st.one_of(st.sampled_from(NAMES), st.integers(1, 5).map(str))


def _joined(parts: tuple[str, str, str]) -> str:
    sign, left, right = parts
    return f"({left} {sign} {right})"


def _bigger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(st.sampled_from("+-*"), inner, inner).map(_joined),
        st.tuples(inner, st.integers(2, 3)).map(lambda p: f"({p[0]})**{p[1]}"),
        inner.map(lambda e: f"sin({e})"),
        inner.map(lambda e: f"exp(-({e})**2)"),
        inner.map(lambda e: f"log(1 + ({e})**2)"),
    )


terms = st.recursive(atoms, _bigger, max_leaves=4)

# Each writes a term differently, without changing its value anywhere.
REWRITINGS: tuple[Callable[[str, str], str], ...] = (
    lambda e, other: f"({e} + {other}) - {other}",
    lambda e, _: f"2*({e}) - ({e})",
    lambda e, other: f"({e})*(sin({other})**2 + cos({other})**2)",
    lambda e, _: f"-(-({e}))",
    lambda e, other: f"({e})*exp({other})*exp(-({other}))",
    lambda e, _: f"log(exp({e}))",
    lambda e, other: f"(({e})*(({other})**2 + 1))/(({other})**2 + 1)",
    lambda e, _: f"Sum({e}, (k, 1, 3))/3",
    lambda e, _: f"Max({e}, {e})",
)


@st.composite
def identities(draw: st.DrawFn) -> tuple[str, str]:
    """A term, and the same written differently."""
    term = draw(terms)
    other = term
    for _ in range(draw(st.integers(1, 2))):
        other = draw(st.sampled_from(REWRITINGS))(other, draw(atoms))
    return term, other


def _not_refuted(sides: tuple[str, str]) -> None:
    report = sampled(read_formula(f"{sides[0]} = {sides[1]}", WHERE), 8, 0)
    assert report.status in ("unrefuted", "undecided"), report


NESTED = [HealthCheck.nested_given]


@settings(max_examples=12, deadline=None, suppress_health_check=NESTED)
@given(identities())
def test_random_identities_are_never_refuted(sides: tuple[str, str]) -> None:
    _not_refuted(sides)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=NESTED)
@given(identities())
def test_many_random_identities_are_never_refuted(sides: tuple[str, str]) -> None:
    _not_refuted(sides)


class _Changed(ast.NodeTransformer):
    """Changes the numeral or the sign at one place."""

    def __init__(self, place: int) -> None:
        self.left = place

    def generic_visit(self, node: ast.AST) -> ast.AST:
        here = isinstance(node, ast.Constant | ast.BinOp)
        self.left -= here
        if here and self.left == -1:
            if isinstance(node, ast.Constant) and isinstance(node.value, int):
                return ast.Constant(node.value + 1)
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
                node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        return super().generic_visit(node)


def _differ(one: str, other: str) -> bool:
    """Whether two terms certainly differ, at a point of mpmath's."""
    known = {name: getattr(mpmath, name) for name in ("sin", "cos", "exp")}

    def value(text: str, x: float, y: float, n: int) -> mpmath.mpf:
        names = {**known, "x": mpmath.mpf(x), "y": mpmath.mpf(y), "n": n, "Max": max}
        names["Sum"] = lambda e, _: 3 * e
        names["log"] = lambda v: mpmath.log(v) if v > 0 else mpmath.nan
        names["k"] = 0
        return eval(text, {"__builtins__": {}}, names)

    for x, y, n in ((0.3, 0.7, 2), (-0.6, 1.1, 1)):
        a, b = value(one, x, y, n), value(other, x, y, n)
        if abs(a - b) > 1e-6 * (1 + abs(a)):
            return True
    return False


def _never_derived(sides: tuple[str, str], place: int) -> None:
    changed = ast.unparse(_Changed(place).visit(ast.parse(sides[1], mode="eval")))
    assume(_differ(sides[0], changed))
    assert not derived(read_formula(f"{sides[0]} = {changed}", WHERE), Meter())


@settings(max_examples=30, deadline=None)
@given(identities(), st.integers(0, 6))
def test_a_changed_identity_is_never_derived(sides: tuple[str, str], place: int) -> None:
    _never_derived(sides, place)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(identities(), st.integers(0, 6))
def test_many_changed_identities_are_never_derived(sides: tuple[str, str], place: int) -> None:
    _never_derived(sides, place)
