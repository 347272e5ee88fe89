"""Nothing is invented: neither weights nor positions that a model does not have."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the optional extra `models` is not installed")
transformers = pytest.importorskip(
    "transformers", reason="the optional extra `models` is not installed"
)

from safetensors.torch import load_file, save_file  # noqa: E402
from tokenizers import Tokenizer, models, pre_tokenizers  # noqa: E402

from pycheck.errors import InputError  # noqa: E402
from pycheck.reality.experiments.corpus import Corpus  # noqa: E402
from pycheck.reality.experiments.loading import load_subject  # noqa: E402
from pycheck.reality.experiments.measure import Plan, profile_of  # noqa: E402
from pycheck.reality.profiles import load_profile  # noqa: E402
from tests.command import pycheck_command  # noqa: E402
from tests.experiments.tiny import RANDOM, save, turned  # noqa: E402

pytestmark = pytest.mark.models

Q = "model.layers.0.self_attn.q_proj.weight"
Weights = dict[str, Any]
MISMATCHES: dict[str, tuple[Callable[[Weights], Weights], str]] = {
    "missing": (
        lambda w: {k: v for k, v in w.items() if "q_proj" not in k},
        rf"not those of a LlamaForCausalLM: 2 missing \({Q}, .*; save the whole model again",
    ),
    "no head": (
        lambda w: {k: v for k, v in w.items() if k != "lm_head.weight"},
        r"1 missing \(lm_head\.weight\)",
    ),
    "prefix": (
        lambda w: {f"_orig_mod.{k}": v for k, v in w.items()},
        r"21 missing .*21 without a place .*take '_orig_mod\.' off the names",
    ),
    "renamed": (
        lambda w: {k.replace("self_attn", "attn"): v for k, v in w.items()},
        r"8 missing .*8 without a place .*; save the whole model again",
    ),
    "shape": (
        lambda w: {**w, Q: w[Q][:32].contiguous()},
        rf"1 of another shape \({Q} is \(32, 64\), not \(64, 64\)\)",
    ),
    "another layer": (
        lambda w: {**w, **{k.replace(".1.", ".2."): v.clone() for k, v in w.items() if ".1." in k}},
        r"9 without a place \(model\.layers\.2\.",
    ),
    "bias": (
        lambda w: {**w, Q.replace("weight", "bias"): torch.ones(64)},
        r"1 without a place \(model\.layers\.0\.self_attn\.q_proj\.bias\)",
    ),
}


def change(folder: Path, with_weights: Callable[[Weights], Weights]) -> Path:
    weights = folder / "model.safetensors"
    save_file(with_weights(load_file(weights)), weights, metadata={"format": "pt"})
    return folder


@pytest.mark.parametrize("fault", MISMATCHES)
def test_weights_that_are_not_the_models_are_refused(fault: str, tmp_path: Path) -> None:
    with_weights, said = MISMATCHES[fault]
    folder = change(save(tmp_path / "m", "llama"), with_weights)
    with pytest.raises(InputError, match=said) as caught:
        load_subject(folder)
    assert "\n" not in str(caught.value)


def test_a_mismatch_is_one_line_and_no_profile(tmp_path: Path) -> None:
    folder = change(save(tmp_path / "m", "llama"), MISMATCHES["prefix"][0])
    words = ("--model", folder, "--corpus", "random", "--context", "24", "-o", tmp_path / "p.json")
    outcome = pycheck_command("experiment", "profile", *map(str, words))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"error: the weights in {folder} are not those of")
    assert outcome.err.count("\n") == 1
    assert not (tmp_path / "p.json").exists()


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("neox", ("gpt_neox.layers.0.attention.bias", "gpt_neox.layers.1.attention.masked_bias")),
        ("neox", ("gpt_neox.layers.0.attention.rotary_emb.inv_freq",)),
        ("gpt2", ("transformer.h.0.attn.bias", "transformer.h.1.attn.masked_bias")),
        ("gptj", ("transformer.h.0.attn.bias", "transformer.h.0.attn.masked_bias")),
        ("llama", ("model.layers.0.self_attn.rotary_emb.inv_freq",)),
    ],
)
def test_buffers_that_older_versions_saved_are_no_mismatch(
    kind: str, names: tuple[str, ...], tmp_path: Path
) -> None:
    plain = profile_of([load_subject(save(tmp_path / "m", kind))], RANDOM, "profile")
    change(tmp_path / "m", lambda w: {**w, **{name: torch.ones(1) for name in names}})
    found = profile_of([load_subject(tmp_path / "m")], RANDOM, "profile")
    assert found.weights_sha256 != plain.weights_sha256
    assert found == plain.model_copy(update={"weights_sha256": found.weights_sha256})


@pytest.mark.parametrize("kind", ["bert", "masked", "roberta"])
def test_an_encoder_is_refused(kind: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"not causal: .* later tokens.*choose a decoder"):
        load_subject(save(tmp_path / "m", kind))


def test_the_same_model_as_a_decoder_is_measured(tmp_path: Path) -> None:
    subject = load_subject(save(tmp_path / "m", "bert", is_decoder=True))
    assert len(profile_of([subject], RANDOM, "profile").layers) == 2


def test_a_nested_configuration_is_measured(tmp_path: Path) -> None:
    folder = save(tmp_path / "m", "gemma3")
    subject = load_subject(folder)
    profile = profile_of([subject], RANDOM, "profile")
    assert (subject.vocabulary, subject.context, len(profile.layers)) == (50, 64, 2)
    assert profile.theta is None
    bases = {kind: table["rope_theta"] for kind, table in subject.rope_scaling.items()}
    assert bases == {"full_attention": 1_000_000, "sliding_attention": 10_000}
    assert profile.rope_scaling == subject.rope_scaling
    said = r"base for each kind of layer \(full_attention 1e\+06, sliding_attention 10000\)"
    with pytest.raises(InputError, match=said):
        load_subject(folder, 500.0)


def test_the_length_of_mpt_is_known(tmp_path: Path) -> None:
    subject = load_subject(save(tmp_path / "m", "mpt"))
    assert subject.context == 128
    with pytest.raises(InputError, match=r"more than the 128 .*smaller --context"):
        profile_of([subject], Plan(None, 129, 1, (0,)), "profile")


def test_a_model_that_fails_is_one_line(tmp_path: Path) -> None:
    subject = load_subject(save(tmp_path / "m", "gpt2"))
    longer = dataclasses.replace(subject, context=100)
    with pytest.raises(InputError, match=r"fails on 65 tokens: .*smaller --context") as caught:
        profile_of([longer], Plan(None, 65, 1, (0,)), "profile")
    assert "\n" not in str(caught.value)


def test_xlnet_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="return no weights by head, query and key"):
        load_subject(save(tmp_path / "m", "xlnet"))


def test_a_tokenizer_larger_than_the_embedding_is_named(tmp_path: Path) -> None:
    folder = save(tmp_path / "m", "llama")
    words = {f"w{i}": i for i in range(80)}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="w0"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    plan = Plan(Corpus("words", (" ".join(words),)), 24, 1, (0,))
    said = "gives the token 79, and the model has embeddings for 50 tokens"
    with pytest.raises(InputError, match=said):
        profile_of([load_subject(folder)], plan, "profile")


SCALINGS: dict[str, dict[str, Any]] = {
    "llama3": {
        "factor": 4.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 16,
    },
    "yarn": {"factor": 4.0, "original_max_position_embeddings": 16},
    "linear": {"factor": 4.0},
    "dynamic": {"factor": 4.0},
}


@pytest.mark.parametrize("kind", SCALINGS)
def test_the_scaling_of_positions_is_recorded(kind: str, tmp_path: Path) -> None:
    scaling = {"rope_type": kind, **SCALINGS[kind]}
    folder = save(tmp_path / "m", "llama", **turned(20_000.0, **scaling))
    plain = profile_of([load_subject(folder)], RANDOM, "profile")
    assert plain.theta == 20_000
    assert plain.rope_scaling == scaling
    other = profile_of([load_subject(folder, 50.0)], RANDOM, "profile")
    assert (other.theta, other.rescaled_theta) == (20_000, 50)
    assert other.rope_scaling == plain.rope_scaling
    assert other.attention != plain.attention


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "; its RoPE scaling (linear) is recorded\n"),
        (("--rescale-theta", "50"), "; its RoPE scaling (linear) is recorded and acts on the new"),
    ],
)
def test_the_scaling_of_positions_is_told(more: tuple[str, ...], said: str, tmp_path: Path) -> None:
    scaling = {"rope_type": "linear", "factor": 2.0}
    folder = save(tmp_path / "m", "llama", **turned(20_000.0, **scaling))
    words = ("--corpus", "random", "--context", "24", "--sequences", "1", *more)
    outcome = pycheck_command(
        "experiment", "profile", "--model", str(folder), "-o", str(tmp_path / "p.json"), *words
    )
    assert outcome.code == 0
    assert said in outcome.out
    assert load_profile(tmp_path / "p.json").rope_scaling == scaling


def test_plain_positions_have_no_scaling(tmp_path: Path) -> None:
    assert load_subject(save(tmp_path / "m", "llama")).rope_scaling == {}


def test_a_base_that_nothing_turns_by_is_none(tmp_path: Path) -> None:
    turning = load_subject(save(tmp_path / "turning", "falcon"))
    slanted = save(tmp_path / "slanted", "falcon", alibi=True)
    assert turning.theta == 10_000
    assert load_subject(slanted).theta is None
    with pytest.raises(InputError, match="turns nothing by the RoPE base"):
        load_subject(slanted, 500.0)


def test_a_base_that_the_code_fixes_is_known_and_not_rescaled(tmp_path: Path) -> None:
    folder = save(tmp_path / "m", "gptj")
    subject = load_subject(folder)
    (table,) = {
        id(b): b for name, b in subject.network.named_buffers() if "embed_positions" in name
    }.values()
    angles = torch.atan2(table[1, :4], table[1, 4:8]).numpy()
    assert subject.theta is not None
    np.testing.assert_allclose(angles, subject.theta ** -(np.arange(4) / 4), rtol=1e-5)
    with pytest.raises(InputError, match="the code of transformers fixes the RoPE base"):
        load_subject(folder, 500.0)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"rope_theta": 500.0}, "says a RoPE base of 500, but .* with 10000"),
        ({"rope_type": "yarn", "factor": 2.0}, "says RoPE scaling 'yarn', but .* with 'default'"),
    ],
)
def test_a_network_with_other_positions_than_declared_is_refused(
    said: dict[str, Any], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an older transformers builds it, which does not read what a newer one has written."""
    from pycheck.reality.experiments import huggingface
    from pycheck.reality.experiments.positions import declared

    def newer(config: Any) -> Any:
        config.rope_parameters = {**config.rope_parameters, **said}
        found = declared(config)
        config.rope_parameters = {"rope_theta": 10_000.0, "rope_type": "default"}
        return found

    folder = save(tmp_path / "m", "llama")
    monkeypatch.setattr(huggingface, "declared", newer)
    with pytest.raises(InputError, match=message):
        load_subject(folder)
