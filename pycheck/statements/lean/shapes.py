"""Applications with a notation of their own: quantifiers, series, integrals, literals and sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pycheck.statements.language.forms import head_name, membership
from pycheck.statements.language.trees import App, Const, Lam, NatLit, Node, Var, is_call
from pycheck.statements.lean.notation import INFIX, INTEGRAL, LEAD, LOOSE, MAX, MINUS, NOT, SUM
from pycheck.statements.lean.pieces import Names, Piece, fresh

if TYPE_CHECKING:
    from pycheck.statements.lean.text import Printer

_PREDICATES = {"GT.gt": ">", "GE.ge": "≥", "LT.lt": "<", "LE.le": "≤", "Ne": "≠"}

Shape = Callable[["Printer", App, Names, bool], Piece | None]
SHAPES: dict[str, Shape] = {}


def shape(*names: str) -> Callable[[Shape], Shape]:
    """Registers how applications of these constants are printed."""

    def add(function: Shape) -> Shape:
        SHAPES.update(dict.fromkeys(names, function))
        return function

    return add


@shape("Neg.neg")
def _minus(printer: Printer, node: App, names: Names, alone: bool) -> Piece:
    return Piece(f"-{printer.piece(node.args[-1], names, alone=alone).within(MINUS + 1)}", MINUS)


@shape("Not")
def _not(printer: Printer, node: App, names: Names, _alone: bool) -> Piece:
    found = membership(node.args[0])
    if found is not None:
        return _related(printer, found.element, "∉", found.collection, names)
    return Piece(f"¬{printer.piece(node.args[0], names).within(NOT)}", MAX, NOT)


@shape("Membership.mem")
def _member(printer: Printer, node: App, names: Names, _alone: bool) -> Piece:
    return _related(printer, node.args[4], "∈", node.args[3], names)


def _related(printer: Printer, left: Node, sign: str, right: Node, names: Names) -> Piece:
    one = printer.piece(left, names).before(50, 51)
    return Piece(f"{one} {sign} {printer.piece(right, names).within(51)}", 50)


@shape("Exists")
def _exists(printer: Printer, node: App, names: Names, _alone: bool) -> Piece | None:
    f = node.args[-1]
    if not isinstance(f, Lam):
        return None
    name = fresh(f.name, names) if printer.ascribe else f.name
    inner, body = (*names, name), f.body
    head = f"({name} : {printer.text(f.type, names)})" if printer.ascribe else name
    if is_call(body, "And") and isinstance(body, App):
        said = body.args[0]
        sign = _PREDICATES.get(head_name(said))
        found = membership(said)
        if found is not None and found.element == Var(0):
            head, body = f"{name} ∈ {printer.text(found.collection, inner)}", body.args[1]
        elif sign and isinstance(said, App) and said.args[-2] == Var(0):
            head, body = f"{name} {sign} {printer.text(said.args[-1], inner)}", body.args[1]
    return Piece(f"∃ {head}, {printer.text(body, inner)}", LEAD, LOOSE)


@shape("Filter.Eventually")
def _eventually(printer: Printer, node: App, names: Names, _alone: bool) -> Piece | None:
    f, source = node.args[-2:]
    if not isinstance(f, Lam):
        return None
    name = fresh(f.name, names) if printer.ascribe else f.name
    head = f"({name} : {printer.text(f.type, names)}) in {printer.text(source, names)}"
    return Piece(f"∀ᶠ {head}, {printer.text(f.body, (*names, name))}", LEAD, LOOSE)


@shape("ite")
def _if(printer: Printer, node: App, names: Names, alone: bool) -> Piece:
    condition, (chosen, other) = node.args[1], node.args[3:5]
    text = f"if {printer.text(condition, names)} then "
    text += f"{printer.piece(chosen, names, alone=True).text} else "
    return Piece(text + printer.piece(other, names, alone=True).text, LEAD, LOOSE)


@shape("tsum")
def _series(printer: Printer, node: App, names: Names, alone: bool) -> Piece | None:
    f = node.args[4]
    if not isinstance(f, Lam):
        return None
    name = fresh(f.name, names) if printer.ascribe else f.name
    term = printer.piece(f.body, (*names, name), alone=True).within(SUM)
    return Piece(f"∑' ({name} : {printer.text(f.type, names)}), {term}", LEAD, SUM)


@shape("intervalIntegral", "MeasureTheory.integral")
def _integral(printer: Printer, node: App, names: Names, alone: bool) -> Piece | None:
    parts = [arg for arg in node.args if isinstance(arg, Lam)]
    if len(parts) != 1:
        return None
    f = parts[0]
    name = fresh(f.name, names) if printer.ascribe else f.name
    head = f"∫ ({name} : {printer.text(f.type, names)})"
    rest = node.args[node.args.index(f) + 1 :]
    if is_call(node, "intervalIntegral"):
        ends = (printer.piece(end, names, alone=True).within(MAX) for end in rest[:2])
        head += f" in {'..'.join(ends)}"
    for measure in node.args:
        if is_call(measure, "MeasureTheory.Measure.restrict") and isinstance(measure, App):
            head += f" in {printer.text(measure.args[-1], names)}"
    body = printer.piece(f.body, (*names, name), alone=True).within(INTEGRAL)
    return Piece(f"{head}, {body}", LEAD, INTEGRAL)


@shape("OfScientific.ofScientific")
def _decimal(printer: Printer, node: App, names: Names, alone: bool) -> Piece | None:
    mantissa, sign, exponent = node.args[2:5]
    if not (isinstance(mantissa, NatLit) and isinstance(exponent, NatLit)):
        return None
    places = exponent.value
    digits = str(mantissa.value)
    if sign != Const("Bool.true"):
        text = f"{digits}e{places}"
    elif places > len(digits):
        text = f"{digits}e-{places}"
    elif places:
        text = f"{digits[:-places] or '0'}.{digits[-places:]}"
    else:
        text = f"{digits}.0"
    return Piece(f"({text} : {printer.text(node.args[0], names)})" if alone else text)


@shape("DFunLike.coe")
def _coerced(printer: Printer, node: App, names: Names, _alone: bool) -> Piece:
    f = printer.piece(node.args[4], names)
    args = [printer.piece(arg, names).within(MAX) for arg in node.args[5:]]
    if not args:
        return Piece(f"⇑{f.within(MAX)}")
    return Piece(f"{f.within(MAX)} {' '.join(args)}", LEAD)


@shape("Char.ofNat")
def _character(_printer: Printer, node: App, _names: Names, _alone: bool) -> Piece | None:
    code = node.args[0]
    return Piece(f"'{chr(code.value)}'") if isinstance(code, NatLit) else None


@shape("List.cons")
def _list(printer: Printer, node: App, names: Names, _alone: bool) -> Piece | None:
    items: list[str] = []
    rest: Node = node
    while isinstance(rest, App) and rest.head == Const("List.cons"):
        items.append(printer.text(rest.args[1], names))
        rest = rest.args[2]
    return Piece(f"[{', '.join(items)}]") if head_name(rest) == "List.nil" else None


@shape("List.nil")
def _empty(_printer: Printer, _node: App, _names: Names, _alone: bool) -> Piece:
    return Piece("[]")


@shape("Singleton.singleton")
def _singleton(printer: Printer, node: App, names: Names, alone: bool) -> Piece:
    return Piece(f"{{{printer.piece(node.args[-1], names, alone=True).text}}}")


@shape("EmptyCollection.emptyCollection")
def _nothing(_printer: Printer, _node: App, _names: Names, _alone: bool) -> Piece:
    return Piece("∅")


@shape("Equiv")
def _equivalence(printer: Printer, node: App, names: Names, _alone: bool) -> Piece:
    left, right = (printer.piece(arg, names).within(26) for arg in node.args)
    return Piece(f"{left} ≃ {right}", 25)


@shape("Eq", "Iff")
def _equation(printer: Printer, node: App, names: Names, _alone: bool) -> Piece | None:
    """An equation of booleans is a coercion; all others are infix."""
    if node.head == Const("Eq") and node.args[-1] == Const("Bool.true"):
        return Piece(f"{printer.text(node.args[-2], names)} = true", INFIX["Eq"][1])
    return None
