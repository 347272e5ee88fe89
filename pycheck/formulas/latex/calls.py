"""Names with brackets behind them: calls of declared and of special functions, or products."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lark import Token, Tree

from pycheck.formulas.latex import derivatives
from pycheck.formulas.latex.functions import CALLED, CHANCES, OF_ORDER, POLYNOMIALS, SURE
from pycheck.formulas.latex.items import Item, entries, leaves, only, single
from pycheck.formulas.latex.out import Out, call, power

if TYPE_CHECKING:
    from pycheck.formulas.latex.reading import Reader

_FUNCTIONS = frozenset(("f", "g", "Phi", "Psi", "O", "o"))
"""Letters that are functions wherever brackets follow, so that one has to say which."""
_SUPERSCRIPTS = frozenset(("P", "L", "C", "H"))
"""Families of polynomials and functions that have a second index above."""


def called(reader: "Reader", name: str, item: Item, argument: Item) -> Out | None:
    """A call, where the name is a function; None where it is a factor beside brackets."""
    names = reader.names
    if names.is_function(name) and item.sub is None:
        return _declared(reader, name, item, reader.list(argument.base))
    if names.is_declared(name):
        return None
    args = reader.list(argument.base)
    read = _special(reader, name, item, argument, args)
    if read is None:
        if item.primes:
            told = f"{name}' is no declared function: `{name}(x) smooth`"
            raise reader.fault(told, item)
        return None
    if name not in SURE and (len(name) == 1 or item.kind == "MACRO"):
        reader.guessed[read.text.partition("(")[0]] = None
    if item.primes:
        read = derivatives.primed(reader, read, args[-1:], item)
    return _raised_name(reader, read, item)


def _declared(reader: "Reader", name: str, item: Item, args: Sequence[Out]) -> Out:
    """A declared function at its arguments, perhaps derived."""
    above = single(item.sup, reader.text) if item.sup is not None else None
    if item.primes:
        read = _derived(reader, name, item, args, item.primes)
    elif above is not None and above.kind == "round" and above.bare:
        order = reader.group(above.base).text  # type: ignore[arg-type]
        if not order.isdigit():
            raise reader.fault("the order of a derivative is a number", item)
        return _derived(reader, name, item, args, int(order))
    else:
        read = call(name, *args)
    if item.sup is not None and reader.group(item.sup).text == "-1":
        raise reader.fault(f"{name}^(-1): an inverse or a quotient", item)
    return _raised_name(reader, read, item)


def _derived(reader: "Reader", name: str, item: Item, args: Sequence[Out], order: int) -> Out:
    """The derivative of a declared function at a point."""
    conditions = reader.names.conditions
    smooth = conditions.families.get(name) == "smooth" or name in conditions.definitions
    if not smooth or len(args) != 1:
        raise reader.fault(f"{name}' is the derivative of no declared function", item)
    times = f", {order}" if order > 1 else ""
    (at,) = args
    if re.fullmatch(r"[^\W\d]\w*", at.text):
        return call("Derivative", call(name, at), at.text + times)
    inner = call("Derivative", call(name, "u"), "u" + times)
    return call("Subs", inner, "u", at)


def _raised_name(reader: "Reader", read: Out, item: Item) -> Out:
    """A call with the power that stands at the function's name."""
    if item.sup is None:
        return read
    above = single(item.sup, reader.text)
    if above is not None and above.kind in ("round", "square") and above.bare:
        return read  # an index, which the function has taken
    return power(read, reader.group(item.sup))


def _special(
    reader: "Reader", name: str, item: Item, argument: Item, args: Sequence[Out]
) -> Out | None:
    """A function that print knows by its letter; None where it is none."""
    one = len(args) == 1
    if item.kind == "NAME" and item.sub is not None and one:
        if name in OF_ORDER and _exponent(reader, item):
            return call(OF_ORDER[name], reader.group(item.sub), *args)
        if read := _polynomial(reader, name, item, args):
            return read
    if item.sub is not None:
        return _chance(reader, name, item, args)
    if item.kind == "MACRO" and name in CALLED:
        return _greek(reader, name, item, args)
    if name == "B" and len(args) == 2 and _exponent(reader, item):
        return call("beta", *args)
    if item.text == "gamma" and len(args) == 2:
        return call("lowergamma", *args)
    if item.text in ("varphi", "phi") and _whole(reader, argument):
        return call("totient", *args)
    return _chance(reader, name, item, args)


def _chance(reader: "Reader", name: str, item: Item, args: Sequence[Out]) -> Out | None:
    """An expectation or a probability; below it may stand the only random variable."""
    laws = reader.names.conditions.laws
    if name not in CHANCES or not laws:
        return None
    if item.sub is not None:
        said = {str(leaf) for leaf in leaves(item.sub) if leaf.type in ("NAME", "MACRO", "WORD")}
        if len(laws) > 1 or said != set(laws):
            raise reader.fault("an expectation over what is not read", item)
    return call(CHANCES[name], *args)


def _exponent(reader: "Reader", item: Item) -> bool:
    """Whether what stands above a function is a power or nothing. Refuses an index in brackets."""
    above = _above(reader, item)
    if above is not None:
        raise reader.fault("an index in brackets above is not read", item)
    return True


def _above(reader: "Reader", item: Item) -> list[Out] | None:
    """What stands above in brackets of its own."""
    found = single(item.sup, reader.text) if item.sup is not None else None
    if found is None or found.kind != "round" or not found.bare:
        return None
    return reader.list(found.base)


def _polynomial(reader: "Reader", name: str, item: Item, args: Sequence[Out]) -> Out | None:
    """Legendre's and other polynomials, and what has a further index above in brackets."""
    assert item.sub is not None
    below, above = reader.group(item.sub), _above(reader, item)
    if above is not None:
        made: dict[tuple[str, int], Callable[[], Out]] = {
            ("P", 2): lambda: call("jacobi", below, *(above or ()), *args),
            ("L", 1): lambda: call("assoc_laguerre", below, *(above or ()), *args),
            ("C", 1): lambda: call("gegenbauer", below, *(above or ()), *args),
        }
        if name == "H" and above[0].text in ("1", "2"):
            return call(f"hankel{above[0].text}", below, *args)
        if (name, len(above)) in made:
            return made[name, len(above)]()
        raise reader.fault("an index in brackets above is not read", item)
    if name not in POLYNOMIALS:
        return None
    if item.sup is not None and name in _SUPERSCRIPTS:
        raise reader.fault(f"what stands above {name} may be a power or an index", item)
    order = POLYNOMIALS[name]
    if name == "H" and reader.choice("Hermite's polynomials"):
        order = "hermite_prob"
    return call(order, below, *args)


def _greek(reader: "Reader", name: str, item: Item, args: Sequence[Out]) -> Out:
    r"""``\Gamma(x)``, ``\Gamma(a, x)``, ``\psi^{(1)}(x)``."""
    if name == "Gamma" and len(args) == 2:
        return call("uppergamma", *args)
    above = _above(reader, item)
    if above is not None:
        if name != "psi" or len(above) != 1:
            raise reader.fault("an index in brackets above is not read", item)
        return call("polygamma", above[0], *args)
    return call(CALLED[name], *args)


def _whole(reader: "Reader", argument: Item) -> bool:
    """Whether every name in brackets is declared to be a whole number, and there is one."""
    inside = [leaf for leaf in leaves(argument.base) if leaf.type in ("NAME", "MACRO")]
    whole = reader.names
    return bool(inside) and all(
        whole.is_whole(str(leaf)) or str(leaf) in whole.counted for leaf in inside
    )


def is_product(reader: "Reader", name: str, item: Item, argument: Item) -> bool:
    """Whether an undeclared name is read as a factor beside brackets, which is told.

    Raises `UnreadableFormula` for `f(x)`, which is hardly a product.
    """
    if reader.names.is_declared(name) or reader.names.is_function(name):
        return False
    shown = name if len(name) > 1 else item.text
    if len(name) > 1 and item.kind == "WORD":
        raise reader.fault(f"{shown} is no known function", item)
    inside = only(argument.base) if isinstance(argument.base, Tree) else None
    single_term = inside is None or len(inside.children) == 1
    itself = any(str(leaf) == str(item.text) for leaf in leaves(argument.base))
    hardly = (single_term and argument.sup is None) or (name in _FUNCTIONS and not itself)
    if hardly and not reader.products:
        raise reader.fault(f"{shown}(...): a function that is not declared, or a product", item)
    if item.bare:
        reader.told[f"{shown}(...) is read as a product"] = None
        said = "I" if name == "i" and names_alone(argument) else name  # as in Ei(x)
        reader.before_brackets[said] = None
        if name == "pi" and names_alone(argument):
            reader.counts_primes = True  # or so it may be, wherever else the number stands
    return item.bare


def names_alone(argument: Item) -> bool:
    """Whether brackets hold names with commas between them, as no factor does."""
    inside = [leaf.type for leaf in leaves(argument.base)][1:-1]
    return bool(inside) and set(inside) <= {"NAME", "MACRO", "COMMA"}


def indicator(reader: "Reader", item: Item) -> Out | None:
    r"""``\mathbf{1}_{x > 0}``: one where it holds, else nothing."""
    if item.kind != "font" or not isinstance(item.base, Tree) or item.sub is None:
        return None
    if [str(leaf) for leaf in leaves(item.base)][1:] not in (["{", "1", "}"], ["1"]):
        return None
    condition = _relation(reader, item.sub)
    if condition is None:
        raise reader.fault("of what this is the indicator is not read", item)
    return call("Piecewise", f"(1, {condition})", "(0, True)")


def _relation(reader: "Reader", group: Tree[Token]) -> str | None:
    """The relation that a group or braces in it hold."""
    found: Tree[Token] | None = group
    while found is not None:
        listed = entries(found)
        if len(listed) == 1 and len(listed[0].children) == 3:
            left, sign, right = reader.relations(listed[0]).partition(f" {listed[0].children[1]} ")
            made = {"=": f"Eq({left}, {right})", "!=": f"Ne({left}, {right})"}
            return made.get(sign.strip(), f"{left}{sign}{right}")
        inside = single(found, reader.text)
        braced = inside is not None and inside.kind in ("round", "square") and inside.bare
        found = inside.base if braced and isinstance(inside.base, Tree) else None  # type: ignore[union-attr]
    return None
