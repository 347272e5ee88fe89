"""Polynomial equations in several unknowns, solved one unknown after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flint import Ordering, arb, fmpq, fmpq_poly, fmpz, fmpz_mpoly_ctx, fmpz_mpoly_vec

from pycheck.statements.evaluation.polynomials import rational_roots, real_roots
from pycheck.statements.sampling.samples import Solved

_SIMPLE = tuple(fmpq(p, q) for p, q in ((1, 1), (0, 1), (2, 1), (-1, 1), (3, 1), (1, 2)))
_LIMITS = (60, 200, 4000)

Powers = tuple[int, ...]
Polynomial = dict[Powers, fmpq]


@dataclass(frozen=True, slots=True)
class Value:
    """A polynomial in a root of another one: the root `place` of `minimal`, from the left."""

    polynomial: fmpq_poly
    minimal: fmpq_poly | None = None
    place: int = 0

    @property
    def exact(self) -> fmpq | None:
        """The number, where it is rational."""
        return self.polynomial[0] if self.polynomial.degree() <= 0 else None

    def at(self) -> Any:
        """The number at the current precision."""
        if self.minimal is None or self.exact is not None:
            return self.polynomial[0]
        root, total = real_roots(self.minimal)[self.place], arb(0)
        for coefficient in reversed(self.polynomial.coeffs()):
            total = total * root + coefficient
        return total

    def solved(self) -> Solved:
        """The number as a value of a sample."""
        return Solved(lambda _: self.at(), f"{self.polynomial} at root {self.place + 1}")


def solve(
    equations: list[Polynomial], width: int, known: dict[int, fmpq]
) -> Iterator[dict[int, Value]]:
    """Solutions of polynomial equations in the unknowns that are not `known` yet."""
    basis = basis_of(equations, width)
    if basis is None or is_impossible(basis):
        return
    if not basis:
        yield {p: Value(fmpq_poly([x])) for p, x in known.items()}
        return
    single = [(p, u) for p in basis if (u := _only_unknown(p)) is not None]
    if single:
        polynomial, unknown = min(single, key=lambda s: max(p[s[1]] for p in s[0]))
        yield from _by_roots(basis, width, known, polynomial, unknown)
        return
    free = max(u for p in basis for powers in p for u, e in enumerate(powers) if e)
    for value in _SIMPLE:
        rest = [_substituted(p, free, value) for p in basis]
        yield from solve(rest, width, {**known, free: value})


def _by_roots(
    basis: list[Polynomial],
    width: int,
    known: dict[int, fmpq],
    polynomial: Polynomial,
    unknown: int,
) -> Iterator[dict[int, Value]]:
    minimal = _univariate(polynomial, unknown)
    rational = rational_roots(minimal)
    for value in rational:
        rest = [_substituted(p, unknown, value) for p in basis]
        yield from solve(rest, width, {**known, unknown: value})
    others = _determined(basis, unknown)
    if others is None:
        return
    for place, root in enumerate(real_roots(minimal)):
        if not any(root.contains(x) for x in rational):
            values = {p: Value(fmpq_poly([x])) for p, x in known.items()}
            values[unknown] = Value(fmpq_poly([0, 1]), minimal, place)
            values |= {u: Value(q, minimal, place) for u, q in others.items()}
            yield values


def _determined(basis: list[Polynomial], unknown: int) -> dict[int, fmpq_poly] | None:
    """The other unknowns as polynomials in one; None where the basis does not give all of them."""
    found: dict[int, fmpq_poly] = {}
    for polynomial in basis:
        mentioned = {u for powers in polynomial for u, e in enumerate(powers) if e}
        others = mentioned - {unknown}
        if not others:
            continue
        if len(others) > 1:
            return None
        (other,) = others
        leading = [powers for powers in polynomial if powers[other]]
        if len(leading) != 1 or sum(leading[0]) != 1:
            return None
        coefficient = polynomial[leading[0]]
        rest = {p: -c / coefficient for p, c in polynomial.items() if not p[other]}
        found[other] = _univariate(rest, unknown)
    return found


def basis_of(equations: list[Polynomial], width: int) -> list[Polynomial] | None:
    """A reduced Gröbner basis; None where there is no solution or it is too much work."""
    names = [f"x{i}" for i in range(width)]
    ring = fmpz_mpoly_ctx.get(names, Ordering.lex)
    whole = [_whole(p) for p in equations if p]
    if not whole:
        return []
    vector = fmpz_mpoly_vec([ring.from_dict(p) for p in whole], ring)
    found, complete = vector.buchberger_naive(limits=_LIMITS)
    if not complete:
        return None
    reduced: Any = found
    reduced = reduced.autoreduction()  # of a vector, whatever its stub says
    basis = [{powers: fmpq(int(c)) for powers, c in p.to_dict().items()} for p in reduced]
    return [p for p in basis if p]


def is_impossible(basis: list[Polynomial]) -> bool:
    """Whether a basis says that a number that is not zero is zero."""
    return any(not any(map(any, p)) for p in basis)


def _whole(polynomial: Polynomial) -> dict[Powers, int]:
    multiple = fmpz(1)
    for c in polynomial.values():
        multiple = multiple.lcm(c.q)
    return {powers: int((c * multiple).p) for powers, c in polynomial.items()}


def _only_unknown(polynomial: Polynomial) -> int | None:
    mentioned = {u for powers in polynomial for u, e in enumerate(powers) if e}
    return next(iter(mentioned)) if len(mentioned) == 1 else None


def _univariate(polynomial: Polynomial, unknown: int) -> fmpq_poly:
    degree = max((powers[unknown] for powers in polynomial), default=0)
    coefficients = [fmpq(0)] * (degree + 1)
    for powers, c in polynomial.items():
        coefficients[powers[unknown]] += c
    return fmpq_poly(coefficients)


def _substituted(polynomial: Polynomial, unknown: int, value: fmpq) -> Polynomial:
    result: Polynomial = {}
    for powers, c in polynomial.items():
        rest = (*powers[:unknown], 0, *powers[unknown + 1 :])
        result[rest] = result.get(rest, fmpq(0)) + c * value ** powers[unknown]
    return {powers: c for powers, c in result.items() if c != 0}
