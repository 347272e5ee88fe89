"""Limits: slow ones, those that come from both sides, and those that lie elsewhere."""

from pycheck.statements.writing import (
    NAT,
    REAL,
    Term,
    constant,
    exists,
    exp,
    forall,
    implies,
    log,
    real,
    sqrt,
    tends_to,
)
from tests.statements.corpus.entries import (
    Entry,
    inverse,
    of_natural,
    of_real,
    over,
    r,
    ratio,
    sin,
    total,
)

_SLOW = inverse(r(10) ** 40)
_GAMMA = constant("Real.eulerMascheroniConstant", REAL)


def _harmonic(n: Term) -> Term:
    return total(n, lambda k: 1 / (real(k) + 1))


_COMPOUND = of_natural(lambda n: (1 + 1 / real(n)) ** n)
_ROOT = of_natural(lambda n: real(n) ** (1 / real(n)))
_ALTERNATING = of_natural(lambda n: r(-1) ** n)
_MEAN = of_natural(lambda n: sqrt(real(n) ** 2 + real(n)) - real(n))
_FRACTION = of_natural(lambda n: (2 * real(n) + 1) / (3 * real(n) - 1))

TRUE = [
    Entry(
        "n ^ (-10⁻⁴⁰) → 0",
        tends_to(of_natural(lambda n: real(n) ** -_SLOW), 0),
        "a negative power",
        slow=True,
    ),
    Entry(
        "1 / (1 + 10⁻⁴⁰ log n) → 0",
        tends_to(of_natural(lambda n: inverse(1 + _SLOW * log(real(n)))), 0),
        "log n → ∞",
        slow=True,
    ),
    Entry(
        "1 / log log n → 0",
        tends_to(of_natural(lambda n: 1 / log(log(real(n)))), 0),
        "log log n → ∞",
        slow=True,
    ),
    Entry(
        "1 / log log log n → 0",
        tends_to(of_natural(lambda n: 1 / log(log(log(real(n))))), 0),
        "log log log n → ∞",
        slow=True,
    ),
    Entry(
        "log n / n ^ 10⁻⁶ → 0",
        tends_to(of_natural(lambda n: log(real(n)) / real(n) ** inverse(r(10) ** 6)), 0),
        "powers outgrow logarithms, here beyond exp (10⁶)",
        slow=True,
    ),
    Entry(
        "√(log n) / log n → 0",
        tends_to(of_natural(lambda n: sqrt(log(real(n))) / log(real(n))), 0),
        "1 / √(log n)",
        slow=True,
    ),
    Entry("1 / n → 0", tends_to(of_natural(lambda n: 1 / real(n)), 0), "Archimedes"),
    Entry(
        "harmonic - log n → γ",
        tends_to(of_natural(lambda n: _harmonic(n) - log(real(n))), _GAMMA),
        "the definition of γ",
    ),
    Entry("n ^ (1 / n) → 1", tends_to(_ROOT, 1), "log n / n → 0"),
    Entry("(1 + 1 / n)ⁿ → e", tends_to(_COMPOUND, exp(1)), "n log (1 + 1 / n) → 1"),
    Entry(
        "(1 - 1 / n)ⁿ → 1 / e",
        tends_to(of_natural(lambda n: (1 - 1 / real(n)) ** n), exp(-1)),
        "n log (1 - 1 / n) → -1",
    ),
    Entry("(-1)ⁿ / n → 0", tends_to(of_natural(lambda n: r(-1) ** n / real(n)), 0), "1 / n → 0"),
    Entry("sin n / n → 0", tends_to(of_natural(lambda n: sin(real(n)) / real(n)), 0), "|sin| ≤ 1"),
    Entry("log n / n → 0", tends_to(of_natural(lambda n: log(real(n)) / real(n)), 0), "slower"),
    Entry("n² / 2ⁿ → 0", tends_to(of_natural(lambda n: real(n) ** 2 / r(2) ** n), 0), "slower"),
    Entry(
        "√(n + 1) - √n → 0",
        tends_to(of_natural(lambda n: sqrt(real(n) + 1) - sqrt(real(n))), 0),
        "1 / (√(n + 1) + √n)",
    ),
    Entry("√(n² + n) - n → 1/2", tends_to(_MEAN, ratio(1, 2)), "n / (√(n² + n) + n)"),
    Entry("(2 n + 1) / (3 n - 1) → 2/3", tends_to(_FRACTION, ratio(2, 3)), "leading terms"),
    Entry(
        "n sin (1 / n) → 1",
        tends_to(of_natural(lambda n: real(n) * sin(1 / real(n))), 1),
        "sin' 0 = 1",
    ),
    Entry(
        "n (exp (1 / n) - 1) → 1",
        tends_to(of_natural(lambda n: real(n) * (exp(1 / real(n)) - 1)), 1),
        "exp' 0 = 1",
    ),
    Entry(
        "∑ 2⁻ᵏ → 2",
        tends_to(of_natural(lambda n: total(n, lambda k: ratio(1, 2) ** k)), 2),
        "2 - 2 / 2ⁿ",
    ),
    Entry(
        "xⁿ → 0",
        over(REAL, lambda x: implies(abs(x) < 1, tends_to(of_natural(lambda n: x**n), 0))),
        "|x| < 1",
    ),
    Entry(
        "(1 + x / n)ⁿ → exp x",
        over(REAL, lambda x: tends_to(of_natural(lambda n: (1 + x / real(n)) ** n), exp(x))),
        "n log (1 + x / n) → x",
    ),
    Entry("exp (-x) → 0", tends_to(of_real(lambda x: exp(-x)), 0), "exp x → ∞"),
    Entry("x exp (-x) → 0", tends_to(of_real(lambda x: x * exp(-x)), 0), "exp outgrows x"),
    Entry("x / (x + 1) → 1", tends_to(of_real(lambda x: x / (x + 1)), 1), "1 - 1 / (x + 1)"),
    Entry("(1 + 1 / x) ^ x → e", tends_to(of_real(lambda x: (1 + 1 / x) ** x), exp(1)), "as for n"),
    Entry("5 → 5", tends_to(of_real(lambda _: r(5)), 5), "constant"),
    Entry(
        "x / 0 → 0",
        tends_to(of_natural(lambda n: real(n) / 0), 0),
        "Lean's quotients by zero are zero",
    ),
    Entry(
        "a limit that is no value",
        exists(
            "L",
            REAL,
            lambda limit: tends_to(of_natural(lambda n: inverse(real(n))), limit) & (limit <= 0),
        ),
        "1 / n → 0",
    ),
    Entry(
        "limits are unique",
        over(
            REAL,
            lambda a: implies(tends_to(of_natural(lambda n: 1 / (real(n) + 1)), a), a == 0),
        ),
        "1 / (n + 1) → 0",
    ),
    Entry(
        "a constant sequence",
        over(REAL, lambda a, b: implies(tends_to(of_natural(lambda _: a), b), a == b)),
        "limits are unique",
    ),
    Entry(
        "nothing both ways",
        ~tends_to(_ALTERNATING, 1),
        "it is -1 at odd numbers",
    ),
    Entry(
        "a limit of the first terms alone",
        forall("m", NAT, lambda m: tends_to(of_natural(lambda n: real(m - n)), 0)),
        "0 from m on",
    ),
]

FALSE = [
    Entry("(-1)ⁿ → 1", tends_to(_ALTERNATING, 1), "odd numbers"),
    Entry("1/n → 1", tends_to(of_natural(lambda n: inverse(real(n))), 1), "0"),
    Entry("n ^ (1 / n) → 0", tends_to(_ROOT, 0), "1"),
    Entry("(1 + 1 / n)ⁿ → 3", tends_to(_COMPOUND, 3), "e"),
    Entry(
        "harmonic - log n → 0.5772156649",
        tends_to(of_natural(lambda n: _harmonic(n) - log(real(n))), r(5772156649) / r(10) ** 10),
        "γ = 0.57721566490153…",
    ),
    Entry("√(n² + n) - n → 1", tends_to(_MEAN, 1), "1/2"),
    Entry("(2 n + 1) / (3 n - 1) → 1", tends_to(_FRACTION, 1), "2/3"),
    Entry(
        "∑ 2⁻ᵏ → 1", tends_to(of_natural(lambda n: total(n, lambda k: ratio(1, 2) ** k)), 1), "2"
    ),
    Entry("n sin (1 / n) → 0", tends_to(of_natural(lambda n: real(n) * sin(1 / real(n))), 0), "1"),
    Entry("exp (-x) → 1", tends_to(of_real(lambda x: exp(-x)), 1), "0"),
    Entry("x / (x + 1) → 0", tends_to(of_real(lambda x: x / (x + 1)), 0), "1"),
    Entry("n → 0", tends_to(of_natural(real), 0), "∞"),
    Entry(
        "(1 + (-1)ⁿ) / 2 → 0",
        tends_to(of_natural(lambda n: (1 + r(-1) ** n) / 2), 0),
        "1 at even numbers",
    ),
    Entry("log n / √n → 1", tends_to(of_natural(lambda n: log(real(n)) / sqrt(real(n))), 1), "0"),
    Entry("(1 + 2 / n)ⁿ → e", tends_to(of_natural(lambda n: (1 + 2 / real(n)) ** n), exp(1)), "e²"),
    Entry(
        "∑ 1 / k² → 5/3",
        tends_to(of_natural(lambda n: total(n, lambda k: 1 / (real(k) + 1) ** 2)), ratio(5, 3)),
        "π² / 6 = 1.645",
    ),
    Entry(
        "xⁿ → 0 for |x| ≤ 1",
        over(REAL, lambda x: implies(abs(x) <= 1, tends_to(of_natural(lambda n: x**n), 0))),
        "x = 1",
    ),
    Entry("n ^ (-10⁻⁴⁰) → 1", tends_to(of_natural(lambda n: real(n) ** -_SLOW), 1), "0, very late"),
    Entry(
        "√(n + 1) - √n → 10⁻⁹",
        tends_to(of_natural(lambda n: sqrt(real(n) + 1) - sqrt(real(n))), inverse(r(10) ** 9)),
        "0",
    ),
    Entry("x exp (-x) → 1", tends_to(of_real(lambda x: x * exp(-x)), 1), "0"),
]

# Zero, though no ball shows it.
_ZERO = sqrt(2) * sqrt(2) - 2
_EIGHTHS = log(8) - 3 * log(2)

TRUE += [
    Entry("0 n → 0, inexactly", tends_to(of_natural(lambda n: _ZERO * real(n)), 0), "√2 √2 = 2"),
    Entry(
        "0 n + 1 / n → 0, inexactly",
        tends_to(of_natural(lambda n: _EIGHTHS * real(n) + 1 / real(n)), 0),
        "log 8 = 3 log 2",
    ),
    Entry("n ^ 0 → 1, inexactly", tends_to(of_natural(lambda n: real(n) ** _ZERO), 1), "√2 √2 = 2"),
    Entry(
        "1ⁿ → 1, inexactly",
        tends_to(of_natural(lambda n: (sqrt(2) * sqrt(2) / 2) ** n), 1),
        "√2 √2 = 2",
    ),
    Entry(
        "1 / (n - 5) → 0",
        tends_to(of_natural(lambda n: 1 / real(n - 5)), 0),
        "cut off below 5 only",
    ),
    Entry(
        "the difference of two that grow",
        tends_to(of_natural(lambda n: (real(n) + 3) ** 2 - real(n) ** 2 - 6 * real(n)), 9),
        "multiplied out",
    ),
    Entry(
        "a limit with a parameter",
        over(
            REAL,
            lambda a, b: tends_to(of_natural(lambda n: (a * real(n) + b) / (real(n) + 1)), a),
        ),
        "leading terms",
    ),
    Entry(
        "a hypothesis that is a limit",
        over(
            REAL,
            lambda a, b: implies(tends_to(of_natural(lambda n: a + 1 / real(n)), b), a == b),
        ),
        "limits are unique",
    ),
    Entry(
        "a limit with parameters that cancel",
        over(
            REAL,
            lambda a, b: implies(
                a == sqrt(2) * b, tends_to(of_natural(lambda n: (a - sqrt(2) * b) * real(n)), 0)
            ),
        ),
        "0 n",
    ),
]
FALSE += [
    Entry("n / 10⁹ → 0", tends_to(of_natural(lambda n: real(n) / 10**9), 0), "∞"),
    Entry(
        "a limit with a parameter, the other",
        over(
            REAL,
            lambda a, b: tends_to(of_natural(lambda n: (a * real(n) + b) / (real(n) + 1)), b),
        ),
        "a",
    ),
]
