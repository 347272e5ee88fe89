"""The domains that the letters of a formula may have where its text says nothing.

A formula is wrong only if it fails under every natural reading: all letters real, all positive, all
natural numbers from 1, all probabilities; then as their letters have it by custom (``n`` a natural
number, ``p`` a probability); then, where they are few, in every combination. Letters that have to
be whole numbers, as the last index of a sum, are natural numbers from 1 in each.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from pycheck.formulas.conditions import free_names, read, undeclared
from pycheck.formulas.names import FUNCTIONS, NAMES
from pycheck.formulas.syntax import Relations, Side, split

REAL, POSITIVE, NATURAL, PROBABILITY = "real", "positive", "natural", "probability"
DOMAINS = (REAL, POSITIVE, NATURAL, PROBABILITY)
_MEMBERS: dict[str, Callable[[Fraction], bool]] = {
    REAL: lambda _: True,
    POSITIVE: lambda value: value > 0,
    NATURAL: lambda value: value >= 1 and value.denominator == 1,
    PROBABILITY: lambda value: 0 < value < 1,
}
DEFINES, ALONE, ONE_SIDE = "defines", "alone", "one side"
_MARKED = frozenset(("hankel1", "hankel2"))
_BESSEL = frozenset(("besselj", "bessely", "besseli", "besselk")) | _MARKED
_FAMILY = re.compile(r"^(?P<call>(?P<name>\w+)\(.*\)) real$")
_COUNTS = frozenset(("d", "i", "j", "k", "l", "m", "n", "K", "L", "M", "N", "T"))
_CHANCES = frozenset(("p", "q", "pi"))
_MOST_COMBINATIONS = 64


@dataclass(frozen=True, slots=True)
class Letters:
    """The undeclared names of a formula: numbers, whole numbers, and families as ``x(i)``.

    `integers` are those that conditions speak of without saying that they are whole numbers.
    """

    numbers: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    integers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.numbers or self.whole or self.families)


def conditions(name: str, domain: str) -> tuple[str, ...]:
    """A domain as conditions on a name; one of a constant has to be declared first."""
    real = (f"{name} real",) if name in NAMES else ()
    return {
        REAL: (f"{name} real",),
        POSITIVE: (*real, f"{name} > 0"),
        NATURAL: (f"{name} natural", f"{name} >= 1"),
        PROBABILITY: (*real, f"0 < {name} < 1"),
    }[domain]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One reading of the letters: a domain for each of them."""

    fixed: tuple[str, ...]
    domains: tuple[tuple[str, str], ...]

    @property
    def where(self) -> tuple[str, ...]:
        """The reading as conditions."""
        return (
            *self.fixed,
            *(s for name, domain in self.domains for s in conditions(name, domain)),
        )

    def has(self, point: Mapping[str, str]) -> bool:
        """Whether a point certainly lies in it, of which the numbers are told as text.

        A family counts where it is constant.
        """
        for name, domain in self.domains:
            said = point.get(name.partition("(")[0], "")
            try:
                value = Fraction(said.rpartition("↦")[2].strip())
            except ValueError:
                return False
            if not _MEMBERS[domain](value):
                return False
        return True


def assignments(letters: Letters) -> Iterator[Assignment]:
    """The readings of the letters, none twice; the first has all of them real."""
    free = (*letters.numbers, *letters.families)
    fixed = tuple(said for name in letters.whole for said in conditions(name, NATURAL))
    fixed += tuple(f"{name} integer" for name in letters.integers)
    for domains in dict.fromkeys(_choices(free)):
        yield Assignment(fixed, tuple(zip(free, domains, strict=True)))


def _choices(free: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for domain in DOMAINS:
        yield (domain,) * len(free)
    for other in (REAL, POSITIVE):
        yield tuple(by_custom(name, other) for name in free)
    if len(DOMAINS) ** len(free) <= _MOST_COMBINATIONS:
        yield from product(DOMAINS, repeat=len(free))


def by_custom(name: str, other: str) -> str:
    """The domain that a letter has by custom, or the other one where it has none."""
    base = name.partition("_")[0]
    return NATURAL if base in _COUNTS else PROBABILITY if base in _CHANCES else other


def letters_of(relations: Relations, where: Sequence[str], assumed: Sequence[str]) -> Letters:
    """The names of a formula of which `where` says nothing, by what they have to be.

    `assumed` is what the reader took them for, families among them. Raises `UnreadableFormula`.
    """
    said = read(where)
    here = {name for side in relations.sides for name in names_in(side.node)}
    families = {
        m["name"]: m["call"] for a in assumed if (m := _FAMILY.match(a)) and m["name"] in here
    }
    spoken = {
        name
        for relation in said.relations
        for side in relation.sides
        for name in names_in(side.node)
    }
    free = undeclared({n for s in relations.sides for n in free_names(s.node)}, said)
    free += [name for a in assumed if (name := a.removesuffix(" real")) in here]
    whole = {name for side in relations.sides for name in _whole(side.node, frozenset(families))}
    names = [name for name in dict.fromkeys(free) if name not in spoken]
    return Letters(
        tuple(name for name in names if name not in whole),
        tuple(name for name in names if name in whole),
        tuple(call for name, call in families.items() if name not in spoken),
        tuple(sorted(name for name in whole & spoken if name not in said.domains)),
    )


def _whole(node: ast.expr, families: frozenset[str]) -> set[str]:
    """The names in the ranges of sums and products, and in the indices of families."""
    found: set[str] = set()
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Name(id="Sum" | "Product"), args=[_, *ranges]):
                for each in ranges:
                    if isinstance(each, ast.Tuple):
                        found |= {n for end in each.elts[1:] for n in free_names(end)}
            case ast.Call(func=ast.Name(id=name), args=args) if name in families:
                found |= {n for arg in args for n in free_names(arg)}
    return found - set(NAMES)


def what_it_says(relations: Relations, letters: Letters) -> str:
    """Whether a relation can say what a name is, rather than claim something of it.

    ``defines`` where it equates an undeclared name with what lacks it; ``alone`` where it compares
    one in another way, or a sequence stands at an index that is free (a recurrence); ``one side``
    where such a name stands on one side only, or is a whole side; else nothing.
    """
    families = {call.partition("(")[0] for call in letters.families}
    unknown = {*letters.numbers, *letters.whole, *families}
    sides = [names_in(side.node) & unknown for side in relations.sides]
    whole = [_bare(side) & unknown for side in relations.sides]
    (left, right), (first, second) = sides, whole
    recurs = any(_at_free_index(side, families) for side in relations.sides)
    if first - right or second - left:
        return DEFINES if relations.signs == ("=",) else ALONE
    if recurs:
        return ALONE
    return ONE_SIDE if left != right or first or second else ""


def definitions(formula: str) -> dict[str, str]:
    """The names that a chain says something of, each with that link: ``phi = (1 + sqrt(5))/2``."""
    found = {}
    for text in links(formula):
        relations = split(text)
        for name, other in zip(relations.sides, relations.sides[::-1], strict=True):
            if (
                relations.signs == ("=",)
                and _bare(name) - names_in(other.node)
                and not _bare(other)
            ):
                found[name.text] = f"{name.text} = {other.text}"
    return found


def guessed_alone(relations: Relations, guessed: Sequence[str]) -> str:
    """The function that a whole side is and the other side lacks, if its letter was guessed.

    Bessel functions are meant where another of them is there, Hankel's by their mark.
    """
    left, right = (side.node for side in relations.sides)
    for node, other in ((left, right), (right, left)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            parts = (n.func for n in ast.walk(other) if isinstance(n, ast.Call))
            called = {func.id for func in parts if isinstance(func, ast.Name)}
            name = node.func.id
            sure = name in _BESSEL and (name in _MARKED or called & _BESSEL)
            if name in guessed and name not in called and not sure:
                return name
    return ""


def _bare(side: Side) -> set[str]:
    """The name that a side is, and nothing but it."""
    return {side.node.id} if isinstance(side.node, ast.Name) else set()


def _at_free_index(side: Side, families: set[str]) -> bool:
    """Whether a family stands at an index that nothing binds, or at a number."""
    free = free_names(side.node)
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in families
        and any(free_names(arg) <= free for arg in node.args)
        for node in ast.walk(side.node)
    )


def names_in(node: ast.expr) -> set[str]:
    """The free names and the families of an expression, known functions apart."""
    calls = {
        part.func.id
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)
    }
    return free_names(node) | (calls - FUNCTIONS)


def links(formula: str) -> list[str]:
    """The single relations of a chain, as formulas."""
    return [f"{left.text} {sign} {right.text}" for left, sign, right in split(formula).links]
