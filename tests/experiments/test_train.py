"""Training: it learns, a seed fixes everything, and what is saved is what was trained."""

import json
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests import needs

torch = needs.models("torch")

from tokenizers.models import BPE  # noqa: E402

from pycheck.errors import InputError  # noqa: E402
from pycheck.reality.experiments.checkpoint import (  # noqa: E402
    is_checkpoint,
    load_checkpoint,
    refuse_occupied,
    save_checkpoint,
)
from pycheck.reality.experiments.corpus import Corpus  # noqa: E402
from pycheck.reality.experiments.model import ModelConfig  # noqa: E402
from pycheck.reality.experiments.schedule import Schedule  # noqa: E402
from pycheck.reality.experiments.train import TrainedModel, next_token_loss, train  # noqa: E402
from pycheck.reality.experiments.vocabulary import (  # noqa: E402
    draw_windows,
    encode,
    first_token,
    learn_vocabulary,
)

pytestmark = pytest.mark.models

SENTENCES = tuple(
    f"The {adjective} {animal} sleeps near the {place} until the morning comes."
    for adjective in ("quiet", "small", "old", "tired", "happy")
    for animal in ("horse", "cat", "dog", "bird", "fox", "hare")
    for place in ("river", "house", "wood", "road", "hill")
)
CORPUS = Corpus("sentences", SENTENCES)
CONFIG = ModelConfig(vocabulary=280, context=32, theta=100.0, layers=1, heads=2, width=32)
SCHEDULE = Schedule(60, warm_up=5, every=5, held_out=4096)
PROVENANCE = {"command": "train", "corpus": {"name": "sentences", "sha256": CORPUS.sha256}}


@pytest.fixture(scope="module")
def model() -> TrainedModel:
    return train(CORPUS, CONFIG, seed=1, schedule=SCHEDULE)


def test_training_lowers_the_loss_below_token_frequencies(model: TrainedModel) -> None:
    report = model.report
    assert report.curve[0][1] == pytest.approx(math.log(280), rel=0.05)
    assert report.held_out < report.unigram < report.curve[0][1]
    assert report.curve[-1][0] == 60


def test_the_unigram_loss_is_the_cross_entropy_of_counts(model: TrainedModel) -> None:
    learnt = Counter(encode(model.tokenizer, CORPUS.training_text).tolist())
    total = sum(learnt.values()) + 280
    held_out = encode(model.tokenizer, CORPUS.held_out_text).tolist()
    expected = -sum(math.log((learnt[t] + 1) / total) for t in held_out) / len(held_out)
    assert model.report.unigram == pytest.approx(expected)


def test_a_seed_reproduces_bit_for_bit_and_another_does_not(model: TrainedModel) -> None:
    again = train(CORPUS, CONFIG, seed=1, schedule=SCHEDULE)
    other = train(CORPUS, CONFIG, seed=2, schedule=SCHEDULE)
    weights = model.decoder.state_dict()
    assert again.report == model.report
    assert all(torch.equal(v, again.decoder.state_dict()[k]) for k, v in weights.items())
    assert not all(torch.equal(v, other.decoder.state_dict()[k]) for k, v in weights.items())


def test_the_loss_is_the_mean_negative_log_probability(model: TrainedModel) -> None:
    batch = torch.tensor([[0, 5, 9, 30]])
    with torch.no_grad():
        logits = model.decoder(batch[:, :-1])[0].double().numpy()
        loss = float(next_token_loss(model.decoder, batch))
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert loss == pytest.approx(-np.log(shares[[0, 1, 2], [5, 9, 30]]).mean(), rel=1e-5)


def test_a_checkpoint_gives_back_the_same_model(model: TrainedModel, tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "m", model, PROVENANCE)
    loaded = load_checkpoint(tmp_path / "m")
    batch = torch.arange(20)[None, :]
    with torch.no_grad():
        assert torch.equal(loaded.decoder(batch), model.decoder(batch))
    assert encode(loaded.tokenizer, SENTENCES[0]).tolist() == (
        encode(model.tokenizer, SENTENCES[0]).tolist()
    )
    assert loaded.description.training.seed == 1
    assert is_checkpoint(tmp_path / "m")
    with pytest.raises(InputError, match="already holds a model"):
        refuse_occupied(tmp_path / "m")


@pytest.mark.parametrize(
    "damage",
    [
        "truncate weights",
        "drop weights",
        "no vocabulary",
        "other sizes",
        "no heads",
        "odd heads",
        "a billion layers",
        "another vocabulary",
        "deep",
        "digits",
        "no seed",
        "no sizes",
    ],
)
def test_a_damaged_checkpoint_is_named(model: TrainedModel, tmp_path: Path, damage: str) -> None:
    save_checkpoint(tmp_path, model, PROVENANCE)
    weights, config = tmp_path / "model.safetensors", tmp_path / "config.json"
    description = json.loads(config.read_text())
    if damage == "truncate weights":
        weights.write_bytes(weights.read_bytes()[:1000])
    elif damage == "drop weights":
        weights.unlink()
    elif damage == "other sizes":
        description["model"]["width"] = 64
    elif damage == "no vocabulary":
        (tmp_path / "tokenizer.json").write_text("{}")
    elif damage == "no heads":
        description["model"]["heads"] = 0
    elif damage == "odd heads":
        description["model"]["heads"] = 7
    elif damage == "a billion layers":
        description["model"]["layers"] = 10**9
    elif damage == "another vocabulary":
        (tmp_path / "tokenizer.json").write_text(type(model.tokenizer)(BPE()).to_str())
    elif damage == "deep":
        description["model"]["heads"] = json.loads("[" * 500 + "]" * 500)
    elif damage == "digits":
        description["model"]["heads"] = 10**4000
    elif damage == "no seed":
        del description["training"]["seed"]
    else:
        del description["model"]
    config.write_text(json.dumps(description))
    with pytest.raises(InputError, match="damaged") as caught:
        load_checkpoint(tmp_path)
    assert "\n" not in str(caught.value)


def test_other_folders_are_not_checkpoints(tmp_path: Path) -> None:
    assert not is_checkpoint(tmp_path)
    (tmp_path / "config.json").write_text("{")
    assert not is_checkpoint(tmp_path)
    for text in ('{"model_type": "llama"}', "[" * 5000, "[" + "9" * 5000 + "]", "[]"):
        (tmp_path / "config.json").write_text(text)
        assert not is_checkpoint(tmp_path)


def test_a_short_corpus_is_refused() -> None:
    with pytest.raises(InputError, match="give a longer text"):
        train(Corpus("short", SENTENCES[:12]), CONFIG, seed=0, schedule=Schedule(1))


def test_vocabulary_is_reversible_and_bounded() -> None:
    tokenizer = learn_vocabulary(CORPUS.training_text, 300)
    text = "Naïve café\n\n\ttabs and 日本 too."
    assert tokenizer.decode(encode(tokenizer, text).tolist()) == text
    assert tokenizer.get_vocab_size() <= 300
    assert first_token(tokenizer) not in encode(tokenizer, text + CORPUS.text)


def test_windows_are_runs_of_the_text_after_the_first_token() -> None:
    text = np.arange(100, 150)
    windows = draw_windows(text, 200, 8, np.random.default_rng(0), first=7)
    assert windows.shape == (200, 8)
    assert set(windows[:, 0]) == {7}
    assert (np.diff(windows[:, 1:], axis=1) == 1).all()
    assert set(windows[:, 1]) == set(range(100, 144))
    bare = draw_windows(text, 200, 50, np.random.default_rng(0), first=None)
    assert (bare == text).all()
