r"""What a sum or a product goes over: ``i=1 ... n``, ``i < j``, ``d \mid n``, ``j \ne i``.

A range that is not written is that of the families in the summand, where the conditions or the rest
of the formula sum them over one range only.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from lark import Token, Tree

from pycheck.formulas.latex.items import Item, entries, items_of, leaves, only
from pycheck.formulas.latex.names import Names, letter
from pycheck.formulas.latex.out import Out

if TYPE_CHECKING:
    from pycheck.formulas.latex.reading import Reader

Parts = Sequence[Tree[Token] | Token]
_UNKNOWN = "unknown_"
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Span(NamedTuple):
    """The ranges of a sum as in the language, the names that it binds, and a condition on them."""

    ranges: list[str]
    names: list[str]
    condition: str = ""


def ranges(reader: "Reader", item: Item, rest: Sequence[Item]) -> Span:
    """What a sum or a product of `rest` goes over."""
    if item.sub is None:
        raise reader.fault(f"\\{item.text} without a range is not read", item)
    listed = entries(item.sub)
    if item.sup is not None:
        return _to(reader, listed, reader.group(item.sup))
    if len(listed) == 1:
        parts = listed[0].children
        found = _between(reader, parts) or _beyond(reader, parts) or _divisors(reader, parts)
        if found:
            return found
    found = _unwritten(reader, listed, rest)
    if found:
        return found
    raise reader.fault(f"the range of \\{item.text} is not read", item.sub)


def _to(reader: "Reader", listed: Sequence[Tree[Token]], top: Out) -> Span:
    """``i, j = 1`` to the top, and perhaps what the indices may not be."""
    begins = [i for i, entry in enumerate(listed) if _signs(entry.children) == ["="]]
    if not begins:
        raise reader.fault("a range begins with `i = a`", listed[0] if listed else None)
    first = begins[0]
    names = [index_name(reader, entry) for entry in listed[:first]]
    name, low = _start(reader, listed[first])
    names.append(name)
    conditions = [_condition(reader, entry, names) for entry in listed[first + 1 :]]
    return Span([f"({n}, {low.text}, {top.text})" for n in names], names, _both(conditions))


def _signs(parts: Parts) -> list[str]:
    return [str(part) for part in parts if isinstance(part, Token)]


def _both(conditions: Sequence[str]) -> str:
    return f"And({', '.join(conditions)})" if len(conditions) > 1 else "".join(conditions)


def _condition(reader: "Reader", entry: Tree[Token], bound: Sequence[str]) -> str:
    sides = [part for part in entry.children if isinstance(part, Tree)]
    signs = _signs(entry.children)
    if len(sides) != 2 or signs[0] not in ("!=", "<", "<=", ">", ">="):
        raise reader.fault("what an index may not be is not read", entry)
    reader.names.bound += bound
    try:
        left, right = (reader.sum(side).text for side in sides)
    finally:
        del reader.names.bound[len(reader.names.bound) - len(bound) :]
    return f"Ne({left}, {right})" if signs == ["!="] else f"{left} {signs[0]} {right}"


def _start(reader: "Reader", entry: Tree[Token]) -> tuple[str, Out]:
    match entry.children:
        case [Tree() as left, Token(type="REL", value="="), Tree() as right]:
            return index_name(reader, left), reader.sum(right)
    raise reader.fault("a range begins with `i = a`", entry)


def index_name(reader: "Reader", node: Tree[Token]) -> str:
    """The letter that an index is. Raises `UnreadableFormula` for anything else."""
    if name := _letter(node, reader.text):
        return name
    raise reader.fault("an index is one letter", node)


def _letter(node: Tree[Token], text: str) -> str:
    inside = only(node) if node.data != "sum" else node
    if inside is not None and len(inside.children) == 1 and isinstance(inside.children[0], Tree):
        row = items_of(inside.children[0], text)
        if len(row) == 1 and row[0].bare:
            return letter(row[0])
    return ""


def _between(reader: "Reader", parts: Parts) -> Span | None:
    """``1 \\leq i \\leq n`` and ``1 \\leq i < j \\leq n``."""
    signs = _signs(parts)
    sides = [part for part in parts if isinstance(part, Tree)]
    if len(sides) not in (3, 4) or any(sign not in ("<", "<=") for sign in signs):
        return None
    names = [index_name(reader, side) for side in sides[1:-1]]
    low, high = reader.sum(sides[0]), reader.sum(sides[-1])
    first = low.text if signs[0] == "<=" else f"{low.text} + 1"
    last = high.text if signs[-1] == "<=" else f"{high.text} - 1"
    if len(names) == 1:
        return Span([f"({names[0]}, {first}, {last})"], names)
    return Span(_ordered(names, signs[1], first, last), names)


def _ordered(names: Sequence[str], sign: str, first: str, last: str) -> list[str]:
    i, j = names
    inner = i if sign == "<=" else f"{i} + 1"
    return [f"({j}, {inner}, {last})", f"({i}, {first}, {last})"]


def _beyond(reader: "Reader", parts: Parts) -> Span | None:
    r"""``n \ge 1``, to infinity."""
    match parts:
        case [Tree() as left, Token(value=">" | ">=" as sign), Tree() as right]:
            name = _letter(left, reader.text)
            if name and all(leaf.type in ("NUMBER", "LBRACE", "RBRACE") for leaf in leaves(right)):
                low = reader.sum(right).text + (" + 1" if sign == ">" else "")
                return Span([f"({name}, {low}, oo)"], [name])
    return None


def _divisors(reader: "Reader", parts: Parts) -> Span | None:
    r"""``d \mid n``; over primes, which the letter says, it is not read."""
    match parts:
        case [Tree() as left, Token(type="INNER", value="|"), Tree() as right]:
            name, top = index_name(reader, left), reader.sum(right).text
            if name in "pq":
                raise reader.fault("a sum over primes is not read", left)
            return Span([f"({name}, 1, {top})"], [name], f"Eq(Mod({top}, {name}), 0)")
    return None


def _unwritten(
    reader: "Reader", listed: Sequence[Tree[Token]], rest: Sequence[Item]
) -> Span | None:
    """``i``, ``i, j``, ``i < j``, ``j \\ne i``: over the only range of the families inside."""
    match [entry.children for entry in listed]:
        case [[Tree() as left, Token(type="REL", value=str() as sign), Tree() as right]]:
            i, j = _letter(left, reader.text), _letter(right, reader.text)
            if not i or not j or sign not in ("<", "<=", ">", ">=", "!="):
                return None
            sign = str(sign)
            if sign in (">", ">="):
                i, j, sign = j, i, _FLIPPED[sign]
            known = {*reader.names.bound, *reader.names.conditions.domains}
            free = [n for n in (i, j) if n not in known]
            span = _span(reader, free, rest)
            if span is None:
                return None
            first, last = span
            if sign != "!=" and len(free) == 2:
                return Span(_ordered([i, j], sign, first, last), [j, i])
            if len(free) == 2:
                both = [f"({j}, {first}, {last})", f"({i}, {first}, {last})"]
                return Span(both, free, f"Ne({i}, {j})")
            said = f"Ne({i}, {j})" if sign == "!=" else f"{i} {sign} {j}"
            return Span([f"({free[0]}, {first}, {last})"], free, said)
        case [*plain] if all(len(entry) == 1 for entry in plain):
            names = [index_name(reader, entry) for entry in listed]
            span = _span(reader, names, rest)
            if span is not None:
                return Span([f"({n}, {span[0]}, {span[1]})" for n in reversed(names)], names)
    return None


def _span(reader: "Reader", names: Sequence[str], rest: Sequence[Item]) -> list[str] | None:
    """The only range over which the families are summed that have these indices in `rest`."""
    if not names:
        return None
    reader.names.bound += names
    asked, told = dict(reader.choice.asked), dict(reader.told)
    try:
        body = reader.term(rest)[0].text
    finally:
        del reader.names.bound[len(reader.names.bound) - len(names) :]
        reader.choice.asked, reader.told = asked, told
    found: dict[str, None] = {}
    for name in _families(body, names):
        found |= reader.names.spans.get(name, {})
    if not found and not reader.names.settled:
        reader.names.open = True  # the rest of the formula may say it
        return [_UNKNOWN, _UNKNOWN]
    return next(iter(found)).split("; ") if len(found) == 1 else None


def _families(body: str, names: Iterable[str]) -> Iterator[str]:
    """The functions in a text that have one of some names as an argument."""
    for name, indices in re.findall(r"([^\W\d]\w*)\(([^()]*)\)", body):
        if set(names) & {index.strip() for index in indices.split(",")}:
            yield name


def learn_of(names: Names, span: Span, body: str) -> None:
    """Keep the range over which a formula sums the families in `body`."""
    for part in span.ranges:
        name, low, top = part[1:-1].split(", ", 2)
        if low != _UNKNOWN and not any(sign in f"{low}{top}" for sign in "(,"):
            for family in _families(body, [name]):
                names.spans.setdefault(family, {})[f"{low}; {top}"] = None


def learn(names: Names) -> None:
    """Keep the ranges over which conditions sum the families."""
    conditions = names.conditions
    written = [side for relation in conditions.relations for side in relation.sides]
    written += [side for _, side in conditions.definitions.values()]
    for side in written:
        _keep(names, side.node)


def _keep(names: Names, node: ast.AST) -> None:
    for call in ast.walk(node):
        match call:
            case ast.Call(
                func=ast.Name(id="Sum" | "Product"),
                args=[body, ast.Tuple(elts=[ast.Name(id=index), low, top])],
            ):
                for inner in ast.walk(body):
                    match inner:
                        case ast.Call(func=ast.Name(id=name), args=args) if index in {
                            a.id for a in args if isinstance(a, ast.Name)
                        }:
                            span = f"{ast.unparse(low)}; {ast.unparse(top)}"
                            names.spans.setdefault(name, {})[span] = None
