"""Pairs of collections of conjectures, of the prime number theorem, and of text books."""

from collections.abc import Callable

from pycheck.statements.writing import (
    INT,
    NAT,
    RAT,
    REAL,
    Kind,
    Term,
    ackermann,
    at_least,
    card,
    case,
    cast,
    choose,
    continuous_on,
    coprime,
    divides,
    divisors,
    even,
    every,
    exists,
    factorial,
    fin,
    forall,
    forall_in,
    fraction,
    function,
    functions,
    greater,
    iff,
    implies,
    injective,
    integral,
    interval,
    is_supremum,
    kept,
    log,
    natural_floor,
    natural_of,
    nth_prime,
    number,
    odd,
    prime,
    prime_counting,
    prime_factors,
    range_of,
    real,
    real_interval,
    squarefree,
    sum_over,
    tends_to,
    totient,
    where,
)
from tests.statements.pairs.pair import Pair, over

One = Callable[[Term], Term]


def _sum_of_two(*premise: One) -> Term:
    def found(n: Term) -> Term:
        return exists(
            "k",
            NAT,
            lambda k: exists("l", NAT, lambda m: squarefree(k) & (n == k + number(2, NAT) ** m)),
        )

    return forall(
        "n",
        NAT,
        lambda n: implies(odd(n), *(p(n) for p in premise), n < number(10, NAT) ** 7, found(n)),
    )


def _power_sums(*premises: Callable[[Term, Term], Term]) -> Term:
    def body(k: Term, n: Term, m: Term) -> Term:
        def of(x: Term, y: Term) -> Term:
            left, right = fin(n), fin(m)
            return implies(
                *(p(n, m) for p in premises),
                forall("i", left, lambda i: x(i) > 0),
                forall("j", right, lambda j: y(j) > 0),
                forall("i", left, lambda i: forall("j", right, lambda j: x(i) != y(j))),
                sum_over("i", every(left), lambda i: x(i) ** k)
                == sum_over("j", every(right), lambda j: y(j) ** k),
                k <= n + m,
            )

        return forall(
            "x",
            functions(fin(n), NAT),
            lambda x: forall("y", functions(fin(m), NAT), lambda y: of(x, y)),
        )

    return over(NAT, "k n m", body)


def _selfridge(left: int) -> Term:
    n = number(30889, NAT)
    return ~prime(n) & (n % 5 == left)


def _fractions(x: Term) -> Term:
    small = forall(
        "n",
        NAT,
        lambda n: implies(n > 0, fraction(x * (number(3, REAL) / 2) ** n) < number(1, REAL) / 2),
    )
    return ~small


def _prime_divisors(composite: Callable[[Term], Term]) -> Term:
    def body(n: Term, k: Term) -> Term:
        below = fin(k)

        def divide(p: Term) -> Term:
            return injective(p) & forall(
                "i", below, lambda i: prime(p(i)) & divides(p(i), n + natural_of(i))
            )

        return implies(
            n >= 1,
            k >= 1,
            forall("i", below, lambda i: composite(n + natural_of(i))),
            exists("p", functions(below, NAT), divide),
        )

    return over(NAT, "n k", body)


def _refactorable(x: Term) -> Term:
    numbers = interval("Icc", 1, natural_floor(x))
    kept_of = kept("n", numbers, lambda n: divides(card(divisors(n)), n))
    return at_least(real(card(kept_of)), x / (2 * log(x)))


def _large_divisor(*premise: One) -> Term:
    def body(k: Term, m: Term) -> Term:
        def large(i: Term) -> Term:
            return exists("p", NAT, lambda p: prime(p) & ((k < p) & divides(p, i)))

        found = exists("i", NAT, lambda i: (m <= i) & ((i < m + k) & large(i)))
        return implies(*(p(k) for p in premise), k + 1 <= m, found)

    return over(NAT, "k m", body)


def _giuga(least: Callable[[Term], Term]) -> One:
    def body(n: Term) -> Term:
        powers = sum_over("i", interval("Ioo", 0, n), lambda i: i ** totient(n))
        one = least(n) & (~prime(n) & divides(n, 1 + powers))
        return iff(one, forall_in("p", prime_factors(n), lambda p: divides(p, n / p - 1)))

    return body


def _korselt(*premise: Callable[[Term, Term], Term]) -> Term:
    def body(n: Term) -> Term:
        powers = forall(
            "b",
            NAT,
            lambda b: implies(b >= 1, *(p(n, b) for p in premise), divides(n, b ** (n - 1) - 1)),
        )
        of_primes = forall(
            "p", NAT, lambda p: implies(prime(p), divides(p, n), divides(p - 1, n - 1))
        )
        return implies(n > 1, ~prime(n), iff(powers, squarefree(n) & of_primes))

    return forall("n", NAT, body)


def _signed_sums(join: Callable[[Term, Term], Term]) -> Term:
    def small(c: Term) -> One:
        def of(n: Term) -> Term:
            below = fin(n)

            def signs(d: Term) -> Term:
                total = abs(
                    sum_over("i", every(below), lambda i: real(d(i)) / (real(natural_of(i)) + 1))
                )
                ternary = forall("i", below, lambda i: (d(i) == -1) | ((d(i) == 0) | (d(i) == 1)))
                return ternary & ((total > 0) & (total < c / number(2, REAL) ** n))

            return implies(n >= 1, exists("d", functions(below, INT), signs))

        return of

    return exists("c", REAL, lambda c: join(c > 0, forall("n", NAT, small(c))))


def _binomials(k_or_n: Callable[[Term, Term], Term], of: Kind) -> Term:
    def body(n: Term, k: Term) -> Term:
        def as_number(x: Term) -> Term:
            return x if of is NAT else cast(x, of)

        power = as_number(n) ** k
        middle = power / as_number(factorial(k_or_n(n, k)))
        last = power / number(2, of) ** (k - 1)
        return (as_number(choose(n, k)) <= middle) & (middle <= last)

    return over(NAT, "n k", body)


def _primes_up_to(x: Term) -> Term:
    return real(prime_counting(natural_floor(x)))


def _rosser(least: int) -> Term:
    def body(n: Term) -> Term:
        x = real(n)
        return implies(least <= n, real(nth_prime(n - 1)) < x * (log(x) + log(log(x)) + 2))

    return forall("n", NAT, body)


def _inverse_logs(bound: Term) -> Term:
    return forall(
        "t",
        REAL,
        lambda t: implies(
            t > 0,
            t <= number(1, REAL) / 2,
            abs(1 / log(1 + t) + 1 / log(1 - t)) <= log(number(4, REAL) / 3) / bound,
        ),
    )


def _logarithmic_integral(premise: Callable[[Term, Term], Term]) -> Term:
    start = number(329, REAL) / 50

    def body(x: Term) -> Term:
        found = integral(function("t", REAL, lambda t: 1 / log(t)), 2, x)
        bound = (x - start) / log(x) ** 2
        return implies(premise(start, x), greater(found - x / log(x), bound) & greater(bound, 0))

    return forall("x", REAL, body)


def _alternating(for_odd: One) -> Term:
    def body(n: Term) -> Term:
        tail = where(
            "y",
            REAL,
            lambda y: exists(
                "k",
                NAT,
                lambda k: (n <= k) & (y == number(-1, REAL) ** k / (real(k) + 1)),
            ),
        )
        return is_supremum(tail, case(even(n), 1 / (real(n) + 1), for_odd(1 / (real(n) + 2))))

    return forall("n", NAT, body)


def _telescope(step: Callable[[Term, Term], Term]) -> Term:
    def body(a: Term) -> Term:
        partial = function(
            "N", NAT, lambda n: sum_over("n", range_of(n), lambda k: step(a(k), a(k + 1)))
        )
        return implies(tends_to(a, 0), tends_to(partial, a(0)))

    return forall("a", functions(NAT, REAL), body)


def _vanishing(order: Callable[[Term, Term], Term]) -> Term:
    def body(a: Term, b: Term) -> Term:
        def of(f: Term) -> Term:
            within = real_interval("Icc", a, b)
            return implies(
                order(a, b),
                continuous_on(f, within),
                forall_in("x", within, lambda x: f(x) >= 0),
                integral(function("x", REAL, lambda x: f(x)), a, b) == 0,
                forall_in("x", within, lambda x: f(x) == 0),
            )

        return forall("f", functions(REAL, REAL), of)

    return over(REAL, "a b", body)


def _reciprocals(kind: Kind, as_real: One) -> Term:
    def rational(x: Term) -> Term:
        return exists("r", RAT, lambda r: real(r) == 1 / as_real(x))

    return exists("N", kind, lambda n: forall("x", kind, lambda x: implies(n <= x, rational(x))))


def _antisymmetric(inside: bool) -> Term:
    def body(f: Term, g: Term) -> Term:
        def of(a: Term, b: Term) -> Term:
            within = real_interval("Icc", a, b)
            ordered = forall_in("y", within, lambda y: g(y) <= f(y)) & forall_in(
                "y", within, lambda y: f(y) <= g(y)
            )
            if inside:
                return forall_in("x", within, lambda x: iff(f(x) == g(x), ordered))
            return iff(forall_in("x", within, lambda x: f(x) == g(x)), ordered)

        return over(REAL, "a b", of)

    return over(functions(REAL, REAL), "f g", body)


PAIRS: dict[str, Pair] = {
    "fc-erdos11": Pair(_sum_of_two(), _sum_of_two(lambda n: n > 1)),
    "fc-lps": Pair(_power_sums(), _power_sums(lambda n, _: n > 0, lambda _, m: m > 0)),
    "fc-selfridge": Pair(_selfridge(3), _selfridge(4)),
    "fc-mahler": Pair(
        forall("x", REAL, _fractions),
        forall("x", REAL, lambda x: implies(x != 0, _fractions(x))),
    ),
    "fc-grimm": Pair(
        _prime_divisors(lambda m: ~prime(m)),
        _prime_divisors(lambda m: (m > 1) & ~prime(m)),
    ),
    "fc-a111291": Pair(
        forall("x", REAL, lambda x: implies(x > 1, _refactorable(x))),
        exists(
            "x₀", REAL, lambda y: forall("x", REAL, lambda x: implies(y <= x, _refactorable(x)))
        ),
    ),
    "fc-erdos961": Pair(_large_divisor(), _large_divisor(lambda k: k > 0)),
    "fc-giuga": Pair(
        forall("n", NAT, _giuga(lambda n: n >= 2)),
        forall("n", NAT, lambda n: implies((n > 1) & ~prime(n), _giuga(lambda n: n > 1)(n))),
    ),
    "fc-korselt": Pair(_korselt(), _korselt(coprime)),
    "fc-erdos317": Pair(_signed_sums(implies), _signed_sums(lambda p, q: p & q)),
    "fbk-binomial": Pair(_binomials(lambda n, _: n, NAT), _binomials(lambda _, k: k, RAT)),
    "pnt-pi1999": Pair(
        forall(
            "x",
            REAL,
            lambda x: implies(x >= 17, greater(_primes_up_to(x), x / (log(x) - 1))),
        ),
        forall(
            "x",
            REAL,
            lambda x: implies(x >= 5393, at_least(_primes_up_to(x), x / (log(x) - 1))),
        ),
    ),
    "pnt-rosser": Pair(_rosser(1), _rosser(55)),
    "pnt-symminvlog": Pair(
        _inverse_logs(number(4, REAL) / 3),
        _inverse_logs(log(number(3, REAL) / 2) * log(2)),
    ),
    "pnt-fks20b": Pair(
        _logarithmic_integral(lambda start, x: start <= x),
        _logarithmic_integral(lambda start, x: start < x),
    ),
    "tao-upperseq": Pair(_alternating(lambda x: -x), _alternating(lambda x: x)),
    "tao-telescope": Pair(
        _telescope(lambda x, after: after - x), _telescope(lambda x, after: x - after)
    ),
    "tao-integzero": Pair(_vanishing(lambda a, b: a <= b), _vanishing(lambda a, b: a < b)),
    "tao-dirichlet": Pair(_reciprocals(REAL, lambda x: x), _reciprocals(NAT, real)),
    "tao-antisymm": Pair(_antisymmetric(inside=True), _antisymmetric(inside=False)),
    "sb-ack": Pair(
        over(NAT, "x y", lambda x, y: ackermann(x, y + 1) < ackermann(x + 1, y)),
        over(NAT, "x y", lambda x, y: ackermann(x, y + 1) <= ackermann(x + 1, y)),
    ),
}
