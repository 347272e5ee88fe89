"""The derivations of `low_rank`: against other means, and with wrong parts."""

import numpy as np

from book.derivations import low_rank
from tests.book.derivations.derived import derived


def test_adapter_rank_and_size_by_numpy() -> None:
    rng = np.random.default_rng(0)
    d, r = 12, 3
    down, up = rng.normal(size=(r, d)), rng.normal(size=(d, r))
    assert np.linalg.matrix_rank(up @ down) == r
    trained = derived(low_rank.adapter).results["trained_parameters"]
    symbols = {s.name: s for s in trained.free_symbols}
    assert trained.subs({symbols["d"]: d, symbols["r"]: r}) == down.size + up.size
