"""The derivations of `online_softmax`: against other means, and with wrong parts."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.derivations import online_softmax
from tests.book.derivations.derived import derived

rationals = st.fractions(Fraction(1, 50), 50, max_denominator=50)
normal = st.floats(1e-100, 1e100)


def forget_to_rescale(
    exponentials: Sequence[Fraction], values: Sequence[Fraction], cut: Sequence[range]
) -> Fraction:
    """Block-wise softmax that never rescales what it summed under an older maximum."""
    highest, total, mixed = Fraction(0), Fraction(0), Fraction(0)
    for block in cut:
        highest = max(highest, *(exponentials[i] for i in block))
        for i in block:
            total += exponentials[i] / highest
            mixed += exponentials[i] / highest * values[i]
    return mixed / total


@given(st.lists(st.tuples(rationals, rationals), min_size=1, max_size=6))
def test_online_softmax_for_every_cut(row: list[tuple[Fraction, Fraction]]) -> None:
    exponentials, values = zip(*row, strict=True)
    direct = sum(e * v for e, v in row) / sum(exponentials)
    cuts = online_softmax.blocks(len(row))
    assert len(cuts) == 2 ** (len(row) - 1)
    for cut in cuts:
        assert [i for block in cut for i in block] == list(range(len(row)))
        assert online_softmax.online_attention(exponentials, values, cut) == direct


@given(normal, normal)
def test_rounding_is_that_of_the_machine(a: float, b: float) -> None:
    assert online_softmax.rounded(Fraction(a) + Fraction(b)) == Fraction(a + b)
    assert online_softmax.rounded(Fraction(a) * Fraction(b)) == Fraction(a * b)


def test_block_softmax_in_single_precision_is_close_but_not_bit_for_bit() -> None:
    rng = np.random.default_rng(3)
    scores = rng.normal(size=(64, 512)).astype(np.float32)
    highest = scores.max(axis=1, keepdims=True)
    dense = np.exp(scores - highest).sum(axis=1)
    running, total = np.full(64, -np.inf, np.float32), np.zeros(64, np.float32)
    for block in np.split(scores, 8, axis=1):
        higher = np.maximum(running, block.max(axis=1))
        total = total * np.exp(running - higher) + np.exp(block - higher[:, None]).sum(axis=1)
        running = higher
    assert total == pytest.approx(dense, rel=1e-5)
    assert (total != dense).any()
    order = derived(online_softmax.order_of_addition).results
    assert float(order["left_to_right"]) == (1 + 2.0**-53) + 2.0**-53
    assert float(order["in_two_blocks"]) == 1 + (2.0**-53 + 2.0**-53)


def test_blocks_need_rescaling() -> None:
    assert not online_softmax.derive_blocks(forget_to_rescale).holds
