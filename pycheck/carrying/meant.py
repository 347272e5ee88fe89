"""What the formula of a part means: the definitions that it uses, and Lean's constants for them."""

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pycheck.formulas.conditions import read
from pycheck.formulas.printing import shown
from pycheck.formulas.statement import Formula, read_formula
from pycheck.formulas.syntax import split
from pycheck.ledger.parts import Definition, Part

_WORD = re.compile(r"[A-Za-z]\w*")
Defined = Mapping[str, Definition]


@dataclass(frozen=True)
class Meant:
    """A formula with the constants of the library by which each of its sides is defined."""

    formula: Formula
    sides: tuple[frozenset[str], ...] = ()

    def of(self, link: int, side: int) -> frozenset[str]:
        """The constants of one side of one of its relations; ``a > b`` is read as ``b < a``."""
        signs = self.formula.relations.signs
        if link < len(signs) and signs[link] in (">", ">="):
            side = 1 - side
        place = link + side
        return self.sides[place] if place < len(self.sides) else frozenset()


def used(
    texts: Iterable[str], where: Sequence[str], definitions: Defined
) -> tuple[Definition, ...]:
    """The definitions that texts rest on, but for names of which `where` says something else."""
    said = read(where)
    own = {*said.domains, *said.families, *said.recurrences, *said.laws}
    found: dict[str, Definition] = {}
    waiting = [*texts, *where]
    while waiting:
        for name in _WORD.findall(waiting.pop()):
            if name in definitions and name not in found and name not in own:
                found[name] = definitions[name]
                waiting.append(definitions[name].formula)
    return tuple(d for name, d in definitions.items() if name in found)


def resting(part: Part, definitions: Defined) -> tuple[Definition, ...]:
    """The definitions on which the formula of a part rests."""
    assert part.formula is not None
    return used((part.formula, *part.standing.values()), part.where, definitions)


def meant(part: Part, definitions: Defined, formalized: Mapping[str, str]) -> Meant:
    """The formula of a part, with the constants of the library that define each of its sides.

    `formalized` are the full names of the constants by the names of the definitions.
    Raises `UnreadableFormula`.
    """
    assert part.formula is not None
    under = resting(part, definitions)
    formula = read_formula(part.formula, [*(d.formula for d in under), *part.where])
    known = {d.name: d for d in under}
    sides = tuple(
        frozenset(_constants(side.node, known, formalized)) for side in formula.relations.sides
    )
    return Meant(formula, sides)


def _constants(node: ast.AST, definitions: Defined, formalized: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    for name in {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} & definitions.keys():
        if name in formalized:
            found.add(formalized[name])
        else:
            body = split(definitions[name].formula).sides[1].node
            found |= _constants(body, definitions, formalized)
    return found


def readable(part: Part, definitions: Iterable[Definition]) -> None:
    """Read the formula of a part; raises `InputError` where it cannot be read."""
    if part.formula is not None:
        shown(meant(part, {d.name: d for d in definitions}, {}).formula)
