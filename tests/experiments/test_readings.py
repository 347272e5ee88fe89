"""Readings of a tiny random model, each computed again by another road."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pycheck.errors import InputError
from tests import needs

torch = needs.models("torch")
transformers = needs.models("transformers")

from torch.nn import functional  # noqa: E402

from pycheck.reality.experiments.corpus import Corpus  # noqa: E402
from pycheck.reality.experiments.huggingface import hugging_face_subject  # noqa: E402
from pycheck.reality.experiments.readings import (  # noqa: E402
    activations,
    attending,
    beginning,
    candidates,
    heads,
    kernels,
    making,
    quantized,
    scores,
    values,
)
from pycheck.reality.experiments.readings.attending import Change, Seen  # noqa: E402
from pycheck.reality.experiments.readings.setting import Setting  # noqa: E402
from pycheck.reality.experiments.subject import Subject  # noqa: E402
from tests.experiments.tiny import save  # noqa: E402

pytestmark = pytest.mark.models

N = 32


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    return hugging_face_subject(save(tmp_path_factory.mktemp("m") / "llama", "llama"))


@pytest.fixture(scope="module")
def setting(subject: Subject) -> Setting:
    text = np.random.default_rng(0).integers(3, 50, (2, N))
    text[:, 0] = 1
    return Setting(subject, text, 0)


def eager(subject: Subject, tokens: Any) -> Any:
    """What transformers itself gives: logits, attention maps and hidden states."""
    with torch.no_grad():
        return subject.network(
            torch.from_numpy(np.asarray(tokens)[None]),
            output_attentions=True,
            output_hidden_states=True,
            use_cache=False,
        )


def seen_in(setting: Setting, index: int = 0) -> list[Seen]:
    found: list[Seen] = []
    attending.watch(setting.network, setting.text[index], found.append)
    return found


def test_the_softmax_here_is_that_of_transformers(setting: Setting) -> None:
    answer = eager(setting.subject, setting.text[0])
    layers = seen_in(setting)
    assert [seen.layer for seen in layers] == [0, 1]
    for seen, theirs in zip(layers, answer.attentions, strict=True):
        assert torch.allclose(seen.weights, theirs[0], atol=1e-6)
    expected = functional.cross_entropy(
        answer.logits[0, :-1], torch.from_numpy(setting.text[0, 1:]), reduction="none"
    )
    assert attending.losses(setting.network, setting.text[0]) == pytest.approx(
        expected.numpy(), abs=1e-4
    )
    later = attending.later_loss(setting.network, setting.text[0])
    assert later == pytest.approx(float(expected[N // 2 :].mean()), abs=1e-4)
    assert setting.network.config._attn_implementation == "eager"


def test_what_is_hidden_is_as_if_it_were_not_there(setting: Setting) -> None:
    """With rotary positions a sequence without its first tokens is the sequence moved."""
    hidden = torch.ones(N, N, dtype=torch.bool)
    hidden[:, :8] = False
    hidden[:8] = True
    moved = attending.losses(setting.network, setting.text[0][8:])
    found = attending.losses(setting.network, setting.text[0], Change(visible=hidden))
    assert found[8:] == pytest.approx(moved, abs=1e-3)
    everything = attending.losses(setting.network, setting.text[0])
    assert np.abs(found[8:] - everything[8:]).max() > 0.01


def test_a_window_of_one_is_no_attention_to_others(setting: Setting) -> None:
    alone = Change(visible=beginning.windowed(N, 1, 0))
    found = attending.losses(setting.network, setting.text[0], alone)
    single = [
        float(
            functional.cross_entropy(eager(setting.subject, [a]).logits[0], torch.tensor([int(b)]))
        )
        for a, b in zip(setting.text[0][:-1], setting.text[0][1:], strict=True)
    ]
    assert found == pytest.approx(single, abs=1e-3)
    assert beginning.windowed(4, 2, 1).int().tril().tolist() == [
        [1, 0, 0, 0],
        [1, 1, 0, 0],
        [1, 1, 1, 0],
        [1, 0, 1, 1],
    ]


def test_a_head_that_is_off_has_no_columns_in_the_output_map(setting: Setting) -> None:
    off = attending.losses(setting.network, setting.text[0], Change(off=frozenset({(1, 2)})))
    weight = setting.layers[1].self_attn.o_proj.weight
    kept = weight.detach().clone()
    width = kept.shape[1] // 4
    with torch.no_grad():
        weight[:, 2 * width : 3 * width] = 0
        by_hand = attending.losses(setting.network, setting.text[0])
        weight.copy_(kept)
    assert off == pytest.approx(by_hand, abs=1e-4)
    assert np.abs(off - attending.losses(setting.network, setting.text[0])).max() > 1e-3


def test_a_value_that_nobody_reads(setting: Setting) -> None:
    """In the first layer, where nothing else has changed yet, against the sum over the others."""
    outputs: list[Any] = []
    projection = setting.layers[0].self_attn.o_proj
    hook = projection.register_forward_pre_hook(lambda _m, given: outputs.append(given[0][0]))
    attending.losses(setting.network, setting.text[0], Change(silent=3))
    hook.remove()
    (first, _) = seen_in(setting)
    weights = first.weights.clone()
    weights[:, 4:, 3] = 0
    expected = (weights @ first.values).transpose(0, 1).flatten(1)
    assert torch.allclose(outputs[0], expected, atol=1e-4)


def test_induction_weights_by_hand(setting: Setting) -> None:
    (string,) = heads.repeated(setting, "strings", 1)
    period = N // 4
    assert list(string[1 : 1 + period]) == list(string[1 + period :])
    means = heads.head_means(setting, string)
    maps = eager(setting.subject, string).attentions
    for layer in range(2):
        for head in range(4):
            on = [float(maps[layer][0, head, 1 + period + t, 2 + t]) for t in range(period - 1)]
            assert means.follower[layer, head] == pytest.approx(np.mean(on), abs=1e-6)
            before = [
                float(maps[layer][0, head, 1 + period + t, period + t]) for t in range(period - 1)
            ]
            assert means.previous[layer, head] == pytest.approx(np.mean(before), abs=1e-6)
    table, kinds = heads.chosen(setting)
    best = int(np.argmax(table.column("follower")))
    assert kinds["induction"][0] == (best // 4, best % 4)


def test_the_passes_of_a_repeated_string(setting: Setting) -> None:
    rows = heads.induction(setting)["removal"]
    plain = (rows.words("removed") == "nothing") & (rows.column("sequence") == 0)
    string = heads.repeated(setting, "strings", 2)[0]
    found = attending.losses(setting.network, string)
    period = N // 4
    assert rows.column("first_pass")[plain] == pytest.approx(found[1:period].mean(), rel=1e-4)
    assert rows.column("second_pass")[plain] == pytest.approx(found[period + 1 :].mean(), rel=1e-4)
    removed = set(rows.words("removed"))
    assert {"nothing", "induction", "previous", "others for induction 0"} <= removed


def test_mass_and_influence_by_hand(setting: Setting) -> None:
    seen = seen_in(setting)[1]
    weights = seen.weights.double().numpy()
    norms = np.linalg.norm(seen.values.double().numpy(), axis=-1)
    late = range(N // 2, N)
    mass = [weights[h, q, 0] for h in range(4) for q in late]
    share = [
        weights[h, q, 0] * norms[h, 0] / sum(weights[h, q, k] * norms[h, k] for k in range(N))
        for h in range(4)
        for q in late
    ]
    found = values.of_first(seen)
    assert found["mass"] == pytest.approx(np.mean(mass))
    assert found["influence"] == pytest.approx(np.mean(share))
    assert found["norm"] == pytest.approx(np.mean(norms[:, 0] / norms[:, 1:].mean(axis=1)))
    assert values.of_least(seen)["mass"] <= values.DROPPED


def test_the_least_attended_tokens() -> None:
    weights = torch.tensor([[0.05, 0.6, 0.04, 0.31], [0.2, 0.3, 0.3, 0.2]])
    assert values.least_attended(weights, 0.1).tolist() == [
        [True, False, True, False],
        [False, False, False, False],
    ]


def test_variance_of_products_by_numpy(setting: Setting) -> None:
    seen = seen_in(setting)[0]
    q, k = seen.queries.double().numpy(), seen.keys.double().numpy()
    expected = [
        np.mean([np.var([q[h, i] @ k[h, j] for j in range(1, i + 1)]) for i in range(N // 2, N)])
        for h in range(4)
    ]
    found = scores._spread(seen, torch.arange(q.shape[-1]))
    assert found.numpy() == pytest.approx(expected)


def test_independent_entries_spread_as_the_text_says() -> None:
    """Of independent normal entries the variance is the width, and one after scaling."""
    rng = torch.Generator().manual_seed(0)
    q, k = (torch.randn(64, 256, 64, generator=rng) for _ in range(2))
    seen = Seen(0, q, k, k, q, 64**-0.5)
    for width in (8, 64):
        assert float(scores._spread(seen, torch.arange(width)).mean()) == pytest.approx(
            width, rel=0.05
        )


def test_rounding_by_numpy_is_off_by_half_a_step_at_most() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(6, 32))
    for group in (0, 16, 32):
        rows = x.reshape(1, -1) if group == 0 else x.reshape(-1, group)
        low, high = rows.min(axis=1, keepdims=True), rows.max(axis=1, keepdims=True)
        step = (high - low) / 15
        zero = np.round(-low / step)
        decoded = (np.clip(np.round(rows / step) + zero, 0, 15) - zero) * step
        wrong = np.abs(decoded - rows)
        found = quantized.errors(torch.from_numpy(x), 4, group)
        assert found["error"] == pytest.approx(np.sqrt((wrong**2).mean() / (x**2).mean()))
        assert found["of_bound"] == pytest.approx((wrong / (step / 2)).max())
        # The ends of a range may be cut off by the rounding of zero, by half a step more.
        assert found["of_bound"] <= 2


def test_coded_weights_are_put_back(setting: Setting) -> None:
    before = attending.losses(setting.network, setting.text[0])
    with quantized.coded(setting, 2, 0):
        coded = attending.losses(setting.network, setting.text[0])
    assert np.abs(coded - before).max() > 0.1
    assert attending.losses(setting.network, setting.text[0]) == pytest.approx(before, abs=0)


def test_a_large_dimension_spoils_the_others() -> None:
    rng = torch.Generator().manual_seed(1)
    x = torch.randn(64, 100, generator=rng, dtype=torch.float64)
    x[:, 7] *= 1000
    found = activations.coarse(x)
    assert found["largest"] > 500
    assert found["error"] > 10 * found["error_without"]
    assert found["zeros"] > 0.5 > found["zeros_without"]
    even = activations.coarse(torch.randn(64, 100, generator=rng, dtype=torch.float64))
    assert even["error"] < 2 * even["error_without"]


def test_the_stream_is_that_of_transformers(setting: Setting) -> None:
    tables = activations.stream(setting)
    states = eager(setting.subject, setting.text[0]).hidden_states
    table = tables["stream"]
    for layer in range(2):
        x = states[layer][0].double().numpy()
        (row,) = np.flatnonzero((table.column("sequence") == 0) & (table.column("layer") == layer))
        assert table.column("largest")[row] == pytest.approx(
            np.abs(x).max() / np.sort(np.abs(x).ravel())[(x.size - 1) // 2], rel=1e-4
        )
        shares = x.mean(axis=1) ** 2 / (x**2).mean(axis=1)
        assert table.column("mean_share")[row] == pytest.approx(shares[1:].mean(), rel=1e-3)
    changes = set(tables["stream changed"].words("change"))
    assert changes == {"nothing", "massive", "others", "centred"}


def test_what_samplers_keep_by_numpy() -> None:
    rng = np.random.default_rng(2)
    logits = rng.normal(size=(5, 60)) * 2
    found = candidates.kept_at(torch.from_numpy(logits), 1.7)
    sizes, kept = [], []
    absurd: dict[str, list[float]] = {"nucleus": [], "min_p": []}
    for row in logits:
        order = np.argsort(-row)
        plain = np.exp(row - row.max())
        plain /= plain.sum()
        likely = set(order[: int(np.searchsorted(np.cumsum(plain[order]), 0.99)) + 1])
        hot = np.exp((row - row.max()) / 1.7)
        hot /= hot.sum()
        size = int(np.searchsorted(np.cumsum(hot[order]), 0.9)) + 1
        chosen = {"nucleus": order[:size], "min_p": np.flatnonzero(hot >= 0.1 * hot.max())}
        sizes.append(size)
        kept.append(len(chosen["min_p"]))
        for name, members in chosen.items():
            outside = [hot[i] for i in members if i not in likely]
            absurd[name].append(sum(outside) / hot[members].sum())
    assert found["nucleus"] == pytest.approx(np.mean(np.log(sizes)))
    assert found["min_p"] == pytest.approx(np.mean(np.log(kept)))
    assert found["nucleus_absurd"] == pytest.approx(np.mean(absurd["nucleus"]))
    assert found["min_p_absurd"] == pytest.approx(np.mean(absurd["min_p"]))


def test_the_kernels_agree_but_for_rounding(setting: Setting) -> None:
    found = kernels.of_layer(seen_in(setting)[0])
    assert 0 <= found["same"] <= 1
    assert 0 < found["tiled"] < 1e-5
    assert 0 < found["dense"] < 1e-5


def test_all_readings_are_made_again(subject: Subject) -> None:
    tokens = np.random.default_rng(5).integers(3, 50, 400)
    known = Subject(**{f: getattr(subject, f) for f in Subject.__slots__})
    object.__setattr__(known, "encode", lambda _text: tokens)
    choice = making.Choice(Corpus("made", ("text",)), N, 2, 3, tuple(making.KINDS))
    first = making.readings_of(known, choice, "command")
    assert {"removal", "first token", "windows", "weights", "kernels"} <= set(first.tables)
    again = making.readings_of(known, choice, "command")
    assert first == again
    few = making.readings_of(known, making.Choice(choice.corpus, N, 2, 3, ("scores",)), "command")
    assert few.tables["scores"] == first.tables["scores"]


def test_a_model_with_another_attention_is_refused(tmp_path: Path) -> None:
    bloom = hugging_face_subject(save(tmp_path / "bloom", "bloom"))
    with pytest.raises(InputError, match="plain causal softmax"):
        attending.refuse_other(bloom.network, np.arange(3, 20))


def test_an_older_transformers_is_one_line(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transformers, "AttentionInterface", None)
    with pytest.raises(InputError, match=r"transformers 4\.56 or later"):
        attending.losses(subject.network, np.arange(3, 20))
