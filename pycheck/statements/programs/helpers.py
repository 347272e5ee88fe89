"""The functions that programs define for themselves, in full: Lean's conventions, truth values.

A program holds those that it needs. Truth values are True, False, and None for what is too close
to tell; what may be a rounding error is told from zero nowhere.
"""

from collections.abc import Iterable

SPECIAL = {
    name: name.removeprefix("Special.")
    for name in ("Special.polylog", "Special.erf", "Special.erfc", "Special.loggamma")
}
"""Constants that mpmath knows by the name that they have after their prefix."""
MPMATH = frozenset(
    {
        *("acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "sin", "sinh", "tanh"),
        *("diff", "digamma", "euler", "exp", "floor", "fsum", "gamma", "inf", "log", "matrix"),
        *("mp", "mpf", "nsum", "pi", "quad", "sqrt", "svd_r", "zeta"),
        *("besseli", "besselj", "besselk", "bessely", "beta", "binomial", "ei", "ellipe", "ellipk"),
        *("lambertw", "psi", "si", "stieltjes"),
        *SPECIAL.values(),
        *("airyai", "airybi", "altzeta", "bernpoly", "betainc", "catalan", "chebyt", "chebyu"),
        *("chi", "ci", "ellipf", "ellippi", "erfi", "erfinv", "expint", "ff", "fresnelc"),
        *("fresnels", "gammainc", "gegenbauer", "hermite", "jacobi", "laguerre", "legendre"),
        *("lerchphi", "rf", "shi", "sinc"),
        *("hyp0f1", "hyp1f1", "hyp2f1", "hyp1f2", "hyp2f2", "hyp3f2"),
    }
)
"""What a program may import from mpmath."""
MATH = frozenset({"comb", "factorial", "gcd", "isqrt", "lcm", "perm", "prod"})
"""What a program may import from the module `math`: exact functions of whole numbers."""
STANDARD = {"math": MATH, "functools": frozenset({"cache"}), "mpmath": MPMATH}
"""What a program may import, by module."""

HELPERS: dict[str, tuple[str, str]] = {
    "tiny": ("mpf", ""),
    "kept": (
        "cache mp",
        """\
def kept(f):  # each value is computed once, at a precision that grows in steps
    known = cache(lambda step, *args: mp.workprec(256 * step)(f)(*args))
    return lambda *args: known(mp.prec // 256 + 1, *args)""",
    ),
    "zero": (
        "mp mpf",
        """\
def zero(x):  # a number that may be a rounding error is neither
    if 0 < abs(x) < mpf(10) ** -(3 * mp.dps // 4): raise ArithmeticError("too close to zero")
    return x == 0""",
    ),
    "div": (
        "zero mpf",
        """\
def div(x, y): return mpf(0) if zero(y) else mpf(x) / y  # Lean: x / 0 = 0""",
    ),
    "ln": (
        "zero mpf log",
        """\
def ln(x): return mpf(0) if zero(x) else log(abs(x))  # Lean: log 0 = 0, log (-x) = log x""",
    ),
    "logarithm": (
        "ln div",
        """\
def logarithm(b, x): return div(ln(x), ln(b))""",
    ),
    "root": (
        "sqrt mpf",
        """\
def root(x): return sqrt(x) if x > 0 else mpf(0)  # Lean: the root of a negative number is 0""",
    ),
    "power": (
        "zero mpf exp log cos pi",
        """\
def power(x, y):  # Lean: 0 ^ 0 = 1, 0 ^ y = 0, (-x) ^ y = x ^ y cos(pi y)
    if zero(x): return mpf(1 if zero(y) else 0)
    return mpf(x) ** y if x > 0 else exp(y * log(-x)) * cos(pi * y)""",
    ),
    "minus_x_log_x": (
        "ln",
        """\
def minus_x_log_x(x): return -x * ln(x)""",
    ),
    "tangent": (
        "zero sin cos mpf",
        """\
def tangent(x): return mpf(0) if zero(cos(x)) else sin(x) / cos(x)""",
    ),
    "quotient": (
        "",
        """\
def quotient(n, d):  # Lean: n / 0 = 0, and the remainder is never negative
    return 0 if d == 0 else n // d if d > 0 else -(n // -d)""",
    ),
    "remainder": (
        "",
        """\
def remainder(n, d): return n % abs(d) if d else n  # Lean: n % 0 = n, and it is never negative""",
    ),
    "whole": (
        "floor mp mpf zero",
        """\
def whole(x): return int(floor(x)) + 0 * zero(x - floor(x + mpf(1) / 2))  # the floor""",
    ),
    "is_prime": (
        "isqrt",
        """\
def is_prime(n): return n > 1 and all(n % d for d in range(2, isqrt(n) + 1))""",
    ),
    "floor_log": (
        "",
        """\
def floor_log(b, n): return 1 + floor_log(b, n // b) if 1 < b <= n else 0""",
    ),
    "fibonacci": (
        "",
        """\
def fibonacci(n):
    a, b = 0, 1
    for _ in range(n): a, b = b, a + b
    return a""",
    ),
    "factorials": (
        "gamma zero floor mpf",
        """\
def factorials(x):  # the gamma function; Lean: 0 at its poles
    return mpf(0) if x <= 0 and zero(x - floor(x + mpf(1) / 2)) else gamma(x)""",
    ),
    "summable": (
        "log mpf mp",
        """\
def summable(f):  # by the power of k with which the terms fall, far out
    with mp.workdps(500): near, far = abs(f(10**50)), abs(f(10**100))
    p = log(near / far) / log(mpf(10) ** 50) if far else 2
    return True if p > 1.05 else False if p < 0.95 else None""",
    ),
    "series": (
        "summable mpf fsum nsum inf",
        """\
def series(f):  # where the terms do not fall fast, by Euler and Maclaurin
    terms, converges = [f(k) for k in range(250)], summable(f)
    if converges is None: raise ArithmeticError("perhaps a divergent series")
    if not converges: return mpf(0)  # Lean: 0 where it diverges
    fast = max(map(abs, terms[200:])) < mpf(10) ** -20
    return fsum(terms) if fast else nsum(f, [0, inf], method="e")""",
    ),
    "quick": (
        "fsum mpf",
        """\
def series(f):  # where the terms fall fast; others are not summed
    terms = [f(k) for k in range(250)]
    if max(map(abs, terms[200:])) < mpf(10) ** -20: return fsum(terms)
    raise ArithmeticError("a series whose terms fall too slowly")""",
    ),
    "eq": (
        "tiny",
        """\
def eq(x, y):
    if (d := abs(x - y)) <= tiny * max(abs(x), abs(y)): return True
    return False if d > tiny else None""",
    ),
    "slope": (
        "diff eq",
        """\
def slope(f, x):  # the derivative, the same from both sides
    if eq(above := diff(f, x, direction=1), diff(f, x, direction=-1)): return above
    raise ArithmeticError("no derivative there")""",
    ),
    "less": (
        "eq",
        """\
def less(x, y): return x < y if x == y or eq(x, y) is False else None""",
    ),
    "leq": (
        "eq",
        """\
def leq(x, y): return x <= y if x == y or eq(x, y) is False else None""",
    ),
    "no": (
        "",
        """\
def no(p): return None if p is None else not p""",
    ),
    "every": (
        "",
        """\
def every(ps): return False not in (found := set(ps)) and (None if None in found else True)""",
    ),
    "some": (
        "",
        """\
def some(ps): return True in (found := set(ps)) or (None if None in found else False)""",
    ),
    "same": (
        "",
        """\
def same(p, q): return None if None in (p, q) else p == q""",
    ),
    "sure": (
        "",
        """\
def sure(p):
    if p is None: raise ArithmeticError("a case distinction is too close to tell")
    return p""",
    ),
}
"""Each helper: what it needs, and its text. `tiny` is a number, which the program sets itself."""


def closure(names: Iterable[str]) -> list[str]:
    """Everything that the names need, in the order in which a reader wants it."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += HELPERS[name][0].split() if name in HELPERS else []
    return sorted(found - set(HELPERS)) + [name for name in HELPERS if name in found]
