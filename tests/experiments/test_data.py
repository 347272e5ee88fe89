"""The committed profiles: what their names say, how they were made, and what must add up."""

import json
import re
from pathlib import Path

import pytest

from bench import own_models
from pycheck.reality.profiles import load_profile
from tests.included import PROJECT

DATA = PROJECT.root / "data"
FILES = sorted(set((DATA / "profiles").glob("*.json")) - {*DATA.rglob("*.readings.json")})
NAME = re.compile(
    r"(?P<model>[a-z0-9-]+?)(?:-step(?P<step>\d+))?-(?P<corpus>docstrings|random)"
    r"(?:-rescaled(?P<rescaled>\d+))?"
)
WORDS = {
    "base": "--theta 10000",
    "theta100": "--theta 100",
    "no-positions": "--theta none",
    "post-norm": "--theta 10000 --norm post",
    "layers1": "--theta 10000 --layers 1",
}
"""What each kind of model was trained with; five seeds of the first, one of the others."""

TRAINED = json.loads((DATA / "training.json").read_text(encoding="utf-8"))


def by_name(name: str) -> Path:
    return DATA / "profiles" / f"{name}.json"


@pytest.mark.parametrize("model", WORDS)
def test_there_is_a_profile_for_each_model_and_corpus(model: str) -> None:
    names = {path.stem for path in FILES}
    assert {f"{model}-{corpus}" for corpus in ("docstrings", "random")} <= names


def test_the_control_covers_four_orders_of_magnitude() -> None:
    for model, theta in (("base", 10_000), ("theta100", 100)):
        rescaled = (DATA / "profiles").glob(f"{model}-docstrings-rescaled*.json")
        bases = [profile.rescaled_theta for profile in map(load_profile, rescaled)]
        assert len(bases) == 8
        assert min(filter(None, [theta, *bases])) == 100
        assert max(filter(None, bases)) == 1_000_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_profile_is_what_its_name_says_and_says_how_it_was_made(path: Path) -> None:
    match = NAME.fullmatch(path.stem)
    assert match is not None
    kind, step, corpus, rescaled = match.group("model", "step", "corpus", "rescaled")
    base = re.findall(r"--theta (\d+)", WORDS[kind])
    profile = load_profile(path)
    assert profile.theta == (float(base[0]) if base else None)
    assert profile.rescaled_theta == (None if rescaled is None else float(rescaled))
    assert (profile.context, profile.corpus) == (256, corpus)
    assert profile.step == (None if step is None else int(step))
    assert profile.distances == tuple(range(1, 129))
    assert profile.seeds == (tuple(range(5)) if kind == "base" else (0,))
    assert profile.seed_kind == "training"
    assert len(profile.losses) == len(profile.weights_sha256) == len(profile.seeds)
    for seed, digest in zip(profile.seeds, profile.weights_sha256, strict=True):
        model = f"{kind}-seed{seed}" + (f"/step{step}" if step else "")
        assert f"--context 256 --seed {seed} " in profile.command
        assert all(words in profile.command for words in re.split(" (?=--)", WORDS[kind]))
        assert f"--model {model} " in profile.command
        assert digest == TRAINED[model]["weights_sha256"]
    assert ("--rescale-theta" in profile.command) == (rescaled is not None)
    assert re.fullmatch("[0-9a-f]{64}", profile.corpus_sha256) or corpus == "random"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_weights_add_up(path: Path) -> None:
    profile = load_profile(path)
    assert profile.sink_mass is not None
    assert profile.self_mass is not None
    assert sum(profile.attention) + profile.sink_mass + profile.self_mass < 1
    assert sum(profile.last_query) == pytest.approx(1, abs=1e-3)
    rows = profile.per_seed
    for d, value in enumerate(profile.attention):
        assert value == pytest.approx(sum(r[d] for r in rows) / len(rows), rel=1e-4)
        assert value == pytest.approx(
            sum(r[d] for r in profile.layers) / len(profile.layers), rel=1e-4
        )


@pytest.mark.parametrize("name", [name for name, t in TRAINED.items() if t["training"]["ended"]])
def test_a_training_went_on_until_its_loss_was_flat(name: str) -> None:
    """By the rule of docs/experiments.md, from the curve itself."""
    record = TRAINED[name]
    training = record["training"]
    held_out: dict[int, float] = {step: loss for step, _, loss in training["curve"]}

    def mean(after: int, to: int) -> float:
        losses = [loss for step, loss in held_out.items() if after < step <= to]
        return sum(losses) / len(losses)

    def fell(step: int) -> float:
        return mean(step - 4000, step - 2000) - mean(step - 2000, step)

    end = training["cooling_from"]
    assert training["flat"]
    assert fell(end) < 0.05 <= fell(end - 200)
    assert training["steps"] == end + end // 4
    assert training["held_out"] < 0.45 * training["unigram"]
    words = WORDS[name.split("-seed")[0]]
    assert all(word in record["command"] for word in re.split(" (?=--)", words))


def test_all_learnt_the_same_text_and_the_seeds_are_other_models() -> None:
    kinds = {name.split("-seed")[0] for name in TRAINED}
    assert kinds == set(WORDS)
    assert len({record["weights_sha256"] for record in TRAINED.values()}) == len(TRAINED)
    (digest,) = {record["corpus"]["sha256"] for record in TRAINED.values()}
    assert load_profile(by_name("base-docstrings")).corpus_sha256 == digest


def test_the_tables_of_the_page_are_those_of_the_data() -> None:
    page = (DATA / "README.md").read_text(encoding="utf-8").splitlines()
    assert set(own_models.tables()) <= {*page, ""}


def test_the_data_stay_small() -> None:
    assert all(path.stat().st_size < 40_000 for path in (DATA / "profiles").glob("*.json"))
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 3_000_000
