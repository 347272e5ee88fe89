"""What takes minutes: the library at many samples, and how well samples tell wrong from right."""

import pytest

from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.library import Library
from pycheck.statements.mutants.scoring import score
from pycheck.statements.programs.program import LONGEST
from pycheck.statements.reports import sample
from pycheck.statements.sampling.runs import Plan
from tests.included import receipts

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", [1, 2])
def test_no_theorem_is_refuted_at_many_samples(seed: int) -> None:
    reports = sample(receipts(), n=150, seed=seed)
    assert len(reports) == 198
    assert [r.name for r in reports if r.counterexample is not None] == []
    assert [r.name for r in reports if r.status == "not evaluable"] == []


def test_most_mutants_of_every_seventh_theorem_are_killed() -> None:
    machine = Machine(Library(receipts()))
    scores = [
        score(machine, name, machine.library.statement(name), Plan(70, 0, 128))
        for name in machine.library.theorems[::7]
    ]
    made, killed = sum(s.made for s in scores), sum(s.killed for s in scores)
    left = [s for found in scores for s in found.survivors if not s.shown_equivalent]
    assert made > 100
    assert killed / (killed + len(left)) > 0.85


def test_programs_confirm_most_theorems_and_contradict_none() -> None:
    reports = sample(receipts(), n=20, seed=3)
    assert [r.name for r in reports if r.status == "conflict"] == []
    roads = [(r.points, r.second_road) for r in reports if r.second_road is not None]
    confirmed = [points for points, road in roads if road.confirmed >= min(3, points)]
    assert len(confirmed) >= 150
    sources = [source for _, road in roads for source in road.sources]
    assert max(len(source.splitlines()) for source in sources) <= LONGEST
