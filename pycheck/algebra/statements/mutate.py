"""Mutants of a statement: small wrong changes that sampling should refute."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pycheck.algebra.statements.evaluate import Machine
from pycheck.algebra.statements.statement import take_apart
from pycheck.algebra.statements.trees import (
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
    "Real.sqrt": "Real.exp",
    "And": "Or",
    "Eq": "Ne",
    "Ne": "Eq",
}
_ORDERS = ("LE.le", "LT.lt")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed statement, and the change in words."""

    change: str
    tree: Node


def mutants_of(tree: Node, machine: Machine) -> tuple[Mutant, ...]:
    """All single changes of a statement.

    In the conclusion a numeral moves by one, an exponent grows by one, an inequality turns round,
    a sign or function gives way to its sibling, a constant of the library to another of the same
    type; and each hypothesis is dropped.
    """
    statement = take_apart("mutant", tree, machine)
    found: list[Mutant] = []
    prefix: list[tuple[str, Node]] = []
    rest = tree
    for _ in statement.binders:
        if isinstance(rest, Pi):
            if machine.is_proposition(rest.type):
                dropped = Pi(rest.name, Const("True"), rest.body)
                found.append(Mutant(f"drop hypothesis {rest.name}", _wrap(prefix, dropped)))
            prefix.append((rest.name, rest.type))
            rest = rest.body
        elif isinstance(rest, Inst):
            prefix.append(("", rest))
            rest = rest.body
        else:
            break
    siblings = _siblings(machine)
    for change, conclusion in _changed(rest, siblings):
        found.append(Mutant(change, _wrap(prefix, conclusion)))
    return tuple(found)


def _wrap(prefix: list[tuple[str, Node]], body: Node) -> Node:
    for name, kind in reversed(prefix):
        body = Inst(body) if isinstance(kind, Inst) else Pi(name, kind, body)
    return body


def _changed(node: Node, siblings: Callable[[str], str | None]) -> Iterator[tuple[str, Node]]:
    """The tree with one change, for every place and kind of change."""
    yield from _here(node, siblings)
    parts = [part for part, _ in children(node)]
    for i, part in enumerate(parts):
        if isinstance(node, App) and isinstance(node.head, Const) and i == 0:
            continue
        for change, new in _changed(part, siblings):
            yield change, rebuild(node, [*parts[:i], new, *parts[i + 1 :]])


def _here(node: Node, siblings: Callable[[str], str | None]) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Const):
        other = siblings(node.name)
        if other is not None:
            yield f"{_short(node.name)} becomes {_short(other)}", Const(other)
        return
    if not (isinstance(node, App) and isinstance(node.head, Const)):
        return
    name, args = node.head.name, node.args
    if name == "OfNat.ofNat" and isinstance(args[1], NatLit):
        n = args[1].value
        for m in (n + 1, n - 1, n // 3):
            if m >= 0 and m != n and (m, n) != (0, 1) and (m != n // 3 or n > 4):
                yield f"{n} becomes {m}", App(node.head, (args[0], NatLit(m), *args[2:]))
    elif name == "OfScientific.ofScientific" and isinstance(args[2], NatLit):
        moved = NatLit(args[2].value + 1)
        yield "the last digit grows by 1", App(node.head, (*args[:2], moved, *args[3:]))
    elif name == "HPow.hPow":
        yield "an exponent grows by 1", App(node.head, (*args[:5], _plus_one(args[1], args[5])))
    elif name in _ORDERS:
        turned = App(node.head, (*args[:2], args[3], args[2]))
        yield "an inequality turns round", turned
    other = _SWAPS.get(name) or siblings(name)
    if other is not None:
        yield f"{_short(name)} becomes {_short(other)}", App(Const(other), args)


def _plus_one(kind: Node, node: Node) -> Node:
    one = call("OfNat.ofNat", kind, NatLit(1), Elided())
    return call("HAdd.hAdd", kind, kind, kind, Elided(), node, one)


def _siblings(machine: Machine) -> Callable[[str], str | None]:
    """The next constant of the library with the same type, for each constant that has one."""
    groups: dict[Node, list[str]] = {}
    for receipt in machine.library.book.receipts:
        if receipt.kind == "definition" and receipt.value is not None:
            groups.setdefault(_type(machine.library.statement(receipt.name)), []).append(
                receipt.name
            )

    def sibling(name: str) -> str | None:
        if machine.library.definition(name) is None:
            return None
        group = groups[_type(machine.library.statement(name))]
        return group[(group.index(name) + 1) % len(group)] if len(group) > 1 else None

    return sibling


def _type(node: Node) -> Node:
    """A type without the names of its binders."""
    if isinstance(node, Pi):
        return Pi("", _type(node.type), _type(node.body))
    return node


def _short(name: str) -> str:
    return name.rsplit(".", 1)[-1]
