"""A closed statement as a theorem of Lean 4 that says to Lean what it says to a reader."""

from collections.abc import Sequence

from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.forms import Relation, comparison, head_name, numeral
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import (
    Const,
    Elided,
    Node,
    Pi,
    Sort,
    beta,
    free_variables,
    instantiate,
    walk,
)
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.lean.agreement import Types, conditions
from pycheck.statements.lean.mathlib import in_mathlib, with_numerals
from pycheck.statements.lean.pieces import fresh
from pycheck.statements.lean.recurrences import with_sequences
from pycheck.statements.lean.signs import Signs
from pycheck.statements.lean.text import Printer
from pycheck.statements.values.work import ALLOWED, limited

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def agreement(node: Node) -> tuple[list[tuple[str, Node]], list[Node], list[Node], Node]:
    """A statement as its variables, added conditions, its own hypotheses and its conclusion.

    All of the propositions stand below all of the variables.
    """
    variables: list[tuple[str, Node]] = []
    node = with_numerals(beta(node))
    while isinstance(node, Pi) and _is_variable(node.type):
        variables.append((node.name, node.type))
        node = node.body
    sequences, hypotheses, node = with_sequences(node)
    variables += sequences
    while isinstance(node, Pi) and not _is_variable(node.type) and not _is_used(node):
        hypotheses.append(node.type)
        node = instantiate(node.body, Elided())
    types = tuple(kind for _, kind in variables)
    signs = Signs(hypotheses)
    found = [p for part in (*hypotheses, node) for p in conditions(part, types, signs)]
    added: list[Node] = []
    # The shorter ones first: the longer may follow from them.
    for proposition in sorted(found, key=lambda p: sum(1 for _ in walk(p))):
        known = (*hypotheses, *added)
        if proposition not in known and not _follows(proposition, Signs(known)):
            added.append(proposition)
    return variables, added, hypotheses, node


def _is_variable(kind: Node) -> bool:
    """Whether a binder is of a number or a function, and no hypothesis."""
    while isinstance(kind, Pi):
        kind = kind.body
    return isinstance(kind, Sort) or (isinstance(kind, Const) and kind.name not in _TRUTHS)


_TRUTHS = frozenset({"True", "False"})


def _is_used(node: Pi) -> bool:
    return 0 in free_variables(node.body)


def _follows(proposition: Node, signs: Signs) -> bool:
    """Whether a condition follows from a sign, or is true by calculation."""
    said = comparison(proposition)
    if said is not None and numeral(said.right) == 0 and said.relation is Relation.NE:
        if signs.positive(said.left):
            return True
    if said is not None and numeral(said.left) == 0:
        seen = signs.positive if said.relation is Relation.LT else signs.nonnegative
        if said.relation in (Relation.LT, Relation.LE) and seen(said.right):
            return True
    if free_variables(proposition) or head_name(proposition) in ("Summable", "Exists"):
        return False
    return said is not None and _is_true(proposition)


def _is_true(proposition: Node) -> bool:
    try:
        with limited(ALLOWED):
            truth = Machine(Library()).compile(proposition)(())
    except Undecided:
        return False
    return bool(truth.value is True and truth.certain)


def theorem(node: Node, name: str = "formula") -> str:
    """The statement as one line, ``theorem name binders : conclusion``, without a proof.

    Raises `Lacking` where Mathlib has no such function.
    """
    variables, added, hypotheses, conclusion = agreement(node)
    printer = Printer(ascribe=True)
    names: tuple[str, ...] = ()
    binders: list[tuple[list[str], str]] = []
    for variable, kind in variables:
        text = printer.text(kind, names)
        names = (*names, fresh(variable, names))
        if binders and binders[-1][1] == text:
            binders[-1][0].append(names[-1])
        else:
            binders.append(([names[-1]], text))
    types = tuple(kind for _, kind in variables)
    for number, proposition in enumerate(_each_once([*hypotheses, *added]), 1):
        label = fresh("h" + str(number).translate(_SUBSCRIPTS), names)
        binders.append(([label], printer.text(_written(proposition, types), names)))
    head = "".join(f" ({' '.join(group)} : {text})" for group, text in binders)
    return f"theorem {name}{head} : {printer.text(_written(conclusion, types), names)}"


def _written(node: Node, types: Types) -> Node:
    return with_numerals(in_mathlib(node, types))


def _each_once(propositions: Sequence[Node]) -> list[Node]:
    return list(dict.fromkeys(propositions))
