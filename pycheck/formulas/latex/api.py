"""The readings of a formula in LaTeX: one for each set of conventions that print leaves open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from lark import Tree

from pycheck.formulas.latex import ranges, remarks
from pycheck.formulas.latex.grammar import parsed
from pycheck.formulas.latex.names import names_of
from pycheck.formulas.latex.reading import Choice, Reader
from pycheck.formulas.latex.tokens import Macros, cut
from pycheck.formulas.syntax import UnreadableFormula

_MOST_CONVENTIONS = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """A formula in the language, what it assumes of names beyond `where`, and what was told.

    `said` are the conditions that stand behind it, which are among those that it assumes.
    `unclear` are the undeclared names that stand before brackets wherever they stand: they may be
    functions, and are read as factors. `guessed` are functions of the language whose letter stands
    for others as often, such as ``besseli`` of ``I_n(x)``.
    """

    formula: str
    assumed: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()


def readings(
    latex: str,
    where: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    macros: Macros | None = None,
    *,
    products: bool = False,
) -> tuple[Reading, ...]:
    """Every reading of a formula, the most common one first.

    `names` maps LaTeX names to those of the language, as ``{"x_i": "x(i)"}``. Raises
    `UnreadableFormula` with the place of what cannot be read: nothing is left out. With `products`
    an undeclared ``f(x)`` is no fault but a product, of which `Reading.unclear` tells.
    """
    first = Choice()
    found = {_read(latex, where, names or {}, macros, first, products): None}
    for _ in range(_MOST_CONVENTIONS):
        asked = tuple(first.asked)
        if len(asked) > _MOST_CONVENTIONS:
            raise UnreadableFormula("too many ways to read it; set brackets", latex, 0)
        for taken in product((False, True), repeat=len(asked)):
            choice = Choice(dict(zip(asked, taken, strict=True)))
            found[_read(latex, where, names or {}, macros, choice, products)] = None
            first.asked |= choice.asked
        if tuple(first.asked) == asked:
            break
    return tuple({reading.formula: reading for reading in reversed(found)}.values())[::-1]


def _read(
    latex: str,
    where: Sequence[str],
    mapping: Mapping[str, str],
    macros: Macros | None,
    choice: Choice,
    products: bool,
) -> Reading:
    names = names_of(where, mapping)
    row, behind = remarks.parted(latex, cut(latex, macros))
    (relations,) = parsed(latex, row).children
    assert isinstance(relations, Tree)
    ranges.learn(names)
    while True:  # until what one part of the formula says of names holds in the others
        families, spans = set(names.called), {k: dict(v) for k, v in names.spans.items()}
        names.open = False
        reader = Reader(latex, names, choice, products)
        said = remarks.conditions(reader, behind)
        formula = reader.formula(relations)
        if names.called == families and names.spans == spans:
            if names.open:
                names.settled = True
                continue
            assumed = dict.fromkeys((*names.assumed, *said))
            alone = reader.alone - ({"pi"} if reader.counts_primes else set())
            unclear = tuple(n for n in reader.before_brackets if n not in alone)
            guessed = tuple(reader.guessed)
            return Reading(
                formula, tuple(assumed), tuple(said), tuple(reader.told), unclear, guessed
            )
