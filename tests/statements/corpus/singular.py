"""Derivatives at points where the chain rule says nothing, and integrals over such points."""

from pycheck.statements.writing import (
    REAL,
    Term,
    call,
    exp,
    has_derivative,
    implies,
    integral,
    log,
    sqrt,
)
from tests.statements.corpus.entries import (
    HIDDEN,
    PI,
    Entry,
    cos,
    derivative,
    larger,
    of_real,
    over,
    r,
    ratio,
    sin,
    smaller,
)

_UPDATED = call(
    "Function.update",
    REAL.node,
    HIDDEN,
    HIDDEN,
    of_real(lambda x: x),
    r(0),
    r(5),
    kind=of_real(lambda x: x).kind,
)
_STEP = of_real(lambda x: call("ite", REAL.node, x < 1, HIDDEN, r(0), r(1), kind=REAL))
_THIRD = ratio(1, 3)
_CUBED = of_real(lambda x: abs(x) ** 3)
_SQUARED = of_real(lambda x: x * abs(x))
_WAVE = of_real(lambda x: x * sin(1 / x))


def _flat(f: Term) -> Term:
    return has_derivative(f, 0, 0)


TRUE = [
    Entry("√(x⁴) is flat at 0", _flat(of_real(lambda x: sqrt(x**4))), "x²"),
    Entry("√(x²) has a corner", ~_flat(of_real(lambda x: sqrt(x**2))), "|x|"),
    Entry("1/x² has no slope at 0", ~_flat(of_real(lambda x: 1 / x**2)), "unbounded"),
    Entry("x² / x³ has no slope at 0", ~_flat(of_real(lambda x: x**2 / x**3)), "1 / x"),
    Entry("x |x| is flat at 0", _flat(_SQUARED), "|x| → 0"),
    Entry("|x|³ is flat at 0", _flat(_CUBED), "x² → 0"),
    Entry("|x|³ at -2", has_derivative(_CUBED, -12, -2), "3 x |x|"),
    Entry("x ^ (1/3) has no slope at 0", ~_flat(of_real(lambda x: x**_THIRD)), "x ^ (-2/3)"),
    Entry("max x 0 has a corner", ~_flat(of_real(lambda x: larger(x, r(0)))), "0 and 1"),
    Entry("max x 0 at 1", has_derivative(of_real(lambda x: larger(x, r(0))), 1, 1), "x near 1"),
    Entry("max x² x³ is flat at 0", _flat(of_real(lambda x: larger(x**2, x**3))), "both are"),
    Entry("min x x² has a corner at 0", ~_flat(of_real(lambda x: smaller(x, x**2))), "1 and 0"),
    Entry("|sin x| has a corner at 0", ~_flat(of_real(lambda x: abs(sin(x)))), "±1"),
    Entry("cos |x| is flat at 0", _flat(of_real(lambda x: cos(abs(x)))), "cos x"),
    Entry("sin |x| has a corner at 0", ~_flat(of_real(lambda x: sin(abs(x)))), "±1"),
    Entry(
        "exp (-1 / x²) is not flat at 0 in Lean",
        ~_flat(of_real(lambda x: exp(-(1 / x**2)))),
        "its value at 0 is exp 0 = 1, its limit 0",
    ),
    Entry("x² sin (1 / x) is flat at 0", _flat(of_real(lambda x: x**2 * sin(1 / x))), "|…| ≤ x²"),
    Entry("x sin (1 / x) has no slope at 0", ~_flat(_WAVE), "sin (1 / x) has no limit"),
    Entry("√x at 4", has_derivative(of_real(sqrt), ratio(1, 4), 4), "1 / (2 √x)"),
    Entry("√x has no slope at 0", ~_flat(of_real(sqrt)), "1 / √x → ∞"),
    Entry("√x is flat below zero", has_derivative(of_real(sqrt), 0, -3), "0 there"),
    Entry("log has no slope at 0", ~_flat(of_real(log)), "not continuous"),
    Entry("x log x has no slope at 0", ~_flat(of_real(lambda x: x * log(x))), "log |x| → -∞"),
    Entry("x² log x is flat at 0", _flat(of_real(lambda x: x**2 * log(x))), "x log |x| → 0"),
    Entry("x (1 / x) has no slope at 0", ~_flat(of_real(lambda x: x * (1 / x))), "1, and 0 at 0"),
    Entry(
        "x² / x has slope 1 at 0",
        has_derivative(of_real(lambda x: x**2 / x), 1, 0),
        "it is x, at 0 too",
    ),
    Entry("√x √x has a corner", ~_flat(of_real(lambda x: sqrt(x) * sqrt(x))), "max x 0"),
    Entry("|x| |x| is flat at 0", _flat(of_real(lambda x: abs(x) * abs(x))), "x²"),
    Entry("x ^ (2 : ℝ) at -3", has_derivative(of_real(lambda x: x ** r(2)), -6, -3), "2 x"),
    Entry("x ^ (3/2) is flat at 0", _flat(of_real(lambda x: x ** ratio(3, 2))), "|…| ≤ |x|^(3/2)"),
    Entry("√(x²) ² at 3", has_derivative(of_real(lambda x: sqrt(x**2) ** 2), 6, 3), "x²"),
    Entry("an update is not continuous", ~has_derivative(_UPDATED, 1, 0), "5 at 0"),
    Entry("an update elsewhere", has_derivative(_UPDATED, 1, 2), "x near 2"),
    Entry(
        "deriv (x²) x = 2 x",
        over(REAL, lambda x: derivative(of_real(lambda y: y**2), x) == 2 * x),
        "the power rule",
    ),
    Entry(
        "deriv (1 / x) x = -1 / x²",
        over(REAL, lambda x: derivative(of_real(lambda y: 1 / y), x) == -(1 / x**2)),
        "0 at 0 on both sides",
    ),
    Entry(
        "deriv (x |x|) x = 2 |x|",
        over(REAL, lambda x: derivative(_SQUARED, x) == 2 * abs(x)),
        "either sign",
    ),
    Entry(
        "deriv (deriv |x|³) x = 6 |x|",
        over(REAL, lambda x: derivative(of_real(lambda y: derivative(_CUBED, y)), x) == 6 * abs(x)),
        "3 x |x|, then 6 |x|",
    ),
    Entry("∫ |x| from -1 to 2 = 5/2", integral(of_real(abs), -1, 2) == ratio(5, 2), "1/2 + 2"),
    Entry("∫ x |x| from -1 to 1 = 0", integral(_SQUARED, -1, 1) == 0, "odd"),
    Entry("∫ sin from 0 to π = 2", integral(of_real(sin), 0, PI) == 2, "-cos"),
    Entry("∫ √x from 0 to 1 = 2/3", integral(of_real(sqrt), 0, 1) == ratio(2, 3), "x^(3/2)"),
    Entry("∫ √x from -1 to 1 = 2/3", integral(of_real(sqrt), -1, 1) == ratio(2, 3), "0 below 0"),
    Entry("∫ 1 / √x from 0 to 1 = 2", integral(of_real(lambda x: 1 / sqrt(x)), 0, 1) == 2, "2 √x"),
    Entry("∫ log from 0 to 1 = -1", integral(of_real(log), 0, 1) == -1, "x log x - x"),
    Entry("∫ exp from 0 to 1 = e - 1", integral(of_real(exp), 0, 1) == exp(1) - 1, "exp"),
    Entry("∫ 1 / x from 1 to 2 = log 2", integral(of_real(lambda x: 1 / x), 1, 2) == log(2), "log"),
    Entry(
        "∫ 1 / x from -2 to -1 = -log 2",
        integral(of_real(lambda x: 1 / x), -2, -1) == -log(2),
        "odd",
    ),
    Entry("∫ √(x²) from -1 to 1 = 1", integral(of_real(lambda x: sqrt(x**2)), -1, 1) == 1, "|x|"),
    Entry(
        "∫ log (x²) from -2 to -1 = 2 (2 log 2 - 1)",
        integral(of_real(lambda x: log(x**2)), -2, -1) == 2 * (2 * log(2) - 1),
        "2 (x log x - x)",
    ),
    Entry(
        "∫ log (-x) from 1 to 2 = 2 log 2 - 1",
        integral(of_real(lambda x: log(-x)), 1, 2) == 2 * log(2) - 1,
        "log is even",
    ),
    Entry("∫ √(-x) from 1 to 2 = 0", integral(of_real(lambda x: sqrt(-x)), 1, 2) == 0, "0 there"),
    Entry(
        "∫ (-x) ^ (2 : ℝ) from 1 to 2 = 7/3",
        integral(of_real(lambda x: (-x) ** r(2)), 1, 2) == ratio(7, 3),
        "x²",
    ),
    Entry(
        "∫ (-x) ^ (1/2) from 1 to 2 = 0",
        integral(of_real(lambda x: (-x) ** ratio(1, 2)), 1, 2) == 0,
        "cos (π / 2) = 0",
    ),
    Entry(
        "∫ π ^ x from 0 to 1",
        integral(of_real(lambda x: PI**x), 0, 1) == (PI - 1) / log(PI),
        "π ^ x / log π",
    ),
    Entry(
        "∫ x ^ x at x = 1 to 1",
        integral(of_real(lambda x: x**x), 1, 1) == 0,
        "from a point to itself",
    ),
    Entry(
        "∫ max x 0 from -1 to 1 = 1/2",
        integral(of_real(lambda x: larger(x, r(0))), -1, 1) == ratio(1, 2),
        "0 + 1/2",
    ),
    Entry("∫ of a step from 0 to 2 = 1", integral(_STEP, 0, 2) == 1, "0 up to 1, then 1"),
    Entry(
        "∫ of an update",
        integral(_UPDATED, -1, 1) == 0,
        "one point does not count",
    ),
    Entry(
        "∫ 1 from a to b = b - a",
        over(REAL, lambda a, b: integral(of_real(lambda _: r(1)), a, b) == b - a),
        "in either direction",
    ),
    Entry(
        "∫ x from 0 to a = a² / 2",
        over(REAL, lambda a: integral(of_real(lambda x: x), 0, a) == a**2 / 2),
        "for negative a too",
    ),
    Entry(
        "∫ |x| from -a to a = a |a|",
        over(REAL, lambda a: integral(of_real(abs), -a, a) == a * abs(a)),
        "even",
    ),
    Entry(
        "∫ |x - a| from 0 to 1, a inside",
        over(
            REAL,
            lambda a: implies(
                a >= 0,
                a <= 1,
                integral(of_real(lambda x: abs(x - a)), 0, 1) == (a**2 + (1 - a) ** 2) / 2,
            ),
        ),
        "two triangles",
    ),
]

FALSE = [
    Entry("x² has slope 1 at 0", has_derivative(of_real(lambda x: x**2), 1, 0), "0"),
    Entry("√(x²) has slope 0 at 0", _flat(of_real(lambda x: sqrt(x**2))), "±1"),
    Entry("√(x²) has slope 1 at 0", has_derivative(of_real(lambda x: sqrt(x**2)), 1, 0), "±1"),
    Entry("1/x² has slope 0 at 0", _flat(of_real(lambda x: 1 / x**2)), "unbounded"),
    Entry("√|x| has slope 0 at 0", _flat(of_real(lambda x: sqrt(abs(x)))), "unbounded"),
    Entry("|x|³ at -2, the other sign", has_derivative(_CUBED, 12, -2), "-12"),
    Entry(
        "x |x| has slope 2 x",
        over(REAL, lambda x: has_derivative(_SQUARED, 2 * x, x)),
        "x = -1: 2",
    ),
    Entry(
        "deriv √ x = 1 / √x",
        over(REAL, lambda x: derivative(of_real(sqrt), x) == 1 / sqrt(x)),
        "x = 1",
    ),
    Entry(
        "deriv |x| x = 1",
        over(REAL, lambda x: implies(x != 0, derivative(of_real(abs), x) == 1)),
        "x = -1",
    ),
    Entry("∫ |x| from -1 to 2 = 5/3", integral(of_real(abs), -1, 2) == ratio(5, 3), "5/2"),
    Entry("∫ |x| from -1 to 1 = 0", integral(of_real(abs), -1, 1) == 0, "1"),
    Entry(
        "∫ x from a to b is nonnegative",
        over(REAL, lambda a, b: implies(a >= 0, b >= 0, integral(of_real(lambda x: x), a, b) >= 0)),
        "a = 1, b = 0",
    ),
    Entry("∫ √x from -1 to 1 = 4/3", integral(of_real(sqrt), -1, 1) == ratio(4, 3), "2/3"),
    Entry(
        "∫ log (-x) from 1 to 2 = 0",
        integral(of_real(lambda x: log(-x)), 1, 2) == 0,
        "log is even: 2 log 2 - 1",
    ),
    Entry("∫ √x from 0 to 1 = 1/2", integral(of_real(sqrt), 0, 1) == ratio(1, 2), "2/3"),
    Entry("∫ sin from 0 to 2 π = 4", integral(of_real(sin), 0, 2 * PI) == 4, "0"),
    Entry("x ^ (1/3) has slope 0 at 0", _flat(of_real(lambda x: x**_THIRD)), "unbounded"),
    Entry("max x 0 has slope 0 at 0", _flat(of_real(lambda x: larger(x, r(0)))), "1 from above"),
    Entry("x² / x has slope 0 at 0", _flat(of_real(lambda x: x**2 / x)), "1"),
    Entry("log has slope 0 at 0", _flat(of_real(log)), "not continuous"),
    Entry(
        "exp (-1 / x²) is flat at 0", _flat(of_real(lambda x: exp(-(1 / x**2)))), "1 at 0, near 0"
    ),
    Entry("x sin (1 / x) has slope 0 at 0", _flat(_WAVE), "it oscillates"),
    Entry(
        "∫ x² from 0 to a = a³ / 2",
        over(REAL, lambda a: integral(of_real(lambda x: x**2), 0, a) == a**3 / 2),
        "a = 1: 1/3",
    ),
    Entry(
        "∫ |x| from -a to a = a²",
        over(REAL, lambda a: integral(of_real(abs), -a, a) == a**2),
        "a = -1: -1",
    ),
]

_ZERO = sqrt(2) * sqrt(2) - 2

TRUE += [
    Entry(
        "∫ √(x² - 1) from -2 to 2",
        integral(of_real(lambda x: sqrt(x**2 - 1)), -2, 2) == 2 * sqrt(3) - log(2 + sqrt(3)),
        "0 between -1 and 1",
    ),
    Entry(
        "∫ |sin| from 0 to 2 π = 4",
        integral(of_real(lambda x: abs(sin(x))), 0, 2 * PI) == 4,
        "2 + 2",
    ),
    Entry(
        "∫ |x² - 1| from -2 to 2 = 4",
        integral(of_real(lambda x: abs(x**2 - 1)), -2, 2) == 4,
        "4/3 + 4/3 + 4/3",
    ),
    Entry(
        "∫ x ^ (1/3) from -1 to 1 = 9/8",
        integral(of_real(lambda x: x**_THIRD), -1, 1) == ratio(9, 8),
        "3/4, and half of that below 0",
    ),
    Entry(
        "∫ min x x³ from -2 to 2",
        integral(of_real(lambda x: smaller(x, x**3)), -2, 2) == ratio(-5, 2),
        "-15/4 - 1/2 + 1/4 + 3/2",
    ),
    Entry(
        "deriv |·| at 0, inexactly", derivative(of_real(abs), _ZERO) == 0, "a corner at √2 √2 - 2"
    ),
    Entry(
        "deriv max at a tie, inexactly",
        derivative(of_real(lambda x: larger(x, sqrt(2) * sqrt(2))), 2) == 0,
        "a corner at 2",
    ),
    Entry("deriv √ at 0, inexactly", derivative(of_real(sqrt), _ZERO) == 0, "√ at 0"),
    Entry("0 ^ x has no slope at 0", ~_flat(of_real(lambda x: r(0) ** x)), "1 at 0 alone"),
    Entry("0 ^ x at 1", has_derivative(of_real(lambda x: r(0) ** x), 0, 1), "0 near 1"),
    Entry("(-1) ^ x is flat at 0", _flat(of_real(lambda x: r(-1) ** x)), "cos (π x)"),
    Entry("x ^ x at 1", has_derivative(of_real(lambda x: x**x), 1, 1), "x ^ x (log x + 1)"),
    Entry(
        "a case distinction at its corner",
        _flat(of_real(lambda x: call("ite", REAL.node, x < 0, HIDDEN, -(x**2), x**2, kind=REAL))),
        "x |x|",
    ),
    Entry(
        "a step has no slope",
        ~has_derivative(_STEP, 0, 1),
        "not continuous",
    ),
    Entry("a step elsewhere", has_derivative(_STEP, 0, 3), "constant there"),
]
FALSE += [
    Entry(
        "∫ |sin| from 0 to 2 π = 0",
        integral(of_real(lambda x: abs(sin(x))), 0, 2 * PI) == 0,
        "4",
    ),
    Entry(
        "∫ √(x² - 1) from -1 to 2 the other way",
        integral(of_real(lambda x: sqrt(x**2 - 1)), -1, 2) == 0,
        "0 up to 1, then 1.07",
    ),
    Entry("0 ^ x is flat at 0", _flat(of_real(lambda x: r(0) ** x)), "1 at 0 alone"),
]
