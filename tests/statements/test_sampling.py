"""Sampling the library: every theorem, no rejection, nothing false, the same samples again."""

import ast
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption

import pycheck.statements as package
from pycheck.errors import InputError
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.reports import TheoremReport, sample
from pycheck.statements.sampling.decide import describe
from pycheck.statements.sampling.runs import Plan, each_sample, is_closed
from pycheck.statements.sampling.sampler import Sample, Sampler
from pycheck.statements.sampling.state import Prepared
from tests.statements.trees import NAMESPACE, book, machine

CORE = ("fisher_eq_heatCapacity_div_sq", "tendsto_heatCapacity_one_div", "hasSum_polylog_prob")


@pytest.fixture(scope="module")
def reports() -> dict[str, TheoremReport]:
    return {r.name.removeprefix(NAMESPACE): r for r in sample(book(), n=3, seed=11)}


def prepared(name: str) -> Prepared:
    tree = machine().library.statement(NAMESPACE + name)
    return Prepared(take_apart(name, tree, machine()), machine())


def drawn(name: str, count: int) -> list[dict[str, str]]:
    """The values of the first samples of a theorem."""
    ready = prepared(name)
    found: list[dict[str, str]] = []
    plan = Plan(count, 5, 128)
    each_sample(lambda s: found.append(describe(ready, s)), Sampler(ready).strategy(), plan)
    return found


def test_at_least_nine_tenths_of_the_theorems_are_sampled(
    reports: dict[str, TheoremReport],
) -> None:
    statuses = Counter(r.status for r in reports.values())
    assert len(reports) == len(machine().library.theorems)
    assert statuses["not evaluable"] <= len(reports) // 10
    assert statuses["unrefuted"] == len(reports)
    assert 0 < sum(r.so_far for r in reports.values()) < len(reports) // 2


def test_no_proved_theorem_is_reported_false(reports: dict[str, TheoremReport]) -> None:
    assert [r.name for r in reports.values() if r.counterexample] == []


def test_a_limit_without_a_closed_form_is_never_a_pass(reports: dict[str, TheoremReport]) -> None:
    # Powers, logarithms and their products have a closed form at a symbolic index.
    closed = {"tendsto_log_natCast", "tendsto_log_pow_div_rpow"}
    closed |= {"tendsto_compoundReliability", "tendsto_backPrimitive_one_div"}
    for name, report in reports.items():
        tree = machine().library.statement(NAMESPACE + name)
        limit = "Filter.Tendsto" in repr(prepared(name).statement.conclusion)
        assert report.so_far is (limit and name not in closed), (name, tree)


def test_the_core_statements(reports: dict[str, TheoremReport]) -> None:
    fisher, heat, polylog = (reports[name] for name in CORE)
    assert (fisher.so_far, heat.so_far, polylog.so_far) == (False, True, False)
    points = dict(heat.numbers)
    assert float(points["10^100000"]) < 1e-6 < float(points["10^1000"]) < float(points["10^3"])


def test_no_definition_of_the_library_is_mentioned_in_the_code() -> None:
    """The meaning of what was proved comes from the trees alone."""
    names = {*book().short_names} | {r.name for r in book().receipts}
    for path in Path(package.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in names, (path.name, node.value)


@pytest.mark.parametrize(
    "name",
    [
        "IsLogSummable.var_eq",
        "antitoneOn_back",
        "chinchillaLoss_le",
        "entropy_le_entropy_prob",
        "eq_prob_of_entropy_eq",
        "minP_anti",
        "mem_minP_iff",
        "negMulLog_add_mul_log_lt",
        "perplexity_pure",
        "speculative_eq",
        "sum_sq_scaled_dot",
        "sum_weight_tail_le_of_window",
        "tendsto_div_log_pow",
        "tendsto_softmax_atTop",
        "weight_pos",
        "windowShare_mono",
    ],
)
def test_samples_are_built_not_searched_for(name: str) -> None:
    sampler = Sampler(prepared(name))
    attempts = Counter[str]()

    def counted(draw: Any) -> Sample:
        try:
            result = sampler._sample(draw)
        except UnsatisfiedAssumption:
            attempts["rejected"] += 1
            raise
        attempts["kept"] += 1
        return result

    each_sample(lambda _: None, st.composite(counted)(), Plan(20, 3, 128))
    assert attempts["kept"] >= 20
    assert attempts["rejected"] <= attempts["kept"] // 10


def test_the_edges_are_sampled() -> None:
    contexts = {s["N"] for s in drawn("fisher_eq_heatCapacity_div_sq", 150)}
    assert {"1", "2", "8"} <= contexts
    assert {"100", "1000", "1000000"} & contexts
    exponents = {s["γ"] for s in drawn("fisher_eq_heatCapacity_div_sq", 150)}
    assert "0" not in exponents
    assert {"1", "1001/1000", "1000000001/1000000000"} & exponents
    damping = {s["z"] for s in drawn("hasSum_polylog_prob", 150)}
    assert {"99/100", "999/1000"} & damping


def test_distributions_are_distributions() -> None:
    from fractions import Fraction

    for values in drawn("perplexity_le", 30):
        entries = values["q"].strip("[]").split(", then")[0].split(", ")[1:]
        weights = [Fraction(entry) for entry in entries]
        assert len(weights) == int(values["N"])
        assert sum(weights) == 1
        assert min(weights) >= 0


def test_the_same_seed_gives_the_same_samples() -> None:
    assert drawn("klDiv_nonneg", 10) == drawn("klDiv_nonneg", 10)


def test_a_closed_statement_has_one_sample(reports: dict[str, TheoremReport]) -> None:
    assert is_closed(prepared("exp_two_lt_eight"))
    assert reports["exp_two_lt_eight"].samples == 1


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="fisher_eq_varLog"):
        sample(book(), ["fisher_eq_varLg"], n=1, seed=0)
    with pytest.raises(InputError, match="definition, not a theorem"):
        sample(book(), ["heatCapacity"], n=1, seed=0)
