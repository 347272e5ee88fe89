"""One statement that fails takes nothing with it: no other one, no time, no file, no state."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flint import ctx

from pycheck.statements import writing
from pycheck.statements.language.trees import (
    App,
    Const,
    Node,
    call,
    children,
    rebuild,
)
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import value
from pycheck.statements.mathlib.table import TABLE
from pycheck.statements.reports import sample
from pycheck.statements.values import operations
from pycheck.statements.values.work import ALLOWED, TooMuchWork, limited, spend
from pycheck.statements.writing import Term, exp, implies, real
from tests.statements.corpus.entries import over, r, total
from tests.statements.trees import (
    HIDDEN,
    INT,
    NAMESPACE,
    NAT,
    RAT,
    REAL,
    binary,
    book,
    every,
    examined,
    function,
    machine,
    number,
    to,
    x,
)

ROOT = Path(__file__).parents[2]
UNCONDITIONAL = call("SummationFilter.unconditional", NAT)


@pytest.mark.parametrize(
    "failure", [TypeError("no number"), RecursionError("deep"), MemoryError(), AssertionError()]
)
def test_a_failure_is_the_status_of_its_statement_alone(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Any) -> Any:
        raise failure

    monkeypatch.setitem(TABLE, "Real.exp", value(1, fail, 0))
    machine()._bodies.clear()
    reports = sample(book(), ["exp_two_lt_eight", "weight_one"], n=2, seed=0)
    machine()._bodies.clear()
    broken, sound = reports
    assert broken.status in ("not evaluable", "undecided")
    assert broken.reason
    assert sound.status == "unrefuted"


def test_a_tree_too_deep_for_python_is_not_evaluable() -> None:
    tree: Node = number(1)
    for _ in range(3000):
        tree = binary("HAdd.hAdd", tree, number(1))
    report = examined(call("Eq", REAL, tree, number(0)))
    assert report.status == "not evaluable"
    assert "RecursionError" in report.reason


def test_an_unknown_type_of_a_function_is_undecided() -> None:
    kind = to(to(REAL, REAL), REAL)
    applied = App(x(), (function(x()),))
    report = examined(every(kind, call("Eq", REAL, applied, number(0)), "F"))
    assert report.status == "undecided"
    assert report.reason


def many(n: int) -> Term:
    """``∑ i < n, ∑ j < n, ∑ k < n, exp (i + j + k)``: no form in the index, so term by term."""
    return total(
        n,
        lambda i: total(n, lambda j: total(n, lambda k: exp(real(i) + real(j) + real(k)))),
    )


def test_work_is_counted_and_bounded() -> None:
    """8 10⁶ terms are too many, 512 are not: and the same each time, on any machine."""
    few, too_many = (examined((many(n) >= 0).node, n=1) for n in (8, 200))
    assert few.status == "unrefuted"
    assert (too_many.status, too_many.reason) == ("undecided", "too much work")


def test_the_meter_counts_inside_and_outside() -> None:
    with limited(10):
        spend(4)
        with limited(100), pytest.raises(TooMuchWork):
            spend(7)
        with pytest.raises(TooMuchWork):
            spend(1)
    spend(10 * ALLOWED)  # outside of a limit there is none


@pytest.mark.parametrize(
    "heavy",
    [
        lambda: operations.power(_nat(), _nat(), 3, 10**9),
        lambda: operations.mul(_nat(), 1 << 600_000, 1 << 600_000),
        lambda: operations.scientific(_real(), 1, True, 10**9),
    ],
)
def test_huge_numbers_are_refused_at_once(heavy: Any) -> None:
    with pytest.raises(Undecided):
        heavy()
    assert operations.power(_nat(), _nat(), 1, 10**1000) == 1
    assert operations.power(_nat(), _nat(), 2, 100) == 2**100


def _nat() -> Any:
    from pycheck.statements.language.types import NAT as NATURALS

    return NATURALS


def _real() -> Any:
    from pycheck.statements.language.types import REAL as REALS

    return REALS


@pytest.mark.parametrize("bits", [53, 77])
def test_the_precision_of_the_caller_is_left_alone(bits: int) -> None:
    with ctx.workprec(bits):
        sample(book(), ["fisher_eq_varLog", "tendsto_sqrt_varLog"], n=3, seed=0, mutate=True)
        assert ctx.prec == bits
        examined(over(writing.REAL, lambda x: implies(x >= 99, 1 + exp(-x) == 1)).node)
        examined(over(writing.NAT, lambda n: r(2) ** n == 3).node)
        assert ctx.prec == bits


_SCRIPT = """
from pycheck.receipts import load_receipts
from pycheck.project import included_project
from pycheck.statements.reports import sample
p = included_project()
for r in sample(load_receipts(p.proofs, p.namespace), ["sum_prob", "varLog_eq"], n=40, seed=0):
    print(r.status, r.points)
"""


def test_nothing_is_left_in_the_current_folder(tmp_path: Path) -> None:
    """Nor does it matter which modules are loaded: another process draws the same samples."""
    told = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert list(tmp_path.iterdir()) == []
    here = sample(book(), ["sum_prob", "varLog_eq"], n=40, seed=0)
    assert told.split("\n")[:2] == [f"{r.status} {r.points}" for r in here]


def test_the_home_of_hypothesis_is_given_back(tmp_path: Path) -> None:
    from hypothesis import configuration

    before = getattr(configuration, "__hypothesis_home_directory", None)
    configuration.set_hypothesis_home_dir(tmp_path)
    try:
        sample(book(), ["sum_prob"], n=5, seed=0)
        assert configuration.storage_directory().path == tmp_path
    finally:
        configuration.set_hypothesis_home_dir(before)


def test_a_signature_tells_the_classes_of_the_library() -> None:
    """All statements with instances are read; without the signature none of them is."""
    from pycheck.statements.evaluation.instances import unread
    from pycheck.statements.evaluation.statement import take_apart

    library = machine().library
    taken = [take_apart(n, library.statement(n), machine()) for n in library.theorems]
    general = [s for s in taken if s.types]
    assert len(general) > 30
    assert [s.name for s in taken if unread(s, library)] == []

    class Silent:
        is_structure = staticmethod(library.is_structure)
        definition = staticmethod(library.definition)

        @staticmethod
        def signature(_: str) -> str:
            return ""

    assert all(unread(s, Silent()) for s in general)  # type: ignore[arg-type]

    class Single(Silent):
        @staticmethod
        def signature(name: str) -> str:
            return library.signature(name).replace("Fintype", "Subsingleton")

    single = [s.name for s in general if unread(s, Single())]  # type: ignore[arg-type]
    assert NAMESPACE + "sum_softmax" in single


def test_a_false_statement_about_labels_of_unknown_class_is_not_refuted() -> None:
    """The same tree is refuted under the name whose signature tells the class."""
    tree = machine().library.statement(NAMESPACE + "softmax_pos")
    wrong = _turned(tree)
    assert examined(wrong, name=NAMESPACE + "softmax_pos").status == "refuted"
    report = examined(wrong, name="unknown")
    assert report.status == "undecided"
    assert "leaves out" in report.reason


def _turned(node: Node) -> Node:
    """The statement ``0 < …`` as ``… < 0``."""
    match node:
        case App(Const("LT.lt") as head, (kind, hidden, a, b)):
            return App(head, (kind, hidden, b, a))
    return rebuild(node, [_turned(part) for part, _ in children(node)])


def test_numbers_beside_each_other() -> None:
    assert examined(over(writing.NAT, lambda n: n <= n + 1).node).status == "unrefuted"


COMPLEX = Const("Complex")


def _series(codomain: Node, domain: Node) -> Node:
    """``∑' _ : domain, 0 : codomain``."""
    zero = function(number(0, codomain), domain)
    return call("tsum", codomain, domain, HIDDEN, HIDDEN, zero, UNCONDITIONAL)


def _derivative(field: Node) -> Node:
    """``deriv (fun x ↦ x) 0`` over a field."""
    zero = number(0, field)
    return call("deriv", field, HIDDEN, field, *[HIDDEN] * 3, function(x(), field), zero)


@pytest.mark.parametrize(
    "tree",
    [
        # ∑ over ℤ of 1 at 0 alone, in a form that would be summed over ℕ.
        call("Eq", REAL, _series(REAL, INT), number(1)),
        # In ℚ the sum of 1/n² does not exist, and is 0.
        call("Eq", RAT, _series(RAT, NAT), number(1, RAT)),
        # A derivative over ℂ.
        call(
            "Eq",
            COMPLEX,
            call("deriv", COMPLEX, *[HIDDEN] * 5, function(x()), number(0)),
            number(2),
        ),
        # (-1) ^ (1/2) is i in ℂ, where cos (π/2) is 0.
        call(
            "Eq",
            COMPLEX,
            binary("HPow.hPow", (-r(1)).node, (r(1) / 2).node, COMPLEX),
            number(5, COMPLEX),
        ),
    ],
)
def test_what_is_known_of_the_reals_is_not_said_of_other_types(tree: Node) -> None:
    report = examined(tree)
    assert report.status in ("undecided", "not evaluable"), report
