"""One further condition under which a formula that is false survives everywhere.

Conditions are tried from the weakest on: off a single value, positive, natural; of one variable,
then of several. One that a known counterexample satisfies is not tried.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from pycheck.errors import InputError
from pycheck.formulas.closing import looks
from pycheck.formulas.effort import SECONDS, Meter
from pycheck.formulas.statement import Formula, read_formula
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.library import Library
from pycheck.statements.reports import TheoremReport, examine_tree
from pycheck.statements.sampling.runs import Plan
from pycheck.statements.sampling.state import BASE_PRECISION
from pycheck.statements.values.partial import Mode
from pycheck.statements.values.work import ALLOWED, limited

# Why an infinite thing had no value, which a closed form may say for certain.
DIVERGENT = re.compile("do not become small|not finite|does not exist|does not converge")
_MOST_TRIED = 12
_MOST_NAMES = 6
# So many points at which it survives, and as many from other seeds as the formula had samples.
_FEWEST = 5
_FIRST = 25

_C = "complex"
Point = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that may be said of one name, and whether a value satisfies it."""

    name: str
    text: str
    satisfied: Callable[[Fraction], bool]

    def holds_at(self, point: Point) -> bool:
        """Whether it certainly holds at a point."""
        try:
            return self.satisfied(Fraction(point[self.name]))
        except (KeyError, ValueError):
            return False


def holds_under(formula: Formula, point: Point, n: int, seed: int) -> str:
    """The first condition, beginning with the weakest, that no sample of `n` refutes.

    It is asked for with two seeds. `point` is where the formula fails without it.
    """
    with limited(ALLOWED * (5 + n // 8)):
        return _first(formula, [point], n, seed)


def _first(formula: Formula, known: list[Point], n: int, seed: int) -> str:
    tried, meter = 0, Meter(seconds=SECONDS / 2)
    for conditions in _conditions(formula, known):
        if any(all(c.holds_at(p) for c in conditions) for p in known):
            continue
        tried += 1
        if tried > _MOST_TRIED:
            break
        texts = tuple(c.text for c in conditions)
        try:
            narrower = read_formula(formula.text, formula.where, extra=texts)
        except InputError:
            continue
        fails = _fails(narrower, n, seed, meter)
        if fails is None:
            return ", ".join(texts)
        if fails:
            known.append(fails)
    return ""


def _agrees(formula: Formula, point: Point, meter: Meter) -> bool:
    """Whether closed forms or other numbers say that a formula holds at a point."""
    return any(look.agrees and not look.fails for look in looks(formula, [point], meter))


def _fails(formula: Formula, n: int, seed: int, meter: Meter) -> Point | None:
    """Where a formula fails; None where it survives, nothing where that is open."""
    for count, start in ((min(n, _FIRST), seed), (max(n, 2 * _FIRST), seed + 1)):
        report = _sampled(formula, count, start)
        if report.status != "unrefuted":
            return report.counterexample.values if report.counterexample else {}
        for reason, values in report.silent:
            if DIVERGENT.search(reason) and not _agrees(formula, values, meter):
                return values  # one side may have no value there, and the other one
        if report.points < min(count // 4, _FEWEST):
            return {}
    return None


def _sampled(formula: Formula, n: int, seed: int) -> TheoremReport:
    machine = Machine(Library(), Mode.READER)
    plan = Plan(n, seed, BASE_PRECISION)
    return examine_tree(machine, "formula", formula.node, plan, sides=lambda *_: None)


def _conditions(formula: Formula, known: Sequence[Point]) -> Iterator[tuple[Condition, ...]]:
    """Conditions of the numbers of a formula; those off a value are off one where it fails."""
    names = _names(formula)
    for name in names:
        yield from ((_off(name, value),) for value in _values(name, known))
    for make in (_positive, _natural, _beyond_one, _within_one):
        yield from ((make(name),) for name in names if _may_be(make, name, formula))
    yield from ((_family(name),) for name in formula.families if _is_plain(name, formula))
    yield from ((_right_half(name),) for name, d in formula.conditions.domains.items() if d == _C)
    if 1 < len(names) <= _MOST_NAMES:
        yield from _together(names, formula)


def _together(names: Sequence[str], formula: Formula) -> Iterator[tuple[Condition, ...]]:
    """All of the names positive, then some natural, then all."""
    choices = product((_positive, _natural), repeat=len(names))
    for makes in sorted(choices, key=lambda makes: makes.count(_natural)):
        pairs = list(zip(makes, names, strict=True))
        if all(_may_be(make, name, formula) for make, name in pairs):
            yield tuple(make(name) for make, name in pairs)


def _names(formula: Formula) -> list[str]:
    """The variables that stand for numbers which have an order."""
    domains = formula.conditions.domains
    numbers = ("real", "integer", "natural")
    return [*formula.assumed_real, *(name for name, d in domains.items() if d in numbers)]


def _may_be(make: Callable[[str], Condition], name: str, formula: Formula) -> bool:
    """Whether a condition says more than what is said of a name anyhow."""
    return make is not _natural or formula.conditions.domains.get(name) != "natural"


def _is_plain(name: str, formula: Formula) -> bool:
    domain = formula.conditions.families.get(name)
    return formula.conditions.arities.get(name, 1) == 1 and domain != "smooth"


def _values(name: str, known: Sequence[Point]) -> Iterator[Fraction]:
    for value in (point.get(name, "") for point in known):
        try:
            yield Fraction(value)
        except ValueError:
            continue


def _off(name: str, value: Fraction) -> Condition:
    return Condition(name, f"{name} != {value}", lambda x: x != value)


def _positive(name: str) -> Condition:
    return Condition(name, f"{name} > 0", lambda x: x > 0)


def _natural(name: str) -> Condition:
    return Condition(name, f"{name} natural", lambda x: x >= 0 and x.denominator == 1)


def _beyond_one(name: str) -> Condition:
    return Condition(name, f"{name} > 1", lambda x: x > 1)


def _within_one(name: str) -> Condition:
    return Condition(name, f"Abs({name}) < 1", lambda x: abs(x) < 1)


def _right_half(name: str) -> Condition:
    return Condition(name, f"re({name}) > 0", lambda _: False)


def _family(name: str) -> Condition:
    return Condition(name, f"{name}(i) > 0", lambda _: False)
