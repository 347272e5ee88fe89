"""Derivatives as fractions of differentials."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lark import Tree

from pycheck.formulas.latex.items import Item, items_of, only
from pycheck.formulas.latex.names import letter
from pycheck.formulas.latex.operators import variable_of
from pycheck.formulas.latex.out import Out, call

if TYPE_CHECKING:
    from pycheck.formulas.latex.reading import Reader

_D = frozenset(("d", "partial"))


def is_derivative(item: Item, text: str) -> bool:
    r"""Whether an item is ``\frac{d}{dx}``, ``\frac{\partial^2 f}{\partial x \partial y}``."""
    if item.kind != "frac" or not item.bare:
        return False
    found = _halves(item, text)
    if found is None:
        return False
    top, bottom = found
    return bool(top and bottom) and _operator(top[0]) and _operator(bottom[0]) and len(bottom) > 1


def _halves(item: Item, text: str) -> tuple[list[Item], list[Item]] | None:
    assert isinstance(item.base, Tree)
    rows = []
    for child in item.base.children:
        if isinstance(child, Tree):
            inside = only(child)
            if inside is None or len(inside.children) != 1:
                return None
            (term,) = inside.children
            rows.append(items_of(term, text) if isinstance(term, Tree) else [])
    return rows[0], rows[1]


def _operator(item: Item) -> bool:
    return item.kind in ("NAME", "WORD") and item.text in _D and item.sub is None


def derivative(reader: "Reader", row: Sequence[Item], index: int) -> tuple[Out, int]:
    """A derivative of what stands in its numerator, or of what follows."""
    item = row[index]
    halves = _halves(item, reader.text)
    assert halves is not None
    top, bottom = halves
    if top[0].text == "d" and top[0].kind == "NAME" and reader.names.is_declared("d"):
        raise reader.fault("d is declared: a quotient or a derivative", item)
    variables: list[str] = []
    at = 0
    while at < len(bottom):
        if not _operator(bottom[at]) or bottom[at].sup is not None or at + 1 == len(bottom):
            raise reader.fault("below a derivative stand differentials", bottom[at])
        variable = bottom[at + 1]
        name = variable_of(reader, Item(variable.kind, variable.base, variable.sub))
        order = reader.group(variable.sup).text if variable.sup is not None else "1"
        if not order.isdigit():
            raise reader.fault("the order of a derivative is a number", variable)
        variables += [name] * int(order)
        at += 2
    order = reader.group(top[0].sup).text if top[0].sup is not None else "1"
    if order != str(len(variables)):
        raise reader.fault("the orders above and below a derivative differ", item)
    if len(top) > 1:
        body, after = _operand(reader, top[1:], variables), index + 1
    else:
        if index + 1 >= len(row):
            raise reader.fault("nothing follows a derivative", item)
        _, after, _ = reader.factor(row, index + 1, ())
        body = _operand(reader, row[index + 1 : after], variables)
        constant = not _words(body) & set(variables)  # which is not all that it is of
        if after < len(row) and (constant or reader.choice("derivative's reach")):
            body, after = _operand(reader, row[index + 1 :], variables), len(row)
    if not _words(body) & set(variables):
        raise reader.fault("a derivative of what is no declared function of its variable", item)
    return call("Derivative", body, *_counted(variables)), after


def _words(read: Out) -> set[str]:
    return set(re.findall(r"\w+", read.text))


def _operand(reader: "Reader", row: Sequence[Item], variables: Sequence[str]) -> Out:
    (first, *others) = row
    name = letter(first)
    arguments, defined = reader.names.conditions.definitions.get(name, ((), None))
    if not others and first.bare and defined is not None and not arguments:
        return Out(defined.text, 0)
    if not others and first.bare and reader.names.is_function(name):
        return call(name, *dict.fromkeys(variables))
    return reader.term(row)[0]


def _counted(variables: Sequence[str]) -> list[str]:
    if len(set(variables)) == 1 and len(variables) > 1:
        return [variables[0], str(len(variables))]
    return list(variables)


def primed(reader: "Reader", read: Out, args: Sequence[Out], item: Item) -> Out:
    """The derivative of a function of the language at its only argument; `read` is its value."""
    if len(args) != 1 or not read.text.endswith(f"{args[0].text})"):
        raise reader.fault(f"a mark at {item.text} is not read", item)
    (at,) = args
    order = f", {item.primes}" if item.primes > 1 else ""
    if re.fullmatch(r"[^\W\d]\w*", at.text) and at.text not in ("pi", "I", "oo"):
        return call("Derivative", read, at.text + order)
    inner = f"{read.text.removesuffix(at.text + ')')}u)"
    return call("Subs", call("Derivative", inner, "u" + order), "u", at)
