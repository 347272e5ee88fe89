"""Hugging Face models, tiny and random, saved on this disk: no hub is asked."""

from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from tests import needs

torch = needs.models("torch")
transformers = needs.models("transformers")

from tokenizers import Tokenizer, models, pre_tokenizers  # noqa: E402

from pycheck.errors import InputError  # noqa: E402
from pycheck.reality.experiments.corpus import Corpus  # noqa: E402
from pycheck.reality.experiments.loading import load_subject  # noqa: E402
from pycheck.reality.experiments.measure import Plan, profile_of  # noqa: E402
from pycheck.reality.experiments.positions import Positions, declared  # noqa: E402
from tests.experiments.tiny import RANDOM, save, turned  # noqa: E402

pytestmark = pytest.mark.models


@pytest.mark.parametrize("kind", ["llama", "neox", "gpt2", "bloom"])
def test_the_profile_is_that_of_output_attentions(kind: str, tmp_path: Path) -> None:
    subject = load_subject(save(tmp_path / kind, kind))
    profile = profile_of([subject], RANDOM, "profile")

    rng = np.random.default_rng(0)
    ids = np.setdiff1d(np.arange(50), [1])
    sequences = rng.choice(ids, size=(3, 24))
    sequences[:, 0] = 1
    network = transformers.AutoModelForCausalLM.from_pretrained(
        tmp_path / kind, attn_implementation="eager"
    ).eval()
    with torch.no_grad():
        attentions = network(torch.from_numpy(sequences), output_attentions=True).attentions
    maps = torch.stack(attentions).double().numpy()
    assert maps.shape == (2, 3, 4, 24, 24)
    for d in (1, 5, 12):
        diagonal = [maps[..., q, q - d] for q in range(13, 24)]
        assert profile.attention[d - 1] == pytest.approx(np.mean(diagonal), rel=1e-4)
        layers = [row[d - 1] for row in profile.layers]
        assert layers == pytest.approx(np.mean(diagonal, axis=(0, 2, 3)).tolist(), rel=1e-4)
    assert profile.sink_mass == pytest.approx(maps[..., 13:, 0].mean(), rel=1e-4)
    assert np.ptp(profile.attention) > 0.05 * np.mean(profile.attention)


@pytest.mark.parametrize("kind", ["llama", "neox"])
def test_the_base_can_be_rescaled(kind: str, tmp_path: Path) -> None:
    folder = save(tmp_path / kind, kind)
    plain = profile_of([load_subject(folder)], RANDOM, "profile")
    same = profile_of([load_subject(folder, 10_000.0)], RANDOM, "profile")
    other = profile_of([load_subject(folder, 20.0)], RANDOM, "profile")
    assert plain.theta == 10_000
    assert plain.rescaled_theta is None
    assert same == plain
    assert (other.theta, other.rescaled_theta) == (10_000, 20)
    assert other.attention != plain.attention


def test_a_base_that_is_not_the_usual_one_is_read(tmp_path: Path) -> None:
    subject = load_subject(save(tmp_path / "m", "llama", **turned(500_000.0)))
    assert subject.theta == 500_000


def test_bases_of_older_configurations() -> None:
    class Old:
        rope_theta = 1e6

    class Older:
        rotary_emb_base = 10_000

    class Scaled(Old):
        rope_scaling: ClassVar = {"type": "linear", "factor": 2.0}

    class Local(Old):
        rope_local_base_freq = 10_000.0

    assert declared(Old()) == Positions(1e6)
    assert declared(Older()) == Positions(10_000)
    assert declared(Scaled()) == Positions(1e6, {"rope_type": "linear", "factor": 2.0})
    assert declared(object()) == Positions()
    several = declared(Local())
    assert several.several
    assert [kind["rope_theta"] for kind in several.scaling.values()] == [1e6, 10_000]


def test_a_model_without_rope_has_no_base(tmp_path: Path) -> None:
    folder = save(tmp_path / "m", "gpt2")
    assert load_subject(folder).theta is None
    with pytest.raises(InputError, match="no RoPE base to rescale"):
        load_subject(folder, 100.0)


def test_a_sliding_window_is_named(tmp_path: Path) -> None:
    folder = save(tmp_path / "m", "mistral", sliding_window=8)
    with pytest.raises(InputError, match=r"layer 0 gives no attention at distance 8.*--context"):
        profile_of([load_subject(folder)], RANDOM, "profile")


def test_a_context_beyond_the_model_is_refused(tmp_path: Path) -> None:
    subject = load_subject(save(tmp_path / "m", "gpt2"))
    plan = Plan(corpus=None, context=65, sequences=1, seeds=(0,))
    with pytest.raises(InputError, match="smaller --context"):
        profile_of([subject], plan, "profile")


def test_text_goes_through_the_tokenizer_of_the_model(tmp_path: Path) -> None:
    folder = save(tmp_path / "m", "llama")
    corpus = Corpus("words", ("a b c d e f g " * 20,))
    plan = Plan(corpus=corpus, context=24, sequences=2, seeds=(0,))
    with pytest.raises(InputError, match="cannot read a tokenizer"):
        profile_of([load_subject(folder)], plan, "profile")

    vocabulary = {word: i for i, word in enumerate(["?", "s", "a", "b", "c", "d", "e", "f", "g"])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="?"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    subject = load_subject(folder)
    seen: list[np.ndarray] = []
    subject.network.register_forward_pre_hook(lambda _m, args: seen.append(args[0][0].numpy()))
    profile = profile_of([subject], plan, "profile")
    assert profile.corpus == "words"
    for sequence in seen:
        assert sequence[0] == 1
        steps = (np.diff(sequence[1:]) - 1) % 7
        assert set(steps) == {0}
        assert set(sequence[1:]) == set(range(2, 9))


@pytest.mark.parametrize(
    "content",
    [
        None,
        "{",
        '{"model_type": "no such model"}',
        '{"a": 1}',
        '{"model_type": ["llama"]}',
        '{"model_type": {"llama": 1}}',
        '{"model_type": "llama", "hidden_size": "x"}',
        '{"model_type": "llama", "hidden_size": 0}',
        '{"model_type": "llama", "num_hidden_layers": 10000000}',
        "[" * 5000,
        '{"model_type": "llama", "hidden_size": ' + "9" * 5000 + "}",
    ],
    ids=lambda content: str(content)[:40],
)
def test_what_is_no_model_is_said_in_one_line(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "config.json").write_text(content)
    with pytest.raises(InputError, match="cannot read a causal language model") as caught:
        load_subject(tmp_path)
    assert "\n" not in str(caught.value)


def test_damaged_weights_are_said_in_one_line(tmp_path: Path) -> None:
    weights = save(tmp_path / "m", "llama") / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:5000])
    with pytest.raises(InputError, match="cannot read a causal language model") as caught:
        load_subject(tmp_path / "m")
    assert "\n" not in str(caught.value)


def test_code_that_a_model_brings_along_is_never_run(tmp_path: Path) -> None:
    mark = tmp_path / "was run"
    (tmp_path / "evil.py").write_text(f"open({str(mark)!r}, 'w')")
    (tmp_path / "config.json").write_text(
        '{"model_type": "evil", "auto_map": {"AutoConfig": "evil.Config"}}'
    )
    with pytest.raises(InputError, match="cannot read a causal language model"):
        load_subject(tmp_path)
    assert not mark.exists()


def test_a_path_that_does_not_exist_is_not_looked_up_on_a_hub(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is neither a folder with a model"):
        load_subject(tmp_path / "openai-community" / "gpt2")
