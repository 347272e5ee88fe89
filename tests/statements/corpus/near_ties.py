"""Numbers that nearly are something else, and equalities that only algebra shows."""

from pycheck.statements.writing import REAL, Term, exp, forall, implies, log, sqrt
from tests.statements.corpus.entries import (
    FALSUM,
    PI,
    Entry,
    cos,
    inverse,
    over,
    r,
    ratio,
    sin,
)

_THIRD = ratio(1, 3)


def _cube_root(x: Term) -> Term:
    return x**_THIRD


def _tiny(x: Term) -> Term:
    """``exp (-exp x)``, positive, and below 10^(-10^8) at 20."""
    return exp(-exp(x))


def _ten(n: int) -> Term:
    return r(10) ** n


# exp (π √163) = 262537412640768743.99999999999925…
_HEEGNER = exp(PI * sqrt(163))
_GOLDEN = (1 + sqrt(5)) / 2

TRUE = [
    Entry("1 < 1 + exp (-exp x)", over(REAL, lambda x: 1 + _tiny(x) > 1), "exp is positive"),
    Entry("0 < exp (-exp x)", over(REAL, lambda x: _tiny(x) > 0), "exp is positive"),
    Entry("1 + exp (-exp x) ≠ 1", over(REAL, lambda x: 1 + _tiny(x) != 1), "exp is positive"),
    Entry("exp (-x) ≠ 0", over(REAL, lambda x: exp(-x) != 0), "exp is positive"),
    Entry("exp (-x²) > 0", over(REAL, lambda x: exp(-(x**2)) > 0), "exp is positive"),
    Entry(
        "an equality that almost holds",
        over(REAL, lambda x: implies(1 + _tiny(x) == 1, FALSUM)),
        "the premise is false at every x",
    ),
    Entry(
        "an order that almost holds",
        over(REAL, lambda x: implies(1 + _tiny(x) <= 1, FALSUM)),
        "the premise is false at every x",
    ),
    Entry(
        "a square below zero by almost nothing",
        over(REAL, lambda y: implies(1 + y**2 == 1 - _tiny(r(8)), FALSUM)),
        "y² ≥ 0 > -exp (-exp x)",
    ),
    Entry(
        "a root below zero by almost nothing",
        over(REAL, lambda y: implies(1 + sqrt(y) == 1 - _tiny(r(8)), FALSUM)),
        "√y ≥ 0",
    ),
    Entry(
        "an absolute value below zero by almost nothing",
        over(REAL, lambda y: implies(1 + abs(y) <= 1 - _tiny(r(8)), FALSUM)),
        "|y| ≥ 0",
    ),
    Entry(
        "an absolute value that is negative by almost nothing",
        over(REAL, lambda y: implies(1 + abs(y) == 1 - _tiny(r(8)), FALSUM)),
        "|y| ≥ 0",
    ),
    Entry(
        "a quotient that is zero, almost",
        over(REAL, lambda x, y: implies(1 + 1 / y == 1 + _tiny(x), y != 0)),
        "1 / 0 = 0 ≠ exp (-exp x)",
    ),
    Entry(
        "an exponential that almost vanishes",
        over(REAL, lambda x, y: implies(y == exp(-exp(exp(x))), y != 0)),
        "y is an exponential",
    ),
    Entry(
        "two values of one number, almost",
        over(REAL, lambda x, y: implies(x == sqrt(2), y == sqrt(2) + inverse(_ten(700)), x < y)),
        "10^(-700) > 0",
    ),
    Entry(
        "two values of one number that almost agree",
        over(
            REAL,
            lambda x, y: implies(x == sqrt(2), y == sqrt(2) + inverse(_ten(700)), x == y, FALSUM),
        ),
        "10^(-700) ≠ 0",
    ),
    Entry(
        "one number with two values that almost agree",
        over(
            REAL,
            lambda x: implies(x == sqrt(2), x == sqrt(2) + inverse(_ten(700)), FALSUM),
        ),
        "10^(-700) ≠ 0",
    ),
    Entry(
        "an empty interval that almost is none",
        over(REAL, lambda x: implies(sqrt(2) + inverse(_ten(700)) <= x, x <= sqrt(2), FALSUM)),
        "10^(-700) > 0",
    ),
    Entry(
        "a solution of almost the same equation",
        over(REAL, lambda x: implies(x**2 == 2, x > 0, x != sqrt(2) + inverse(_ten(700)))),
        "x = √2",
    ),
    Entry("√2 + 10^(-40) ≠ √2", sqrt(2) + inverse(_ten(40)) != sqrt(2), "10^(-40) ≠ 0"),
    Entry("√2 + 10^(-700) ≠ √2", sqrt(2) + inverse(_ten(700)) != sqrt(2), "10^(-700) ≠ 0"),
    Entry(
        "a closed premise that almost holds",
        implies(sqrt(_ten(800) + 1) == _ten(400), FALSUM),
        "10^800 + 1 is no square",
    ),
    Entry("√(10^40 + 1) > 10^20", sqrt(_ten(40) + 1) > _ten(20), "the root is monotone"),
    Entry("√(10^200 + 1) ≠ 10^100", sqrt(_ten(200) + 1) != _ten(100), "no square"),
    Entry("√(10^800 + 1) ≠ 10^400", sqrt(_ten(800) + 1) != _ten(400), "no square"),
    Entry("√2 √3 = √6", sqrt(2) * sqrt(3) == sqrt(6), "roots multiply"),
    Entry("√(3 + 2 √2) = 1 + √2", sqrt(3 + 2 * sqrt(2)) == 1 + sqrt(2), "(1 + √2)² = 3 + 2 √2"),
    Entry("√(5 + 2 √6) = √2 + √3", sqrt(5 + 2 * sqrt(6)) == sqrt(2) + sqrt(3), "squared"),
    Entry(
        "√(2 - √3) = (√6 - √2) / 2",
        sqrt(2 - sqrt(3)) == (sqrt(6) - sqrt(2)) / 2,
        "(√6 - √2)² = 8 - 4 √3",
    ),
    Entry(
        "√(4 + √7) - √(4 - √7) = √2",
        sqrt(4 + sqrt(7)) - sqrt(4 - sqrt(7)) == sqrt(2),
        "squared: 8 - 2 √9",
    ),
    Entry("∛(7 + 5 √2) = 1 + √2", _cube_root(7 + 5 * sqrt(2)) == 1 + sqrt(2), "cubed"),
    Entry(
        "∛(2 + √5) - ∛(√5 - 2) = 1",
        _cube_root(2 + sqrt(5)) - _cube_root(sqrt(5) - 2) == 1,
        "it solves t³ + 3 t - 4 = 0, whose real root is 1",
    ),
    Entry(
        "Ramanujan: ∛(∛2 - 1)",
        _cube_root(_cube_root(r(2)) - 1)
        == _cube_root(ratio(1, 9)) - _cube_root(ratio(2, 9)) + _cube_root(ratio(4, 9)),
        "a unit of ℚ(∛2), cubed",
    ),
    Entry(
        "Ramanujan: √(∛5 - ∛4)",
        sqrt(_cube_root(r(5)) - _cube_root(r(4)))
        == (_cube_root(r(2)) + _cube_root(r(20)) - _cube_root(r(25))) / 3,
        "squared",
    ),
    Entry("cos (π / 5) = (1 + √5) / 4", cos(PI / 5) == (1 + sqrt(5)) / 4, "half the golden ratio"),
    Entry("sin π = 0", sin(PI) == 0, "a zero of sin"),
    Entry("φ^10 = 55 φ + 34", _GOLDEN**10 == 55 * _GOLDEN + 34, "Fibonacci numbers"),
    Entry("(√2 ^ √2) ^ √2 = 2", (sqrt(2) ** sqrt(2)) ** sqrt(2) == 2, "exponents multiply"),
    Entry("log 8 / log 2 = 3", log(8) / log(2) == 3, "8 = 2³"),
    Entry("¬ (log 8 / log 2 < 3)", ~(log(8) / log(2) < 3), "8 = 2³"),
    Entry("2 ^ (log 3 / log 2) = 3", r(2) ** (log(3) / log(2)) == 3, "exp (log 3)"),
    Entry("exp (2 log 3) = 9", exp(2 * log(3)) == 9, "3² = 9"),
    Entry("exp (π √163) is not that integer", _HEEGNER != 262537412640768744, "by 7.5e-13"),
    Entry("exp (π √163) < 640320³ + 744", r(640320) ** 3 + 744 > _HEEGNER, "by 7.5e-13"),
    Entry("exp (π √58) < 24591257752", exp(PI * sqrt(58)) < 24591257752, "by 1.8e-7"),
    Entry("π⁴ + π⁵ < exp 6", exp(6) > PI**4 + PI**5, "by 1.8e-5"),
    Entry("exp π - π ≠ 20", exp(PI) - PI != 20, "19.9991"),
    Entry("π < 355 / 113", ratio(355, 113) > PI, "by 2.7e-7"),
    Entry("sin 355 ≠ 0", sin(r(355)) != 0, "π is irrational"),
    Entry("|sin 355| < 1 / 10000", abs(sin(r(355))) < ratio(1, 10000), "355 is nearly 113 π"),
    Entry(
        "three roots against three roots",
        sqrt(5) + sqrt(6) + sqrt(18) < sqrt(4) + sqrt(12) + sqrt(12),
        "8.928198 < 8.928203",
    ),
    Entry("√5 + √18 < √10 + √11", sqrt(5) + sqrt(18) < sqrt(10) + sqrt(11), "6.47871 < 6.47890"),
    Entry(
        "two roots and a fraction",
        sqrt(10) + sqrt(17) != sqrt(5) + sqrt(27) - ratio(1, 7),
        "7.28538 and 7.28936",
    ),
    Entry("log (1 + 10^(-50)) ≠ 0", log(1 + inverse(_ten(50))) != 0, "log is injective"),
    Entry(
        "x ≤ √(x² + exp (-exp x))",
        over(REAL, lambda x: x < sqrt(x**2 + _tiny(x))),
        "the root is monotone and |x| ≥ x",
    ),
    Entry(
        "a number between x and x + exp (-exp x)",
        over(REAL, lambda x, y: implies(x < y, y < x + _tiny(x), x != y)),
        "a strict order",
    ),
]

FALSE = [
    Entry(
        "1 + exp (-x) = 1 from 99 on",
        over(REAL, lambda x: implies(x >= 99, 1 + exp(-x) == 1)),
        "x = 99",
    ),
    Entry(
        "1 + exp (-exp x) = 1 from 4 on",
        over(REAL, lambda x: implies(x >= 4, 1 + _tiny(x) == 1)),
        "x = 4: 2e-24",
    ),
    Entry(
        "three roots are three roots",
        sqrt(5) + sqrt(6) + sqrt(18) == sqrt(4) + sqrt(12) + sqrt(12),
        "8.928198 < 8.928203",
    ),
    Entry(
        "three roots the other way",
        sqrt(4) + sqrt(12) + sqrt(12) <= sqrt(5) + sqrt(6) + sqrt(18),
        "8.928198 < 8.928203",
    ),
    Entry("exp (π √163) is an integer", _HEEGNER == 262537412640768744, "by 7.5e-13"),
    Entry("640320³ + 744 ≤ exp (π √163)", r(640320) ** 3 + 744 <= _HEEGNER, "by 7.5e-13"),
    Entry("π⁴ + π⁵ = exp 6", exp(6) == PI**4 + PI**5, "by 1.8e-5"),
    Entry("exp π - π = 20", exp(PI) - PI == 20, "19.9991"),
    Entry("π = 355 / 113", ratio(355, 113) == PI, "by 2.7e-7"),
    Entry("√2 + √3 = π", sqrt(2) + sqrt(3) == PI, "3.1463"),
    Entry("√2 + 10^(-40) = √2", sqrt(2) + inverse(_ten(40)) == sqrt(2), "10^(-40) ≠ 0"),
    Entry("√2 + 10^(-700) = √2", sqrt(2) + inverse(_ten(700)) == sqrt(2), "10^(-700) ≠ 0"),
    Entry("√(10^40 + 1) = 10^20", sqrt(_ten(40) + 1) == _ten(20), "no square"),
    Entry("√(3 + 2 √2) = 1 + √3", sqrt(3 + 2 * sqrt(2)) == 1 + sqrt(3), "2.414 and 2.732"),
    Entry("√2 √3 < √6", sqrt(2) * sqrt(3) < sqrt(6), "they are equal"),
    Entry(
        "almost Ramanujan",
        _cube_root(_cube_root(r(2)) - 1)
        == _cube_root(ratio(1, 9)) - _cube_root(ratio(2, 9)) + _cube_root(ratio(5, 9)),
        "4/9, not 5/9",
    ),
    Entry("sin 355 = 0", sin(r(355)) == 0, "-3.0e-5"),
    Entry(
        "an absorbing summand",
        forall("x", REAL, lambda x: implies(x > 30, x + exp(-x) == x)),
        "x = 31",
    ),
    Entry(
        "log (1 + x) = x for small x",
        over(REAL, lambda x: implies(x > 0, x < ratio(1, 1000), log(1 + x) == x)),
        "x = 1/2000: x²/2",
    ),
    Entry(
        "(1 + x) ^ 2 = 1 + 2 x for small x",
        over(REAL, lambda x: implies(x > 0, x < inverse(_ten(30)), (1 + x) ** 2 == 1 + 2 * x)),
        "x² ≠ 0",
    ),
]
