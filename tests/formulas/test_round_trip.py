"""Proved statements, typeset and read back, say what they said: the values of their sides agree."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from flint import acb, arb, fmpq

from pycheck.errors import InputError
from pycheck.formulas.latex.api import readings
from pycheck.formulas.statement import read_formula
from pycheck.statements.evaluation import signs
from pycheck.statements.evaluation.statement import Statement, take_apart
from pycheck.statements.evaluation.typeset import Printer
from pycheck.statements.language.forms import comparison, head_name, membership
from pycheck.statements.language.trees import (
    App,
    Const,
    Elided,
    NatLit,
    Node,
    Pi,
    Sort,
    Var,
    apply,
    beta,
    constants,
    rebuild,
    walk,
)
from pycheck.statements.language.trees import children as parts_of
from pycheck.statements.sampling.decide import values_at
from pycheck.statements.sampling.runs import Plan, first_samples
from pycheck.statements.sampling.state import Prepared
from tests.statements.trees import machine

DOMAINS = {"Nat": "natural", "Real": "real", "Int": "integer"}
NAMES = {r"\gamma_E": "EulerGamma", "H_n": "harmonic(n)"}
WHERE = ["sigmoid(x) = 1/(1 + exp(-x))"]
BITS = 128
_SERIES = {"tsum", "HasSum"}
_PROVED = {"HasDerivAt": 8, "HasSum": 5}
"""Where the value stands of which a proved statement says that a derivative or a series has it."""


@dataclass(frozen=True)
class Trip:
    """A statement that went to LaTeX and back: the words of its fate, and at how many points."""

    name: str
    fate: str
    points: int = 0


class _NotReadError(Exception):
    pass


def _travel(name: str, points: int) -> Trip:
    there = take_apart(name, _tree(name), machine())
    try:
        formula, where = _read_back(there)
        back = take_apart("", read_formula(formula, where).node, machine())
    except (_NotReadError, InputError) as fault:
        return Trip(name, f"not read: {str(fault).split(', at the caret')[0]}")
    pairs = list(_sides(there, _moved(back, there)))
    if not pairs:
        return Trip(name, "not read: no sides")
    prepared = Prepared(there, machine())
    compared = 0
    for sample in first_samples(prepared, Plan(points, 0, BITS), points):
        for one, other in pairs:
            values = values_at(prepared, sample, BITS, _equal(one, other))
            if values is None:
                continue
            compared += 1
            if not _agree(*values):
                return Trip(name, f"misread: {formula}")
    return Trip(name, "equal" if compared else "not compared", compared)


def _tree(name: str) -> Node:
    library = machine().library
    return library.unfold(library.statement(name))


def _read_back(there: Statement) -> tuple[str, list[str]]:
    """The conclusion in the language, and the conditions that variables and hypotheses are."""
    printer = Printer(machine(), latex=True)
    names = [binder.name for binder in there.binders]
    if there.types:
        raise _NotReadError("a type")
    where, mapping = list(WHERE), dict(NAMES)
    for binder in there.variables:
        ours = _ascii(printer.name(binder.name))
        mapping[printer.name(binder.name)] = ours
        match binder.type:
            case Const(kind) if kind in DOMAINS:
                where.append(f"{ours} {DOMAINS[kind]}")
            case Pi(type=Const("Nat"), body=Const("Real")):
                where.append(f"{ours}(i) real")
                del mapping[printer.name(binder.name)]
            case _:
                raise _NotReadError("the type of a variable")
    where += [f"{name} natural" for name in _counted(there.conclusion)]
    for binder in there.hypotheses:
        text = printer.show(binder.type, names[: binder.position])
        with suppress(_NotReadError, InputError):
            where.append(_only(text, where, mapping))
            read_formula("0 = 0", where)
    return _only(printer.show(there.conclusion, names), where, mapping), where


def _counted(conclusion: Node) -> list[str]:
    """The whole number that a limit goes along."""
    if head_name(conclusion) != "Filter.Tendsto" or not isinstance(conclusion, App):
        return []
    name, _ = signs.opened(conclusion.args[2], ())
    return [_ascii(name)] if conclusion.args[0] == Const("Nat") else []


def _ascii(latex: str) -> str:
    plain = latex.replace(r"\mathrm", "").replace("\\", "").translate({ord(c): None for c in "{}"})
    plain = plain.replace("'", "_p")
    return {"lambda": "lamda", "varepsilon": "epsilon", "with": "w"}.get(plain, plain)


def _only(latex: str, where: list[str], mapping: dict[str, str]) -> str:
    found = readings(latex, where, mapping)
    if len(found) > 1:
        raise _NotReadError("several readings")
    return found[0].formula


def _moved(back: Statement, there: Statement) -> Node:
    """The conclusion that was read, about the variables of the statement as it was."""
    printer = Printer(machine(), latex=True)
    places = {_ascii(printer.name(b.name)): b.position for b in there.variables}
    outer = len(there.binders)

    def moved(node: Node, depth: int) -> Node:
        if isinstance(node, Var) and node.index >= depth:
            binder = back.binders[len(back.binders) - 1 - (node.index - depth)]
            return Var(outer - 1 - places[binder.name] + depth)
        return rebuild(node, [moved(part, depth + below) for part, below in parts_of(node)])

    return moved(back.conclusion, 0)


def _sides(there: Statement, read: Node) -> Iterator[tuple[Node, Node]]:
    """What must have the same values: the sides of relations, a limit's body and its end."""
    said = there.conclusion
    assert isinstance(said, App)
    assert isinstance(read, App)
    one, other, name = comparison(said), comparison(read), head_name(said)
    if one is not None and other is not None and one.relation == other.relation:
        yield one.left, other.left
        yield one.right, other.right
    elif name in _PROVED and other is not None:
        yield said.args[_PROVED[name]], other.left
        yield said.args[_PROVED[name]], other.right
    elif (within := membership(said)) and head_name(read) == "And":
        for between in filter(None, map(comparison, read.args)):
            yield within.element, between.left if _is_number(between.right) else between.right
    elif name == head_name(read) == "Filter.Tendsto":
        yield from _limits(said, read)


def _is_number(node: Node) -> bool:
    return not any(head_name(part).endswith("Pow.hPow") for part in walk(node))


def _limits(said: App, read: App) -> Iterator[tuple[Node, Node]]:
    """The values of two functions at a few places, and the ends of the limits."""
    for place in (3, 7, 20):
        ours, theirs = (_at(node, place) for node in (said, read))
        yield ours, theirs
    ends = [node.args[4] for node in (said, read)]
    assert head_name(ends[0]) == head_name(ends[1])
    one, other = ends
    if isinstance(one, App) and isinstance(other, App) and head_name(one) == "nhds":
        yield one.args[-1], other.args[-1]


def _at(limit: App, place: int) -> Node:
    numeral = App(Const("OfNat.ofNat"), (limit.args[0], NatLit(place), Elided()))
    return beta(apply(limit.args[2], [numeral]))


def _equal(one: Node, other: Node) -> Node:
    return App(Const("Eq"), (Sort(), one, other))


def _agree(one: Any, other: Any) -> bool:
    if isinstance(one, arb | acb) or isinstance(other, arb | acb):
        difference = acb(_ball(one)) - acb(_ball(other))
        return bool(difference.contains(0))
    return bool(one == other)


def _ball(value: Any) -> Any:
    return arb(value) if isinstance(value, int | fmpq) else value


THEOREMS = tuple(machine().library.theorems)


def _misread(trips: list[Trip]) -> list[Trip]:
    return [trip for trip in trips if trip.fate.startswith("misread")]


def test_a_part_of_the_library_is_read_back() -> None:
    trips = [_travel(name, 3) for name in THEOREMS[::9]]
    assert _misread(trips) == []
    assert sum(trip.fate == "equal" for trip in trips) >= len(trips) / 2


@pytest.mark.slow
def test_two_thirds_of_the_library_are_read_back() -> None:
    # a series at a sample takes seconds
    trips = [_travel(name, 5 if _SERIES & constants(_tree(name)) else 100) for name in THEOREMS]
    assert _misread(trips) == []
    assert sum(trip.fate == "equal" for trip in trips) >= len(trips) * 2 / 3


def test_another_value_is_a_misreading(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "AttentionDecay.two_mul_causal_pairs"
    assert _travel(name, 3).fate == "equal"
    monkeypatch.setattr(signs, "_less_one", lambda printer, node, names: printer.show(node, names))
    assert _travel(name, 3).fate.startswith("misread")
