"""The names of the language: which constant of a statement each of them means."""

from pycheck.statements.writing import INT, NAT, REAL, basic

COMPLEX = basic("Complex")

UNARY = {
    "exp": "Real.exp",
    "log": "Real.log",
    "ln": "Real.log",
    "sqrt": "Real.sqrt",
    "sin": "Real.sin",
    "cos": "Real.cos",
    "tan": "Real.tan",
    "sinh": "Real.sinh",
    "cosh": "Real.cosh",
    "tanh": "Real.tanh",
    "asin": "Real.arcsin",
    "acos": "Real.arccos",
    "atan": "Real.arctan",
    "asinh": "Real.arsinh",
    "sign": "Real.sign",
    "erf": "Special.erf",
    "erfc": "Special.erfc",
    "gamma": "Special.gamma",
    "loggamma": "Special.loggamma",
    "digamma": "Special.digamma",
    "zeta": "Special.zeta",
    "factorial": "Special.factorial",
    "elliptic_k": "Special.elliptic_k",
    "elliptic_e": "Special.elliptic_e",
    "Ei": "Special.Ei",
    "Si": "Special.Si",
    "LambertW": "Special.lambertw",
}
OF_COMPLEX = {
    "exp": "Complex.exp",
    "log": "Complex.log",
    "ln": "Complex.log",
    "sqrt": "Special.csqrt",
    "sin": "Complex.sin",
    "cos": "Complex.cos",
}
SPECIAL_OF_COMPLEX = frozenset({"erf", "erfc", "gamma", "loggamma", "digamma", "zeta"})
BINARY = {
    "beta": "Special.beta",
    "binomial": "Special.binomial",
    "besselj": "Special.besselJ",
    "bessely": "Special.besselY",
    "besseli": "Special.besselI",
    "besselk": "Special.besselK",
    "polylog": "Special.polylog",
    "polygamma": "Special.polygamma",
}
# Functions of whole numbers: the constant, how many arguments, natural or any.
WHOLE = {
    "gcd": ("Int.gcd", 2, INT, NAT),
    "lcm": ("Int.lcm", 2, INT, NAT),
    "totient": ("Nat.totient", 1, NAT, NAT),
    "fibonacci": ("Special.fibonacci", 1, INT, INT),
    "stirling": ("Special.stirling", 2, NAT, NAT),
    "primepi": ("Nat.primeCounting", 1, NAT, NAT),
    "divisor_sigma": ("", 2, NAT, NAT),
    "mobius": ("", 1, NAT, INT),
    "stieltjes": ("Special.stieltjes", 1, NAT, REAL),
}
CONSTANTS = {
    "pi": "Real.pi",
    "EulerGamma": "Real.eulerMascheroniConstant",
    "GoldenRatio": "Real.goldenRatio",
}
STRUCTURES = frozenset(
    {
        *("Rational", "Abs", "Max", "Min", "floor", "ceiling", "Mod", "Piecewise", "Sum"),
        *("Product", "Integral", "Derivative", "Subs", "Limit", "re", "im", "conjugate"),
        *("hyper", "sec", "csc", "cot", "acosh", "atanh", "Eq", "Ne", "And", "Or", "Not"),
        *("Matrix", "Determinant", "Inverse", "Transpose", "Trace"),
    }
)
FUNCTIONS = frozenset({*UNARY, *BINARY, *WHOLE, *STRUCTURES})
NAMES = frozenset({*CONSTANTS, "E", "I", "oo"})
