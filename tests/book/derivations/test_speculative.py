"""The derivations of `speculative`: against other means, and with wrong parts."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy import stats

from book.derivations import speculative


def without_residual(p: Sequence[Any], q: Sequence[Any], short: Sequence[bool]) -> list[Any]:
    """The wrong scheme that resamples a rejection from the target instead of the residual."""
    proposed = speculative.accepted(p, q, short)
    return [kept + (1 - sum(proposed)) * a for kept, a in zip(proposed, p, strict=True)]


def speculate(
    p: np.ndarray, q: np.ndarray, draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, float]:
    """Tokens of speculative decoding by simulation, and the share of proposals accepted."""
    proposed = rng.choice(len(p), size=draws, p=q)
    kept = rng.random(draws) < p[proposed] / q[proposed]
    excess = np.clip(p - q, 0, None)
    resampled = rng.choice(len(p), size=draws, p=excess / excess.sum())
    return np.where(kept, proposed, resampled), float(kept.mean())


def test_speculative_decoding_by_simulation() -> None:
    rng = np.random.default_rng(11)
    p, q = np.array([0.5, 0.2, 0.2, 0.1]), np.array([0.1, 0.4, 0.3, 0.2])
    draws = 200_000
    tokens, rate = speculate(p, q, draws, rng)
    counts = np.bincount(tokens, minlength=4)
    assert stats.chisquare(counts, draws * p).pvalue > 0.001
    assert rate == pytest.approx(1 - 0.5 * np.abs(p - q).sum(), abs=0.005)
    # The same test tells the target from what resampling without the residual would emit.
    short = [bool(b < a) for a, b in zip(p, q, strict=True)]
    wrong = np.array(without_residual(list(p), list(q), short), dtype=float)
    assert stats.chisquare(counts, draws * wrong).pvalue < 1e-9


def test_resampling_from_the_target_is_not_exact() -> None:
    assert not speculative.derive_law(without_residual).holds
