"""A training that is stopped anywhere and goes on has the result of one that never stopped."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests import needs

torch = needs.models("torch")

from pycheck.errors import InputError  # noqa: E402
from pycheck.reality.experiments.checkpoint import load_checkpoint  # noqa: E402
from pycheck.reality.experiments.corpus import Corpus  # noqa: E402
from pycheck.reality.experiments.model import ModelConfig  # noqa: E402
from pycheck.reality.experiments.resume import resumed, train_in  # noqa: E402
from pycheck.reality.experiments.schedule import Schedule  # noqa: E402
from pycheck.reality.experiments.train import TrainedModel, Training  # noqa: E402

pytestmark = pytest.mark.models

CORPUS = Corpus("weather", tuple(f"On day {i} it rained {i * 7 % 50} times." for i in range(300)))
CONFIG = ModelConfig(vocabulary=270, context=16, theta=100.0, layers=1, heads=1, width=8)
# Flat after every step that it may be: the cool-down begins because of the curve, at step 36.
SCHEDULE = Schedule(60, warm_up=4, every=3, flat_steps=15, flat_nats=9.0, tokens=64, held_out=64)
PROVENANCE = {"command": "train", "corpus": {"name": "weather", "sha256": CORPUS.sha256}}
STATE = "training.pt"


def begin(folder: Path, **changes: Any) -> Training:
    fields = {"corpus": CORPUS, "config": CONFIG, "seed": 3, "schedule": SCHEDULE, **changes}
    return resumed(folder, **fields)


def finish(folder: Path, training: Training) -> TrainedModel:
    return train_in(folder, training, CORPUS, PROVENANCE, snapshots=(9,), every=7)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unbroken")
    report = finish(folder, begin(folder)).report
    assert report.flat
    assert (report.cooling_from, report.steps) == (36, 45)
    return folder


def same(folder: Path, unbroken: Path) -> bool:
    names = ("model.safetensors", "config.json", "step9/model.safetensors", "step9/config.json")
    return all((folder / name).read_bytes() == (unbroken / name).read_bytes() for name in names)


class Stopped(Exception):
    """Stands for the end of a process."""


@pytest.mark.parametrize("steps", [10, 36, 40])
def test_a_training_goes_on_bit_for_bit(
    steps: int, unbroken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped in the constant rate, between two states, at the turn and in the cool-down."""
    advance = Training.advance

    def until(training: Training) -> None:
        if training.step == steps:
            raise Stopped
        advance(training)

    with monkeypatch.context() as patch:
        patch.setattr(Training, "advance", until)
        with pytest.raises(Stopped):
            finish(tmp_path, begin(tmp_path))
    again = begin(tmp_path)
    assert again.step == steps // 7 * 7
    finish(tmp_path, again)
    assert same(tmp_path, unbroken)
    assert not (tmp_path / STATE).exists()


def test_what_a_state_leaves_out_would_be_seen(unbroken: Path, tmp_path: Path) -> None:
    """Without the optimiser's moments, or with the order of the text begun anew, it differs."""
    for lost in ("optimiser", "order"):
        broken = begin(tmp_path)
        for _ in range(20):
            broken.advance()
        fresh = begin(tmp_path)
        state = broken.state()
        if lost == "optimiser":
            state["optimiser"] = fresh.state()["optimiser"]
        fresh_order = fresh._rng.bit_generator.state
        fresh.restore(state)
        if lost == "order":
            fresh._rng.bit_generator.state = fresh_order
        finish(tmp_path / lost, fresh)
        weights = (tmp_path / lost / "model.safetensors").read_bytes()
        assert weights != (unbroken / "model.safetensors").read_bytes()


def test_a_stop_in_the_middle_of_writing_keeps_the_state_before(
    unbroken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced = []

    def replace_some(source: Any, target: Any) -> None:
        if str(target).endswith(STATE):
            replaced.append(target)
            if len(replaced) == 3:
                raise Stopped
        os.rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace_some)
        with pytest.raises(Stopped):
            finish(tmp_path, begin(tmp_path))
    (tmp_path / f".{STATE}.left.tmp").write_bytes(b"half a sta")
    again = begin(tmp_path)
    assert again.step == 14
    finish(tmp_path, again)
    assert same(tmp_path, unbroken)


def test_a_killed_process_goes_on_bit_for_bit(unbroken: Path, tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, time\n"
        "from tests.experiments import test_resume as t\n"
        "from pycheck.reality.experiments.train import Training\n"
        "folder, advance = pathlib.Path(sys.argv[1]), Training.advance\n"
        "Training.advance = lambda training: (advance(training), time.sleep(0.02))\n"
        "t.finish(folder, t.begin(folder))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)])
    deadline = time.monotonic() + 120
    while not (tmp_path / STATE).exists() and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    again = begin(tmp_path)
    assert 7 <= again.step < 45
    finish(tmp_path, again)
    assert same(tmp_path, unbroken)


def test_a_snapshot_is_a_model_of_an_unfinished_training(unbroken: Path) -> None:
    part, whole = load_checkpoint(unbroken / "step9"), load_checkpoint(unbroken)
    assert (part.description.training.steps, part.description.training.ended) == (9, False)
    assert (whole.description.training.steps, whole.description.training.ended) == (45, True)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"seed": 4}, "has seed 3, not 4; choose another folder"),
        ({"config": replace(CONFIG, theta=None)}, "has theta 100.0, not None"),
        ({"schedule": replace(SCHEDULE, steps=61)}, "has steps 60, not 61"),
        ({"corpus": Corpus("other", CORPUS.documents[:-10])}, "has corpus [0-9a-f]{64}, not"),
    ],
)
def test_another_training_does_not_go_on(
    changes: dict[str, Any], message: str, tmp_path: Path, states: Path
) -> None:
    (tmp_path / STATE).write_bytes(states.read_bytes())
    with pytest.raises(InputError, match=message):
        begin(tmp_path, **changes)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state of a training after seven steps."""
    from pycheck.reality.experiments.resume import keep_state

    folder = tmp_path_factory.mktemp("state")
    training = begin(folder)
    for _ in range(7):
        training.advance()
    keep_state(folder, training, CORPUS)
    return folder / STATE


def test_a_damaged_state_is_named(tmp_path: Path, states: Path) -> None:
    whole = states.read_bytes()
    for damaged in (b"", b"no state", whole[:-2000], whole[: len(whole) // 2]):
        (tmp_path / STATE).write_bytes(damaged)
        with pytest.raises(InputError, match=r"training\.pt is damaged .* to begin again"):
            begin(tmp_path)
