"""A theorem beside a formula: it is the same, assumes more, disagrees, or cannot be compared."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from pycheck.carrying.compare import compare
from pycheck.carrying.definitions import compare_definition
from pycheck.carrying.meant import meant
from pycheck.carrying.parts import says_nothing
from pycheck.carrying.work import Relation
from pycheck.ledger.parts import Definition, Part
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import App, Const, Inst, Node, Pi, call, lift
from tests.included import NAMESPACE, ledger, receipts

DEFINITIONS: Mapping[str, Definition] = {d.name: d for d in ledger().definitions}
FORMALIZED = {n: f"{NAMESPACE}.{d.lean}" for n, d in DEFINITIONS.items() if d.lean}
N = ("N natural", "N >= 1")
SCORES = ("n natural", "n >= 1", "s(k) real")
OVER_LABELS = {"iota": "1..n", "s": "s(k)"}
IDENTITY = "fisher_eq_heatCapacity_div_sq"
TWELFTH = "tendsto_heatCapacity_one_div"


def related(
    formula: str,
    where: Sequence[str],
    theorem: str,
    standing: Mapping[str, str] | None = None,
    library: Library | None = None,
) -> Relation:
    part = Part.model_validate({"formula": formula, "where": tuple(where), "with": standing or {}})
    read = meant(part, DEFINITIONS, FORMALIZED)
    name = f"{NAMESPACE}.{theorem}"
    return compare(read, name, part.standing, library or Library(receipts()))


SAME = [
    ("Fisher(N, gamma) = C_V(N, gamma)/gamma**2", (*N, "gamma != 0"), IDENTITY, {}),
    ("C_V(N, gamma)/gamma**2 = Fisher(N, gamma)", (*N, "gamma != 0"), IDENTITY, {}),
    ("Fisher(N, g) = C_V(N, g)/g**2", (*N, "g != 0"), IDENTITY, {"γ": "g"}),
    ("Fisher(N, gamma) = VarLog(N, gamma)", N, "fisher_eq_varLog", {}),
    ("C_V(N, 1) < log(N)**2/4", ("N natural", "N >= 2"), "heatCapacity_one_lt", {}),
    ("log(N)**2/4 > C_V(N, 1)", ("N natural", "N >= 2"), "heatCapacity_one_lt", {}),
    ("Limit(C_V(N, 1)/log(N)**2, N, oo) = Rational(1, 12)", N[:1], TWELFTH, {}),
    ("Derivative(log(Z(N, gamma)), gamma) = -U(N, gamma)", N, "hasDerivAt_log_partition", {}),
    ("Sum(z**k/k**s/Polylog(s, z), (k, 1, oo)) = 1", ("0 < z", "z < 1"), "hasSum_polylog_prob", {}),
    ("Sum(Softmax(i), (i, 1, n)) = 1", SCORES, "sum_softmax", OVER_LABELS),
    ("order(gamma) < 0", ("gamma < 1",), "fractionalOrder_neg_iff", {}),
    ("gamma < 1", ("order(gamma) < 0",), "fractionalOrder_neg_iff", {}),
    ("0 < levy(gamma) < 2", ("1 < gamma", "gamma < 3"), "levyIndex_mem_Ioo_iff", {}),
    ("exp(s(i) + c)/Sum(exp(s(j) + c), (j, 1, n)) = Softmax(i)",
     (*SCORES, "i natural", "1 <= i <= n"), "softmax_add_const", {**OVER_LABELS, "at": "i"}),
    ("order(0.7) = -0.15", (), "fractionalOrder_seven_tenths", {}),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "where", "theorem", "standing"), SAME)
def test_a_theorem_that_is_the_formula(
    formula: str, where: Sequence[str], theorem: str, standing: Mapping[str, str]
) -> None:
    found = related(formula, where, theorem, standing)
    assert found.relation == "same", found
    assert found.points >= 1


FOREIGN = [
    # another constant, though all values agree
    ("Fisher(N, gamma) = VarLog(N, gamma)", (*N, "gamma != 0"), IDENTITY, {}),
    ("Sum(prob(d, N, gamma), (d, 1, N)) = 1", N, "sum_softmax", OVER_LABELS),
    ("Sum(Softmax(i), (i, 1, n)) = 1", SCORES, "sum_prob", {}),
    ("2*Sum(i, (i, 1, n)) = n*(n + 1)", SCORES, "sum_softmax", OVER_LABELS),
    ("wins(a, b) = 1/(1 + exp(-(a - b)))", (), "guide_one", {}),
    # another figure or factor
    ("Fisher(N, gamma) = C_V(N, gamma)/gamma", (*N, "gamma != 0"), IDENTITY, {}),
    ("Limit(C_V(N, 1)/log(N)**2, N, oo) = Rational(1, 4)", N[:1], TWELFTH, {}),
    ("order(0.7) = -0.25", (), "fractionalOrder_seven_tenths", {}),
    ("C_V(N, 1) < log(N)**2/8", ("N natural", "N >= 2"), "heatCapacity_one_lt", {}),
    # another relation
    ("C_V(N, 1) <= log(N)**2/4", ("N natural", "N >= 2"), "heatCapacity_one_lt", {}),
    ("C_V(N, 1) > log(N)**2/4", ("N natural", "N >= 2"), "heatCapacity_one_lt", {}),
    ("0 <= levy(gamma) <= 2", ("1 < gamma", "gamma < 3"), "levyIndex_mem_Ioo_iff", {}),
    # a limit that goes elsewhere, and numbers that are made by other means
    ("Limit(chi(gamma), gamma, oo) = oo", (), "tendsto_susceptibility", {}),
    ("512/8 = 64", (), "head_width_16", {}),
    ("8*8 = 64", (), "head_width_16", {}),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "where", "theorem", "standing"), FOREIGN)
def test_a_theorem_that_is_another_one(
    formula: str, where: Sequence[str], theorem: str, standing: Mapping[str, str]
) -> None:
    found = related(formula, where, theorem, standing)
    assert found.relation == "disagrees", found
    assert found.reason


MORE = [
    ("Fisher(N, gamma) = C_V(N, gamma)/gamma**2", N, IDENTITY, "hγ"),
    ("C_V(N, 1) < log(N)**2/4", N, "heatCapacity_one_lt", "hN"),
    ("order(gamma) < 0", ("gamma < 2",), "fractionalOrder_neg_iff", "the other half"),
]


@pytest.mark.parametrize(("formula", "where", "theorem", "hypothesis"), MORE)
def test_a_hypothesis_that_the_conditions_do_not_give_is_named(
    formula: str, where: Sequence[str], theorem: str, hypothesis: str
) -> None:
    found = related(formula, where, theorem)
    assert found.relation == "assumes more"
    assert hypothesis in found.reason


def test_a_type_that_may_be_empty_is_no_inhabited_one() -> None:
    found = related(
        "Sum(Softmax(i), (i, 1, n)) = 1", ("n natural", "s(k) real"), "sum_softmax", OVER_LABELS
    )
    assert found.relation in ("assumes more", "disagrees")


def _changed(theorem: str, change: Callable[[Node], Node]) -> Library:
    library = Library(receipts())
    name = f"{NAMESPACE}.{theorem}"
    library._statements[name] = _below_binders(library.statement(name), change)
    return library


def _below_binders(tree: Node, change: Callable[[Node], Node]) -> Node:
    if isinstance(tree, Pi):
        return Pi(tree.name, tree.type, _below_binders(tree.body, change))
    if isinstance(tree, Inst):
        return Inst(_below_binders(tree.body, change))
    return change(tree)


FISHER = ("Fisher(N, gamma) = C_V(N, gamma)/gamma**2", (*N, "gamma != 0"), IDENTITY)


def test_a_theorem_that_assumes_false_assumes_more() -> None:
    library = _changed(FISHER[2], lambda goal: Pi("h", Const("False"), lift(goal, 1)))
    found = related(*FISHER, library=library)
    assert found.relation == "assumes more"


def test_a_theorem_that_assumes_its_conclusion_says_nothing() -> None:
    library = _changed(FISHER[2], lambda goal: Pi("h", goal, lift(goal, 1)))
    found = related(*FISHER, library=library)
    assert found.relation == "disagrees"
    assert "assumes its conclusion" in found.reason


def test_a_theorem_of_one_tree_on_both_sides_says_nothing() -> None:
    def reflexive(goal: Node) -> Node:
        assert isinstance(goal, App)
        return call("Eq", goal.args[0], goal.args[1], goal.args[1])

    found = related(*FISHER, library=_changed(FISHER[2], reflexive))
    assert found.relation == "disagrees"
    assert "one tree" in found.reason


@pytest.mark.parametrize(
    ("formula", "where"),
    [
        ("U(N, gamma) = U(N, gamma)", N),
        ("Share(D, N, gamma) = Z(D, gamma)/Z(N, gamma)", ("N natural", "D natural", "1 <= D <= N")),
        ("x + 1 = y", ("x real", "y real", "x + 1 = y")),
    ],
)
def test_a_formula_that_says_nothing(formula: str, where: Sequence[str]) -> None:
    part = Part.model_validate({"formula": formula, "where": tuple(where)})
    assert says_nothing(meant(part, DEFINITIONS, {}))


def test_a_formula_that_says_something() -> None:
    part = Part.model_validate({"formula": FISHER[0], "where": FISHER[1]})
    assert not says_nothing(meant(part, DEFINITIONS, {}))


@pytest.mark.parametrize("name", list(FORMALIZED))
def test_every_definition_is_that_of_its_constant(name: str) -> None:
    library = Library(receipts())
    found = compare_definition(DEFINITIONS[name], FORMALIZED[name], DEFINITIONS, library)
    assert found.relation == "same", found


@pytest.mark.parametrize(
    ("formula", "lean"),
    [
        ("Z(N, gamma) = Sum(d**(-gamma), (d, 1, N - 1))", "partition"),
        ("Z(N, gamma) = Sum(d**(-gamma), (d, 1, N))", "meanLog"),
        ("VarLog(N, gamma) = Sum(d**(-gamma)*log(d)**2, (d, 1, N))", "varLog"),
    ],
)
def test_a_definition_that_is_another_one(formula: str, lean: str) -> None:
    wrong = Definition.model_validate({"formula": formula, "where": N, "lean": lean})
    definitions = {**DEFINITIONS, wrong.name: wrong}
    found = compare_definition(wrong, f"{NAMESPACE}.{lean}", definitions, Library(receipts()))
    assert found.relation == "disagrees"
