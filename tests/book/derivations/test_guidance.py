"""The derivations of `guidance`: against other means, and with wrong parts."""

import numpy as np
import pytest
from scipy import special

from book.derivations import guidance
from tests.book.derivations.derived import results, value


@pytest.mark.parametrize("strength", [0.0, 1.0, 7.5])
def test_guided_probabilities_by_scipy(strength: float) -> None:
    without, conditioned = np.array([0.3, 1.1, -2.0]), np.array([1.0, 0.2, -0.5])
    p_0, p_1 = special.softmax(without), special.softmax(conditioned)
    tilted = p_0 * (p_1 / p_0) ** strength
    effect = results(guidance.endpoints)["effect"]
    guided = [
        u + value(effect, u=u, c=c, gamma=strength)
        for u, c in zip(without, conditioned, strict=True)
    ]
    assert special.softmax(guided) == pytest.approx(tilted / tilted.sum())


def test_guidance_must_start_from_the_unconditioned_logit() -> None:
    assert not guidance.derive_endpoints(lambda u, c, strength: u + strength * c).holds
