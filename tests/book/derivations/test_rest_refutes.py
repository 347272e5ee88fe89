"""A wrong identity put to a derivation of the book's algebra does not come out."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from book.derivations import (
    attention_cost,
    bpe,
    dot_product,
    guidance,
    heads,
    normalization,
    online_softmax,
    preference,
    quantization,
    scaling,
    speculative,
)


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


def uncentred(values: Sequence[Any]) -> list[Any]:
    """LayerNorm that forgets to subtract the mean above the bar."""
    centre = sum(values) / sp.Integer(len(values))
    spread = sum(x**2 for x in values) / sp.Integer(len(values)) - centre**2
    return [x / sp.sqrt(spread) for x in values]


def test_wrong_merges_fail() -> None:
    path = (("e", "s"), ("es", "t"), ("lo", "w"), ("l", "o"), ("n", "e"))
    assert not bpe.derive_merges(path).holds


def test_heads_of_full_width_cost_more() -> None:
    assert not heads.derive_cost(lambda model, _heads: model).holds


def test_dividing_by_the_width_is_not_unit_variance() -> None:
    derivation = dot_product.derive_variance(lambda d: d)
    assert not derivation.holds
    assert derivation.steps[-1].text.startswith("Does not come out")


@pytest.mark.parametrize(
    "policy",
    [
        lambda q, _r: list(q),
        lambda q, r: [
            x * sp.exp(y) / sum(a * sp.exp(b) for a, b in zip(q, r, strict=True))
            for x, y in zip(q, r, strict=True)
        ],
    ],
    ids=["the reference itself", "tilted without beta"],
)
def test_other_policies_are_not_the_maximum(policy: Any) -> None:
    assert not preference.derive_leash(policy).holds


def test_resampling_from_the_target_is_not_exact() -> None:
    assert not speculative.derive_law(speculative.without_residual).holds


def test_an_uneven_exponent_is_not_the_optimum() -> None:
    A, B, alpha, beta, C = sp.symbols("A B alpha beta C", positive=True)
    swapped = (alpha * A / (beta * B)) ** (1 / (alpha + beta)) * C ** (alpha / (alpha + beta))
    assert not scaling.derive_split(swapped).holds


def test_layer_norm_needs_its_centring() -> None:
    assert not normalization.derive_norms(uncentred).holds


def test_blocks_need_rescaling() -> None:
    assert not online_softmax.derive_blocks(forget_to_rescale).holds


def test_guidance_must_start_from_the_unconditioned_logit() -> None:
    assert not guidance.derive_endpoints(lambda u, c, strength: u + strength * c).holds


@pytest.mark.parametrize("offset", [Fraction(0), Fraction(1, 3), Fraction(1)])
def test_truncation_is_off_by_more_than_half_a_step(offset: Fraction) -> None:
    assert not quantization.derive_half_step(offset).holds


def test_the_state_has_an_orientation() -> None:
    assert not attention_cost.derive_reassociation(lambda q, k, v: q * (v.T * k)).holds
