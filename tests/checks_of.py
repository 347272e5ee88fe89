"""The checks of the audit that comes with pycheck, each loaded by the name the ledger gives it."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pycheck.checks.registry import Kind, declared, load
from tests.included import PROJECT


@cache
def checks_of(kind: Kind) -> Mapping[str, Callable[..., Any]]:
    """All functions of one kind, by name."""
    assert PROJECT.checks is not None
    return {name: load(PROJECT.checks, kind, name) for name in declared(PROJECT.checks, kind)}
