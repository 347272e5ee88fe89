"""The laws of random variables: densities and weights, written in the language itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import comb, factorial
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

    It is one where `valid` holds. The variable itself is the `image` of `x`.
    """

    parameters: tuple[str, ...]
    valid: str
    kernel: str
    total: str
    lower: str = "-oo"
    upper: str = "oo"
    image: str = "x"
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

    It is one where `valid` holds. The variable itself is ``k + start``.
    """

    parameters: tuple[str, ...]
    valid: str
    weight: str
    upper: str = "oo"
    start: int = 0
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


def _centred(middle: str, even: Callable[[int], str]) -> Moments:
    """Powers of a variable that is symmetric about a middle, by its even central moments."""

    def moment(n: int) -> str:
        parts = [f"{comb(n, i)}*({middle})**{n - i}*({even(i)})" for i in range(0, n + 1, 2)]
        return " + ".join(parts)

    return moment


def _by_factorials(of: Callable[[int], str]) -> Moments:
    """Powers of a whole variable by the expectations of ``X (X - 1) … (X - j + 1)``."""

    def moment(n: int) -> str:
        return " + ".join(f"{_classes(n, j)}*({of(j)})" for j in range(n + 1) if _classes(n, j))

    return moment


def _classes(n: int, j: int) -> int:
    """A Stirling number of the second kind."""
    if n == 0 or j == 0:
        return int(n == j)
    return j * _classes(n - 1, j) + _classes(n - 1, j - 1)


def _double(n: int) -> int:
    """``(n - 1) (n - 3) …``"""
    return 1 if n < 2 else (n - 1) * _double(n - 2)


LAWS: Mapping[str, Continuous | Discrete] = {
    "Normal": Continuous(
        ("mu", "sigma"),
        "sigma > 0",
        "exp(-((x - mu)/sigma)**2/2)",
        "sigma*sqrt(2*pi)",
        moments=_centred("mu", lambda i: f"{_double(i)}*sigma**{i}"),
    ),
    "LogNormal": Continuous(
        ("mu", "sigma"),
        "sigma > 0",
        "exp(-((x - mu)/sigma)**2/2)",
        "sigma*sqrt(2*pi)",
        image="exp(x)",
        moments=lambda n: f"exp({n}*mu + {n * n}*sigma**2/2)",
    ),
    "Uniform": Continuous(
        ("a", "b"),
        "a < b",
        "1",
        "b - a",
        "a",
        "b",
        moments=lambda n: f"(b**{n + 1} - a**{n + 1})/({n + 1}*(b - a))",
    ),
    "Exponential": Continuous(
        ("rate",),
        "rate > 0",
        "exp(-rate*x)",
        "1/rate",
        "0",
        moments=lambda n: f"{factorial(n)}/rate**{n}",
    ),
    "Gamma": Continuous(
        ("k", "theta"),
        "And(k > 0, theta > 0)",
        "x**(k - 1)*exp(-x/theta)",
        "theta**k*gamma(k)",
        "0",
        moments=lambda n: f"theta**{n}*rf(k, {n})",
    ),
    "Beta": Continuous(
        ("a", "b"),
        "And(a > 0, b > 0)",
        "x**(a - 1)*(1 - x)**(b - 1)",
        "beta(a, b)",
        "0",
        "1",
        moments=lambda n: f"rf(a, {n})/rf(a + b, {n})",
    ),
    "ChiSquared": Continuous(
        ("k",),
        "k > 0",
        "x**(k/2 - 1)*exp(-x/2)",
        "2**(k/2)*gamma(k/2)",
        "0",
        moments=lambda n: f"2**{n}*rf(k/2, {n})",
    ),
    "StudentT": Continuous(
        ("nu",), "nu > 0", "(1 + x**2/nu)**(-(nu + 1)/2)", "sqrt(nu)*beta(1/2, nu/2)"
    ),
    "Cauchy": Continuous(("m", "s"), "s > 0", "1/(1 + ((x - m)/s)**2)", "pi*s"),
    "Laplace": Continuous(
        ("mu", "b"),
        "b > 0",
        "exp(-Abs(x - mu)/b)",
        "2*b",
        moments=_centred("mu", lambda i: f"{factorial(i)}*b**{i}"),
    ),
    "Logistic": Continuous(("mu", "s"), "s > 0", "1/(2*cosh((x - mu)/(2*s)))**2", "s"),
    "Gumbel": Continuous(("b", "mu"), "b > 0", "exp(-(x - mu)/b - exp(-(x - mu)/b))", "b"),
    "Rayleigh": Continuous(
        ("sigma",),
        "sigma > 0",
        "x*exp(-x**2/(2*sigma**2))",
        "sigma**2",
        "0",
        moments=lambda n: f"sigma**{n}*2**({n}/2)*gamma(1 + {n}/2)",
    ),
    "Weibull": Continuous(
        ("a", "b"),
        "And(a > 0, b > 0)",
        "(x/a)**(b - 1)*exp(-(x/a)**b)",
        "a/b",
        "0",
        moments=lambda n: f"a**{n}*gamma(1 + {n}/b)",
    ),
    "Pareto": Continuous(("m", "a"), "And(m > 0, a > 0)", "(x/m)**(-a - 1)", "m/a", "m"),
    "Bernoulli": Discrete(
        ("p",),
        "0 <= p <= 1",
        "Piecewise((1 - p, Eq(k, 0)), (p, True))",
        "1",
        moments=lambda n: "p" if n else "1",
    ),
    "Poisson": Discrete(
        ("rate",),
        "rate > 0",
        "rate**k/factorial(k)*exp(-rate)",
        moments=_by_factorials(lambda j: f"rate**{j}"),
    ),
    "Binomial": Discrete(
        ("n", "p"),
        "And(n >= 0, Eq(floor(n), n), 0 <= p, p <= 1)",
        "binomial(n, k)*p**k*(1 - p)**(n - k)",
        "n",
        moments=_by_factorials(lambda j: f"ff(n, {j})*p**{j}"),
    ),
    "Geometric": Discrete(
        ("p",),
        "0 < p <= 1",
        "p*(1 - p)**k",
        start=1,
        moments=_by_factorials(lambda j: f"{factorial(j)}*(1 - p)**{j - 1}/p**{j}" if j else "1"),
    ),
    "NegativeBinomial": Discrete(
        ("r", "p"),
        "And(r > 0, 0 <= p, p < 1)",
        "binomial(k + r - 1, k)*(1 - p)**r*p**k",
        moments=_by_factorials(lambda j: f"rf(r, {j})*(p/(1 - p))**{j}"),
    ),
    "Hypergeometric": Discrete(
        ("N", "m", "n"),
        "And(0 <= m, m <= N, 0 <= n, n <= N)",
        "binomial(m, k)*binomial(N - m, n - k)/binomial(N, n)",
        "n",
        moments=_by_factorials(lambda j: f"ff(m, {j})*ff(n, {j})/ff(N, {j})" if j else "1"),
    ),
    "Die": Discrete(("n",), "And(n >= 1, Eq(floor(n), n))", "1/n", "n - 1", start=1),
}
"""The named laws, with the parameters of sympy.stats in its order."""
