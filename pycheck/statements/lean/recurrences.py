"""Recurrences: a sequence that satisfies one is a variable of a theorem, the rule a hypothesis."""

from pycheck.statements.language.trees import (
    App,
    Const,
    Lam,
    Node,
    Pi,
    Var,
    apply,
    call,
    children,
    free_variables,
    lift,
    rebuild,
)
from pycheck.statements.writing import NAT, REAL

_FIX = Const("Special.fix")


def with_sequences(body: Node) -> tuple[list[tuple[str, Node]], list[Node], Node]:
    """A proposition with a new variable for each sequence that a recurrence gives.

    Returns the names and types of the new variables, the rules, and the proposition. Rules and
    proposition see all new variables, the last one innermost.
    """
    variables: list[tuple[str, Node]] = []
    rules: list[Node] = []
    while (found := _first([body, *rules], 0)) is not None:
        step = found.args[0]
        assert isinstance(step, Lam)
        assert isinstance(step.body, Lam)
        variables.append((step.name, step.type))
        body, *rules = (_named(node, found) for node in (body, *rules))
        argument = step.body
        value = App(Var(1), (Var(0),))
        rule = Pi(argument.name, NAT.node, call("Eq", REAL.node, value, argument.body))
        rules.append(_named_below(rule, found))
    return variables, rules, body


def _first(nodes: list[Node], depth: int) -> App | None:
    """The first recurrence that is about no bound variable, as it is outside of all binders."""
    for node in nodes:
        if isinstance(node, App) and node.head == _FIX:
            sequence = App(_FIX, node.args[:1])
            if all(index >= depth for index in free_variables(sequence)):
                return App(_FIX, (lift(node.args[0], -depth),))
        for part, below in children(node):
            inner = _first([part], depth + below)
            if inner is not None:
                return inner
    return None


def _named(node: Node, sequence: App) -> Node:
    """A tree under one more binder, the variable of which takes the place of a sequence."""
    return _named_below(lift(node, 1), sequence)


def _named_below(node: Node, sequence: App, depth: int = 0) -> Node:
    """A tree that stands under the new binder already."""
    if isinstance(node, App) and node.head == _FIX:
        if node.args[0] == lift(sequence.args[0], depth + 1):
            rest = [_named_below(arg, sequence, depth) for arg in node.args[1:]]
            return apply(Var(depth), rest)
    parts = children(node)
    return rebuild(node, [_named_below(part, sequence, depth + below) for part, below in parts])
