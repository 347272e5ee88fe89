"""The languages of Maxima, PARI/GP, FriCAS and mpmath: what a formula is called in each.

A dialect is a set of templates; `bench.translating` fills them in. What it has no template for,
it cannot state. The names of the functions are those of docs/formulas.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Dialect:
    """Templates of one language. What they make is a name, a number, a call or in brackets.

    `structures` hold {body}, {x}, {low}, {high}, {at}, {order}; a key may end in " to oo".
    """

    name: str
    functions: Mapping[str, str]
    constants: Mapping[str, str]
    structures: Mapping[str, str]
    comparisons: Mapping[str, str]
    integer: str = "{0}"
    rational: str = "({0}/{1})"
    power: str = "({0}^{1})"
    applied: str = "{0}({1})"
    case: str = "(if {0} then {1} else {2})"
    row: str = "[{0}]"
    matrix: str = "matrix({0})"
    between_rows: str = ","
    matrix_product: str = "({0}*{1})"
    assigned: str = "{0}:{1}$"
    table: str = "[{0}]"
    table_at: str = "{0}[{1}]:={2}[{1}+1]$"
    function: str = "{0}({1}):={2}$"
    shared: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str | None:
        """The template of a function."""
        return self.functions.get(name) or self.shared.get(name)


_SAME = {
    name: f"{name}({{0}})"
    for name in (
        *("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos"),
        *("atan", "asinh", "acosh", "atanh"),
    )
} | {"ln": "log({0})", "log of base": "(log({0})/log({1}))"}
_QUOTIENTS = {"sec": "(1/cos({0}))", "csc": "(1/sin({0}))", "cot": "(1/tan({0}))"}
_ORDERS = {"<": "{0}<{1}", "<=": "{0}<={1}", ">": "{0}>{1}", ">=": "{0}>={1}"}

MPMATH = Dialect(
    "mpmath",
    {
        **{n: f"{n}({{0}})" for n in ("gamma", "loggamma", "digamma", "erf", "erfc", "zeta")},
        **{n: f"{n}({{0}})" for n in ("floor", "sign", "factorial", "conjugate", "re", "im")},
        **{n: f"{n}({{0}},{{1}})" for n in ("beta", "binomial", "besselj", "bessely", "besseli")},
        **{n: f"{n}({{0}},{{1}})" for n in ("besselk", "polylog")},
        "polygamma": "psi({0},{1})",
        "ceiling": "ceil({0})",
        "Abs": "fabs({0})",
        "zeta of two": "zeta({0},{1})",
        "Mod": "({0}%{1})",
        "Ei": "ei({0})",
        "Max": "max({0},{1})",
        "Min": "min({0},{1})",
        "Si": "si({0})",
        "LambertW": "lambertw({0})",
        "elliptic_k": "ellipk({0})",
        "elliptic_e": "ellipe({0})",
        "Determinant": "det({0})",
        "Inverse": "inverse({0})",
        "Transpose": "{0}.T",
        "fibonacci": "fibonacci({0})",
        "stieltjes": "stieltjes(int({0}))",
    },
    {"pi": "pi", "E": "e", "I": "j", "EulerGamma": "euler", "GoldenRatio": "phi"}
    | {"oo": "inf", "-oo": "-inf"},
    {
        "Sum": "nsum(lambda {x}: {body}, [{low}, {high}])",
        "Product": "nprod(lambda {x}: {body}, [{low}, {high}])",
        "Integral": "quad(lambda {x}: {body}, [{low}, {high}])",
        "Derivative": "diff(lambda {x}: {body}, {at}, {order})",
        "Limit": "limit(lambda {x}: {body}, {at})",
    },
    {**_ORDERS, "=": "{0}=={1}", "!=": "{0}!={1}"},
    integer="mpf({0})",
    rational="(mpf({0})/{1})",
    power="({0}**{1})",
    case="({1} if {0} else {2})",
    matrix="matrix([{0}])",
    assigned="{0} = {1}",
    table_at="{0} = lambda k: {2}[int(k)]",
    function="{0} = lambda {1}: {2}",
    shared={**_SAME, **_QUOTIENTS},
)

MAXIMA = Dialect(
    "maxima",
    {
        **{n: f"{n}({{0}})" for n in ("gamma", "erf", "erfc", "zeta", "floor", "ceiling")},
        **{n: f"{n}({{0}})" for n in ("factorial", "conjugate", "totient")},
        "loggamma": "log_gamma({0})",
        "digamma": "psi[0]({0})",
        "polygamma": "psi[{0}]({1})",
        "sign": "signum({0})",
        "Abs": "abs({0})",
        "re": "realpart({0})",
        "im": "imagpart({0})",
        **{n: f"{n}({{0}},{{1}})" for n in ("beta", "binomial", "gcd", "lcm")},
        **{f"bessel{n}": f"bessel_{n}({{0}},{{1}})" for n in "jyik"},
        "Max": "max({0},{1})",
        "Min": "min({0},{1})",
        "Mod": "mod({0},{1})",
        "polylog": "li[{0}]({1})",
        "fibonacci": "fib({0})",
        "stirling": "stirling2({0},{1})",
        "Ei": "expintegral_ei({0})",
        "Si": "expintegral_si({0})",
        "LambertW": "lambert_w({0})",
        "elliptic_k": "elliptic_kc({0})",
        "elliptic_e": "elliptic_ec({0})",
        "mobius": "moebius({0})",
        "divisor_sigma": "divsum({0},{1})",
        "primepi": "length(primes(1,{0}))",
        "Determinant": "determinant({0})",
        "Inverse": "invert({0})",
        "Transpose": "transpose({0})",
    },
    {"pi": "%pi", "E": "%e", "I": "%i", "EulerGamma": "%gamma", "GoldenRatio": "%phi"}
    | {"oo": "inf", "-oo": "minf"},
    {
        "Sum": "sum({body},{x},{low},{high})",
        "Product": "product({body},{x},{low},{high})",
        "Integral": "integrate({body},{x},{low},{high})",
        "Derivative": "subst({at},{x},diff({body},{x},{order}))",
        "Limit": "limit({body},{x},{at})",
    },
    {**_ORDERS, "=": "equal({0},{1})", "!=": "notequal({0},{1})"},
    applied="{0}[{1}]",
    matrix_product="({0} . {1})",
    shared={**_SAME, **_QUOTIENTS},
)

PARI = Dialect(
    "pari",
    {
        **{n: f"{n}({{0}})" for n in ("gamma", "erfc", "zeta", "floor", "sign", "factorial")},
        **{n: f"{n}({{0}},{{1}})" for n in ("binomial", "gcd", "lcm", "polylog")},
        "loggamma": "lngamma({0})",
        "digamma": "psi({0})",
        "erf": "(1-erfc({0}))",
        "ceiling": "ceil({0})",
        "Abs": "abs({0})",
        "re": "real({0})",
        "im": "imag({0})",
        "conjugate": "conj({0})",
        "totient": "eulerphi({0})",
        "fibonacci": "fibonacci({0})",
        "beta": "(gamma({0})*gamma({1})/gamma({0}+{1}))",
        "Ei": "(-eint1(-{0}))",
        "besselj": "besselj({0},{1})",
        "bessely": "besseln({0},{1})",
        "besseli": "besseli({0},{1})",
        "besselk": "besselk({0},{1})",
        "Max": "max({0},{1})",
        "Min": "min({0},{1})",
        "Mod": "({0}%{1})",
        "LambertW": "lambertw({0})",
        "elliptic_k": "ellK(sqrt({0}))",
        "elliptic_e": "ellE(sqrt({0}))",
        "mobius": "moebius({0})",
        "primepi": "primepi({0})",
        "divisor_sigma": "sigma({0},{1})",
        "stirling": "stirling({0},{1},2)",
        "zeta of two": "zetahurwitz({0},{1})",
        "Determinant": "matdet({0})",
        "Inverse": "({0}^(-1))",
        "Transpose": "mattranspose({0})",
        "Trace": "trace({0})",
    },
    {"pi": "Pi", "E": "exp(1)", "I": "I", "EulerGamma": "Euler", "GoldenRatio": "((1+sqrt(5))/2)"}
    | {"oo": "oo", "-oo": "-oo", "oo (exp)": "[oo,1]", "-oo (exp)": "[-oo,1]"},
    {
        "Sum": "sum({x}={low},{high},{body})",
        "Sum to oo": "sumnum({x}={low},{body})",
        "Sum to oo (power)": "suminf({x}={low},{body})",
        "Product": "prod({x}={low},{high},{body})",
        "Product to oo": "prodinf({x}={low},{body})",
        "Integral": "integral({x}->{body},{low},{high})",
        "Derivative": "derivnum({x}={at},{body},{order})",
        "Limit to oo": "limit({x}->{body})",
        "Limit": "limit(K->my({x}={at}+1/K);{body})",
    },
    {**_ORDERS, "=": "{0}=={1}", "!=": "{0}!={1}"},
    case="if({0},{1},{2})",
    row="{0}",
    matrix="[{0}]",
    between_rows=";",
    assigned="{0}={1};",
    table_at="{0}(k)={2}[k+1];",
    function="{0}({1})={2};",
    shared={**_SAME, **_QUOTIENTS},
)

FRICAS = Dialect(
    "fricas",
    {
        **{n: f"{n}({{0}})" for n in ("digamma", "erf", "factorial", "abs", "floor")},
        "gamma": "Gamma({0})",
        "beta": "Beta({0},{1})",
        "polygamma": "polygamma({0},{1})",
        "erfc": "(1-erf({0}))",
        "Abs": "abs({0})",
        "re": "real({0})",
        "im": "imag({0})",
        "sign": "sign({0})",
        "conjugate": "conjugate({0})",
        "ceiling": "ceiling({0})",
        "binomial": "binomial({0},{1})",
        "gcd": "gcd({0},{1})",
        "lcm": "lcm({0},{1})",
        **{f"bessel{n}": f"bessel{n.upper()}({{0}},{{1}})" for n in "jyik"},
        "polylog": "polylog({0},{1})",
        "totient": "eulerPhi({0})",
        "zeta": "riemannZeta({0})",
        "Max": "(({0}+{1}+abs({0}-{1}))/2)",
        "Min": "(({0}+{1}-abs({0}-{1}))/2)",
        "Ei": "Ei({0})",
        "Si": "Si({0})",
        "LambertW": "lambertW({0})",
        "elliptic_k": "ellipticK({0})",
        "elliptic_e": "ellipticE({0})",
        "fibonacci": "fibonacci({0})",
        "mobius": "moebiusMu({0})",
        "stirling": "stirling2({0},{1})",
        "Determinant": "determinant({0})",
        "Inverse": "inverse({0})",
        "Transpose": "transpose({0})",
        "Trace": "trace({0})",
    },
    {"pi": "%pi", "E": "%e", "I": "%i", "GoldenRatio": "((1+sqrt(5))/2)"}
    | {"oo": "%plusInfinity", "-oo": "%minusInfinity"},
    {
        "Sum": "sum({body},{x}={low}..{high})",
        "Product": "product({body},{x}={low}..{high})",
        "Integral": 'integrate({body},{x}={low}..{high},"noPole")',
        "Derivative": "eval(D({body},{x},{order}),{x}={at})",
        "Limit": "limit({body},{x}={at})",
    },
    {**_ORDERS, "=": "{0}={1}", "!=": "{0}~={1}"},
    case="",
    matrix="matrix([{0}])",
    assigned="{0} := {1}",
    table_at="{0}(k) == {2}(k+1)",
    function="{0}({1}) == {2}",
    shared={**_SAME, **_QUOTIENTS},
)
# With numbers for the names, sums are over lists, and a case is decided.
FRICAS_AT_POINTS = replace(
    FRICAS,
    structures={
        **FRICAS.structures,
        "Sum": "reduce(+,[{body} for {x} in {low}..{high}],0)",
        "Product": "reduce(*,[{body} for {x} in {low}..{high}],1)",
    },
    case="(if {0} then {1} else {2})",
)
