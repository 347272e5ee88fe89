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
    "factorial": "Special.factorial",
    "elliptic_k": "Special.elliptic_k",
    "Ei": "Special.Ei",
    "Si": "Special.Si",
    "LambertW": "Special.lambertw",
    "Ci": "Special.Ci",
    "Shi": "Special.Shi",
    "Chi": "Special.Chi",
    "erfi": "Special.erfi",
    "erfinv": "Special.erfinv",
    "fresnels": "Special.fresnels",
    "fresnelc": "Special.fresnelc",
    "airyai": "Special.airyai",
    "airybi": "Special.airybi",
    "airyaiprime": "Special.airyaiprime",
    "airybiprime": "Special.airybiprime",
    "dirichlet_eta": "Special.dirichlet_eta",
    "sinc": "Real.sinc",
}
OF_COMPLEX = {
    "exp": "Complex.exp",
    "log": "Complex.log",
    "ln": "Complex.log",
    "sqrt": "Special.csqrt",
    "sin": "Complex.sin",
    "cos": "Complex.cos",
    "tan": "Complex.tan",
    "sinh": "Complex.sinh",
    "cosh": "Complex.cosh",
    "tanh": "Complex.tanh",
}
REAL_ONLY = frozenset({"sign", "erfinv"})
"""Functions of one real number that nothing here continues to complex ones."""
SEVERAL: dict[str, dict[int, str]] = {
    "beta": {2: "Special.beta"},
    "binomial": {2: "Special.binomial"},
    "besselj": {2: "Special.besselJ"},
    "bessely": {2: "Special.besselY"},
    "besseli": {2: "Special.besselI"},
    "besselk": {2: "Special.besselK"},
    "polylog": {2: "Special.polylog"},
    "polygamma": {2: "Special.polygamma"},
    "zeta": {1: "Special.zeta", 2: "Special.hurwitz"},
    "elliptic_e": {1: "Special.elliptic_e", 2: "Special.elliptic_e_inc"},
    "elliptic_f": {2: "Special.elliptic_f"},
    "elliptic_pi": {2: "Special.elliptic_pi", 3: "Special.elliptic_pi_inc"},
    "lowergamma": {2: "Special.lowergamma"},
    "uppergamma": {2: "Special.uppergamma"},
    "betainc": {4: "Special.betainc"},
    "expint": {2: "Special.expint"},
    "lerchphi": {3: "Special.lerchphi"},
    "rf": {2: "Special.rising"},
    "ff": {2: "Special.falling"},
    "RisingFactorial": {2: "Special.rising"},
    "FallingFactorial": {2: "Special.falling"},
}
"""Functions of several numbers: the constant for each number of arguments."""
POLYNOMIALS = {
    "legendre": 2,
    "chebyshevt": 2,
    "chebyshevu": 2,
    "hermite": 2,
    "hermite_prob": 2,
    "laguerre": 2,
    "assoc_laguerre": 3,
    "gegenbauer": 3,
    "jacobi": 4,
}
"""Polynomials of a degree, which comes first: how many arguments they take."""
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
    "catalan": ("catalan", 1, NAT, NAT),
    "factorial2": ("Nat.doubleFactorial", 1, NAT, NAT),
    "subfactorial": ("numDerangements", 1, NAT, NAT),
    "bell": ("Special.bell", 1, NAT, NAT),
    "euler": ("Special.euler", 1, NAT, INT),
    "partition": ("Special.partitions", 1, NAT, NAT),
    "prime": ("Special.prime", 1, NAT, NAT),
    "primenu": ("", 1, NAT, NAT),
    "primeomega": ("", 1, NAT, NAT),
    "jacobi_symbol": ("jacobiSym", 2, INT, INT),
}
CONSTANTS = {
    "pi": "Real.pi",
    "EulerGamma": "Real.eulerMascheroniConstant",
    "GoldenRatio": "Real.goldenRatio",
    "Catalan": "Special.catalan",
}
# Functions that others write: their arguments, and the text.
DERIVED: dict[str, tuple[tuple[str, ...], str]] = {
    "sec": (("x",), "1/cos(x)"),
    "csc": (("x",), "1/sin(x)"),
    "cot": (("x",), "cos(x)/sin(x)"),
    "sech": (("x",), "1/cosh(x)"),
    "csch": (("x",), "1/sinh(x)"),
    "coth": (("x",), "cosh(x)/sinh(x)"),
    "asec": (("x",), "acos(1/x)"),
    "acsc": (("x",), "asin(1/x)"),
    "acot": (("x",), "atan(1/x)"),
    "acosh": (("x",), "log(x + sqrt(x - 1)*sqrt(x + 1))"),
    "atanh": (("x",), "(log(1 + x) - log(1 - x))/2"),
    "asech": (("x",), "acosh(1/x)"),
    "acsch": (("x",), "asinh(1/x)"),
    "acoth": (("x",), "atanh(1/x)"),
    "cbrt": (("x",), "x**Rational(1, 3)"),
    "root": (("x", "n"), "x**(1/n)"),
    "real_root": (("x", "n"), "sign(x)*Abs(x)**(1/n)"),
    "log2": (("x",), "log(x, 2)"),
    "log10": (("x",), "log(x, 10)"),
    "frac": (("x",), "x - floor(x)"),
    "Heaviside": (("x",), "(1 + sign(x))/2"),
    "KroneckerDelta": (("i", "j"), "Piecewise((1, Eq(i, j)), (0, True))"),
    "atan2": (
        ("y", "x"),
        "Piecewise((atan(y/x), x > 0), (pi/2 - atan(x/y), y > 0), (-pi/2 - atan(x/y), True))",
    ),
    "li": (("x",), "Ei(log(x))"),
    "lucas": (("n",), "fibonacci(n - 1) + fibonacci(n + 1)"),
    "divisor_count": (("n",), "divisor_sigma(n, 0)"),
    "trigamma": (("x",), "polygamma(1, x)"),
    "jn": (("n", "x"), "sqrt(pi/(2*x))*besselj(n + 1/2, x)"),
    "yn": (("n", "x"), "sqrt(pi/(2*x))*bessely(n + 1/2, x)"),
    "hankel1": (("n", "x"), "besselj(n, x) + I*bessely(n, x)"),
    "hankel2": (("n", "x"), "besselj(n, x) - I*bessely(n, x)"),
}
# The same for complex arguments, by logarithms.
DERIVED_OF_COMPLEX: dict[str, tuple[tuple[str, ...], str]] = {
    "asin": (("z",), "-I*log(I*z + sqrt(1 - z**2))"),
    "acos": (("z",), "pi/2 + I*log(I*z + sqrt(1 - z**2))"),
    "atan": (("z",), "I*(log(1 - I*z) - log(1 + I*z))/2"),
    "asinh": (("z",), "log(z + sqrt(z**2 + 1))"),
}
STRUCTURES = frozenset(
    {
        *("Rational", "Abs", "Max", "Min", "floor", "ceiling", "Mod", "Piecewise", "Sum"),
        *("Product", "Integral", "Derivative", "Subs", "Limit", "re", "im", "conjugate"),
        *("hyper", "Eq", "Ne", "And", "Or", "Not", "arg", "harmonic", "bernoulli", "isprime"),
        *("Matrix", "Determinant", "Inverse", "Transpose", "Trace"),
    }
)
FUNCTIONS = frozenset({*UNARY, *SEVERAL, *WHOLE, *STRUCTURES, *DERIVED, *POLYNOMIALS})
REDEFINED = frozenset({*DERIVED, *POLYNOMIALS, *WHOLE, "sinc", "harmonic", "rf", "ff"}) - {
    *("gcd", "lcm", "totient", "fibonacci", "mobius"),
}
"""Functions that a condition like ``sinc(x) = sin(pi*x)/(pi*x)`` defines anew."""
NAMES = frozenset({*CONSTANTS, "E", "I", "oo"})
