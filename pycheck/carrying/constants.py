"""The constants of a tree: those that it rests on, and those by which a number is made."""

from pycheck.carrying.shapes import Shape, is_closed_number, literal
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import Node, constants

# Constants that say only how numbers are written or added up.
_PLAIN = frozenset(
    {
        *("HAdd.hAdd", "HSub.hSub", "HMul.hMul", "HPow.hPow", "Neg.neg", "OfNat.ofNat"),
        *("Nat.cast", "Int.cast", "Real", "Nat", "Int", "Rat", "OfScientific.ofScientific"),
        *("Finset", "Set", "Fin", "Fin.val", "Finset.univ", "Finset.Icc", "Finset.Ico"),
        *("Finset.range", "Fintype.card", "Bool.true", "Bool.false"),
        "SummationFilter.unconditional",
    }
)
_ALIKE = {"Inv.inv": "HDiv.hDiv"}


def closure(node: Node, library: Library) -> frozenset[str]:
    """The constants of a tree and of the definitions that it rests on."""
    found: set[str] = set()
    waiting = list(constants(node))
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        definition = library.definition(name)
        if definition is not None:
            waiting += constants(definition.value)
            waiting += [n for e in definition.equations for n in constants(e.result)]
    return frozenset(found)


def told(names: frozenset[str]) -> str:
    """Names of constants as a reader is told them: without their namespaces, in order."""
    return ", ".join(sorted(name.rpartition(".")[2] for name in names))


def made_otherwise(wanted: Shape, stated: Shape, library: Library) -> str:
    """Why a side that has one value everywhere is another one: it is made by other means.

    Where one side of an equation is a number, the values of the other side say nothing.
    """
    if wanted.word != "=" or not any(is_closed_number(p) for p in wanted.pieces):
        return ""
    for mine, theirs in zip(wanted.pieces, stated.pieces, strict=True):
        alike = _written_alike(mine.node, theirs.node)
        if alike:
            continue
        a, b = (_means(library.unfold(p.node)) for p in (mine, theirs))
        if a != b or alike is False:
            names = f": {told(a ^ b)}" if a != b else ""
            return f"its constant side is made by other means{names}"
    return ""


def _written_alike(mine: Node, theirs: Node) -> bool | None:
    """Whether two numbers that are written out are written alike; None where they are not.

    A decimal may stand for a quotient.
    """
    one, other = literal(mine), literal(theirs)
    if not one or not other:
        return None
    return one == other or None in (*one, *other)


def _means(node: Node) -> frozenset[str]:
    return frozenset(_ALIKE.get(name, name) for name in constants(node) - _PLAIN)
