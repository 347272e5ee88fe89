"""Measurements of trainings that come to generalize late, on trainings drawn for them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from book.measurements._trainings import Value
from pycheck.checks.measurement import judged, worst
from pycheck.data.sources import Source
from pycheck.evidence import RealityVerdict
from pycheck.reality.readings import Readings, Table, write_readings
from tests.book.measurements.made import CONTRADICTED, REPRODUCED, UNDECIDED, UNMEASURED, measure

SEEDS = 6
NORMS = (10.0, 20.0, 50.0, 100.0)
STEPS = [0.0, *np.geomspace(10, 10_000, 80).round()]
Law = Callable[[int, float, float], dict[str, float]]


def sigmoid(step: float, middle: float, width: float) -> float:
    """From 0 to 1; a tenth and nine tenths are `width` apart."""
    return float(1 / (1 + np.exp(np.clip((middle - step) / width * 2 * np.log(9), -500, 500))))


def law(
    learnt: float = 80,
    jump: float = 3000,
    width: float = 800,
    circuit: float = 2000,
    slow: float = 3000,
    start: float = 0.0,
    norms: tuple[float, float] = (90, 50),
    control: float = 0.0,
    spread: float = 0.02,
) -> Law:
    """A training: steps at which things happen; the seed moves them by `spread` of themselves."""

    def point(seed: int, decay: float, step: float) -> dict[str, float]:
        step *= 1 + spread * (seed - SEEDS / 2) if step < STEPS[-1] else 1
        test = start + (1 - start) * sigmoid(step, jump, width) if decay else control
        early = step < (learnt + jump) / 2
        return {
            "training_loss": 1.0,
            "test_loss": 1.0,
            "training_accuracy": min(1.0, step / learnt),
            "test_accuracy": test,
            "norm": norms[0] if early else norms[1],
            "fourier": 0.2 + (0.4 * sigmoid(step, circuit, slow) if decay else 0),
        }

    return point


def body(
    folder: Path,
    point: Law,
    test: tuple[float, ...] = (3, 1, 0.1, 20),
    training: tuple[float, ...] = (2, 0.4, 1e-3, 1e-7),
    seeds: int = SEEDS,
    decays: tuple[float, ...] = (0.5, 0.0),
    task: str = "addition modulo 59",
) -> Source:
    rows = [
        {"seed": float(seed), "decay": decay, "step": step, **point(seed, decay, step)}
        for seed in range(seeds)
        for decay in decays
        for step in STEPS
    ]
    noise = np.random.default_rng(1).lognormal(0, 0.1, (seeds, len(NORMS), 2)).tolist()
    held = [
        {
            "seed": float(seed),
            "held": norm,
            "training_loss": training[i] * noise[seed][i][0],
            "test_loss": test[i] * noise[seed][i][1],
        }
        for seed in range(seeds)
        for i, norm in reversed(list(enumerate(NORMS)))
    ]
    readings = Readings(
        model="m",
        corpus=task,
        context=2,
        sequences=1770,
        seed=0,
        tables={"grokking": _table(rows), "held norm": _table(held)},
        measured_by="test",
    )
    write_readings(folder / f"{task[-2:]}.readings.json", readings)
    return Source("own", folder, "train them", sample=False)


def _table(rows: list[dict[str, Any]]) -> Table:
    columns = {key: tuple(row[key] for row in rows) for key in rows[0]}
    return Table(rows="made", meaning=dict.fromkeys(columns, "made"), columns=columns)


TRUE, FALSE = REPRODUCED, CONTRADICTED
CASES: list[tuple[str, Law, dict[str, Any], RealityVerdict]] = [
    ("grokking.curve", law(), {}, TRUE),
    ("grokking.curve", law(learnt=2500), {}, FALSE),  # it generalizes as it learns
    ("grokking.curve", law(start=0.4), {}, FALSE),  # and knew much from the beginning
    ("grokking.curve", law(jump=1e6), {}, FALSE),  # it never generalizes
    ("grokking.curve", law(jump=4000, width=6000), {}, FALSE),  # no jump but a slope
    ("grokking.curve", law(learnt=1450, spread=0.1), {}, UNDECIDED),
    ("grokking.circuit", law(), {}, TRUE),
    ("grokking.circuit", law(circuit=4500), {}, FALSE),  # after the jump
    ("grokking.circuit", law(circuit=20, slow=30), {}, FALSE),  # with the training pairs
    ("grokking.circuit", law(circuit=2000, slow=200), {}, FALSE),  # before it, but at once
    ("grokking.circuit", law(jump=1e6), {}, FALSE),
    ("grokking.engine", law(), {}, TRUE),
    ("grokking.engine", law(norms=(50, 90)), {}, FALSE),  # the norm grows
    ("grokking.engine", law(control=0.9), {}, FALSE),  # no decay is needed
    ("grokking.engine", law(jump=1e6), {}, FALSE),  # decay does not help
    ("grokking.engine", law(), {"test": (3, 1, 0.1, 0.01)}, FALSE),  # no right arm
    ("grokking.engine", law(), {"test": (0.01, 1, 0.1, 20)}, FALSE),  # no left arm
    ("grokking.engine", law(), {"test": (0.1, 1, 3, 20)}, FALSE),
    ("grokking.engine", law(), {"training": (2, 0.4, 1e-3, 1)}, FALSE),  # a U as well
    ("grokking.engine", law(), {"training": (1e-5, 0.4, 1e-3, 1e-7)}, FALSE),
    ("grokking.engine", law(), {"test": (3, 0.1, 0.1, 0.1)}, UNDECIDED),
]


@pytest.mark.parametrize(("name", "point", "more", "verdict"), CASES)
def test_every_verdict_can_come_out(
    tmp_path: Path, name: str, point: Law, more: dict[str, Any], verdict: RealityVerdict
) -> None:
    evidence = measure(name, body(tmp_path, point, **more))
    assert evidence.verdict is verdict, evidence.detail
    assert evidence.verdict is worst([judged(number) for number in evidence.compared])
    assert all(number.ours for number in evidence.compared)
    assert "\n" not in evidence.detail


@pytest.mark.parametrize("name", ["grokking.curve", "grokking.circuit", "grokking.engine"])
def test_too_few_seeds_decide_nothing(tmp_path: Path, name: str) -> None:
    evidence = measure(name, body(tmp_path, law(), seeds=4))
    assert evidence.verdict is UNDECIDED
    assert "4 independent of one another, an interval needs 5" in evidence.detail


@pytest.mark.parametrize("name", ["grokking.curve", "grokking.circuit", "grokking.engine"])
def test_without_what_is_varied_nothing_is_decided(tmp_path: Path, name: str) -> None:
    evidence = measure(name, body(tmp_path, law(), decays=(0.0,)))
    assert (evidence.verdict, evidence.compared) == (UNDECIDED, ())
    assert "no training with decay" in evidence.detail
    assert measure(name, Source("own", tmp_path / "gone", "do")).verdict is UNMEASURED


def test_every_task_must_agree(tmp_path: Path) -> None:
    body(tmp_path, law(), task="addition modulo 61")
    evidence = measure("grokking.curve", body(tmp_path, law(start=0.4)))
    assert evidence.verdict is CONTRADICTED
    assert {number.label for number in evidence.compared} == {
        "addition modulo 59",
        "addition modulo 61",
    }


def test_the_numbers_are_those_of_the_law(tmp_path: Path) -> None:
    """Steps are known to the distance of recorded steps, a tenth."""
    early, low, jump = measure("grokking.curve", body(tmp_path, law(spread=0.0))).compared
    assert early.value == pytest.approx(80 / 3000, rel=0.1)
    assert low.value == pytest.approx(sigmoid(80, 3000, 800), rel=0.3)
    assert jump.value == pytest.approx(800 / (3400 - 80), rel=0.35)
    share, widths = measure("grokking.circuit", body(tmp_path, law(spread=0.0))).compared
    at = [sigmoid(step, 2000, 3000) for step in (0, 80, 2600, 10_000)]
    assert share.value == pytest.approx((at[2] - at[1]) / (at[3] - at[0]), rel=0.1)
    assert widths.value < 1


def test_a_seed_that_is_not_like_the_others_counts(tmp_path: Path) -> None:
    """Half of the seeds never generalize: no interval says that seeds do."""
    good, bad = law(), law(jump=1e6)

    def mixed(seed: int, decay: float, step: float) -> dict[str, float]:
        return (good if seed % 2 else bad)(seed, decay, step)

    for name in ("grokking.curve", "grokking.circuit", "grokking.engine"):
        assert measure(name, body(tmp_path, mixed)).verdict is not REPRODUCED


def test_the_interval_of_a_share_ends_where_shares_end() -> None:
    """Student's would end at 1.006, outside of what is asked and of what a share can be."""
    shares = [0.95, 0.96, 0.99, 0.999, 1.0, 1.0]
    answer = Value("accuracy", 0.9, 1, shares).answered(1, "")
    assert answer is not None
    assert answer.interval is not None
    mean, error = np.mean(shares), np.std(shares, ddof=1) / np.sqrt(SEEDS)
    assert answer.interval == pytest.approx((mean - 2.5706 * error, 1.0), abs=1e-5)
    assert judged(answer) is REPRODUCED
