"""The derivations of `partition`: against other means, and with wrong parts."""

import numpy as np
import pytest
from hypothesis import given, settings

from book.derivations import _moments, partition
from tests.book.derivations.derived import LONG, contexts, exponents, results, value, weights


@given(gamma=exponents, length=contexts)
@settings(max_examples=15)
def test_derivatives_of_the_partition_function(gamma: float, length: int) -> None:
    step = 1e-5
    log_z = [np.log((LONG[:length] ** -g).sum()) for g in (gamma - step, gamma + step)]
    mean = weights(gamma, length) @ np.log(LONG[:length])
    slope = value(results(partition.derivatives)["slope_over_mean"])
    assert (log_z[1] - log_z[0]) / (2 * step) == pytest.approx(slope * mean, rel=1e-6)


def test_a_wrong_sign_of_the_moments_is_noticed() -> None:
    assert partition.derive_derivatives(lambda e: -_moments.rate(e)).holds is False
