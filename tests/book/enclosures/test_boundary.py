"""The boundary gamma = 1: the coefficient and its correction."""

from math import log

import numpy as np
import pytest
from flint import arb, fmpq

from book.enclosures import boundary


def test_the_coefficient_excludes_its_rivals() -> None:
    ball = boundary.coefficient().results["coefficient"]
    assert ball.overlaps(arb(fmpq(1, 12)))
    for rival in (fmpq(1, 4), fmpq(1, 11), fmpq(1, 13), fmpq(1, 6), fmpq(833_333, 10**7)):
        assert not ball.overlaps(arb(rival))


def test_the_correction_is_a_sixth_of_eulers_constant() -> None:
    results = boundary.correction().results
    assert results["next"].overlaps(arb.const_euler() / 6)
    assert not results["next"].overlaps(arb.const_euler() / 5)
    d = np.arange(1, 10**6 + 1)
    weights = 1 / d / (1 / d).sum()
    spread = (weights * np.log(d) ** 2).sum() - (weights * np.log(d)).sum() ** 2
    assert float(results["excess"]) == pytest.approx(12 * spread / log(10**6) ** 2 - 1, rel=1e-9)
