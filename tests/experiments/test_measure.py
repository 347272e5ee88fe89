"""Profiles against closed forms, and streaming against maps that are kept."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests import needs

torch = needs.models("torch")

from pycheck.errors import InputError  # noqa: E402
from pycheck.reality.experiments.attention import measure_attention  # noqa: E402
from pycheck.reality.experiments.checkpoint import load_checkpoint, save_checkpoint  # noqa: E402
from pycheck.reality.experiments.corpus import Corpus  # noqa: E402
from pycheck.reality.experiments.loading import load_subject, own_subject  # noqa: E402
from pycheck.reality.experiments.measure import Plan, profile_of  # noqa: E402
from pycheck.reality.experiments.model import ModelConfig  # noqa: E402
from pycheck.reality.experiments.schedule import Schedule  # noqa: E402
from pycheck.reality.experiments.subject import Subject  # noqa: E402
from pycheck.reality.experiments.train import train  # noqa: E402
from pycheck.reality.profiles import Profile, load_profile, write_profile  # noqa: E402
from pycheck.reality.reduction import layer_rows  # noqa: E402
from pycheck.reality.sources import by_training_seed, models_in  # noqa: E402

pytestmark = pytest.mark.models

CORPUS = Corpus(
    "sentences",
    tuple(f"Sentence {i} says that {i * 7 % 50} is not {i * 11 % 60}." for i in range(400)),
)
CONFIG = ModelConfig(vocabulary=280, context=24, theta=100.0, layers=2, heads=2, width=16)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two models that differ in the seed of their training alone."""
    root = tmp_path_factory.mktemp("models")
    for seed in (0, 1):
        provenance = {
            "command": f"train --seed {seed}",
            "corpus": {"name": CORPUS.name, "sha256": CORPUS.sha256},
        }
        model = train(CORPUS, CONFIG, seed=seed, schedule=Schedule(5))
        save_checkpoint(root / f"m{seed}", model, provenance)
    return [root / "m0", root / "m1"]


def plan(**changes: Any) -> Plan:
    fields = {"corpus": CORPUS, "context": 24, "sequences": 3, "seeds": (0,)}
    return Plan(**{**fields, **changes})


def kept_maps(subject: Subject, sequences: np.ndarray) -> np.ndarray:
    """All attention maps, kept: shape (sequences, layers, heads, N, N)."""
    maps: list[Any] = []
    hooks = [
        block.attention.register_forward_hook(lambda _m, _i, out: maps.append(out[1][0]))
        for block in subject.network.blocks
    ]
    with torch.no_grad():
        for sequence in sequences:
            subject.network(torch.from_numpy(sequence[None]))
    for hook in hooks:
        hook.remove()
    stacked: np.ndarray = torch.stack(maps).double().numpy()
    return stacked.reshape(len(sequences), -1, *stacked.shape[1:])


def test_uniform_attention_has_the_closed_form(folders: list[Path]) -> None:
    """Zero scores: query q gives 1 / (q + 1) to each token before it."""
    subject = load_subject(folders[0])
    for block in subject.network.blocks:
        torch.nn.init.zeros_(block.attention.qkv.weight[: 2 * CONFIG.width])
    profile = profile_of([subject], plan(), "profile")
    harmonic = sum(1 / (q + 1) for q in range(13, 24)) / 11
    assert profile.distances == tuple(range(1, 13))
    np.testing.assert_allclose(profile.attention, harmonic, rtol=1e-5)
    assert profile.sink_mass == pytest.approx(harmonic, rel=1e-5)
    assert profile.self_mass == pytest.approx(harmonic, rel=1e-5)
    np.testing.assert_allclose(profile.last_query, 1 / 24, rtol=1e-5)


def test_streaming_equals_maps_that_are_kept(folders: list[Path]) -> None:
    subject = load_subject(folders[0])
    sequences = np.random.default_rng(0).integers(1, 250, size=(3, 24))
    maps = kept_maps(subject, sequences)
    means, _ = measure_attention(subject.network, sequences, "test")
    for d in range(1, 13):
        expected = np.mean([maps[:, :, :, q, q - d] for q in range(13, 24)], axis=(0, 1))
        np.testing.assert_allclose(means.by_distance[..., d - 1], expected, rtol=1e-5)
    np.testing.assert_allclose(means.on_first, maps[..., 13:, 0].mean(axis=(0, -1)), rtol=1e-5)
    np.testing.assert_allclose(means.last_query[..., 0], maps[..., -1, -1].mean(0), rtol=1e-5)
    np.testing.assert_allclose(means.last_query[..., 23], maps[..., -1, 0].mean(0), rtol=1e-5)


def test_streaming_keeps_one_map_at_a_time(folders: list[Path]) -> None:
    """After a layer has been reduced, nothing holds its map any more."""
    import weakref

    subject = load_subject(folders[0])
    alive: list[weakref.ref[Any]] = []
    most = 0

    def watch(_module: Any, _inputs: Any, output: Any) -> None:
        nonlocal most
        alive.append(weakref.ref(output[1]))
        most = max(most, sum(reference() is not None for reference in alive))

    for block in subject.network.blocks:
        block.attention.register_forward_hook(watch)
    measure_attention(subject.network, np.ones((2, 24), dtype=np.int64), "test")
    assert len(alive) == 4
    assert most == 1


def test_rows_of_a_map_whose_entries_name_their_place() -> None:
    """Entry (q, k) of the map is 100 q + k, so each mean can be written down."""
    q, k = torch.meshgrid(torch.arange(9.0), torch.arange(9.0), indexing="ij")
    near, on_first, on_self, last = layer_rows((100 * q + k)[None].numpy(), reach=4)
    mean_q = (5 + 6 + 7 + 8) / 4
    assert near[0].tolist() == [101 * mean_q - d for d in (1, 2, 3, 4)]
    assert on_first[0] == 100 * mean_q
    assert on_self[0] == 101 * mean_q
    assert last[0].tolist() == [808 - d for d in range(9)]


def test_a_profile_of_one_model_varies_the_text(folders: list[Path]) -> None:
    profile = profile_of([load_subject(folders[1])], plan(seeds=(3, 4, 5)), "profile")
    assert profile.seeds == (3, 4, 5)
    assert profile.seed_kind == "prompts"
    rows = np.array(profile.per_seed)
    np.testing.assert_allclose(profile.attention, rows.mean(axis=0), rtol=1e-5)
    assert profile.attention_sd is not None
    np.testing.assert_allclose(profile.attention_sd, rows.std(axis=0, ddof=1), rtol=1e-2)
    np.testing.assert_allclose(profile.attention, np.mean(profile.layers, axis=0), rtol=1e-5)
    assert profile.command == "train --seed 1 && profile"
    assert profile.theta == 100
    single = profile_of([load_subject(folders[1])], plan(seeds=(4,)), "profile")
    assert single.attention == profile.per_seed[1]
    assert single.attention_sd is None
    assert (single.seeds, single.seed_kind) == ((1,), "training"), "the known seed of the model"


def test_a_profile_of_several_models_varies_the_training(folders: list[Path]) -> None:
    both = profile_of([load_subject(f) for f in folders], plan(), "profile")
    each = [profile_of([load_subject(f)], plan(), "profile") for f in folders]
    assert both.seed_kind == "training"
    assert both.seeds == (0, 1)
    assert both.per_seed == tuple(p.attention for p in each)
    assert both.sink_mass_per_seed == tuple(p.sink_mass for p in each)
    assert both.command == "train --seed 0 && train --seed 1 && profile"
    assert both.losses == tuple(p.losses[0] for p in each)


@pytest.mark.parametrize("theta", [None, 5000.0])
def test_the_loss_is_that_of_the_measured_text_under_the_base(
    folders: list[Path], theta: float | None
) -> None:
    seen: list[Any] = []
    subject = load_subject(folders[0], theta)
    with subject.network.register_forward_pre_hook(lambda _m, args: seen.append(args[0])):
        profile = profile_of([subject], plan(), "profile")
    with torch.no_grad():
        logs = [subject.network(tokens)[0].log_softmax(-1) for tokens in seen]
    picked = [
        float(rows[i, tokens[0, i + 1]])
        for rows, tokens in zip(logs, seen, strict=True)
        for i in range(23)
    ]
    assert len(picked) == 3 * 23
    assert list(profile.losses) == pytest.approx([-np.mean(picked)], abs=1e-4)


def test_a_model_saved_on_the_way_says_at_which_step(folders: list[Path], tmp_path: Path) -> None:
    description = json.loads((folders[0] / "config.json").read_text())
    description["training"]["ended"] = False
    shutil.copytree(folders[0], tmp_path / "m")
    (tmp_path / "m" / "config.json").write_text(json.dumps(description))
    early = profile_of([load_subject(tmp_path / "m")], plan(), "profile")
    whole = profile_of([load_subject(folders[0])], plan(), "profile")
    assert (early.step, early.as_trained, early.but_for_theta) == (5, False, False)
    assert (whole.step, whole.as_trained) == (None, True)
    assert models_in([early, whole]) == by_training_seed(whole)
    with pytest.raises(InputError, match="differ in kind, base theta, context, corpus or step"):
        profile_of([load_subject(tmp_path / "m"), load_subject(folders[1])], plan(), "profile")


def test_weights_add_up_to_one_query(folders: list[Path]) -> None:
    """Self, near distances, first token, and what lies between: the rest is positive and small."""
    profile = profile_of([load_subject(folders[0])], plan(sequences=5), "profile")
    near = sum(profile.attention) + (profile.sink_mass or 0) + (profile.self_mass or 0)
    assert 0.5 < near < 1
    assert sum(profile.last_query) == pytest.approx(1, abs=1e-4)


def test_the_base_can_be_rescaled_and_its_own_value_changes_nothing(folders: list[Path]) -> None:
    plain = profile_of([load_subject(folders[0])], plan(), "profile")
    same = profile_of([load_subject(folders[0], 100.0)], plan(), "profile")
    other = profile_of([load_subject(folders[0], 5000.0)], plan(), "profile")
    assert same == plain
    assert plain.rescaled_theta is None
    assert (other.theta, other.rescaled_theta, other.used_theta) == (100.0, 5000.0, 5000.0)
    assert other.attention != plain.attention


def test_a_model_meets_only_what_it_did_not_learn(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    checkpoint = load_checkpoint(folders[0])
    subject = own_subject(checkpoint)

    def listen(_tokenizer: object, text: str) -> np.ndarray:
        read.append(text)
        return np.arange(1, 100)

    monkeypatch.setattr("pycheck.reality.experiments.loading.encode", listen)
    profile_of([subject], plan(), "profile")
    elsewhere = Corpus("other", CORPUS.documents[:200])
    profile_of([subject], plan(corpus=elsewhere), "profile")
    assert read == [CORPUS.held_out_text, elsewhere.text]


def test_random_tokens_are_uniform_and_never_the_first(folders: list[Path]) -> None:
    seen: list[np.ndarray] = []
    subject = load_subject(folders[0])
    subject.network.register_forward_pre_hook(lambda _m, args: seen.append(args[0][0].numpy()))
    profile = profile_of([subject], plan(corpus=None, sequences=60), "profile")
    ids = np.array(seen)
    assert subject.first is not None
    assert profile.corpus == "random"
    assert set(ids[:, 0]) == {subject.first}
    counts = np.bincount(ids[:, 1:].ravel(), minlength=subject.vocabulary)
    assert counts[subject.first] == 0
    expected = 60 * 23 / (subject.vocabulary - 1)
    chi2 = float(((np.delete(counts, subject.first) - expected) ** 2).sum() / expected)
    assert chi2 / (subject.vocabulary - 2) < 1.5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"context": 25}, "smaller --context"),
        ({"corpus": Corpus("short", ("Too short.",))}, "give a longer text"),
    ],
)
def test_what_cannot_be_measured_is_said(
    folders: list[Path], change: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        profile_of([load_subject(folders[0])], plan(**change), "profile")


def test_models_that_differ_in_more_than_the_seed_are_refused(folders: list[Path]) -> None:
    first = load_subject(folders[0])
    with pytest.raises(InputError, match="differ only in the seed"):
        profile_of([first, load_subject(folders[1], 300.0)], plan(), "profile")
    with pytest.raises(InputError, match="different, known seeds"):
        profile_of([first, load_subject(folders[0])], plan(), "profile")
    with pytest.raises(InputError, match="give one --seed"):
        profile_of([load_subject(f) for f in folders], plan(seeds=(0, 1)), "profile")


def test_a_model_without_attention_weights_is_refused() -> None:
    with pytest.raises(InputError, match="return no weights"):
        measure_attention(torch.nn.Identity(), np.ones((1, 24), dtype=np.int64), "test")


def test_a_profile_survives_its_file(folders: list[Path], tmp_path: Path) -> None:
    profile = profile_of([load_subject(folders[0])], plan(seeds=(0, 1)), "profile")
    write_profile(tmp_path / "p.json", profile)
    loaded: Profile = load_profile(tmp_path / "p.json")
    assert loaded == profile


def test_a_row_a_sequence_and_runs_of_distances(folders: list[Path], tmp_path: Path) -> None:
    subject = load_subject(folders[0])
    whole = profile_of([subject], plan(seeds=(3, 4), heads=True, rows=True), "profile")
    assert (len(whole.rows), whole.pooled_distances) == (6, ())
    assert np.mean(whole.rows[:3], axis=0) == pytest.approx(whole.per_seed[0], rel=1e-5)
    assert np.mean(whole.rows[3:], axis=0) == pytest.approx(whole.per_seed[1], rel=1e-5)
    masses = np.reshape(whole.sink_mass_rows, (2, 3)).mean(axis=1)
    assert masses == pytest.approx(whole.sink_mass_per_seed, rel=1e-5)
    assert len(set(whole.sink_mass_rows)) == 6

    parts = profile_of([subject], plan(seeds=(3, 4), heads=True, rows=True, pooled=True), "profile")
    assert parts.pooled_distances == tuple(range(1, 13))
    assert (parts.rows, parts.heads, parts.layers) == (whole.rows, whole.heads, whole.layers)
    write_profile(tmp_path / "p.json", parts)
    assert load_profile(tmp_path / "p.json") == parts
