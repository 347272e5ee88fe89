"""The committed profiles: what their names say, how they were made, and what must add up."""

import json
import re
from pathlib import Path

import pytest

from pycheck.reality.profiles import load_profile
from tests.included import PROJECT

DATA = PROJECT.root / "data"
FILES = sorted((DATA / "profiles").glob("*.json"))
NAME = re.compile(r"theta(\d+)-context(\d+)-(docstrings|random)(?:-rescaled(\d+))?")
TRAINED = (
    ("100", "256"),
    ("1000", "256"),
    ("10000", "256"),
    ("100000", "256"),
    ("100", "512"),
    ("10000", "512"),
)
"""Base and context of the models, three seeds each."""


def by_name(name: str) -> Path:
    return DATA / "profiles" / f"{name}.json"


def test_there_is_a_profile_for_each_model_and_corpus() -> None:
    names = {path.stem for path in FILES}
    for theta, context in TRAINED:
        for corpus in ("docstrings", "random"):
            assert f"theta{theta}-context{context}-{corpus}" in names


@pytest.mark.parametrize("context", [256, 512])
def test_the_control_covers_four_orders_of_magnitude(context: int) -> None:
    for theta in (100, 10_000):
        rescaled = (DATA / "profiles").glob(f"theta{theta}-context{context}-*-rescaled*.json")
        bases = [profile.rescaled_theta for profile in map(load_profile, rescaled)]
        assert len(bases) >= 7
        assert min(filter(None, [theta, *bases])) == 100
        assert max(filter(None, bases)) == 1_000_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_profile_is_what_its_name_says_and_says_how_it_was_made(path: Path) -> None:
    match = NAME.fullmatch(path.stem)
    assert match is not None
    theta, context, corpus, rescaled = match.groups()
    profile = load_profile(path)
    assert profile.theta == float(theta)
    assert profile.rescaled_theta == (None if rescaled is None else float(rescaled))
    assert (profile.context, profile.corpus) == (int(context), corpus)
    assert profile.distances == tuple(range(1, int(context) // 2 + 1))
    assert profile.seeds == (0, 1, 2)
    assert profile.seed_kind == "training"
    for seed in profile.seeds:
        model = f"theta{theta}-context{context}-seed{seed}"
        assert f"--theta {theta} --context {context} --seed {seed} " in profile.command
        assert f"--out {model}" in profile.command
        assert f"--model {model}" in profile.command
    assert ("--rescale-theta" in profile.command) == (rescaled is not None)
    assert re.fullmatch("[0-9a-f]{64}", profile.corpus_sha256) or corpus == "random"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_weights_add_up(path: Path) -> None:
    profile = load_profile(path)
    assert profile.sink_mass is not None
    assert profile.self_mass is not None
    assert sum(profile.attention) + profile.sink_mass + profile.self_mass < 1
    assert sum(profile.last_query) == pytest.approx(1, abs=1e-3)
    for d, value in enumerate(profile.attention):
        assert value == pytest.approx(sum(r[d] for r in profile.per_seed) / 3, rel=1e-4)
        assert value == pytest.approx(
            sum(r[d] for r in profile.layers) / len(profile.layers), rel=1e-4
        )


def test_every_model_learnt_more_than_token_frequencies() -> None:
    trained = json.loads((DATA / "training.json").read_text(encoding="utf-8"))
    assert len(trained) == len(TRAINED) * 3
    digests = {record["corpus"]["sha256"] for record in trained.values()}
    assert len(digests) == 1
    assert load_profile(by_name("theta100-context256-docstrings")).corpus_sha256 in digests
    for record in trained.values():
        assert record["training"]["held_out"] < 0.7 * record["training"]["unigram"]


def test_the_data_stay_small() -> None:
    assert all(path.stat().st_size < 40_000 for path in FILES)
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 3_000_000
