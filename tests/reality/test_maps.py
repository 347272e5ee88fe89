"""Attention maps against a plain loop, from memory and from every kind of file."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pycheck
from pycheck.errors import InputError
from pycheck.reality.arrays import read_arrays
from pycheck.reality.collect import collect
from pycheck.reality.given import Given
from pycheck.reality.maps import maps_of, profile_of_maps

GIVEN = Given("tiny", "letters")


def attention(
    layers: int = 2, heads: int = 3, length: int = 48, batch: int = 2, gamma: float = 0.9
) -> np.ndarray:
    """Softmax weights of noisy scores that fall with the logarithm of the distance."""
    rng = np.random.default_rng(0)
    back = np.abs(np.arange(length)[:, None] - np.arange(length)[None, :])
    scores = rng.normal(0, 0.3, (batch, layers, heads, length, length)) - gamma * np.log1p(back)
    weights = np.exp(scores) * np.tril(np.ones((length, length)))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def test_the_profile_is_that_of_a_plain_loop() -> None:
    maps = attention()
    profile = profile_of_maps(maps_of(maps), {"model": "tiny", "corpus": "letters"})
    batch, layers, heads, length, _ = maps.shape
    reach = length // 2
    total = np.zeros((layers, heads, reach + 1))
    first = 0.0
    for b in range(batch):
        for i in range(layers):
            for h in range(heads):
                for q in range(reach + 1, length):
                    first += maps[b, i, h, q, 0]
                    for d in range(reach + 1):
                        total[i, h, d] += maps[b, i, h, q, q - d]
    queries = batch * (length - 1 - reach)
    means = total / queries
    assert (profile.context, profile.distances) == (length, tuple(range(1, reach + 1)))
    np.testing.assert_allclose(profile.heads, means[..., 1:], rtol=1e-5)
    np.testing.assert_allclose(profile.layers, means[..., 1:].mean(axis=1), rtol=1e-5)
    np.testing.assert_allclose(profile.attention, means[..., 1:].mean(axis=(0, 1)), rtol=1e-5)
    assert profile.self_mass == pytest.approx(means[..., 0].mean(), rel=1e-5)
    assert profile.sink_mass == pytest.approx(first / queries / layers / heads, rel=1e-5)
    last = maps[..., -1, ::-1].mean(axis=(0, 1, 2))
    np.testing.assert_allclose(profile.last_query, last, rtol=1e-5)


def test_a_sink_does_not_reach_the_distances() -> None:
    plain = attention(batch=1)
    sunk = plain * 0.5
    sunk[..., 0] += 0.5
    without, with_sink = (pycheck.measure(maps)["profiles"][0] for maps in (plain, sunk))
    assert with_sink["gamma"] == pytest.approx(without["gamma"], abs=1e-5)
    assert with_sink["sink_mass"] > 0.5 > without["sink_mass"]
    assert with_sink["warnings"] == []


def test_the_exponent_that_went_in_comes_out() -> None:
    length = 128
    back = np.abs(np.arange(length)[:, None] - np.arange(length)[None, :])
    weights = 0.05 * np.maximum(back, 1.0) ** -0.8 * np.tril(np.ones((length, length)))
    weights[:, 0] = 0
    (found,) = pycheck.measure(weights[None, None], model="exact", corpus="none")["profiles"]
    assert (found["model"], found["law"], found["law_rejected"]) == ("exact", "power law", False)
    assert found["gamma"] == pytest.approx(0.8, abs=1e-5)


TENSORS: dict[str, Callable[[Any, Any], Any]] = {
    "tensor": lambda torch, maps: torch.tensor(maps),
    "with a gradient": lambda torch, maps: torch.tensor(maps, requires_grad=True),
    "half": lambda torch, maps: torch.tensor(maps).half(),
    "one a layer": lambda torch, maps: tuple(torch.tensor(maps[:, i]) for i in range(2)),
}


@pytest.mark.models
@pytest.mark.parametrize("kind", TENSORS)
def test_tensors_give_what_arrays_give(kind: str) -> None:
    torch = pytest.importorskip("torch", reason="the optional extra `models` is not installed")
    maps = attention()
    (ours,) = pycheck.measure(maps)["profiles"]
    (theirs,) = pycheck.measure(TENSORS[kind](torch, maps))["profiles"]
    assert theirs["gamma"] == pytest.approx(ours["gamma"], abs=1e-3 if kind == "half" else 1e-5)


def test_one_array_a_layer_without_a_batch() -> None:
    maps = attention(batch=1)
    assert pycheck.measure(list(maps[0])) == pycheck.measure(maps[0]) == pycheck.measure(maps)


def test_layers_and_heads_are_measured_apart() -> None:
    maps = attention()
    by_layer = pycheck.measure(maps, by="layer")["profiles"]
    by_head = pycheck.measure(maps, by="head")["profiles"]
    assert [p["layer"] for p in by_layer] == [0, 1]
    assert [(p["layer"], p["head"]) for p in by_head] == [(i, j) for i in (0, 1) for j in range(3)]
    (alone,) = pycheck.measure(maps[:, 1:])["profiles"]
    assert by_layer[1]["gamma"] == alone["gamma"]
    (head,) = pycheck.measure(maps[:, 1:, 2:])["profiles"]
    assert by_head[5]["gamma"] == head["gamma"]
    assert len({p["gamma"] for p in by_head}) == 6


def test_a_head_that_sees_too_little_is_left_out_alone() -> None:
    maps = attention()
    window = np.tril(np.ones((48, 48))) - np.tril(np.ones((48, 48)), -5)
    maps[:, 0, 1] *= window
    document = pycheck.measure(maps, by="head")
    assert len(document["profiles"]) == 5
    (left,) = document["skipped"]
    assert left["source"] == "array#layer 0 head 1"
    assert left["reason"] == "no attention at distance 5 (a sliding window?)"


def later(maps: np.ndarray) -> np.ndarray:
    spoilt = maps.copy()
    spoilt[1, 1, 2, 3] = 0
    spoilt[1, 1, 2, 3, [0, 7]] = 0.75, 0.25
    return spoilt


BAD: dict[str, tuple[Callable[[np.ndarray], Any], str]] = {
    "above": (lambda m: m * 5, r"layer 0 of sequence 0, head 0, query 0, key 0 is 5, .* 0 and 1"),
    "negative": (np.negative, r"head 0, query 0, key 0 is -1, .* after the softmax"),
    "nan": (lambda m: m * np.nan, "is nan"),
    "whole": (lambda m: m.astype(int), "it holds int64"),
    "bool": (lambda m: m > 0, "it holds bool"),
    "transposed": (lambda m: m.swapaxes(-1, -2), "the last axis must be that of the keys"),
    "later": (later, "layer 1 of sequence 1, head 2 gives 0.0052 of its attention to later tokens"),
    "two axes": (lambda m: m[0, 0, 0], r"shape \(48, 48\) holds no maps"),
    "not square": (lambda m: m[..., :9], "48 queries and 9 keys are not square"),
    "short": (lambda m: m[..., :6, :6], "maps of 8 tokens or more"),
    "empty": (lambda m: m[:0], r"shape \(0, 2, 3, 48, 48\) has too little"),
    "unlike": (lambda m: [m[0, 0], m[0]], "2 arrays of different shapes"),
    "no array": (lambda _: "maps", r"shape \(\) holds no maps"),
}


@pytest.mark.parametrize("fault", BAD)
def test_what_is_no_attention_is_named(fault: str) -> None:
    spoil, said = BAD[fault]
    with pytest.raises(InputError, match=said) as caught:
        pycheck.measure(spoil(attention()))
    assert "\n" not in str(caught.value)


def test_a_part_that_does_not_exist_is_named() -> None:
    with pytest.raises(InputError, match="neither 'layer' nor 'head'"):
        pycheck.measure(attention(), by="token")  # type: ignore[arg-type]


def saved(folder: Path, kind: str, maps: np.ndarray) -> Path:
    path = folder / f"maps.{kind}"
    if kind == "npy":
        np.save(path, maps)
    elif kind == "npz":
        np.savez(path, maps=maps, lengths=np.ones(3))
    else:
        numpy = pytest.importorskip("safetensors.numpy", reason="safetensors is not installed")
        numpy.save_file({"maps": maps, "lengths": np.ones(3)}, path)
    return path


@pytest.mark.parametrize("kind", ["npy", "npz", "safetensors"])
@pytest.mark.parametrize("batch", [1, 2])
def test_files_give_what_memory_gives(kind: str, batch: int, tmp_path: Path) -> None:
    maps = attention(batch=batch)
    path = saved(tmp_path, kind, maps if batch > 1 else maps[0])
    ((key, profile),) = read_arrays(path, GIVEN)
    assert key == ""
    assert profile == profile_of_maps(maps_of(maps), {"model": "tiny", "corpus": "letters"})


def test_several_maps_in_a_file_have_their_names(tmp_path: Path) -> None:
    np.savez(tmp_path / "two.npz", a=attention(), b=attention(gamma=0.3))
    found = collect([tmp_path], GIVEN).found
    assert [Path(item.source).name for item in found] == ["two.npz#a", "two.npz#b"]


def test_a_file_that_holds_no_maps_is_left_out_with_its_reason(tmp_path: Path) -> None:
    np.savez(tmp_path / "none.npz", weights=np.ones((3, 4)))
    np.save(tmp_path / "objects.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    (tmp_path / "cut.npz").write_bytes((tmp_path / "none.npz").read_bytes()[:100])
    (tmp_path / "empty.npy").write_bytes(b"")
    (tmp_path / "text.safetensors").write_text("no weights")
    np.save(tmp_path / "unnamed.npy", attention())
    found = collect([tmp_path])
    assert found.found == ()
    reasons = {Path(item.source).name: item.reason for item in found.skipped}
    assert reasons["none.npz"].startswith("no maps in it: weights (3, 4); give [layer, head,")
    assert reasons["unnamed.npy"] == (
        "it does not say model or corpus; add --model MODEL --corpus CORPUS, as in: "
        "--model tiny --corpus letters"
    )
    for name in ("objects.npy", "cut.npz", "empty.npy", "text.safetensors"):
        assert "file that can be read: " in reasons[name]
    assert not any("\n" in reason for reason in reasons.values())


@pytest.mark.parametrize("kind", ["npy", "npz", "safetensors"])
def test_damaged_files_are_read_or_left_out_in_one_line(kind: str, tmp_path: Path) -> None:
    path = saved(tmp_path, kind, attention(length=12, batch=1)[0])
    whole = path.read_bytes()
    rng = np.random.default_rng(2)
    left_out = 0
    for case in range(60):
        damaged = bytearray(whole)
        if case % 4 == 0:
            del damaged[rng.integers(0, len(damaged)) :]
        for place in rng.integers(0, min(len(damaged), 300) or 1, 3):
            damaged[place : place + 1] = rng.bytes(1)
        path.write_bytes(bytes(damaged))
        found = collect([path], GIVEN)
        assert len(found.found) + len(found.skipped) == 1
        assert not any("\n" in item.reason for item in found.skipped)
        left_out += len(found.skipped)
    assert left_out > 30


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "safetensors", None)
    (tmp_path / "maps.safetensors").write_bytes(b"x")
    with pytest.raises(InputError, match="package safetensors, which is not installed"):
        list(read_arrays(tmp_path / "maps.safetensors", GIVEN))
