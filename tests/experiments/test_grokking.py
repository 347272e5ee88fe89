"""Trainings on addition modulo a prime: what is measured of them, and that seeds fix them."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.reality.readings import load_readings
from tests import needs
from tests.command import Outcome, pycheck_command

torch = needs.models("torch")

from pycheck.reality.experiments.grokking import (  # noqa: E402
    COURSE,
    HELD,
    Network,
    Plan,
    fourier_share,
    readings_of,
    recorded,
)

pytestmark = pytest.mark.models

P = 13


@given(st.integers(13, 60), st.data())
def test_cosines_have_the_share_of_their_frequencies(p: int, data: st.DataObject) -> None:
    """By Parseval a wave a·cos has power a² times that of a cosine, whatever its phase."""
    waves = st.tuples(st.floats(0.5, 2), st.floats(0, 6))
    drawn = data.draw(st.lists(waves, min_size=1, max_size=(p - 1) // 2))
    places = np.arange(p)
    found = sum(
        a * np.cos(2 * np.pi * k * places / p + phase) for k, (a, phase) in enumerate(drawn, 1)
    )
    embedding = np.stack([found + 3, 2 * found], axis=1)
    powers = sorted((a * a for a, _ in drawn), reverse=True)
    assert fourier_share(embedding) == pytest.approx(sum(powers[:5]) / sum(powers), abs=1e-9)
    assert fourier_share(embedding, 1) == pytest.approx(powers[0] / sum(powers), abs=1e-9)


def test_white_noise_has_an_even_share() -> None:
    noise = np.random.default_rng(0).normal(size=(59, 20_000))
    assert fourier_share(noise) == pytest.approx(5 / 29, rel=0.02)


@pytest.mark.parametrize("steps", [1, 7, 250, 2500])
def test_recorded_steps_rise_from_the_first_to_the_last(steps: int) -> None:
    found = recorded(steps)
    assert (found[0], found[-1]) == (0, steps)
    assert list(found) == sorted(set(found))
    assert len(found) <= 52
    assert steps < 2500 or len(found) == 52
    assert all(b <= max(a + 1, 1.2 * a) for a, b in itertools.pairwise(found[1:]))


def test_every_pair_is_learnt_or_tested_and_its_sum_is_right() -> None:
    network = Network(P, 3)
    (learnt, tested), sums = network._pairs, network._sums
    found = [tuple(pair) for pairs in (learnt, tested) for pair in pairs.tolist()]
    assert sorted(found) == [(a, b) for a in range(P) for b in range(a, P)]
    assert abs(len(learnt) - len(tested)) <= 1
    assert [(a + b) % P for a, b in found] == torch.cat(sums).tolist()
    other = Network(P, 4)
    assert not torch.equal(other._pairs[0], learnt)
    assert not torch.equal(other.weights[0], network.weights[0])


def test_a_point_is_what_the_network_shows() -> None:
    network = Network(P, 0, decay=0.5)
    for _ in range(3):
        network.advance()
    point = network.point()
    embedding, inner, outer = (w.detach().double().numpy() for w in network.weights)
    losses, right = [], []
    for (a, b), answer in zip(network._pairs[1].tolist(), network._sums[1].tolist(), strict=True):
        hidden = np.maximum((embedding[a] + embedding[b]) @ inner, 0)
        logits = hidden @ outer
        losses.append(np.log(np.exp(logits - logits.max()).sum()) + logits.max() - logits[answer])
        right.append(logits.argmax() == answer)
    assert point.step == 3
    assert point.test_loss == pytest.approx(np.mean(losses), rel=1e-4)
    assert point.test_accuracy == pytest.approx(np.mean(right))
    whole = sum((w**2).sum() for w in (embedding, inner, outer))
    assert point.norm == pytest.approx(np.sqrt(whole), rel=1e-5)
    assert point.fourier == fourier_share(embedding)


def test_it_learns_its_pairs_decay_shrinks_and_a_held_norm_stays() -> None:
    free, decayed, held = Network(P, 1), Network(P, 1, decay=5.0), Network(P, 1, norm=40.0)
    before = free.point()
    for network in (free, decayed, held):
        for _ in range(60):
            network.advance()
    assert before.training_accuracy < 0.5
    assert free.point().training_accuracy == 1
    assert free.point().training_loss < 0.1 * before.training_loss
    assert decayed.point().norm < 0.5 * free.point().norm
    assert held.point().norm == pytest.approx(40, rel=1e-5)
    assert held.point().training_loss < held.point().test_loss


def test_a_seed_fixes_a_training_bit_for_bit() -> None:
    plan = Plan(P, (5, 6), (0.5, 0.0), (30.0,), 12)
    first, again = (readings_of(plan, "c") for _ in range(2))
    assert first == again
    table = first.tables[COURSE]
    points = len(recorded(12))
    assert [table.columns["seed"].count(seed) for seed in (5, 6)] == [2 * points, 2 * points]
    assert len(set(table.column("norm"))) > points
    assert list(
        zip(*(first.tables[HELD].columns[n] for n in ("seed", "held", "step")), strict=True)
    ) == [
        (5, 30, 12),
        (6, 30, 12),
    ]
    alone = readings_of(Plan(P, (6,), (0.0,), (), 12), "c")
    assert set(alone.tables) == {COURSE}
    here = (table.column("seed") == 6) & (table.column("decay") == 0)
    for name, column in alone.tables[COURSE].columns.items():
        assert list(column) == table.column(name)[here].tolist()


def grok(*words: object) -> Outcome:
    return pycheck_command("experiment", "grok", *map(str, words))


def test_the_command_writes_what_it_says(tmp_path: Path) -> None:
    target = tmp_path / "x.readings.json"
    words = ["--seed", 2, "--seed", 0, "--decay", 0.25, "--norm", 30, "--prime", P, "--steps", 4]
    outcome = grok(*words, "-o", target)
    assert (outcome.code, outcome.err) == (0, "")
    assert f"{target}: decay 0.25, 2 seeds: test accuracy" in outcome.out
    made = load_readings(target)
    assert made.command == (
        "pycheck experiment grok --seed 2 --seed 0 --decay 0.25 --norm 30 --prime 13 --steps 4 "
        "--output x.readings.json"
    )
    assert (made.corpus, made.sequences) == ("addition modulo 13", 91)
    assert made.tables == readings_of(Plan(P, (2, 0), (0.25,), (30.0,), 4), "").tables


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-o", "x.json"], "x.json must end in .readings.json"),
        (["--prime", 15, "-o", "x.readings.json"], "15 is no prime; the nearest below it is 13"),
        (["--prime", 7, "-o", "x.readings.json"], "--prime"),
        (["--decay", "nan", "-o", "x.readings.json"], "nan is not a finite number"),
        (["--decay", -1, "-o", "x.readings.json"], "--decay"),
        (["--norm", 0, "-o", "x.readings.json"], "--norm"),
        (["--steps", 0, "-o", "x.readings.json"], "--steps"),
        (["--seed", 1, "--seed", 1, "-o", "x.readings.json"], "1 is given more than once"),
    ],
)
def test_bad_input_is_one_line(
    words: list[object], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = grok(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("error: ")
    assert outcome.err.count("\n") == 1
    assert message in outcome.err
    assert list(tmp_path.iterdir()) == []
