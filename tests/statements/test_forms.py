"""Named forms against the trees that Lean itself printed."""

from pycheck.statements.language import forms
from pycheck.statements.language.forms import Relation
from pycheck.statements.language.trees import App, Const, Lam, Pi, walk
from tests.statements.trees import (
    HIDDEN,
    NAMESPACE,
    REAL,
    binary,
    call_set,
    machine,
    number,
    relation,
    x,
)


def test_every_relation_flips_back_and_keeps_its_strictness() -> None:
    for one in Relation:
        assert one.flipped.flipped is one
        assert one.flipped.is_strict is one.is_strict
    assert Relation.LE.flipped is Relation.GE
    assert Relation.EQ.flipped is Relation.EQ


def test_a_comparison_keeps_its_sides() -> None:
    node = relation("LT.lt", x(0), number(3))
    found = forms.comparison(node)
    assert found is not None
    assert (found.relation, found.kind, found.left, found.right) == (
        Relation.LT,
        REAL,
        x(0),
        number(3),
    )
    assert forms.compared(node, Relation.LE, x(1), x(0)) == relation("LE.le", x(1), x(0))
    assert forms.equation(node) is None


def test_operations_casts_and_signs() -> None:
    power = binary("HPow.hPow", x(0), number(2))
    found = forms.operation(power)
    assert found is not None
    assert (found.name, found.left, found.right) == ("HPow.hPow", x(0), number(2))
    assert forms.operation(power, "HAdd.hAdd") is None
    assert forms.operation(Const("HPow.hPow")) is None
    minus = App(Const("Neg.neg"), (REAL, HIDDEN, x(0)))
    assert forms.negated(minus) == x(0)
    assert forms.inverted(minus) is None
    assert forms.cast(App(Const("Nat.cast"), (REAL, HIDDEN, x(1)))) == x(1)
    assert forms.numeral(number(12)) == 12
    assert forms.numeral(x(0)) is None
    assert forms.element_type(call_set(REAL)) == REAL


def test_the_sum_and_the_membership_of_a_recorded_statement() -> None:
    """``∑ d ∈ distances N, prob γ N d = 1``, as the exporter printed it."""
    tree = machine().library.statement(NAMESPACE + "sum_prob")
    while isinstance(tree, Pi):
        tree = tree.body
    found = forms.equation(tree)
    assert found is not None
    assert forms.numeral(found.right) == 1
    total = forms.summation(found.left)
    assert total is not None
    assert forms.head_name(total.support) == NAMESPACE + "distances"
    assert isinstance(total.summand, Lam)


def test_every_relation_of_the_library_is_read() -> None:
    """No constant of a relation occurs that its form does not take apart."""
    names = {relation.value for relation in Relation}
    for theorem in machine().library.theorems:
        for node in walk(machine().library.statement(theorem)):
            if isinstance(node, App) and forms.head_name(node) in names:
                found = forms.comparison(node)
                assert found is not None
                assert (found.left, found.right) == node.args[-2:]
            if isinstance(node, App) and forms.head_name(node) == "Membership.mem":
                assert forms.membership(node) is not None
