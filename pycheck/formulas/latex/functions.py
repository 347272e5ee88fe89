"""The functions of print, and what they are in the language."""

IDENTITY = ""
PREFIX = {
    "log": "log", "ln": "log", "exp": "exp", "sin": "sin", "cos": "cos", "tan": "tan",
    "cot": "cot", "sec": "sec", "csc": "csc", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh",
    "coth": "coth", "sech": "sech", "csch": "csch", "arcsin": "asin", "arccos": "acos",
    "arctan": "atan", "arccot": "acot", "arsinh": "asinh", "arcsinh": "asinh", "arcosh": "acosh",
    "arccosh": "acosh", "artanh": "atanh", "arctanh": "atanh", "max": "Max", "min": "Min",
    "gcd": "gcd", "lcm": "lcm", "det": "Determinant", "Re": "re", "Im": "im", "arg": "arg",
    "erf": "erf", "erfc": "erfc", "erfi": "erfi", "tr": "Trace", "Tr": "Trace", "trace": "Trace",
    "sgn": "sign", "sign": "sign", "sinc": "sinc", "Li": "polylog", "Si": "Si", "Ci": "Ci",
    "Ei": "Ei", "li": "li", "atan2": "atan2", "mod": "Mod", "Ai": "airyai", "Bi": "airybi",
}  # fmt: skip
"""Those that take what follows, with brackets or without."""
CALLED = {
    "Gamma": "gamma", "zeta": "zeta", "psi": "digamma",
}  # fmt: skip
"""Greek letters that are functions where brackets follow and nobody says otherwise."""
OF_ORDER = {"J": "besselj", "Y": "bessely", "I": "besseli", "K": "besselk"}
"""Letters that are functions of an order below and an argument in brackets."""
POLYNOMIALS = {
    "T": "chebyshevt",
    "U": "chebyshevu",
    "P": "legendre",
    "L": "laguerre",
    "H": "hermite",
}
"""Letters that are polynomials of a degree below where brackets follow."""
CHANCES = {"E": "E", "P": "P", "Pr": "P", "Var": "Var", "Cov": "Cov", "V": "Var", "var": "Var"}
"""What is a function once a random variable is declared."""
SURE = frozenset(("Gamma", "zeta", "J", *CHANCES))
"""Letters that hardly ever stand for another function than that of the language."""
FUNCTIONS: dict[str, tuple[int, ...]] = {
    "Mod": (2,), "Max": (), "Min": (), "gcd": (), "lcm": (), "atan2": (2,), "polylog": (1, 2),
    "zeta": (1, 2),
}  # fmt: skip
"""How many arguments a function takes, where it is not one; empty: any number."""
INVERSES = {
    "sin": "asin", "cos": "acos", "tan": "atan", "cot": "acot", "sec": "asec", "csc": "acsc",
    "sinh": "asinh", "cosh": "acosh", "tanh": "atanh", "erf": "erfinv",
}  # fmt: skip
