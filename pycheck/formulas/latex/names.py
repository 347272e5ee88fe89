"""What the names of a formula stand for: as declared, as mapped, else as print has them."""

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lark import Tree

from pycheck.errors import InputError
from pycheck.formulas.characters import LETTERS
from pycheck.formulas.conditions import Conditions, read
from pycheck.formulas.latex.grammar import tree
from pycheck.formulas.latex.items import Item, Node, canonical, items_of
from pycheck.formulas.names import FUNCTIONS
from pycheck.formulas.syntax import UnreadableFormula, split

_GREEK = {name: name for name in LETTERS} | {
    "lambda": "lamda",
    "Lambda": "Lamda",
    "varepsilon": "epsilon",
    "vartheta": "theta",
    "varphi": "phi",
    "varrho": "rho",
    "varsigma": "sigma",
    "ell": "ell",
    "hbar": "hbar",
    "Pr": "Pr",
}
_MEANT_IN_SYMPY = frozenset(("I", "E", "S", "N", "O", "Q"))
"""Letters that a program would take for something else unless they are declared."""
_FAMILY = re.compile(r"^(\w+)\((.*)\)$")


@dataclass
class Names:
    """The names that conditions declare and those that a mapping gives, with the bound ones."""

    conditions: Conditions
    declared: frozenset[str]
    mapping: Mapping[tuple[str, ...], str]
    families: Mapping[str, str]
    """LaTeX of a family's letter: the name of the function that it is."""
    called: set[str] = field(default_factory=set)
    """Names that a condition writes with arguments, or that have an index in the formula."""
    bound: list[str] = field(default_factory=list)
    assumed: dict[str, None] = field(default_factory=dict)
    """Conditions that the reading adds, for what is not declared."""

    def is_declared(self, name: str) -> bool:
        """Whether a condition speaks of a name, or a sum or an integral binds it."""
        return name in self.declared or name in self.bound

    def is_function(self, name: str) -> bool:
        """Whether a condition says that a name is a function."""
        return self.conditions.is_function(name) or name in self.called

    def is_whole(self, name: str) -> bool:
        """Whether a name is declared to be a whole number."""
        return self.conditions.domains.get(name) in ("integer", "natural", "prime")

    def arity(self, name: str) -> int:
        """How many arguments a family has."""
        return self.conditions.arities.get(name, 1)

    def is_matrix(self, name: str) -> bool:
        """Whether a name is defined as a matrix."""
        found = self.conditions.definitions.get(name)
        return (
            found is not None
            and isinstance(found[1].node, ast.Call | ast.BinOp)
            and ("Matrix" in found[1].text)
        )

    def longest(self, row: Sequence[Item]) -> tuple[str, int]:
        """What the mapping says of the items at the beginning of a row, and of how many."""
        for length in range(min(4, len(row)), 0, -1):
            plain = all(item.sup is None and not item.bangs for item in row[: length - 1])
            key = tuple(canonical(item) for item in row[:length])
            if plain and key in self.mapping:
                return self.mapping[key], length
        return "", 0


def letter(item: Item) -> str:
    """The name of a letter, a Greek one or a word; empty for anything else."""
    if item.kind == "MACRO":
        return _GREEK.get(item.text, "")
    if item.kind == "NAME":
        return item.text if item.text.isalpha() and len(item.text) == 1 else ""
    return item.text if item.kind == "WORD" and re.fullmatch(r"[A-Za-z]\w*", item.text) else ""


def suspicious(name: str) -> bool:
    """Whether an undeclared name would be taken for a constant."""
    return name in _MEANT_IN_SYMPY


def names_of(where: Iterable[str], mapping: Mapping[str, str]) -> Names:
    """The names of a formula under conditions. Raises `UnreadableFormula`."""
    where = tuple(where)
    found = read(where)
    declared = {name for text in where for name in _words(text)}
    called = {name for text in (*where, *mapping.values()) for name in _called(text)}
    keys: dict[tuple[str, ...], str] = {}
    families: dict[str, str] = {}
    for latex, ours in mapping.items():
        row = _row(latex)
        keys[tuple(canonical(item) for item in row)] = ours
        declared |= set(_words(ours))
        family = _FAMILY.match(ours)
        if family and len(row) == 1 and row[0].sub is not None and not row[0].primes:
            base = canonical(Item(row[0].kind, row[0].base))
            families[base] = family[1]
    return Names(found, frozenset(declared), keys, families, called - FUNCTIONS)


def _row(latex: str) -> list[Item]:
    found: Node = tree(latex)
    for _ in ("relations", "sum", "term"):
        assert isinstance(found, Tree)
        if len(found.children) != 1:
            raise InputError(f"names: {latex!r} is no name")
        (found,) = found.children
    assert isinstance(found, Tree)
    return items_of(found, latex)


def _called(text: str) -> set[str]:
    """The names that are written with arguments; the left side of a domain is one too."""
    return set(re.findall(r"([^\W\d]\w*)\(", text))


def _words(text: str) -> set[str]:
    try:
        sides = split(text).sides
        return {node.id for s in sides for node in ast.walk(s.node) if isinstance(node, ast.Name)}
    except UnreadableFormula:
        return set(re.findall(r"[^\W\d]\w*", text))
