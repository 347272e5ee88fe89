"""What stands in brackets of every kind: groups, bars, norms, roots, braces, and values at ends."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lark import Token, Tree

from pycheck.formulas.latex import tables
from pycheck.formulas.latex.items import Item, entries, leaves, only, single
from pycheck.formulas.latex.names import letter
from pycheck.formulas.latex.out import PRODUCT, SUM, Out, call, over

if TYPE_CHECKING:
    from pycheck.formulas.latex.reading import Reader

_FRACTIONAL = "braces, the fractional part"


def bracket(reader: "Reader", item: Item) -> Out:
    """A base without its power, of every kind that brackets something."""
    assert isinstance(item.base, Tree)
    node = item.base
    groups = [child for child in node.children if isinstance(child, Tree)]
    match item.kind:
        case "group" | "square":
            return reader.group(node)
        case "round":
            return _round(reader, node)
        case "frac":
            return over(reader.group(groups[0]), reader.group(groups[1]))
        case "binom":
            return _binom(reader, node, groups)
        case "bars":
            return _bars(reader, node)
        case "norm":
            return _norm(reader, item)
        case "floor":
            return call("floor", reader.sum(groups[0]))
        case "ceiling":
            return call("ceiling", reader.sum(groups[0]))
        case "root":
            return _root(reader, groups)
        case "table":
            return tables.table(reader, node)
    raise reader.fault("this is not read", item)


def _round(reader: "Reader", node: Tree[Token]) -> Out:
    """Round brackets, or braces, which may stand for the fractional part."""
    braces = str(node.children[0]) == "{"
    inside = single(node, reader.text)
    if inside is not None and inside.kind == "group" and isinstance(inside.base, Tree):
        inside = single(inside.base, reader.text)
    if inside is not None and inside.kind == "binom" and inside.bare:
        assert isinstance(inside.base, Tree)
        if str(inside.base.children[0]) == "over/":
            parts = [child for child in inside.base.children if isinstance(child, Tree)]
            name = "stirling" if braces else "binomial"
            return call(name, *(reader.group(part) for part in parts))
    read = reader.group(node)
    if braces and _may_be_fractional(reader, node) and reader.choice(_FRACTIONAL):
        return call("frac", read)
    return read


def _may_be_fractional(reader: "Reader", node: Tree[Token]) -> bool:
    """Whether braces are around one term, or the formula has whole parts; not around brackets."""
    inside = only(node)
    if inside is None or {leaf.type for leaf in leaves(inside)} & {"LPAR", "LSQ", "BEGIN"}:
        return False
    return len(inside.children) == 1 or "floor" in reader.text


def _binom(reader: "Reader", node: Tree[Token], groups: Sequence[Tree[Token]]) -> Out:
    said = str(node.children[0])
    if said == "over/":
        raise reader.fault("\\atop without its brackets", node)
    name = "stirling" if said == "stirling" else "binomial"
    return call(name, reader.group(groups[0]), reader.group(groups[1]))


def _bars(reader: "Reader", node: Tree[Token]) -> Out:
    """An absolute value or a determinant."""
    inside = reader.group(node)
    if not reader.names.is_matrix(inside.text):
        return call("Abs", inside)
    held = single(node, reader.text)
    if held is not None and held.kind == "bars":
        raise reader.fault("a norm of a matrix says which one", node)
    return call("Determinant", inside)


def _norm(reader: "Reader", item: Item) -> Out:
    """The absolute value of a number, or the root of the sum of squares of a column or a family."""
    assert isinstance(item.base, Tree)
    which = "".join(str(leaf) for leaf in leaves(item.sub)) if item.sub is not None else ""
    which = which.strip("{}")
    names = reader.names
    held = single(item.base, reader.text)
    name = letter_of(reader, held) if held is not None else ""
    family = names.conditions.families.get(name) in ("real", "complex")
    if held is not None and held.bare and family:
        spans = list(names.spans.get(name, ()))
        if len(spans) == 1 and names.arity(name) == 1 and which in ("", "2", "1"):
            k = next(n for n in "klm" if n not in spans[0] and not names.is_declared(n))
            entry = call("Abs", f"{name}({k})")
            within = f"({k}, {spans[0].replace('; ', ', ')})"
            if which == "1":
                return call("Sum", entry, within)
            return call("sqrt", call("Sum", f"{entry.text}**2", within))
    inside = reader.group(item.base)
    if names.is_matrix(inside.text):
        if which == "F" or (which in ("", "2") and _is_column(reader, inside.text)):
            square = f"Transpose({inside.text})*{inside.at(PRODUCT)}"
            return call("sqrt", call("Trace", square))
        raise reader.fault("this norm is not read; write it out", item)
    conditions = names.conditions
    related = {word for r in conditions.relations for side in r.sides for word in _words(side.text)}
    numbers = {*conditions.domains, *related, *names.bound, "pi", "I"} - set(conditions.families)
    if _words(inside.text) <= numbers:
        return call("Abs", inside)
    raise reader.fault("a norm is not read; write it out", item)


def _words(text: str) -> set[str]:
    """The names in a text, those of functions apart."""
    return set(re.findall(r"\b[^\W\d]\w*\b(?!\()", text))


def letter_of(reader: "Reader", item: Item) -> str:
    """The name of a letter, perhaps in a font of its own."""
    if item.kind == "font" and isinstance(item.base, Tree):
        inner = single(item.base.children[1], reader.text)  # type: ignore[arg-type]
        return letter(inner) if inner is not None and inner.bare else ""
    return letter(item)


def _is_column(reader: "Reader", text: str) -> bool:
    found = reader.names.conditions.definitions.get(text)
    written = found[1].text if found is not None else text
    return bool(re.fullmatch(r"Matrix\(\[(\[[^\[\],]*\],?\s*)+\]\)", written))


def _root(reader: "Reader", groups: Sequence[Tree[Token]]) -> Out:
    inside = reader.group(groups[-1])
    if len(groups) == 1:
        return call("sqrt", inside)
    return call("root", inside, reader.sum(groups[0]))


def evaluated(reader: "Reader", item: Item, inside: Out) -> Out:
    r"""``\left.F\right|_a^b``, ``\left[F\right]_a^b`` and ``F\big|_{x=a}``."""
    if item.sub is None:
        raise reader.fault("a bar that does not say where", item)
    name, low = _place(reader, item.sub)
    other, high = _place(reader, item.sup) if item.sup is not None else ("", None)
    name = name or other or _variable(reader, inside, item)
    if other not in ("", name) or (high is None and not name):
        raise reader.fault("a value at two variables", item)
    at = call("Subs", inside, name, low)
    if high is None:
        return at
    return Out(f"{call('Subs', inside, name, high).text} - {at.text}", SUM)


def _place(reader: "Reader", group: Tree[Token]) -> tuple[str, Out]:
    listed = entries(group)
    match listed[0].children if len(listed) == 1 else []:
        case [Tree() as only_one]:
            return "", reader.sum(only_one)
        case [Tree() as left, Token(type="REL", value="="), Tree() as right]:
            return reader.sum(left).text, reader.sum(right)
    raise reader.fault("the place of a value is not read", group)


def _variable(reader: "Reader", inside: Out, item: Item) -> str:
    """The variable of a value between ends that do not name it: an integral's, or the only name."""
    if item.sup is None:
        raise reader.fault("a value at a place says of which variable", item)
    free = _words(inside.text) - {"pi", "I", "oo", "EulerGamma"}
    found = free & reader.variables
    for names in (found, free):
        if len(names) == 1:
            return next(iter(names))
    raise reader.fault("of which variable this is a value is not said", item)
