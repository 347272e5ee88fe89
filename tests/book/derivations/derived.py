"""Each derivation runs once for all tests that read what it arrived at."""

from collections.abc import Callable
from functools import cache
from typing import Any

from pycheck.checks.outcomes import Derivation


@cache
def derived(check: Callable[[], Any]) -> Derivation:
    """What a derivation comes to; a test that puts a wrong part to one calls it itself."""
    outcome = check()
    assert isinstance(outcome, Derivation)
    return outcome
