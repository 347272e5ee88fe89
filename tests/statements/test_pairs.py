"""Slips that were published: the wrong statement is refuted, its correction is not."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from flint import fmpq

from pycheck.statements.reports import TheoremReport, examine_tree
from pycheck.statements.sampling.runs import Plan
from tests.statements.pairs import FACTS, PAIRS
from tests.statements.trees import machine

PLAN = Plan(40, 0, 128)
# Wrong statements that are not refuted, with what they lack. A name may only leave this list.
LACKING: dict[str, str] = {
    "fb-aime1999p11": "a solution of an equation between a sum of sines and a tangent",
    "pb-1999b3": "a double series near the end of its convergence",
    "pb-1992b2": "polynomials as values",
    "pb-2004b5": "that a product has no limit for one of the numbers",
    "pb-1978a3": "an integral to infinity that is certain",
    "tao-dirichlet": "that no real number is one that is claimed to exist",
}
# Corrections that take long: a product of thousands of powers at every point, many small cases.
SLOW = frozenset(
    {
        *("fb-aime1999p11", "fb-alg276", "fc-grimm", "oa-alg13", "oa-alg289", "pb-2004b5"),
        *("rq-amc2002p21", "rq-nt126", "rq-nt293", "tao-upperseq"),
    }
)
# Pairs that have a constant without a meaning here.
NOT_EVALUABLE = frozenset({"pb-1992b2"})


@cache
def told(name: str, side: str) -> TheoremReport:
    return examine_tree(machine(), name, getattr(PAIRS[name], side).node, PLAN)


def of_kind(before: str) -> list[str]:
    return [name for name, facts in FACTS.items() if facts["before"] == before]


def _number(text: Any) -> fmpq | None:
    try:
        numerator, _, denominator = str(text).replace("−", "-").partition("/")
        return fmpq(int(numerator), int(denominator or "1"))
    except ValueError:
        return None


def _size(values: dict[str, Any], names: set[str]) -> fmpq:
    found = [_number(values[name]) for name in names]
    return sum((abs(x) + abs(x.q) for x in found if x is not None), fmpq(0))


def test_every_pair_has_its_facts() -> None:
    assert set(FACTS) == set(PAIRS)
    assert len(PAIRS) == 57
    assert set(LACKING) <= set(of_kind("false") + of_kind("vacuous"))


@pytest.mark.parametrize("name", [n for n in of_kind("false") if n not in LACKING])
def test_the_wrong_statement_is_refuted(name: str) -> None:
    report = told(name, "before")
    if report.status == "unrefuted":  # more samples say more
        report = examine_tree(machine(), name, PAIRS[name].before.node, replace(PLAN, count=100))
    assert report.status == "refuted"
    assert report.counterexample is not None
    found, known = report.counterexample.values, FACTS[name]["at"]
    both = {n for n in known if n in found}
    names = {n for n in both if None not in (_number(known[n]), _number(found[n]))}
    assert _size(found, names) <= 4 * _size(known, names) + 20


@pytest.mark.parametrize("name", [n for n in of_kind("vacuous") if n not in LACKING])
def test_contradictory_hypotheses_are_seen(name: str) -> None:
    assert told(name, "before").status == "vacuous"


@pytest.mark.parametrize("name", of_kind("true"))
def test_what_is_true_for_a_wrong_reason_is_not_refuted(name: str) -> None:
    assert told(name, "before").status not in ("refuted", "vacuous")


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.slow if n in SLOW else ()) for n in PAIRS]
)
def test_the_correction_is_not_refuted(name: str) -> None:
    report = told(name, "after")
    assert report.status not in ("refuted", "vacuous", "conflict", "disagrees so far")
    assert (report.status == "not evaluable") == (name in NOT_EVALUABLE)
