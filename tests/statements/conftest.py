"""What the tests of the evaluator share."""

from collections.abc import Iterator

import pytest
from flint import ctx


@pytest.fixture(autouse=True)
def _precision_given_back() -> Iterator[None]:
    """Tests choose a precision of their own, which is not that of the tests after them."""
    with ctx.workprec(128):
        yield
