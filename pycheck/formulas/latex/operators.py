"""Sums, products, integrals and limits, to the end of their terms."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lark import Token, Tree

from pycheck.formulas.conditions import free_names
from pycheck.formulas.latex import ranges, scripts
from pycheck.formulas.latex.functions import INVERSES
from pycheck.formulas.latex.items import Item, entries, items_of, leaves, only, single
from pycheck.formulas.latex.names import letter
from pycheck.formulas.latex.out import Out, call, minus, over, power, times
from pycheck.formulas.latex.ranges import Span
from pycheck.formulas.syntax import expression

if TYPE_CHECKING:
    from pycheck.formulas.latex.reading import Reader

Later = Sequence[tuple[str, Tree[Token]]]


def big(reader: "Reader", row: Sequence[Item], index: int, later: Later) -> tuple[Out, int, int]:
    """A sum, a product, an integral or a limit with what it is of, to the end of its term."""
    item = row[index]
    if item.primes or item.bangs:
        raise reader.fault("a mark at an operator is not read", item)
    if item.kind == "INT":
        read, after = _integral(reader, row, index)
        return read, after, 0
    return _sum(reader, row, index, later)


def _sum(reader: "Reader", row: Sequence[Item], index: int, later: Later) -> tuple[Out, int, int]:
    item = row[index]
    if item.kind == "LIM":
        span = Span(*_limit(reader, item))
    else:
        span = ranges.ranges(reader, item, row[index + 1 :])
    bound = span.names
    name = {"sum": "Sum", "prod": "Product", "lim": "Limit"}[item.text]
    rest = row[index + 1 :]
    if not rest and later and later[0][0] == "-" and item.text != "prod":
        following = items_of(later[0][1], reader.text)
        read, _, taken = _sum(reader, [item, *following], 0, later[1:])
        return minus(read), len(row), taken + 1
    if not rest:
        raise reader.fault(f"nothing follows \\{item.text}", item)
    end = len(row)
    reader.names.bound += bound
    counted = len(reader.names.counted)
    reader.names.counted += bound if item.kind == "SUM" else []
    try:
        if (
            item.text == "prod"
            and _free_tail(reader, rest, bound)
            and reader.choice("product's reach")
        ):
            _, length, _ = reader.factor(rest, 0, ())
            body, end, taken = reader.term(rest[:length])[0], index + 1 + length, 0
        else:
            body, taken = reader.term(rest)
            while taken < len(later) and any(_uses(reader, t, bound) for _, t in later[taken:]):
                if not reader.choice("operator's reach"):
                    break
                sign, term = later[taken]
                more, further = reader.term(items_of(term, reader.text), later[taken + 1 :])
                body = Out(f"{body.text} {sign} {more.at(2)}", 1)
                taken += 1 + further
    finally:
        del reader.names.bound[len(reader.names.bound) - len(bound) :]
        del reader.names.counted[counted:]
    if item.kind == "SUM":
        ranges.learn_of(reader.names, span, body.text)
    if span.condition:
        empty = "1" if item.text == "prod" else "0"
        body = call("Piecewise", f"({body.text}, {span.condition})", f"({empty}, True)")
    return call(name, body, *span.ranges), end, taken


def _free_tail(reader: "Reader", rest: Sequence[Item], bound: Sequence[str]) -> bool:
    """Whether what follows the first factor does not know the index of a product."""
    _, length, _ = reader.factor(rest, 0, ())
    tail = [leaf for item in rest[length:] for leaf in _leaves(item)]
    return bool(tail) and not any(str(leaf) in bound for leaf in tail)


def _leaves(item: Item) -> list[Token]:
    parts = [part for part in (item.base, item.sub, item.sup) if part is not None]
    return [leaf for part in parts for leaf in leaves(part)]


def _uses(reader: "Reader", term: Tree[Token], bound: Sequence[str]) -> bool:
    """Whether an index stands in a term that no sum of its own binds there."""
    if not any(leaf.type in ("NAME", "MACRO") and str(leaf) in bound for leaf in leaves(term)):
        return False
    if not any(leaf.type in ("SUM", "INT", "LIM") for leaf in leaves(term)):
        return True
    read, _ = reader.term(items_of(term, reader.text))
    return bool(free_names(expression(read.text).node) & set(bound))


def _limit(reader: "Reader", item: Item) -> tuple[list[str], list[str]]:
    if item.sub is None or item.sup is not None:
        raise reader.fault("a limit says towards what", item)
    match entries(item.sub):
        case [Tree(children=[Tree() as left, Token(type="INNER", value="->"), Tree() as right])]:
            name, length, _ = reader.names.longest(_row(reader, left))
            if not name or length != len(_row(reader, left)):
                name = ranges.index_name(reader, left)
            return [name, reader.sum(right).text], [name]
    raise reader.fault("a limit is `x \\to a`; from one side it is not read", item.sub)


def _row(reader: "Reader", node: Tree[Token]) -> list[Item]:
    (term,) = node.children[:1]
    return items_of(term, reader.text) if isinstance(term, Tree) else []


def _integral(reader: "Reader", row: Sequence[Item], index: int) -> tuple[Out, int]:
    item = row[index]
    limits = _limits(reader, item)
    rest = row[index + 1 :]
    at = _differential(reader, rest)
    if at is None:
        return _inside(reader, rest, limits, item), len(row)
    variable = variable_of(reader, rest[at + 1])
    if at and rest[at + 2 : at + 3] and rest[at + 2].kind in ("round", "square"):
        raise reader.fault("an integral over a function is not read", rest[at + 1])
    body = rest[:at] if at else rest[at + 2 :]
    after = index + 1 + at + 2 if at else len(row)
    reader.names.bound.append(variable)
    try:
        read = reader.term(body)[0] if body else Out("1")
    finally:
        reader.names.bound.pop()
    return call("Integral", read, f"({variable}, {limits})"), after


def _limits(reader: "Reader", item: Item) -> str:
    if item.sub is not None and item.sup is not None:
        return f"{reader.group(item.sub).text}, {reader.group(item.sup).text}"
    said = [str(leaf) for leaf in leaves(item.sub)] if item.sub is not None else []
    if item.sup is None and [word for word in said if word not in "{}"] == ["mathbb", "R"]:
        return "-oo, oo"
    raise reader.fault("an integral without its limits is not read", item)


def variable_of(reader: "Reader", item: Item) -> str:
    """The name of a variable, perhaps with an index."""
    name, _, _ = reader.names.longest([item])
    if name:
        return name
    if item.sub is not None:
        inner = single(item.sub, reader.text)
        if letter(item) and inner is not None and inner.bare and inner.text.isalnum():
            return f"{letter(item)}_{inner.text}"
    if item.bare and letter(item):
        return letter(item)
    if item.bare and item.kind in ("accent", "font"):
        return scripts.base_name(reader, item)
    raise reader.fault("a variable is expected here", item)


def _differential(reader: "Reader", rest: Sequence[Item]) -> int | None:
    """Where the differential of an integral begins that stands before `rest`."""
    inner = 0
    for index, item in enumerate(rest):
        inner += item.kind == "INT"
        if _is_d(reader, item) and index + 1 < len(rest) and _is_variable(rest[index + 1]):
            if not inner:
                return index
            inner -= 1
    return None


def _is_d(reader: "Reader", item: Item) -> bool:
    if not item.bare or item.text != "d" or item.kind not in ("NAME", "WORD"):
        return False
    return item.kind == "WORD" or not reader.names.is_declared("d")


def _is_variable(item: Item) -> bool:
    return bool(letter(item)) and item.sup is None and not item.primes and not item.bangs


def _inside(reader: "Reader", rest: Sequence[Item], limits: str, item: Item) -> Out:
    r"""An integral whose differential stands in the numerator of its last fraction."""
    last = rest[-1] if rest else None
    if last is not None and last.kind == "frac" and last.bare and isinstance(last.base, Tree):
        top, bottom = (child for child in last.base.children if isinstance(child, Tree))
        inside = only(top)
        row = _row(reader, inside) if inside is not None and len(inside.children) == 1 else []
        at = _differential(reader, row)
        if at is not None and at + 2 == len(row):
            variable = variable_of(reader, row[at + 1])
            reader.names.bound.append(variable)
            try:
                above = reader.term(row[:at])[0] if at else Out("1")
                body = over(above, reader.group(bottom))
                if len(rest) > 1:
                    body = times(reader.term(rest[:-1])[0], body)
            finally:
                reader.names.bound.pop()
            return call("Integral", body, f"({variable}, {limits})")
    raise reader.fault("an integral without its differential", item)


def function_power(reader: "Reader", name: str, read: Out, args: Sequence[Out], item: Item) -> Out:
    """``\\sin^2 x`` and ``\\sin^{-1} x``."""
    assert item.sup is not None
    exponent = reader.group(item.sup)
    if exponent.text == "-1":
        if name not in INVERSES:
            raise reader.fault(f"{item.text}^(-1): an inverse or a quotient", item)
        if name == "erf" or not reader.choice("inverse or quotient"):
            return call(INVERSES[name], *args)
    return power(read, exponent)
