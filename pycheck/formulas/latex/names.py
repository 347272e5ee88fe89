"""What the names of a formula stand for: as declared, as mapped, else as print has them."""

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lark import Token, Tree

from pycheck.errors import InputError
from pycheck.formulas.characters import LETTERS
from pycheck.formulas.conditions import Conditions, read
from pycheck.formulas.latex import shapes
from pycheck.formulas.latex.grammar import tree
from pycheck.formulas.latex.items import Item, Node, canonical, items_of, leaves, raised
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
    numbers: frozenset[str] = frozenset()
    """The names that stand without brackets in a condition."""
    spans: dict[str, dict[str, None]] = field(default_factory=dict)
    """The ranges, ``1, n``, over which conditions and the formula sum a family."""
    called: set[str] = field(default_factory=set)
    """Names that a condition writes with arguments, or that have an index in the formula."""
    open: bool = False
    """Whether a range was not known yet, of which the rest of the formula may tell."""
    settled: bool = False
    bound: list[str] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    """The bound names that are indices of sums."""
    assumed: dict[str, None] = field(default_factory=dict)
    """Conditions that the reading adds, for what is not declared."""

    def is_declared(self, name: str) -> bool:
        """Whether a condition speaks of a name, or a sum or an integral binds it."""
        return name in self.declared or name in self.bound

    def is_function(self, name: str) -> bool:
        """Whether a condition says that a name is a function."""
        return self.conditions.is_function(name) or name in self.called

    def is_known(self, name: str) -> bool:
        """Whether a name is a function of the language or a declared one, and no number."""
        return self.is_function(name) or (name in FUNCTIONS and name not in self.numbers)

    def is_whole(self, name: str) -> bool:
        """Whether a name is declared to be a whole number."""
        return self.conditions.domains.get(name) in ("integer", "natural", "prime")

    def is_complex(self, node: Tree[Token]) -> bool:
        """Whether a name in a part of the formula is declared to be complex."""
        domains = self.conditions.domains
        return any(domains.get(str(leaf)) == "complex" for leaf in leaves(node))

    def arity(self, name: str) -> int:
        """How many arguments a family has."""
        return self.conditions.arities.get(name, 1)

    def is_matrix(self, text: str) -> bool:
        """Whether an expression of the language is a matrix."""
        return shapes.is_matrix(text, self.conditions)

    def longest(self, row: Sequence[Item]) -> tuple[str, int, bool]:
        """What the mapping says of the items at the beginning of a row, of how many, and whether
        it says it of the last one with its exponent.
        """
        for length in range(min(4, len(row)), 0, -1):
            plain = all(item.sup is None and not item.bangs for item in row[: length - 1])
            for spell in (raised, canonical):  # a name with its exponent comes first
                key = tuple(spell(item) for item in row[:length])
                if plain and key in self.mapping:
                    taken = row[length - 1].sup is not None and spell is raised
                    return self.mapping[key], length, taken
        return "", 0, False


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
        keys[tuple(raised(item) for item in row)] = ours
        declared |= set(_words(ours))
        family = _FAMILY.match(ours)
        if family and _is_call(row, family[2]):
            del keys[tuple(raised(item) for item in row)]
            keys[(canonical(row[0]),)] = family[1]
        if family and len(row) == 1 and row[0].sub is not None and not row[0].primes:
            base = canonical(Item(row[0].kind, row[0].base))
            families[base] = family[1]
    numbers = frozenset(n for text in where for n in re.findall(r"\b[^\W\d]\w*\b(?!\()", text))
    return Names(
        found,
        frozenset(declared),
        keys,
        families,
        numbers=numbers,
        called=called - FUNCTIONS,
    )


def _is_call(row: Sequence[Item], listed: str) -> bool:
    """Whether LaTeX is a letter with names in brackets that the language has in the same order."""
    if len(row) != 2 or not row[0].bare or row[1].kind != "round":
        return False
    args = [str(leaf) for leaf in leaves(row[1].base)][1:-1:2]
    return row[1].bare and all(a.isalpha() for a in args) and args == listed.split(", ")


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
