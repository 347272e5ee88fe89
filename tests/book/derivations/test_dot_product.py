"""The derivations of `dot_product`: against other means, and with wrong parts."""

import numpy as np
import pytest

from book.derivations import dot_product
from tests.book.derivations.derived import figures


@pytest.mark.parametrize(("width", "draws"), [(4, 20_000), (64, 20_000), (4096, 4_000)])
def test_spread_of_dot_products_by_simulation(width: int, draws: int) -> None:
    rng = np.random.default_rng(7)
    q, k = rng.standard_normal((2, draws, width))
    scores = np.einsum("ij,ij->i", q, k)
    expected = figures(dot_product.variance)[f"deviation_{width}"]
    assert scores.std() == pytest.approx(expected, rel=0.05)
    assert (scores / np.sqrt(width)).std() == pytest.approx(1, rel=0.05)


def test_dividing_by_the_width_is_not_unit_variance() -> None:
    derivation = dot_product.derive_variance(lambda d: d)
    assert not derivation.holds
    failed = [s.text for s in derivation.steps if s.text.startswith("Does not come out")]
    assert len(failed) == 1
    assert "Divided by $d$" in failed[0]
