"""Questions about a formula's names, answered at samples that satisfy its conditions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pycheck.formulas.statement import Formula
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.forms import head_name
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import (
    App,
    Const,
    Lam,
    Node,
    Pi,
    call,
    constants,
)
from pycheck.statements.reports import TheoremReport, examine_tree
from pycheck.statements.sampling.runs import Plan
from pycheck.statements.sampling.state import BASE_PRECISION
from pycheck.statements.values.partial import Mode
from pycheck.statements.writing import PROP, Term

POINTS = 20
_DRAWN = 21
_MORE = 40
_FINEST = 256
Said = Literal["yes", "no", "unknown"]
# What lies in the function of these is followed, never evaluated; its values can be compared.
_FOLLOWED = frozenset({"tsum", "deriv", "Filter.Tendsto", "HasSum", "HasDerivAt", "Summable"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What samples say: at how many distinct points, and why where it is no yes.

    A yes at no point is that of one tree.
    """

    said: Said
    points: int = 0
    reason: str = ""


class Asker:
    """Asks whether propositions hold wherever the conditions of one formula do."""

    def __init__(self, formula: Formula, library: Library, seed: int) -> None:
        self.formula = formula
        self.library = library
        self.seed = seed

    def holds(self, node: Node) -> Answer:
        """Whether a proposition, below all names and conditions of the formula, holds."""
        closed = self.formula.statement(lambda _: Term(PROP, lambda _: node))
        report = self._examined(closed, _DRAWN)
        if report.status == "unrefuted" and report.points < POINTS and report.points:
            report = self._examined(closed, _MORE)
        return _answer(report)

    def equal(self, node: Node) -> Answer:
        """Whether an equation holds; what is followed only so far is compared term by term."""
        found = self.holds(node)
        if found.said != "unknown":
            return found
        unfolded = self.library.unfold(node)
        if _is_one_tree(unfolded):
            return Answer("yes", 0, "one tree after unfolding")
        parts = list(_differences(unfolded))
        if not parts:
            return found
        answers = [self.holds(part) for part in parts]
        for answer in answers:
            if answer.said != "yes":
                return Answer("unknown", answer.points, answer.reason or found.reason)
        return Answer("yes", min(a.points for a in answers), "term by term")

    def _examined(self, closed: Node, count: int) -> TheoremReport:
        machine = Machine(self.library, Mode.READER, finest=_FINEST)
        return examine_tree(machine, "comparison", closed, Plan(count, self.seed, BASE_PRECISION))


def _answer(report: TheoremReport) -> Answer:
    found = report.counterexample
    at = ", ".join(f"{name} = {value}" for name, value in found.values.items()) if found else ""
    match report.status:
        case "unrefuted" if not report.so_far:
            return Answer("yes", report.points)
        case "refuted" | "disagrees so far":
            sides = f": {found.sides[0]} against {found.sides[1]}" if found and found.sides else ""
            return Answer("no", report.points, f"not at {at or 'any point'}{sides}")
    return Answer("unknown", report.points, report.reason)


def _is_one_tree(node: Node) -> bool:
    """Whether both sides of an equation, perhaps of functions, are one tree."""
    while isinstance(node, Pi):
        node = node.body
    return (
        head_name(node) in ("Eq", "Iff")
        and isinstance(node, App)
        and node.args[-2] == node.args[-1]
    )


def _differences(node: Node) -> Iterator[Node]:
    """Equations from which an equation between followed values comes; none where there are none."""
    if isinstance(node, Pi):
        for part in _differences(node.body):
            yield Pi(node.name, node.type, part)
    elif head_name(node) == "Eq" and isinstance(node, App):
        yield from _pairs(node.args[-2], node.args[-1])


def _pairs(a: Node, b: Node) -> Iterator[Node]:
    if a == b:
        return
    match a, b:
        case App(head, args), App(other, others) if (
            head == other and len(args) == len(others) and constants(a) & _FOLLOWED
        ):
            for x, y in zip(args, others, strict=True):
                yield from _pairs(x, y)
        case Lam(name, kind, body), Lam(_, beside, against) if kind == beside:
            for part in _pairs(body, against):
                yield Pi(name, kind, part)
        case _:
            yield call("Eq", Const("Real"), a, b)
