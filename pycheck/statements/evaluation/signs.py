"""What mathematics has a sign for: sums with their ranges, limits, derivatives, intervals.

Lean says these as constants applied to functions and sets. Each sign here is LaTeX with how
strongly it binds; what has none is printed as a call.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pycheck.statements.language.forms import head_name, membership, numeral, summation
from pycheck.statements.language.trees import (
    App,
    Const,
    Lam,
    Node,
    Var,
    apply,
    beta,
    free_variables,
    lift,
)

if TYPE_CHECKING:
    from pycheck.statements.evaluation.typeset import Printer

Names = Sequence[str]
Shown = tuple[str, int]
_RELATION, _SUM, _PRODUCT, _CALL = 50, 65, 66, 100
_INTERVALS = {"Set.Ioo": ("<", "<"), "Set.Icc": (r"\le", r"\le"), "Set.Ioc": ("<", r"\le"),
              "Set.Ico": (r"\le", "<")}  # fmt: skip
_RAYS = {"Set.Ioi": ">", "Set.Ici": r"\ge", "Set.Iio": "<", "Set.Iic": r"\le"}
_FREE = ("k", "j", "l", "m", "t", "u", "v", "w", "x", "y")


def sign(printer: "Printer", node: App, names: Names) -> Shown | None:
    """A node as mathematics writes it; None where there is no sign for it."""
    total = summation(node)
    if total is not None:
        return _sum(printer, total.support, total.summand, names)
    name = head_name(node)
    made = _SIGNS.get(name)
    if made is not None:
        return made(printer, node.args, names)
    return _within(printer, node, names) if membership(node) else None


def opened(function: Node, names: Names) -> tuple[str, Node]:
    """The variable of a function and its body under it; a letter of its own where none is free."""
    letters = (letter for letter in _FREE if letter not in names)
    if isinstance(function, Lam):
        return (next(letters) if function.name in names else function.name), function.body
    return next(letters), apply(lift(function, 1), [Var(0)])


def _sum(printer: "Printer", support: Node, summand: Node, names: Names) -> Shown | None:
    name, body = opened(summand, names)
    inside = printer.show(body, [*names, name], _PRODUCT)
    variable = printer.name(name)
    head, args = head_name(support), support.args if isinstance(support, App) else ()
    if head == "Finset.range":
        top = _less_one(printer, args[-1], names)
        return rf"\sum_{{{variable}=0}}^{{{top}}} {inside}", _PRODUCT
    if head in ("Finset.Icc", "Finset.Ico"):
        low = printer.show(args[-2], names)
        high = printer.show(args[-1], names)
        top = _less_one(printer, args[-1], names) if head == "Finset.Ico" else high
        return rf"\sum_{{{variable}={low}}}^{{{top}}} {inside}", _PRODUCT
    if head == "Finset.univ":
        return rf"\sum_{{{variable}}} {inside}", _PRODUCT
    over = printer.show(support, names, _RELATION + 1)
    return rf"\sum_{{{variable} \in {over}}} {inside}", _PRODUCT


def _less_one(printer: "Printer", node: Node, names: Names) -> str:
    value = numeral(node)
    return str(value - 1) if value is not None else f"{printer.show(node, names, _SUM)} - 1"


def _series(printer: "Printer", args: Sequence[Node], names: Names) -> Shown | None:
    if args[0] != Const("Real") and args[1] != Const("Nat"):
        return None
    name, body = opened(args[4], names)
    inside = printer.show(body, [*names, name], _PRODUCT)
    return rf"\sum_{{{printer.name(name)}=0}}^{{\infty}} {inside}", _PRODUCT


def _has_sum(printer: "Printer", args: Sequence[Node], names: Names) -> Shown | None:
    series = _series(printer, args, names)
    if series is None:
        return None
    return f"{series[0]} = {printer.show(args[5], names, _RELATION + 1)}", _RELATION


def _summable(printer: "Printer", args: Sequence[Node], names: Names) -> Shown | None:
    series = _series(printer, args, names)
    return (rf"{series[0]} \text{{ converges}}", _RELATION) if series else None


def _integral(printer: "Printer", args: Sequence[Node], names: Names) -> Shown | None:
    name, body = opened(args[3], names)
    low, high = (printer.show(end, names) for end in args[4:6])
    inside = printer.show(body, [*names, name], _PRODUCT)
    return rf"\int_{{{low}}}^{{{high}}} {inside} \, \mathrm{{d}}{printer.name(name)}", _PRODUCT


def _derived(printer: "Printer", function: Node, at: Node, names: Names) -> Shown:
    """A derivative by the letter at which it is taken, or at a place."""
    if isinstance(at, Var) and at.index < len(names) and at.index not in free_variables(function):
        letter = printer.name(names[-1 - at.index])
        inside = printer.show(beta(apply(function, [at])), names)
        return rf"\frac{{\mathrm{{d}}}}{{\mathrm{{d}}{letter}}} \left({inside}\right)", _PRODUCT
    name, body = opened(function, names)
    inside = printer.show(body, [*names, name])
    letter, place = printer.name(name), printer.show(at, names)
    quotient = rf"\frac{{\mathrm{{d}}}}{{\mathrm{{d}}{letter}}}"
    return rf"\left.{quotient} \left({inside}\right)\right|_{{{letter}={place}}}", _PRODUCT


def _derivative(printer: "Printer", args: Sequence[Node], names: Names) -> Shown | None:
    function, slope, at = args[7:10]
    left, _ = _derived(printer, function, at, names)
    return f"{left} = {printer.show(slope, names, _RELATION + 1)}", _RELATION


def _limit(printer: "Printer", args: Sequence[Node], names: Names) -> Shown | None:
    function, source, target = args[2:5]
    goes = _goes(printer, source, names)
    ends = _end(printer, target, names)
    if goes is None or ends is None:
        return None
    name, body = opened(function, names)
    inside = printer.show(body, [*names, name], _PRODUCT)
    return rf"\lim_{{{printer.name(name)} \to {goes}}} {inside} = {ends}", _RELATION


def _goes(printer: "Printer", source: Node, names: Names) -> str | None:
    match head_name(source), source:
        case "Filter.atTop", _:
            return r"\infty"
        case "nhds", App(args=args):
            return printer.show(args[-1], names)
        case "nhdsWithin", App(args=args):
            at = printer.show(args[-2], names)
            side = {"Set.Ioi": "^{+}", "Set.Iio": "^{-}"}.get(head_name(args[-1]))
            if side is not None:
                return f"{{{at}}}{side}"
            return at if head_name(args[-1]) in ("Compl.compl", "HasCompl.compl") else None
    return None


def _end(printer: "Printer", target: Node, names: Names) -> str | None:
    if head_name(target) == "nhds" and isinstance(target, App):
        return printer.show(target.args[-1], names, _RELATION + 1)
    return r"\infty" if head_name(target) == "Filter.atTop" else None


def _within(printer: "Printer", node: App, names: Names) -> Shown | None:
    """``a < x < b`` of an element of an interval."""
    member = membership(node)
    assert member is not None
    interval = member.collection
    name = head_name(interval)
    element = printer.show(member.element, names, _RELATION + 1)
    args = interval.args if isinstance(interval, App) else ()
    if name in _INTERVALS:
        left, right = _INTERVALS[name]
        low, high = (printer.show(end, names, _RELATION + 1) for end in args[-2:])
        return f"{low} {left} {element} {right} {high}", _RELATION
    if name in _RAYS:
        return f"{element} {_RAYS[name]} {printer.show(args[-1], names, _RELATION + 1)}", _RELATION
    return None


def _factorial(printer: "Printer", args: Sequence[Node], names: Names) -> Shown | None:
    return f"{printer.show(args[-1], names, _CALL)}!", 90


def _minus_log(printer: "Printer", args: Sequence[Node], names: Names) -> Shown | None:
    value = printer.show(args[-1], names, _PRODUCT)
    return rf"-{value} \, \log\left({printer.show(args[-1], names)}\right)", _SUM


def _rounded(printer: "Printer", args: Sequence[Node], names: Names) -> Shown | None:
    """The nearest whole number, of two the greater one, as Mathlib shows in `round_eq`."""
    value = printer.show(args[-1], names, _SUM)
    return rf"\left\lfloor {value} + \frac{{1}}{{2}}\right\rfloor", _CALL


def _harmonic(printer: "Printer", args: Sequence[Node], names: Names) -> Shown | None:
    return rf"H_{{{printer.show(args[-1], names)}}}", _CALL


def _exists(printer: "Printer", args: Sequence[Node], names: Names) -> Shown | None:
    name, body = opened(args[-1], names)
    return rf"\exists {printer.name(name)}: {printer.show(body, [*names, name], 10)}", 10


_SIGNS: dict[str, Callable[["Printer", Sequence[Node], Names], Shown | None]] = {
    "tsum": _series,
    "HasSum": _has_sum,
    "Summable": _summable,
    "intervalIntegral": _integral,
    "HasDerivAt": _derivative,
    "deriv": lambda printer, args, names: _derived(printer, args[-2], args[-1], names),
    "Filter.Tendsto": _limit,
    "Nat.factorial": _factorial,
    "Exists": _exists,
    "round": _rounded,
    "harmonic": _harmonic,
    "Real.negMulLog": _minus_log,
}
