"""The named laws of random variables: densities, moments and distribution functions."""

from collections.abc import Callable, Mapping
from math import comb, factorial

from pycheck.formulas.densities import Continuous, Discrete, Moments


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


def _student(n: int) -> str:
    """Odd powers cancel; the even ones exist below the degrees of freedom."""
    if n % 2:
        return f"Piecewise((0, nu > {n}), (1/0, True))"
    factors = "".join(f"*{2 * i - 1}*nu/(nu - {2 * i})" for i in range(1, n // 2 + 1))
    return f"Piecewise((1{factors}, nu > {n}), (1/0, True))"


LAWS: Mapping[str, Continuous | Discrete] = {
    "Normal": Continuous(
        ("mu", "sigma"),
        "sigma > 0",
        "exp(-((x - mu)/sigma)**2/2)",
        "sigma*sqrt(2*pi)",
        moments=_centred("mu", lambda i: f"{_double(i)}*sigma**{i}"),
        below="(1 + erf((c - mu)/(sigma*sqrt(2))))/2",
        exponential="exp(mu*t + sigma**2*t**2/2)",
    ),
    "LogNormal": Continuous(
        ("mu", "sigma"),
        "sigma > 0",
        "exp(-((x - mu)/sigma)**2/2)",
        "sigma*sqrt(2*pi)",
        image="exp(x)",
        moments=lambda n: f"exp({n}*mu + {n * n}*sigma**2/2)",
        below="Piecewise(((1 + erf((log(c) - mu)/(sigma*sqrt(2))))/2, c > 0), (0, True))",
    ),
    "Uniform": Continuous(
        ("a", "b"),
        "a < b",
        "1",
        "b - a",
        "a",
        "b",
        moments=lambda n: f"(b**{n + 1} - a**{n + 1})/({n + 1}*(b - a))",
        below="Min(Max((c - a)/(b - a), 0), 1)",
    ),
    "Exponential": Continuous(
        ("rate",),
        "rate > 0",
        "exp(-rate*x)",
        "1/rate",
        "0",
        moments=lambda n: f"{factorial(n)}/rate**{n}",
        below="1 - exp(-rate*Max(c, 0))",
        exponential="Piecewise((rate/(rate - t), t < rate), (1/0, True))",
    ),
    "Gamma": Continuous(
        ("k", "theta"),
        "And(k > 0, theta > 0)",
        "x**(k - 1)*exp(-x/theta)",
        "theta**k*gamma(k)",
        "0",
        moments=lambda n: f"theta**{n}*rf(k, {n})",
        below="Piecewise((lowergamma(k, c/theta)/gamma(k), c > 0), (0, True))",
        exponential="Piecewise(((1 - theta*t)**(-k), theta*t < 1), (1/0, True))",
    ),
    "Beta": Continuous(
        ("a", "b"),
        "And(a > 0, b > 0)",
        "x**(a - 1)*(1 - x)**(b - 1)",
        "beta(a, b)",
        "0",
        "1",
        moments=lambda n: f"rf(a, {n})/rf(a + b, {n})",
        below="Piecewise((0, c <= 0), (1, c >= 1), (betainc(a, b, 0, c)/beta(a, b), True))",
    ),
    "ChiSquared": Continuous(
        ("k",),
        "k > 0",
        "x**(k/2 - 1)*exp(-x/2)",
        "2**(k/2)*gamma(k/2)",
        "0",
        moments=lambda n: f"2**{n}*rf(k/2, {n})",
        below="Piecewise((lowergamma(k/2, c/2)/gamma(k/2), c > 0), (0, True))",
        exponential="Piecewise(((1 - 2*t)**(-k/2), t < 1/2), (1/0, True))",
    ),
    "StudentT": Continuous(
        ("nu",),
        "nu > 0",
        "(1 + x**2/nu)**(-(nu + 1)/2)",
        "sqrt(nu)*beta(1/2, nu/2)",
        below="1/2 + c*hyper([1/2, (nu + 1)/2], [3/2], -c**2/nu)/(sqrt(nu)*beta(1/2, nu/2))",
        moments=_student,
    ),
    "Cauchy": Continuous(
        ("m", "s"),
        "s > 0",
        "1/(1 + ((x - m)/s)**2)",
        "pi*s",
        below="1/2 + atan((c - m)/s)/pi",
    ),
    "Laplace": Continuous(
        ("mu", "b"),
        "b > 0",
        "exp(-Abs(x - mu)/b)",
        "2*b",
        moments=_centred("mu", lambda i: f"{factorial(i)}*b**{i}"),
        below="Piecewise((exp((c - mu)/b)/2, c < mu), (1 - exp(-(c - mu)/b)/2, True))",
        exponential="Piecewise((exp(mu*t)/(1 - b**2*t**2), b**2*t**2 < 1), (1/0, True))",
    ),
    "Logistic": Continuous(
        ("mu", "s"),
        "s > 0",
        "1/(2*cosh((x - mu)/(2*s)))**2",
        "s",
        below="1/(1 + exp(-(c - mu)/s))",
    ),
    "Gumbel": Continuous(
        ("b", "mu"),
        "b > 0",
        "exp(-(x - mu)/b - exp(-(x - mu)/b))",
        "b",
        below="exp(-exp(-(c - mu)/b))",
    ),
    "Rayleigh": Continuous(
        ("sigma",),
        "sigma > 0",
        "x*exp(-x**2/(2*sigma**2))",
        "sigma**2",
        "0",
        moments=lambda n: f"sigma**{n}*2**({n}/2)*gamma(1 + {n}/2)",
        below="1 - exp(-Max(c, 0)**2/(2*sigma**2))",
    ),
    "Weibull": Continuous(
        ("a", "b"),
        "And(a > 0, b > 0)",
        "(x/a)**(b - 1)*exp(-(x/a)**b)",
        "a/b",
        "0",
        moments=lambda n: f"a**{n}*gamma(1 + {n}/b)",
        below="1 - exp(-(Max(c, 0)/a)**b)",
    ),
    "Pareto": Continuous(
        ("m", "a"),
        "And(m > 0, a > 0)",
        "(x/m)**(-a - 1)",
        "m/a",
        "m",
        below="Piecewise((1 - (m/c)**a, c > m), (0, True))",
        moments=lambda n: f"Piecewise((a*m**{n}/(a - {n}), a > {n}), (1/0, True))",
    ),
    "Bernoulli": Discrete(
        ("p",),
        "0 <= p <= 1",
        "Piecewise((1 - p, Eq(k, 0)), (p, True))",
        "1",
        moments=lambda n: "p" if n else "1",
        exponential="1 - p + p*exp(t)",
    ),
    "Poisson": Discrete(
        ("rate",),
        "rate > 0",
        "rate**k/factorial(k)*exp(-rate)",
        moments=_by_factorials(lambda j: f"rate**{j}"),
        exponential="exp(rate*(exp(t) - 1))",
    ),
    "Binomial": Discrete(
        ("n", "p"),
        "And(n >= 0, Eq(floor(n), n), 0 <= p, p <= 1)",
        "binomial(n, k)*p**k*(1 - p)**(n - k)",
        "n",
        moments=_by_factorials(lambda j: f"ff(n, {j})*p**{j}"),
        exponential="(1 - p + p*exp(t))**n",
    ),
    "Geometric": Discrete(
        ("p",),
        "0 < p <= 1",
        "p*(1 - p)**k",
        start=1,
        moments=_by_factorials(lambda j: f"{factorial(j)}*(1 - p)**{j - 1}/p**{j}" if j else "1"),
        exponential="Piecewise((p*exp(t)/(1 - (1 - p)*exp(t)), (1 - p)*exp(t) < 1), (1/0, True))",
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
