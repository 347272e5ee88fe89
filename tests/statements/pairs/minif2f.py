"""Pairs of miniF2F and of its translations."""

from collections.abc import Callable

from pycheck.statements.writing import (
    INT,
    NAT,
    PI,
    RAT,
    REAL,
    Term,
    card,
    cast,
    choose,
    denominator,
    digits,
    divides,
    exists,
    factorial,
    finset,
    forall,
    functions,
    gcd,
    greater,
    iff,
    implies,
    interval,
    is_finite,
    kept,
    lcm,
    logb,
    member,
    natural_card,
    natural_sqrt,
    number,
    numerator,
    prime,
    product_over,
    range_of,
    real,
    sin,
    sqrt,
    sum_over,
    tan,
    total,
    where,
)
from tests.statements.pairs.pair import Pair, over

Two = Callable[[Term, Term], Term]


def _nested_logs(bound: Callable[[Term], Term]) -> Term:
    def body(n: Term) -> Term:
        x = real(n)
        return implies(
            bound(n),
            logb(2, logb(16, x)) == logb(4, logb(4, x)),
            total(digits(10, n)) == 13,
        )

    return forall("n", NAT, body)


def _remainder(by: int, left: int) -> Term:
    return forall("n", NAT, lambda n: implies((3 * n) % by == left, n % 11 == 8))


def _divisors_of_14(of_all: Callable[[Term, Term], Term]) -> Term:
    def body(s: Term) -> Term:
        says = forall("n", NAT, lambda n: of_all(member(n, s), divides(n, natural_sqrt(196))))
        return implies(says, sum_over("k", s, lambda k: k) == 24)

    return forall("S", finset(NAT), body)


def _quotient(n: Term, by: Term) -> Term:
    above = real(factorial(n + 2)) - real(factorial(n + 1))
    return exists("x", NAT, lambda x: real(x) ** 2 == above / real(by))


def _remainders_seven(claimed: int) -> Term:
    numbers = interval("Icc", 100, 999, NAT)
    return card(kept("x", numbers, lambda x: x % 19 == 7)) == claimed


def _both_roots(*premise: Two) -> Term:
    def body(a: Term, b: Term) -> Term:
        return implies(
            (a != 0) & (b != 0),
            *(p(a, b) for p in premise),
            a**2 + a * a + b == 0,
            b**2 + a * b + b == 0,
            (a == 1) & (b == -2),
        )

    return over(REAL, "a b", body)


def _not_by_five(upper: Callable[[Term], Term]) -> Term:
    def summed(n: Term) -> Term:
        return sum_over(
            "k",
            range_of(upper(n)),
            lambda k: choose(2 * n + 1, 2 * k + 1) * number(2, NAT) ** (3 * k),
        )

    return forall("n", NAT, lambda n: ~divides(5, summed(n)))


def _factors(claim: Two) -> Term:
    def body(a: Term, b: Term) -> Term:
        same = forall(
            "x",
            REAL,
            lambda x: 10 * x**2 - x - 24 == (real(a) * x - 8) * (real(b) * x + 3),
        )
        return implies(same, claim(a, b))

    return over(INT, "a b", body)


def _means(x: Term, y: Term) -> tuple[Term, Term]:
    return (x + y) / 2 == 7, sqrt(x * y) == sqrt(19)


def _power_difference(left: int) -> Term:
    return (number(29, NAT) ** 13 - number(5, NAT) ** 13) % 7 == left


def _tangent(before: bool) -> Term:
    def body(m: Term) -> Term:
        sines = sum_over("k", interval("Icc", 1, 35, NAT), lambda k: sin(5 * real(k) * PI / 180))
        above, below = real(numerator(m)), real(denominator(m))
        return implies(
            *(() if before else (m > 0,)),
            sines == tan(real(m) * PI / 180),
            (below / above if before else above / below) < 90,
            cast(denominator(m), INT) + numerator(m) == 177,
        )

    return forall("m", RAT, body)


def _cancelled(factor: int) -> Term:
    def body(x: Term) -> Term:
        return implies(x != 0, 12 / (x * x) * (x**4 / (factor * x)) * (35 / (3 * x)) == 10)

    return forall("x", REAL, body)


def _proportion(a: int, b: int) -> Term:
    return forall("x", REAL, lambda x: implies(number(a, REAL) / b / 3 == x / 10, x == 5))


def _prime_roots(different: bool) -> Term:
    def root(n: Term, k: Term) -> Term:
        return real(n) ** 2 - 12 * real(n) + k == 0

    def body(m: Term, n: Term) -> Term:
        return forall(
            "k",
            REAL,
            lambda k: implies(
                prime(m),
                prime(n),
                root(m, k),
                root(n, k),
                *((m != n,) if different else ()),
                k == 35,
            ),
        )

    return over(NAT, "m n", body)


def _reciprocals(*different: Two) -> Term:
    def body(a: Term, b: Term) -> Term:
        return implies(
            2 * a**2 - 7 * a + 2 == 0,
            2 * b**2 - 7 * b + 2 == 0,
            *(p(a, b) for p in different),
            1 / (a - 1) + 1 / (b - 1) == -1,
        )

    return over(REAL, "a b", body)


def _partial_fractions(guarded: bool) -> Term:
    def body(a: Term, b: Term) -> Term:
        def at(x: Term) -> Term:
            same = 4 * x / (x**2 - 8 * x + 15) == a / (x - 3) + b / (x - 5)
            return implies((x - 3 != 0) & (x - 5 != 0), same) if guarded else same

        return implies(forall("x", REAL, at), (a == -6) & (b == 10))

    return over(REAL, "a b", body)


def _prime_coefficients(truncated: bool) -> Term:
    def root(x: Term, m: Term, n: Term) -> Term:
        if truncated:
            return x**2 - m * x + n == 0
        return cast(x, INT) ** 2 - cast(m, INT) * cast(x, INT) + cast(n, INT) == 0

    def body(k: Term, t: Term, m: Term, n: Term) -> Term:
        return implies(
            prime(m) & prime(n),
            t < k,
            root(k, m, n),
            root(t, m, n),
            m**n + n**m + k**t + t**k == 20,
        )

    return over(NAT, "k t m n", body)


def _telescoping(*premise: Callable[[Term], Term]) -> Term:
    def body(n: Term) -> Term:
        summed = sum_over(
            "k",
            range_of(n - 1 + 1),
            lambda k: number(1, REAL) / ((real(k) + 1) * (real(k) + 2)),
        )
        return implies(*(p(n) for p in premise), summed == real(n) / (real(n) + 1))

    return forall("n", NAT, body)


def _last_digits(guarded: bool) -> Term:
    def body(u: Term) -> Term:
        def rule(n: Term) -> Term:
            follows = u(n + 2) == (u(n) + u(n + 1)) % 10
            return implies(n >= 2, follows) if guarded else follows

        def late(n: Term) -> Term:
            summed = sum_over("k", range_of(n), lambda k: u(k))
            return implies(greater(summed, 10000), n >= 1999)

        return implies(u(0) == 4, u(1) == 7, forall("n", NAT, rule), forall("n", NAT, late))

    return forall("u", functions(NAT, NAT), body)


def _divisor_and_multiple(a: Term, divisor: Term | int, multiple: Term | int) -> list[Term]:
    least = forall(
        "b",
        NAT,
        lambda b: implies(b > 0, (gcd(b, 40) == divisor) & (lcm(b, 40) == multiple), a <= b),
    )
    return [gcd(a, 40) == divisor, lcm(a, 40) == multiple, least, a == 8]


def _two_logs(*positive: Callable[[Term], Term]) -> Term:
    def body(a: Term, b: Term) -> Term:
        return implies(
            *(p(x) for x in (a, b) for p in positive),
            logb(8, a) + logb(4, b**2) == 5,
            logb(8, b) + logb(4, a**2) == 7,
            a * b == 512,
        )

    return over(REAL, "a b", body)


def _by_eleven(n: Term, k: Term) -> Term:
    return number(20, NAT) * 100 + 10 * n + 7 == 11 * k


def _quarters(quarter: Term) -> Term:
    of = quarter.kind
    return forall(
        "n",
        NAT,
        lambda n: implies(n == 11, quarter ** (n + 1) * number(2, of) ** (2 * n) == quarter),
    )


def _ended_product(n: Term, k: Term) -> Term:
    ones = product_over("j", interval("Icc", 1, n), lambda _: number(1, REAL))
    return implies(n > 0, ones + 1 / k**3 <= 3 - 1 / real(n))


def _product(n: Term) -> Term:
    whole = product_over("k", interval("Icc", 1, n), lambda k: 1 + number(1, REAL) / real(k) ** 3)
    return implies(n > 0, whole <= 3 - 1 / real(n))


def _near_minus_four(x: Term) -> Term:
    return abs(x + 4) < 9


_within_nine = where("x", REAL, _near_minus_four)

PAIRS: dict[str, Pair] = {
    "mf4-amc2020p10": Pair(_nested_logs(lambda n: n > 0), _nested_logs(lambda n: n > 1)),
    "mf4-sumodd": Pair(
        forall("n", NAT, lambda n: sum_over("k", range_of(n), lambda k: 2 * k) + 1 == n**2),
        forall("n", NAT, lambda n: sum_over("k", range_of(n), lambda k: 2 * k + 1) == n**2),
    ),
    "mf4-nt247": Pair(_remainder(2, 11), _remainder(11, 2)),
    "mf4-nt35": Pair(_divisors_of_14(implies), _divisors_of_14(iff)),
    "mf4-nfact-token": Pair(
        over(NAT, "m n", lambda m, n: implies(n >= 3, m < n ** (n - 1))),
        forall("n", NAT, lambda n: implies(n >= 3, factorial(n) < n ** (n - 1))),
    ),
    "mf4-amc2020p4-token": Pair(
        over(NAT, "n m", lambda n, m: implies(n >= 9, _quotient(n, m))),
        forall("n", NAT, lambda n: implies(n >= 9, _quotient(n, factorial(n)))),
    ),
    "fb-nt155": Pair(_remainders_seven(52), _remainders_seven(48)),
    "fb-alg77": Pair(_both_roots(), _both_roots(lambda a, b: a != b)),
    "fb-imo1974p3": Pair(_not_by_five(lambda n: n), _not_by_five(lambda n: n + 1)),
    "fb-alg276": Pair(_factors(lambda a, b: a + b == 12), _factors(lambda a, b: a * b + b == 12)),
    "fb-alg332": Pair(
        over(
            REAL,
            "x y",
            lambda x, y: implies(x >= 0, y >= 0, *_means(x, y), x**2 * y**2 == 158),
        ),
        over(REAL, "x y", lambda x, y: implies(*_means(x, y), x**2 + y**2 == 158)),
    ),
    "fb-nt728": Pair(_power_difference(0), _power_difference(3)),
    "fb-aime1999p11": Pair(_tangent(before=True), _tangent(before=False)),
    "oa-alg441": Pair(_cancelled(1), _cancelled(14)),
    "oa-alg440": Pair(_proportion(2, 3), _proportion(3, 2)),
    "oa-alg482": Pair(_prime_roots(different=False), _prime_roots(different=True)),
    "oa-alg131": Pair(_reciprocals(), _reciprocals(lambda a, b: a != b)),
    "oa-alg185": Pair(
        implies(is_finite(_within_nine), natural_card(_within_nine) == 17),
        forall(
            "s",
            finset(INT),
            lambda s: implies(
                forall("x", INT, lambda x: iff(member(x, s), _near_minus_four(x))),
                card(s) == 17,
            ),
        ),
    ),
    "oa-alg13": Pair(_partial_fractions(guarded=False), _partial_fractions(guarded=True)),
    "oa-alg289": Pair(_prime_coefficients(truncated=True), _prime_coefficients(truncated=False)),
    "rq-sum1okkp1": Pair(_telescoping(), _telescoping(lambda n: n >= 1)),
    "rq-amc2002p21": Pair(_last_digits(guarded=True), _last_digits(guarded=False)),
    "rq-nt126": Pair(
        over(
            NAT,
            "x a",
            lambda x, a: implies((x > 0) & (a > 0), *_divisor_and_multiple(a, x + 3, x * (x + 3))),
        ),
        forall("a", NAT, lambda a: implies(a > 0, *_divisor_and_multiple(a, 8, 40))),
    ),
    "rq-aime1984p5": Pair(_two_logs(), _two_logs(lambda x: x > 0)),
    "rq-nt293": Pair(
        forall(
            "n",
            NAT,
            lambda n: implies(
                n <= 9, exists("k", NAT, lambda k: implies(_by_eleven(n, k), n == 5))
            ),
        ),
        forall(
            "n",
            NAT,
            lambda n: implies(n <= 9, exists("k", NAT, lambda k: _by_eleven(n, k)), n == 5),
        ),
    ),
    "ds-alg314": Pair(
        _quarters(number(1, NAT) / 4),
        _quarters(number(1, REAL) / 4),
    ),
    "ds-prod3": Pair(
        forall("n", NAT, lambda n: forall("k", REAL, lambda k: _ended_product(n, k))),
        forall("n", NAT, _product),
    ),
}
