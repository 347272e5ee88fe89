"""Expectations by densities and weights, which are written in the language itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from pycheck.formulas.terms import add, as_field, divide, multiply
from pycheck.statements.language.trees import Elided
from pycheck.statements.writing import NAT, REAL, Term, call, function
from pycheck.statements.writing import number as numeral

_HIDDEN = Elided()

Value = Callable[[Term], Term]
"""What the expectation is of, at a value of the random variable."""


class Written(Protocol):
    """Reads a text of the language in which some names are given."""

    def __call__(self, text: str, given: Mapping[str, Term]) -> Term: ...


Moments = Callable[[int], str]
"""The expectation of a natural power of the variable, in the language."""


@dataclass(frozen=True)
class Continuous:
    """A law with a density in `x`: a `kernel` between two ends, divided by its `total`.

    It is one where `valid` holds. The variable itself is the `image` of `x`. `below` is the
    distribution function at `c`, and `exponential` the expectation of ``exp(t X)``.
    """

    parameters: tuple[str, ...]
    valid: str
    kernel: str
    total: str
    lower: str = "-oo"
    upper: str = "oo"
    image: str = "x"
    below: str = ""
    exponential: str = ""
    moments: Moments | None = None

    def mean(self, at: Value, given: Mapping[str, Term], written: Written) -> Term:
        """The expectation of a value."""

        def integrand(x: Term) -> Term:
            inner = {**given, "x": x}
            value = at(x if self.image == "x" else written(self.image, inner))
            return multiply(value, as_field(written(self.kernel, inner)))

        f = function("x", REAL, integrand)
        ends = [
            as_field(written(end, given)) for end in (self.lower, self.upper) if "oo" not in end
        ]
        name = {
            (True, True): "Special.integralOverLine",
            (False, True): "Special.integralFrom",
            (True, False): "Special.integralUpTo",
            (False, False): "Special.integral",
        }[self.lower == "-oo", self.upper == "oo"]
        integral = call(name, f, *ends, kind=REAL)
        return divide(integral, as_field(written(self.total, given)))


@dataclass(frozen=True)
class Discrete:
    """A law with a `weight` for each natural number `k`, up to one or without end.

    It is one where `valid` holds. The variable itself is ``k + start``. `exponential` is the
    expectation of ``exp(t X)``.
    """

    parameters: tuple[str, ...]
    valid: str
    weight: str
    upper: str = "oo"
    start: int = 0
    exponential: str = ""
    moments: Moments | None = None

    def mean(self, at: Value, given: Mapping[str, Term], written: Written) -> Term:
        """The expectation of a value."""

        def summand(k: Term) -> Term:
            value = add(as_field(k), numeral(self.start, REAL)) if self.start else as_field(k)
            return multiply(at(value), as_field(written(self.weight, {**given, "k": k})))

        f = function("k", NAT, summand)
        if self.upper == "oo":
            every = call("SummationFilter.unconditional", NAT.node)
            return call("tsum", REAL.node, NAT.node, _HIDDEN, _HIDDEN, f, every, kind=REAL)
        last = as_field(written(self.upper, given))
        top = call("Nat.floor", REAL.node, *[_HIDDEN] * 3, last, kind=NAT)
        over = call("Finset.Icc", NAT.node, _HIDDEN, _HIDDEN, numeral(0, NAT), top)
        return call("Finset.sum", NAT.node, REAL.node, _HIDDEN, over, f, kind=REAL)
