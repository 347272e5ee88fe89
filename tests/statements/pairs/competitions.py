"""Pairs of PutnamBench, Compfiles and ProofNet."""

from collections.abc import Callable

from pycheck.statements.language.trees import App, Const, Elided
from pycheck.statements.writing import (
    NAT,
    REAL,
    Kind,
    Term,
    call,
    card,
    case,
    cast,
    choose,
    divides,
    exists,
    exp,
    factorial,
    finset,
    floor,
    forall,
    forall_in,
    function,
    functions,
    implies,
    integral_over,
    interval,
    irrational,
    is_least,
    lcm_of,
    log,
    number,
    prime,
    product_over,
    range_of,
    real,
    real_interval,
    series,
    subset,
    sum_over,
    tends_to,
    tends_to_from_below,
    where,
)
from tests.statements.pairs.pair import Pair, over

One = Callable[[Term], Term]


def _two_roots(third: Term) -> Term:
    return irrational(number(2, REAL) ** third + number(3, REAL) ** third)


def _lattice(of: Kind) -> Term:
    def summand(x: Term, m: Term, n: Term) -> Term:
        quotient = (m if of is NAT else cast(m, of)) / (n if of is NAT else cast(n, of))
        half = number(1, of) / 2
        within = (m > 0) & ((n > 0) & ((half <= quotient) & (quotient <= 2)))
        return case(within, x ** (m + n), 0)

    def at(x: Term) -> Term:
        inner = function("m", NAT, lambda m: series(function("n", NAT, lambda n: summand(x, m, n))))
        return (1 - x**3) ** 2 * series(inner)

    return tends_to_from_below(function("x", REAL, at), 1, 3)


def _least_multiples(multiple: Term) -> Term:
    def smallest(n: Term) -> Term:
        up_to = interval("Icc", 1, n)
        return forall_in("i", up_to, lambda i: divides(i, multiple(n))) & forall(
            "m",
            NAT,
            lambda m: implies(forall_in("i", up_to, lambda i: divides(i, m)), multiple(n) <= m),
        )

    return implies(forall("n", NAT, smallest), _factorials(lambda k: multiple(k)))


def _factorials(multiple: One) -> Term:
    return forall(
        "n",
        NAT,
        lambda n: implies(
            n > 0,
            factorial(n) == product_over("i", interval("Icc", 1, n), lambda i: multiple(n / i)),
        ),
    )


_polynomials = Kind("Polynomial Nat", lambda _: App(Const("Polynomial"), (Const("Nat"), Elided())))


def _coefficients(term: Callable[[Term, Term, Term], Term]) -> Term:
    x = call("Polynomial.X", NAT, Elided(), kind=_polynomials)
    base = number(1, _polynomials) + x + x**2 + x**3

    def body(n: Term, k: Term) -> Term:
        coefficient = call("Polynomial.coeff", NAT, Elided(), base**n, k, kind=NAT)
        return coefficient == sum_over("j", range_of(k + 1), lambda j: term(n, k, j))

    return over(NAT, "n k", body)


def _log_quotient(k: Term, shift: int) -> Term:
    x = 4 * real(k) + shift
    return log(x) / x


def _first_log_quotient(k: Term) -> Term:
    x = 4 * real(k) + 2
    return 3 * log(x) / x


def _log_terms(k: Term, first: Term) -> Term:
    return first - _log_quotient(k, 3) - _log_quotient(k, 4) - _log_quotient(k, 5)


def _infinite_product(*premises: One) -> Term:
    def factor(x: Term, n: Term) -> Term:
        return ((1 + x ** (n + 1)) / (1 + x**n)) ** (x**n)

    def body(g: Term) -> Term:
        def product(x: Term) -> Term:
            return function(
                "N", NAT, lambda n: product_over("n", range_of(n), lambda k: factor(x, k))
            )

        found = forall(
            "x", REAL, lambda x: implies(*(p(x) for p in premises), tends_to(product(x), g(x)))
        )
        return implies(found, tends_to_from_below(g, 1, 2 / exp(1)))

    return forall("g", functions(REAL, REAL), body)


def _moment(k: Term | int) -> Term:
    def integrand(x: Term) -> Term:
        below = 2 * (x**6 + 1) + 4 * (x**5 + x) + 3 * (x**4 + x**2) + 5 * x**3
        return x**k / below

    return integral_over(function("x", REAL, integrand), real_interval("Ioi", number(0, REAL)))


def _least_moment(claimed: Term) -> Term:
    moments = where(
        "y",
        REAL,
        lambda y: exists("k", NAT, lambda k: (k > 0) & ((k < 5) & (y == _moment(k)))),
    )
    return is_least(moments, claimed)


def _recursion(*premise: One) -> Term:
    def body(u: Term) -> Term:
        def rule(n: Term) -> Term:
            return u(n + 2) == u(n + 1) * (u(n) ** 2 - 2) - u(1)

        def claimed(n: Term) -> Term:
            two, minus = number(2, REAL), number(-1, REAL)
            power = two ** ((two**n - minus**n) / 3)
            return implies(*(p(n) for p in premise), real(floor(u(n))) == power)

        return implies(
            u(0) == 2,
            u(1) == number(5, REAL) / 2,
            forall("n", NAT, rule),
            forall("n", NAT, claimed),
        )

    return forall("u", functions(NAT, REAL), body)


def _four_elements(*premise: One) -> Term:
    def body(m: Term) -> Term:
        small = forall_in(
            "m",
            m,
            lambda x: forall("p", NAT, lambda p: implies(prime(p), divides(p, x), p <= 23)),
        )
        four = exists(
            "T",
            finset(NAT),
            lambda t: (
                subset(t, m)
                & (
                    (card(t) == 4)
                    & exists("k", NAT, lambda k: product_over("m", t, lambda x: x) == k**4)
                )
            ),
        )
        return implies(*(p(m) for p in premise), forall_in("m", m, lambda x: x > 0), small, four)

    return forall("M", finset(NAT), body)


PAIRS: dict[str, Pair] = {
    "pn-tripos": Pair(
        _two_roots(number(1, NAT) / 3),
        _two_roots(number(1, REAL) / 3),
    ),
    "pb-1999b3": Pair(_lattice(NAT), _lattice(REAL)),
    "pb-2003b3": Pair(
        forall("L", functions(NAT, NAT), _least_multiples),
        _factorials(lambda k: lcm_of(interval("Icc", 1, k))),
    ),
    "pb-1992b2": Pair(
        _coefficients(lambda n, k, j: choose(n, j) * choose(n, k - 2 * j)),
        _coefficients(
            lambda n, k, j: choose(n, j) * case(2 * j <= k, choose(n, k - 2 * j), 0),
        ),
    ),
    "pb-2017b4": Pair(
        forall(
            "k",
            NAT,
            lambda k: _log_terms(k, series(function("j", NAT, _first_log_quotient))) == log(2) ** 2,
        ),
        series(function("k", NAT, lambda k: _log_terms(k, _first_log_quotient(k)))) == log(2) ** 2,
    ),
    "pb-2004b5": Pair(
        _infinite_product(lambda x: x >= 0),
        _infinite_product(lambda x: x > 0, lambda x: x < 1),
    ),
    "pb-1978a3": Pair(_least_moment(number(2, REAL)), _least_moment(_moment(2))),
    "cf-imo1976p6": Pair(_recursion(), _recursion(lambda n: n > 0)),
    "cf-imo1985p4": Pair(_four_elements(), _four_elements(lambda m: card(m) == 1985)),
}
