"""`pycheck experiment` as a person meets it: files made, errors in one line, PyTorch optional."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pycheck.reality.profiles import load_profile
from tests import needs
from tests.command import Outcome, pycheck_command

TEXT = "\n\n".join(
    f"Paragraph {i} says that {i * 7 % 50} birds met {i * 11 % 60} fish by the river at dawn."
    for i in range(400)
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "birds.txt"
    path.write_text(TEXT)
    return path


def experiment(*words: object) -> Outcome:
    """``pycheck experiment WORDS``."""
    return pycheck_command("experiment", *map(str, words))


def train(corpus: Path, out: Path, *more: object) -> Outcome:
    return experiment(
        "train", "--corpus", corpus, "--out", out, "--steps", 2, "--context", 32, *more
    )


@pytest.mark.models
def test_train_and_profile(corpus: Path, tmp_path: Path) -> None:
    needs.models("torch")
    out = tmp_path / "m"
    trained = train(corpus, out, "--theta", 500, "--seed", 4, "--snapshot", 1)
    assert "held-out loss" in trained.out
    assert (trained.code, trained.err) == (0, "")
    description = json.loads((out / "config.json").read_text())
    command = (
        "pycheck experiment train --theta 500 --context 32 --seed 4 --steps 2 --snapshot 1 "
        "--corpus birds.txt --out m"
    )
    assert description["command"] == command

    target = tmp_path / "p.json"
    words = ["profile", "--model", out, "--corpus", corpus, "--rescale-theta", 50, "-o", target]
    assert experiment(*words, "--sequences", 2, "--seed", 7, "--seed", 8).code == 0
    profile = load_profile(target)
    assert profile.command == (
        f"{command} && pycheck experiment profile --model m --corpus birds.txt --context 32 "
        "--rescale-theta 50 --seed 7 --seed 8 --sequences 2 --output p.json"
    )
    assert (profile.theta, profile.rescaled_theta, profile.context) == (500, 50, 32)
    assert profile.distances == tuple(range(1, 17))
    assert profile.seeds == (7, 8)

    words = ["profile", "--model", out / "step1", "--corpus", corpus, "-o", target]
    assert experiment(*words, "--sequences", 1).code == 0
    early = load_profile(target)
    assert (early.step, early.command.count(" --model m/step1 ")) == (1, 1)

    assert profile.heads == ()
    words = ["profile", "--model", out, "--corpus", corpus, "--sequences", 2, "-o", target]
    assert experiment(*words, "--heads").code == 0
    kept = load_profile(target)
    assert kept.command.endswith(" --sequences 2 --heads --output p.json")
    assert [len(layer) for layer in kept.heads] == [3, 3, 3]
    means = [[sum(column) / 3 for column in zip(*layer, strict=True)] for layer in kept.heads]
    for ours, layer in zip(means, kept.layers, strict=True):
        assert ours == pytest.approx(layer, rel=1e-5)
    measured = pycheck_command("measure", str(target), "--by", "head", "--format", "json")
    assert [(p["layer"], p["head"]) for p in json.loads(measured.out)["profiles"]] == [
        (layer, head) for layer in range(3) for head in range(3)
    ]

    again = train(corpus, out)
    assert again.code == 2
    assert "already holds a model" in again.err


@pytest.mark.models
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["profile", "--model", "nowhere", "-o", "p.json"], "nowhere is neither a folder"),
        (["profile", "--model", ".", "-o", "p.json"], "cannot read a causal language model"),
        (["train", "--corpus", "nowhere.txt", "--out", "m"], "cannot read corpus nowhere.txt"),
        (["train", "--corpus", "short.txt", "--out", "m"], "give a longer text"),
        (["train", "--theta", "1", "--out", "m"], "--theta"),
        (["train", "--theta", "nan", "--out", "m"], "--theta"),
        (["train", "--theta", "inf", "--out", "m"], "--theta"),
        (["profile", "--model", ".", "--rescale-theta", "nan", "-o", "p"], "--rescale-theta"),
        (["train", "--context", "2", "--out", "m"], "--context"),
        (["train", "--seed", "9" * 25, "--out", "m"], "--seed"),
        (["train", "--out", "short.txt"], "short.txt"),
        (
            ["profile", "--model", ".", "--seed", "3", "--seed", "1", "--seed", "3", "-o", "p"],
            "3 is given more than once",
        ),
    ],
)
def test_bad_input_is_one_line(
    words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs.models("torch")
    monkeypatch.chdir(tmp_path)
    Path("short.txt").write_text("Few words.\n\n" * 12)
    outcome = experiment(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith("error: ")
    assert message in outcome.err
    assert [p.name for p in tmp_path.iterdir()] == ["short.txt"]


@pytest.mark.parametrize("words", [["train", "--out", "m"], ["profile", "--model", ".", "-o", "p"]])
def test_without_the_extra_one_line_says_what_to_install(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "torch", None)
    outcome = experiment(*words)
    assert outcome.code == 2
    assert outcome.err == (
        "error: experiments need the package torch, which is not installed; "
        "run pip install -e '.[models]' in the checkout\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_rest_of_pycheck_does_without_pytorch() -> None:
    """Every module but those of the experiments is imported where PyTorch cannot be."""
    program = """
import importlib, pkgutil, sys
import pycheck

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name in ("torch", "transformers", "safetensors", "tokenizers"):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
for module in pkgutil.walk_packages(pycheck.__path__, "pycheck."):
    if not module.name.startswith("pycheck.reality.experiments."):
        importlib.import_module(module.name)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
