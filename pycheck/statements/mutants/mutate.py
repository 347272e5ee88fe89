"""Mutants of a statement: small wrong changes that sampling should refute."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.forms import Relation, compared, comparison, numeral, operation
from pycheck.statements.language.trees import (
    App,
    Const,
    Elided,
    Inst,
    NatLit,
    Node,
    Pi,
    call,
    children,
    rebuild,
)

_SWAPS = {
    "HAdd.hAdd": "HSub.hSub",
    "HSub.hSub": "HAdd.hAdd",
    "HMul.hMul": "HDiv.hDiv",
    "HDiv.hDiv": "HMul.hMul",
    "Real.cos": "Real.sin",
    "Real.sin": "Real.cos",
    "Min.min": "Max.max",
    "Max.max": "Min.min",
    "Real.log": "Real.exp",
    "Real.exp": "Real.log",
    "Eq": "Ne",
    "Ne": "Eq",
}
_SIGNS = {name: _SWAPS[name] for name in ("HAdd.hAdd", "HSub.hSub")}
_OF_NUMBERS = ("HMul.hMul", "HDiv.hDiv")
_ORDERS = (Relation.LE, Relation.LT)
# With its sides exchanged, where it is an order.
_NEGATED = {
    Relation.LE: Relation.LT,
    Relation.LT: Relation.LE,
    Relation.EQ: Relation.NE,
    Relation.NE: Relation.EQ,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed statement, the change in words, and the statement whose samples can refute it.

    A dropped hypothesis is probed where the hypothesis fails: elsewhere nothing has changed.
    `drops` says that it is such a mutant.
    """

    change: str
    tree: Node
    probe: Node
    drops: bool = False


def mutants_of(tree: Node, machine: Machine) -> tuple[Mutant, ...]:
    """All single changes of a statement.

    In the conclusion a numeral moves, an exponent grows by one, an inequality turns round, a sign
    or function gives way to its sibling, a constant of the library to another of the same type;
    and each hypothesis is dropped. In a statement about a sign (``0 < x``) only what can change
    the sign is changed: the order, and sums and differences.
    """
    found: list[Mutant] = []
    prefix: list[Pi | Inst] = []
    rest = tree
    while isinstance(rest, Pi | Inst):
        if isinstance(rest, Pi) and machine.is_proposition(rest.type):
            dropped = Pi(rest.name, Const("True"), rest.body)
            probe = Pi(rest.name, _negated(rest.type), rest.body)
            name = f"drop hypothesis {rest.name}"
            found.append(Mutant(name, _wrap(prefix, dropped), _wrap(prefix, probe), drops=True))
        prefix.append(rest)
        rest = rest.body
    kinds = _Kinds(_SIGNS, {}, False) if _is_sign(rest) else _Kinds(_SWAPS, _siblings(machine))
    for change, conclusion in _changed(rest, kinds):
        mutant = _wrap(prefix, conclusion)
        found.append(Mutant(change, mutant, mutant))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Which changes are made."""

    swaps: Mapping[str, str]
    siblings: Mapping[str, str]
    numbers: bool = True


def _wrap(prefix: list[Pi | Inst], body: Node) -> Node:
    for binder in reversed(prefix):
        body = Inst(body) if isinstance(binder, Inst) else Pi(binder.name, binder.type, body)
    return body


def _negated(node: Node) -> Node:
    """The negation of a hypothesis, as an order or an equation where it is one."""
    found = comparison(node)
    if found is not None and isinstance(node, App) and found.relation in _NEGATED:
        other = _NEGATED[found.relation]
        if other in (Relation.EQ, Relation.NE):
            return compared(node, other, found.left, found.right)
        return compared(node, other, found.right, found.left)
    return call("Not", node)


def _is_sign(node: Node) -> bool:
    found = comparison(node)
    if found is None or found.relation not in _ORDERS:
        return False
    return numeral(found.left) == 0 or numeral(found.right) == 0


def _changed(node: Node, kinds: _Kinds) -> Iterator[tuple[str, Node]]:
    """The tree with one change, for every place and kind of change."""
    yield from _here(node, kinds)
    parts = [part for part, _ in children(node)]
    for i, part in enumerate(parts):
        if isinstance(node, App) and isinstance(node.head, Const) and i == 0:
            continue
        for change, new in _changed(part, kinds):
            yield change, rebuild(node, [*parts[:i], new, *parts[i + 1 :]])


def _here(node: Node, kinds: _Kinds) -> Iterator[tuple[str, Node]]:
    head, args = (node.head, node.args) if isinstance(node, App) else (node, ())
    if not isinstance(head, Const):
        return
    name = head.name
    if kinds.numbers:
        yield from _numbers(node, name, args)
    found = comparison(node)
    if found is not None and isinstance(node, App) and found.relation in _ORDERS:
        turned = compared(node, found.relation, found.right, found.left)
        yield "an inequality turns round", turned
    other = kinds.swaps.get(name) or kinds.siblings.get(name)
    if other is not None and not (name in _OF_NUMBERS and not _is_number(args[0])):
        new = Const(other)
        yield f"{_short(name)} becomes {_short(other)}", App(new, args) if args else new


def _is_number(kind: Node) -> bool:
    """Whether a type is one of numbers: elsewhere a quotient or another numeral means nothing."""
    return isinstance(kind, Const)


def _numbers(node: Node, name: str, args: tuple[Node, ...]) -> Iterator[tuple[str, Node]]:
    head = Const(name)
    n = numeral(node)
    if n is not None and _is_number(args[0]):
        for m in sorted({n + 1, n - 1, n // 3} if n > 4 else {n + 1, abs(n - 1)} - {n}):
            yield f"{n} becomes {m}", App(head, (args[0], NatLit(m), *args[2:]))
    elif name == "OfScientific.ofScientific" and isinstance(args[2], NatLit):
        for step in (1, -1):
            moved = NatLit(args[2].value + step)
            yield f"the last digit moves by {step}", App(head, (*args[:2], moved, *args[3:]))
    elif power := operation(node, "HPow.hPow"):
        one = call("OfNat.ofNat", power.kind, NatLit(1), Elided())
        kind = power.kind
        grown = call("HAdd.hAdd", kind, kind, kind, Elided(), power.right, one)
        yield "an exponent grows by 1", App(head, (*args[:5], grown))


@lru_cache(maxsize=1)
def _siblings(machine: Machine) -> Mapping[str, str]:
    """For a constant of the library the next one of the same type, its own module's first.

    One that a theorem of the library proves equal is no change, so it is passed over.
    """
    library = machine.library
    receipts = [r for r in library.receipts.values() if r.kind == "definition"]
    kinds = {r.name: _type(library.statement(r.name)) for r in receipts}
    equal = {
        _equated(take_apart(name, library.statement(name), machine).conclusion)
        for name in library.theorems
    }
    found: dict[str, str] = {}
    for i, receipt in enumerate(receipts):
        others = [
            other
            for other in receipts[i + 1 :] + receipts[:i]
            if kinds[other.name] == kinds[receipt.name]
            and frozenset((other.name, receipt.name)) not in equal
        ]
        others.sort(key=lambda other: other.module != receipt.module)
        if others:
            found[receipt.name] = others[0].name
    return found


def _equated(conclusion: Node) -> frozenset[str]:
    """The two constants of a conclusion ``f x … = g x …``."""
    match conclusion:
        case App(Const("Eq"), (_, App(Const(f), one), App(Const(g), other))) if one == other:
            return frozenset((f, g))
    return frozenset()


def _type(node: Node) -> Node:
    """A type without the names of its binders."""
    if isinstance(node, Pi):
        return Pi("", _type(node.type), _type(node.body))
    return node


def _short(name: str) -> str:
    return name.rsplit(".", 1)[-1]
