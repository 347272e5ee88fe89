"""The derivations of `contrastive`: against other means, and with wrong parts."""

import numpy as np
import pytest
from scipy import optimize, special

from book.derivations import contrastive
from tests.book.derivations.derived import derived


def infonce(similarities: np.ndarray, tau: float) -> float:
    return float(special.logsumexp(similarities / tau) - similarities[0] / tau)


@pytest.mark.parametrize(("positive", "key"), [(0.9, "won"), (0.6, "lost")])
def test_contrastive_gradient_by_finite_differences(positive: float, key: str) -> None:
    similarities = np.array([positive, 0.8, 0.5, 0.1])
    gradients = {}
    for tau in (0.1, 0.02):
        slope = optimize.approx_fprime(similarities, lambda s, tau=tau: infonce(s, tau), 1e-7)
        gradients[tau] = slope[1]
        assert slope[1] / slope[1:].sum() > {0.1: 0.9, 0.02: 0.999}[tau]
    limits = derived(contrastive.temperature).results
    if key == "won":
        assert limits["gradient_when_positive_leads"] == 0
        assert gradients[0.02] < 0.5 * gradients[0.1]
    else:
        assert limits["gradient_when_negative_leads"].is_infinite
        assert gradients[0.02] > 4 * gradients[0.1]
