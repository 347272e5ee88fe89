"""Names with their scripts: families, functions, constants, powers and factorials."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lark import Token, Tree

from pycheck.formulas.latex import brackets, calls, shapes
from pycheck.formulas.latex.functions import CHANCES
from pycheck.formulas.latex.items import Item, canonical, entries, items_of, leaves, only, single
from pycheck.formulas.latex.names import letter, suspicious
from pycheck.formulas.latex.out import Out, call, power

if TYPE_CHECKING:
    from pycheck.formulas.latex.reading import Reader

_BRACKETS = frozenset(
    (
        "round",
        "square",
        "group",
        "frac",
        "binom",
        "bars",
        "floor",
        "ceiling",
        "root",
        "table",
        "norm",
    )
)
_ACCENTS = {"overline": "bar", "widehat": "hat", "widetilde": "tilde"}
_PLAIN_ACCENTS = frozenset(("bar", "hat", "tilde", "check", "breve"))
_SEQUENCES = frozenset("HFBCLTUP")
"""Letters that name a known sequence as often as any other one."""


def named(reader: "Reader", row: Sequence[Item], index: int) -> tuple[Out, int, int]:
    """A factor that is a number, a bracket, a name or a call, and the index behind it."""
    item = row[index]
    if item.kind == "NUMBER":
        if item.sub is not None or item.primes:
            raise reader.fault("a mark at a number is not read", item)
        return raised(reader, Out(item.text), item), index + 1, 0
    if item.kind == "evaluated" or (item.kind == "square" and item.sub and item.sup):
        assert isinstance(item.base, Tree)
        return brackets.evaluated(reader, item, reader.group(item.base)), index + 1, 0
    if item.kind in _BRACKETS:
        if (item.sub is not None and item.kind != "norm") or item.primes:
            raise reader.fault("a mark at brackets is not read", item)
        return raised(reader, brackets.bracket(reader, item), item), index + 1, 0
    if read := calls.indicator(reader, item):
        return raised(reader, read, Item(item.kind, item.base, None, item.sup)), index + 1, 0
    if read := _conjugate(reader, item):
        return raised(reader, read, item), index + 1, 0
    name = base_name(reader, item)
    if item.kind == "WORD" and len(name) > 1 and not _is_known(reader, name):
        raise reader.fault(f"{name!r} is not declared", item)
    argument = row[index + 1] if index + 1 < len(row) else None
    called = argument is not None and argument.kind in ("round", "square")
    if called and argument is not None and (read := calls.called(reader, name, item, argument)):
        return raised(reader, read, argument), index + 2, 0
    if not (called and argument is not None and calls.is_product(reader, name, item, argument)):
        reader.alone.add(name)
    read = plain(reader, name, item)
    if called and argument is not None and item.sub is not None and calls.names_alone(argument):
        called_name = re.split(r"\W", read.text)[0]  # as in F_n(x)
        known = called_name in reader.names.conditions.families
        if not known and not reader.names.is_declared(called_name):
            reader.before_brackets[called_name] = None
    return raised(reader, read, item), index + 1, 0


def _is_known(reader: "Reader", name: str) -> bool:
    names = reader.names
    chance = name in CHANCES and names.conditions.laws
    return bool(names.is_declared(name) or names.is_function(name) or chance)


def _conjugate(reader: "Reader", item: Item) -> Out | None:
    r"""``\bar{z}`` of a complex number, or of what has one in it."""
    if item.kind != "accent" or item.sub is not None or not isinstance(item.base, Tree):
        return None
    mark, group = item.base.children
    if str(mark) not in ("bar", "overline") or not isinstance(group, Tree):
        return None
    return call("conjugate", reader.group(group)) if reader.names.is_complex(group) else None


def base_name(reader: "Reader", item: Item) -> str:
    """The name of a base, without its scripts."""
    if name := letter(item):
        return name
    if item.kind in ("accent", "font"):
        assert isinstance(item.base, Tree)
        mark, group = item.base.children
        inner = single(group, reader.text) if isinstance(group, Tree) else None
        name = letter(inner) if inner is not None and inner.bare else ""
        declared = reader.names.is_declared(name) or reader.names.is_function(name)
        if name and item.kind == "font":
            if declared or name in CHANCES:
                return name
            raise reader.fault(f"\\{mark}{{{name}}} is not declared", item)
        said = _ACCENTS.get(str(mark), str(mark))
        accented = name + said
        if name and reader.names.is_declared(accented):
            return accented
        if name and said in _PLAIN_ACCENTS:
            if reader.names.is_function(name):
                told = f"\\{mark} of the family {name} is not declared; say in `names` what it is"
                raise reader.fault(told, item)
            return accented
        raise reader.fault(f"\\{mark} of this is not read", item)
    if item.text == "infty":
        return "oo"
    raise reader.fault(f"{_shown(item)} is not read", item)


def _shown(item: Item) -> str:
    return rf"\{item.text}" if item.kind == "MACRO" else repr(item.text)


def plain(reader: "Reader", name: str, item: Item) -> Out:
    """A name that is not called: a constant, a variable, or a family at an index."""
    names = reader.names
    if item.primes:
        raise reader.fault(f"{_shown(item)}' is not declared; say in `names` what it is", item)
    if item.sub is not None:
        return _lowered(reader, name, item, item.sub)
    if name == "oo" or names.is_declared(name):
        return Out(name)
    if item.kind == "WORD" and item.text in ("e", "i"):
        return Out("exp(1)" if item.text == "e" else "I")
    if item.kind == "WORD" and item.text == "d":
        raise reader.fault("a differential without its integral", item)
    if name in CHANCES and names.conditions.laws:
        raise reader.fault(f"{name} stands before what it is of, in brackets", item)
    if item.kind == "NAME" and name == "j" and reader.choice("j, the imaginary unit"):
        return Out("I")
    if item.kind == "NAME" and name == "e":
        return Out("exp(1)")
    if item.kind == "NAME" and name == "i":
        return Out("I")
    if (
        item.kind == "NAME"
        and name == "I"
        and (shapes.sizes(names.conditions) or "matrix}" in reader.text)
    ):
        return _identity(reader, item)
    if item.kind == "MACRO" and name == "pi":
        return Out("pi")
    if item.kind == "MACRO" and name == "gamma":
        if reader.choice("Euler's constant"):
            names.assumed["gamma real"] = None
            return Out("gamma")
        return Out("EulerGamma")
    if item.kind == "NAME" and item.text == "partial":
        raise reader.fault(r"\partial is not read here", item)
    if suspicious(name):
        names.assumed[f"{name} real"] = None
    return Out(name)


def _identity(reader: "Reader", item: Item) -> Out:
    """The identity matrix, of the only size that the declared matrices have."""
    found = shapes.sizes(reader.names.conditions)
    if len(found) != 1:
        raise reader.fault("I beside matrices is not declared", item)
    (size,) = found
    rows = [", ".join("1" if i == j else "0" for j in range(size)) for i in range(size)]
    return Out(f"Matrix([{', '.join(f'[{row}]' for row in rows)}])")


def _lowered(reader: "Reader", name: str, item: Item, sub: Tree[Token]) -> Out:
    """A name with an index: a family at it, or one name."""
    names = reader.names
    mapped = names.families.get(canonical(Item(item.kind, item.base)))
    family = mapped or name
    if mapped or names.is_function(family):
        return call(family, *_indices(reader, sub, names.arity(family)))
    said = _word(sub)
    whole = f"{name}_{said}" if said else ""
    if whole and names.is_declared(whole):
        return Out(whole)
    if item.kind == "accent" and names.is_declared(name):
        return Out(name)
    used = {str(leaf) for leaf in leaves(sub) if leaf.type == "NAME"}
    letters = [leaf for leaf in leaves(sub) if leaf.type not in ("LBRACE", "RBRACE")]
    if item.text == "delta" and item.kind == "MACRO" and len(letters) == 2 and used:
        return call("KroneckerDelta", *_indices(reader, sub, 2))
    running = used & ({*names.bound} | {n for n in used if names.is_whole(n)})
    if item.kind != "accent" and (not said or running):
        if name in _SEQUENCES and not names.is_declared(name):
            told = f"{name} with an index is not declared; say in `names` what it is"
            raise reader.fault(told, item)
        count = len(_indices(reader, sub, 1))
        if names.is_declared(name):
            raise reader.fault(f"{name} is declared as a number and has an index here", item)
        names.called.add(name)
        indices = ", ".join("ijkl"[:count])
        names.assumed[f"{name}({indices}) real"] = None
        return call(name, *_indices(reader, sub, count))
    if not said:
        raise reader.fault(f"an index of {name} that is no name", item)
    return Out(whole)


def _word(sub: Tree[Token]) -> str:
    """An index as a part of a name; empty where it is an expression."""
    inside = [leaf for leaf in leaves(sub) if leaf.type not in ("LBRACE", "RBRACE")]
    if any(leaf.type not in ("NAME", "NUMBER", "WORD", "MACRO") for leaf in inside):
        return ""
    said = "".join(str(leaf) for leaf in inside)
    return said if re.fullmatch(r"\w+", said) else ""


def _indices(reader: "Reader", sub: Tree[Token], arity: int) -> list[Out]:
    """The arguments of a family: between commas, or as many letters as it has.

    A letter in an index is a name, whatever it means elsewhere.
    """
    bound = reader.names.bound
    bound += ["i", "j"]
    try:
        return _read_indices(reader, sub, arity)
    finally:
        del bound[-2:]


def _read_indices(reader: "Reader", sub: Tree[Token], arity: int) -> list[Out]:
    listed = entries(sub)
    if len(listed) == 1 and arity > 1:
        inside = only(sub)
        if inside is not None and len(inside.children) == 1:
            (term,) = inside.children
            assert isinstance(term, Tree)
            row = items_of(term, reader.text)
            if len(row) == arity and all(item.bare for item in row):
                return [named(reader, [item], 0)[0] for item in row]
    return reader.list(sub)


def raised(reader: "Reader", base: Out, item: Item) -> Out:
    """A base with the power and the factorials of an item."""
    sup = item.sup
    if sup is not None and item.bangs and item.raised_last:
        base = _factorial(base, item.bangs)
    if sup is not None:
        base = _power(reader, base, sup)
    if item.bangs and (sup is None or not item.raised_last):
        base = _factorial(base, item.bangs)
    return base


def _factorial(base: Out, bangs: int) -> Out:
    return call("factorial" if bangs == 1 else "factorial2", base)


def _power(reader: "Reader", base: Out, sup: Tree[Token]) -> Out:
    mark = single(sup, reader.text)
    names = reader.names
    matrix = names.is_matrix(base.text)
    inside = [leaf for leaf in leaves(sup) if leaf.type not in ("LBRACE", "RBRACE")]
    if [leaf.type for leaf in inside] == ["TIMES"]:
        if names.conditions.domains.get(base.text) == "complex":
            return call("conjugate", base)
        raise reader.fault("a star above is not read", sup)
    if mark is not None and mark.bare:
        if mark.kind in ("round", "square"):
            raise reader.fault("an index in brackets above is not read", sup)
        if mark.text in ("top", "intercal") or (mark.text == "T" and not names.is_declared("T")):
            if matrix:
                return call("Transpose", base)
            raise reader.fault("the transpose of what is no declared matrix", sup)
        if mark.text in ("dagger", "circ", "star", "pm", "mp"):
            raise reader.fault(f"\\{mark.text} above is not read", sup)
    if mark is not None and mark.kind == "accent" and isinstance(mark.base, Tree):
        kind = {"overline": "rf", "underline": "ff"}.get(str(mark.base.children[0]))
        inner = mark.base.children[1]
        if kind and isinstance(inner, Tree) and not reader.names.is_complex(inner):
            return call(kind, base, reader.group(inner))
    exponent = reader.group(sup)
    if matrix and exponent.text == "-1":
        return call("Inverse", base)
    if matrix and exponent.text == "-T":
        return call("Transpose", call("Inverse", base))
    return power(base, exponent)
