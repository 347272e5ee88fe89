"""The committed profiles of the pretrained model, and that one can be made again."""

import importlib.metadata
import re
from pathlib import Path

import pytest

from pycheck.reality.experiments.packaged import PACKAGED
from pycheck.reality.fit import fit_profile
from pycheck.reality.profiles import load_profile
from pycheck.reality.reduction import runs_of
from tests import needs
from tests.command import pycheck_command
from tests.included import PROJECT

FILES = sorted((PROJECT.root / "data" / "pretrained").glob("*-context*.json"))
NAME = re.compile(r"(smollm2-135m)-context(\d+)-(docstrings|random)(?:-rescaled(\d+))?")
BASES = (10_000, 20_000, 50_000, 75_000, 150_000, 200_000, 400_000, 1_000_000)


def test_both_kinds_of_text_both_contexts_and_nine_bases_are_there() -> None:
    plain = {f"context{n}-{text}" for n in (512, 2048) for text in ("docstrings", "random")}
    rescaled = {f"context512-docstrings-rescaled{base}" for base in BASES}
    assert {path.stem for path in FILES} == {f"smollm2-135m-{n}" for n in plain | rescaled}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_profile_is_what_its_name_says_and_says_how_it_was_made(path: Path) -> None:
    match = NAME.fullmatch(path.stem)
    assert match is not None
    model, context, corpus, rescaled = match.groups()
    profile = load_profile(path)
    assert profile.model == Path(PACKAGED[model].file).stem
    assert profile.weights_sha256 == (PACKAGED[model].sha256,)
    assert (profile.context, profile.corpus, profile.theta) == (int(context), corpus, 100_000)
    assert profile.rescaled_theta == (None if rescaled is None else float(rescaled))
    assert profile.seeds == (0, 1, 2)
    assert profile.distances == tuple(range(1, profile.context // 2 + 1))
    assert profile.pooled_distances == tuple(m for m, _ in runs_of(profile.context // 2))
    assert len(profile.layers) == 30
    assert [len(layer) for layer in profile.heads] == ([] if rescaled else [9] * 30)
    assert f"--model {model} " in profile.command
    assert profile.command.endswith(f" --double --output {path.name}")
    assert len(profile.losses) == 3
    assert {"gguf", "torch", "transformers"} <= set(profile.software)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rows_and_parts_add_up(path: Path) -> None:
    profile = load_profile(path)
    each = len(profile.rows) // 3
    assert len(profile.sink_mass_rows) == len(profile.rows) == 3 * each
    runs = runs_of(profile.context // 2)
    for index, (middle, half) in enumerate(runs):
        run = slice(middle - half - 1, middle + half)
        means = [sum(row[run]) / (2 * half + 1) for row in (profile.attention, *profile.per_seed)]
        rows = [row[index] for row in profile.rows]
        assert sum(rows) / len(rows) == pytest.approx(means[0], rel=1e-4)
        assert sum(rows[:each]) / each == pytest.approx(means[1], rel=1e-4)
        layers = [row[index] for row in profile.layers]
        assert sum(layers) / 30 == pytest.approx(means[0], rel=1e-4)
        heads = [head[index] for layer in profile.heads for head in layer]
        assert not heads or sum(heads) / 270 == pytest.approx(means[0], rel=1e-4)
    assert sum(profile.last_query) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("corpus", "low", "high"), [("docstrings", 0.657, 0.839), ("random", 0.299, 0.954)]
)
def test_the_exponent_is_the_one_that_the_author_published_for_the_base_model(
    corpus: str, low: float, high: float
) -> None:
    """Student's intervals of the author's two profiles of SmolLM2-135M, on texts of his own."""
    path = PROJECT.root / "data" / "pretrained" / f"smollm2-135m-context512-{corpus}.json"
    assert low < fit_profile(load_profile(path)).gamma < high


@pytest.mark.slow
@pytest.mark.models
def test_the_model_gives_a_committed_profile_again_to_the_last_digit(tmp_path: Path) -> None:
    for module in ("gguf", "accelerate"):
        needs.pretrained(module)
    try:
        importlib.metadata.version(PACKAGED["smollm2-135m"].package)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("the pretrained model is not installed: make pretrained")
    path = next(p for p in FILES if p.stem == "smollm2-135m-context512-random")
    committed = load_profile(path)
    for package in ("torch", "transformers", "gguf"):
        if importlib.metadata.version(package) != committed.software[package]:
            pytest.skip(f"the profile was made with {package} {committed.software[package]}")
    words = committed.command.split()[1:-1]
    outcome = pycheck_command(*words, str(tmp_path / path.name))
    assert outcome.code == 0, outcome.err
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()
