"""The decoder against oracles: explicit rotation matrices, complex numbers, loops over tokens."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import needs

torch = needs.models("torch")

from pycheck.reality.experiments.model import (  # noqa: E402
    Block,
    Decoder,
    ModelConfig,
    Norm,
    SelfAttention,
    causal_attention,
    rotate,
    rotation_angles,
)

pytestmark = pytest.mark.models

THETA = 50.0
CONFIG = ModelConfig(vocabulary=20, context=16, theta=THETA, layers=2, heads=2, width=16)


def rotation_matrix(position: int, head_width: int, theta: float) -> np.ndarray:
    """Block-diagonal matrix of 2 x 2 rotations by position * theta^(-2i/d)."""
    matrix = np.zeros((head_width, head_width))
    for i in range(head_width // 2):
        angle = position * theta ** (-2 * i / head_width)
        block = [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
        matrix[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = block
    return matrix


def decoder(seed: int = 0) -> Decoder:
    torch.manual_seed(seed)
    model = Decoder(CONFIG)
    model.eval()
    return model


def tokens(length: int = 16, seed: int = 0) -> Any:
    return torch.from_numpy(np.random.default_rng(seed).integers(0, 20, size=(1, length)))


@given(
    theta=st.floats(1.5, 1e6),
    head_width=st.sampled_from([2, 4, 8, 32]),
    seed=st.integers(0, 2**16),
)
@settings(max_examples=30)
def test_rotation_is_the_block_diagonal_matrix(theta: float, head_width: int, seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=(12, head_width))
    expected = [rotation_matrix(m, head_width, theta) @ x[m] for m in range(12)]
    found = rotate(torch.from_numpy(x), rotation_angles(12, head_width, theta))
    np.testing.assert_allclose(found.numpy(), np.array(expected), atol=1e-12)


@given(query=st.integers(0, 40), key=st.integers(0, 40), shift=st.integers(0, 20))
@settings(max_examples=40)
def test_scores_depend_on_the_distance_alone(query: int, key: int, shift: int) -> None:
    rng = np.random.default_rng(query * 41 + key)
    q, k = rng.normal(size=(2, 8))
    angles = rotation_angles(64, 8, 30.0)

    def score(m: int, n: int) -> float:
        return float(
            rotate(torch.from_numpy(q), angles[m]) @ rotate(torch.from_numpy(k), angles[n])
        )

    assert score(query + shift, key + shift) == pytest.approx(score(query, key), abs=1e-10)
    relative = q @ rotation_matrix(key, 8, 30.0) @ rotation_matrix(query, 8, 30.0).T @ k
    transposed = q @ rotation_matrix(query, 8, 30.0).T @ rotation_matrix(key, 8, 30.0) @ k
    assert relative == pytest.approx(transposed)
    assert score(query, key) == pytest.approx(transposed, abs=1e-10)


def test_attention_equals_a_loop_over_tokens() -> None:
    rng = np.random.default_rng(3)
    q, k = rng.normal(size=(2, 1, 1, 7, 4))
    found = causal_attention(torch.from_numpy(q), torch.from_numpy(k)).numpy()[0, 0]
    for row in range(7):
        exponents = [math.exp(float(q[0, 0, row] @ k[0, 0, j]) / 2) for j in range(row + 1)]
        expected = [e / sum(exponents) for e in exponents] + [0.0] * (6 - row)
        np.testing.assert_allclose(found[row], expected, atol=1e-12)


def test_rows_sum_to_one_and_the_future_has_none() -> None:
    torch.manual_seed(1)
    module = SelfAttention(CONFIG)
    module.explicit = True
    _, weights = module(torch.randn(2, 16, 16), rotation_angles(16, 8, 50.0))
    assert weights.shape == (2, 2, 16, 16)
    torch.testing.assert_close(weights.sum(-1), torch.ones(2, 2, 16))
    assert float(weights.detach().triu(1).abs().max()) == 0


def test_later_tokens_do_not_change_earlier_logits() -> None:
    model, ids = decoder(), tokens()
    changed = ids.clone()
    changed[0, 10:] = (changed[0, 10:] + 1) % 20
    with torch.no_grad():
        before, after = model(ids), model(changed)
    torch.testing.assert_close(before[:, :10], after[:, :10])
    assert float((before[:, 10:] - after[:, 10:]).abs().max()) > 1e-4


def test_explicit_and_fused_attention_give_the_same_logits() -> None:
    model, ids = decoder(), tokens()
    with torch.no_grad():
        fused = model(ids)
        model.set_explicit_attention(True)
        explicit = model(ids)
    torch.testing.assert_close(fused, explicit)


def test_theta_changes_positions_and_its_own_value_changes_nothing() -> None:
    model, ids = decoder(), tokens()
    with torch.no_grad():
        before = model(ids)
        model.theta = THETA * 1
        assert torch.equal(model(ids), before)
        model.theta = THETA * 8
        assert float((model(ids) - before).abs().max()) > 1e-6


def test_without_positions_order_is_invisible() -> None:
    """With all angles zero, permuting the keys permutes the weights."""
    torch.manual_seed(2)
    module = SelfAttention(CONFIG)
    module.explicit = True
    x = torch.randn(1, 16, 16)
    order = torch.tensor([3, 1, 0, 2, *range(4, 16)])
    angles = torch.zeros(16, 4)
    _, weights = module(x, angles)
    _, permuted = module(x[:, order], angles)
    torch.testing.assert_close(weights[0, :, 15, order], permuted[0, :, 15])


def test_without_positions_only_the_causal_mask_tells_the_order() -> None:
    """The first layer's last token sees a set, in which tokens may change places."""
    ids = tokens()
    swapped = ids.clone()
    swapped[0, [2, 5]] = ids[0, [5, 2]]
    answers = {}
    for theta in (None, THETA):
        torch.manual_seed(0)
        model = Decoder(replace(CONFIG, theta=theta, layers=1)).eval()
        with torch.no_grad():
            answers[theta] = float((model(ids)[0, -1] - model(swapped)[0, -1]).abs().max())
    assert answers[None] < 1e-6 < 1e-5 < answers[THETA]


@pytest.mark.parametrize("norm", ["pre", "post"])
def test_a_block_normalises_before_or_after(norm: Norm) -> None:
    """Against the formulas of Xiong et al. 2020: x + f(N(x)), and N(x + f(x))."""
    torch.manual_seed(1)
    block = Block(replace(CONFIG, norm=norm))
    x = torch.randn(1, 5, 16)
    angles = rotation_angles(5, 8, THETA)

    def normalised(y: Any) -> Any:
        return y / (y.square().mean(-1, keepdim=True) + torch.finfo(y.dtype).eps).sqrt()

    def attended(y: Any) -> Any:
        return block.attention(y, angles)[0]

    if norm == "pre":
        middle = x + attended(normalised(x))
        expected = middle + block.feed_forward(normalised(middle))
    else:
        middle = normalised(x + attended(x))
        expected = normalised(middle + block.feed_forward(middle))
    torch.testing.assert_close(block(x, angles), expected)
