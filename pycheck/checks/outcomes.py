"""What an independent check returns, and how the ledger's names reach the checks.

The ledger names a derivation ``module.function`` for `book.derivations.module.function`, and
an enclosure ``module.function`` for `pycheck.enclose.module.function`. A check takes no
argument and never reads the Lean text.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, TypeVar

Family = Literal["derivations", "enclosures"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation: a sentence, and the formula it arrives at (LaTeX, may be empty)."""

    text: str
    latex: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A symbolic derivation from the definitions.

    `holds` says whether every residual that the derivation formed vanished (and every inequality
    came out). `results` are the values it arrived at, as exact sympy expressions; the audit
    compares them with what the ledger states, so a derivation never knows the stated value.
    """

    steps: tuple[Step, ...]
    holds: bool
    results: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A rigorous check in ball arithmetic.

    `holds` is None where balls cannot decide. `rows` is a table for people (its first row is the
    header); `results` are python-flint balls certain to contain the values of these names.
    """

    detail: str
    holds: bool | None
    rows: tuple[tuple[str, ...], ...] = ()
    results: Mapping[str, Any] = field(default_factory=dict)


Check = Callable[[], Derivation] | Callable[[], Enclosure]
F = TypeVar("F", bound=Callable[[], Derivation | Enclosure])


def check(function: F) -> F:
    """Mark a function as a check that the ledger may name."""
    function.__dict__["is_check"] = True
    return function


@cache
def registry(family: Family) -> Mapping[str, Callable[[], Derivation | Enclosure]]:
    """All checks of a family by name, ``module.function``."""
    package = importlib.import_module(f"book.{family}")
    found: dict[str, Callable[[], Derivation | Enclosure]] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and function.__dict__.get("is_check"):
                found[f"{info.name}.{name}"] = function
    return dict(sorted(found.items()))
