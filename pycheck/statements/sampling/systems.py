"""Values that satisfy several equations together, exactly or at any precision.

The equations are polynomials in the numbers of a statement and in square roots. A Gröbner basis
gives one polynomial in one of them; where its root is no fraction, the others must be polynomials
in that root. Where the equations leave a choice, simple numbers are tried.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from flint import Ordering, arb, ctx, fmpq, fmpq_poly, fmpz, fmpz_mpoly_ctx, fmpz_mpoly_vec

from pycheck.statements.evaluation.polynomials import rational_roots, real_roots
from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.trees import Const, Node
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.fractions import Ring, equations_of
from pycheck.statements.sampling.samples import Solved
from pycheck.statements.sampling.state import BASE_PRECISION, Prepared
from pycheck.statements.values.work import limited

_WHOLE = (Const("Nat"), Const("Int"))
_SCALARS = (*_WHOLE, Const("Real"), Const("Rat"))
_SIMPLE = tuple(fmpq(p, q) for p, q in ((1, 1), (0, 1), (2, 1), (-1, 1), (3, 1), (1, 2)))
_ENOUGH = 12
_MOST_UNKNOWNS = 6
_LIMITS = (60, 200, 4000)

Powers = tuple[int, ...]
Polynomial = dict[Powers, fmpq]


@dataclass(frozen=True, slots=True)
class Preset:
    """Values of some variables, and the hypotheses that they satisfy by construction."""

    values: Mapping[int, Any]
    made: frozenset[int]


def solutions(prepared: Prepared) -> list[Preset]:
    """Values of the numbers of a statement that satisfy the equations among its hypotheses."""
    found: list[Preset] = []
    with ctx.workprec(BASE_PRECISION), limited():
        prepared.machine.forget()
        try:
            system = _System(prepared)
            for values in system.solved():
                found.append(Preset(values, frozenset(system.made)))
                if len(found) == _ENOUGH:
                    break
        except Undecided:
            pass
    return found


def contradict(prepared: Prepared) -> bool:
    """Whether equations among the hypotheses have no solution, not even in complex numbers."""
    with ctx.workprec(BASE_PRECISION), limited():
        prepared.machine.forget()
        try:
            return _System(prepared, least=1).is_impossible()
        except Undecided:
            return False


class _System:
    def __init__(self, prepared: Prepared, least: int = 2) -> None:
        self.prepared = prepared
        self.made: list[int] = []
        statement = prepared.statement
        scalars = {b.position for b in statement.variables if b.type in _SCALARS}
        asked = [h for h in statement.hypotheses if h.mentions and h.mentions <= scalars]
        mentioned = sorted({p for h in asked for p in h.mentions})
        if not least <= len(mentioned) <= _MOST_UNKNOWNS:
            raise Undecided("no system of a few numbers")
        self.ring = Ring(tuple(mentioned))
        for h in asked:
            if self._reads(h):
                self.made.append(h.position)

    def _reads(self, h: Binder) -> bool:
        variables = {h.position - 1 - p: p for p in h.mentions}
        code, env = self.prepared.code, (None,) * h.position

        def evaluate(node: Node) -> Any:
            try:
                return code(node)(env)
            except (TypeError, AttributeError) as error:
                raise Undecided("it depends on another variable") from error

        return equations_of(self.ring, h.type, variables, evaluate)

    def is_impossible(self) -> bool:
        """Whether the equations, each of which follows from the hypotheses, have no solution."""
        ring = self.ring
        if any(not root.squared for root in ring.roots):
            return False
        if any(any(any(e[ring.first_root :]) for e in p.to_dict()) for p in ring.divisors):
            return False
        basis = _basis([p.to_dict() for p in ring.equations if not p.is_zero()], ring.places.stop)
        return basis is not None and _is_impossible(basis)

    def solved(self) -> Iterator[dict[int, Any]]:
        """Values by position; a variable that no equation confines has none."""
        ring = self.ring
        equations = [p.to_dict() for p in ring.equations if not p.is_zero()]
        if not self.made or not equations:
            return
        basis = _basis(equations, ring.places.stop)
        if basis is None or _is_impossible(basis):
            return
        # Of a lexicographic basis, what mentions no root is one of what follows for the others.
        without = [p for p in basis if not any(any(e[: ring.places.start]) for e in p)]
        for values in _solve(without, ring.places.stop, {}):
            if self._are_of_their_types(values) and self._is_sound(values):
                yield self._of_variables(values)

    def _of_variables(self, values: dict[int, "_Value"]) -> dict[int, Any]:
        found: dict[int, Any] = {}
        for place, position in zip(self.ring.places, self.ring.positions, strict=True):
            value = values.get(place)
            if value is not None:
                exact = value.exact
                whole = self._type(position) in _WHOLE
                given = value.solved() if exact is None else int(exact.p) if whole else exact
                found[position] = given
        return found

    def _type(self, position: int) -> Node:
        return self.prepared.statement.binders[position].type

    def _are_of_their_types(self, values: dict[int, "_Value"]) -> bool:
        for place, position in zip(self.ring.places, self.ring.positions, strict=True):
            value, kind = values.get(place), self._type(position)
            if value is None or kind == Const("Real"):
                continue
            exact = value.exact
            if exact is None or (kind in _WHOLE and exact.q != 1):
                return False
            if kind == Const("Nat") and exact < 0:
                return False
        return True

    def _is_sound(self, values: dict[int, "_Value"]) -> bool:
        """Whether the equations hold with the roots that are not negative.

        They hold for some choice of the signs. It is this one where all others are seen to fail,
        or say the same.
        """
        numbers = {place: arb(value.at()) for place, value in values.items()}
        choices = [
            signs
            for signs in product((1, -1), repeat=len(self.ring.roots))
            if self._may_hold(signs, dict(numbers))
        ]
        plus = (1,) * len(self.ring.roots)
        return plus in choices and all(map(self._says_the_same, choices))

    def _says_the_same(self, signs: tuple[int, ...]) -> bool:
        """Whether every equation is the same, or its negative, with these signs of the roots."""
        first = self.ring.first_root
        for p in self.ring.equations:
            turned = {
                powers: c * prod(s**e for s, e in zip(signs, powers[first:], strict=False))
                for powers, c in p.to_dict().items()
            }
            plain = dict(p.to_dict())
            if turned not in (plain, {powers: -c for powers, c in plain.items()}):
                return False
        return True

    def _may_hold(self, signs: tuple[int, ...], numbers: dict[int, arb]) -> bool:
        ring = self.ring
        for place, (sign, root) in enumerate(zip(signs, ring.roots, strict=True)):
            above, below = _at(root.above.to_dict(), numbers), _at(root.below.to_dict(), numbers)
            if above is None or below is None or 0 in below:
                return False
            inside = (above / below) ** 2 if root.squared else above / below
            if not inside >= 0:
                return False
            if sign < 0 and inside == 0:
                return False  # the same root once more
            numbers[ring.first_root + place] = sign * inside.sqrt()
        for p in ring.divisors:
            value = _at(p.to_dict(), numbers)
            if value is not None and 0 in value:
                return False
        at_all = (_at(p.to_dict(), numbers) for p in ring.equations)
        return all(value is None or 0 in value for value in at_all)


def _at(polynomial: Polynomial, numbers: dict[int, arb]) -> arb | None:
    """The value of a polynomial; None where one of its variables has none."""
    total = arb(0)
    for powers, coefficient in polynomial.items():
        term = arb(coefficient)
        for place, power in enumerate(powers):
            if power and place not in numbers:
                return None
            if power:
                term *= numbers[place] ** power
        total += term
    return total


@dataclass(frozen=True, slots=True)
class _Value:
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


def _solve(
    equations: list[Polynomial], width: int, known: dict[int, fmpq]
) -> Iterator[dict[int, _Value]]:
    """Solutions of polynomial equations in the unknowns that are not `known` yet."""
    basis = _basis(equations, width)
    if basis is None or _is_impossible(basis):
        return
    if not basis:
        yield {p: _Value(fmpq_poly([x])) for p, x in known.items()}
        return
    single = [(p, u) for p in basis if (u := _only_unknown(p)) is not None]
    if single:
        polynomial, unknown = min(single, key=lambda s: max(p[s[1]] for p in s[0]))
        yield from _by_roots(basis, width, known, polynomial, unknown)
        return
    free = max(u for p in basis for powers in p for u, e in enumerate(powers) if e)
    for value in _SIMPLE:
        rest = [_substituted(p, free, value) for p in basis]
        yield from _solve(rest, width, {**known, free: value})


def _by_roots(
    basis: list[Polynomial],
    width: int,
    known: dict[int, fmpq],
    polynomial: Polynomial,
    unknown: int,
) -> Iterator[dict[int, _Value]]:
    minimal = _univariate(polynomial, unknown)
    rational = rational_roots(minimal)
    for value in rational:
        rest = [_substituted(p, unknown, value) for p in basis]
        yield from _solve(rest, width, {**known, unknown: value})
    others = _determined(basis, unknown)
    if others is None:
        return
    for place, root in enumerate(real_roots(minimal)):
        if not any(root.contains(x) for x in rational):
            values = {p: _Value(fmpq_poly([x])) for p, x in known.items()}
            values[unknown] = _Value(fmpq_poly([0, 1]), minimal, place)
            values |= {u: _Value(q, minimal, place) for u, q in others.items()}
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


def _basis(equations: list[Polynomial], width: int) -> list[Polynomial] | None:
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


def _is_impossible(basis: list[Polynomial]) -> bool:
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
