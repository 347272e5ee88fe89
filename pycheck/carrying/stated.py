"""What a theorem states: the halves of an equivalence, functions by their values; or nothing."""

from pycheck.carrying.shapes import shapes
from pycheck.statements.evaluation.statement import Binder, Statement
from pycheck.statements.language.forms import compared, comparison
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import (
    App,
    Node,
    Pi,
    Var,
    beta,
    call,
    free_variables,
    is_call,
    lift,
)


def halves(statement: Statement) -> tuple[Statement, ...]:
    """Of an equivalence each half, under the other half; of anything else the statement itself."""
    statement = _pointwise(statement)
    if not is_call(statement.conclusion, "Iff"):
        return (statement,)
    assert isinstance(statement.conclusion, App)
    one, other = statement.conclusion.args
    return tuple(_under(statement, premise, half) for premise, half in ((one, other), (other, one)))


def _pointwise(statement: Statement) -> Statement:
    """A statement about functions of labels as one about their values ``at`` a label."""
    found = comparison(statement.conclusion)
    if found is None or not isinstance(statement.conclusion, App) or not isinstance(found.kind, Pi):
        return statement
    position = len(statement.binders)
    domain = found.kind.type
    mentions = frozenset(position - 1 - i for i in free_variables(domain))
    at = Binder(position, "at", "variable", domain, mentions)
    left, right = (beta(App(lift(side, 1), (Var(0),))) for side in (found.left, found.right))
    applied = call(found.relation.value, found.kind.body, left, right)
    return _pointwise(Statement(statement.name, (*statement.binders, at), applied))


def _under(statement: Statement, premise: Node, conclusion: Node) -> Statement:
    """A statement with one more hypothesis and another conclusion."""
    position = len(statement.binders)
    mentions = frozenset(position - 1 - i for i in free_variables(premise))
    added = Binder(position, "the other half", "hypothesis", premise, mentions)
    return Statement(statement.name, (*statement.binders, added), lift(conclusion, 1))


def says_nothing(statement: Statement, library: Library) -> str:
    """Why a theorem would say nothing: one tree on both sides, or an assumed conclusion."""
    conclusion = library.unfold(statement.conclusion)
    for shape in shapes(conclusion):
        nodes = [piece.node for piece in shape.pieces]
        if shape.word in ("=", "<=", "iff") and len(nodes) == 2 and nodes[0] == nodes[1]:
            return "it says nothing: both of its sides are one tree after unfolding"
    size = len(statement.binders)
    for binder in statement.hypotheses:
        moved = library.unfold(lift(binder.type, size - binder.position))
        if moved == conclusion or _flipped(moved) == conclusion:
            return f"it says nothing: {binder.name} assumes its conclusion"
    return ""


def _flipped(node: Node) -> Node | None:
    found = comparison(node)
    if found is None or not isinstance(node, App):
        return None
    return compared(node, found.relation.flipped, found.right, found.left)
