"""Audit the mathematics of a text, claim by claim: algebra proved, reality measured, kept apart.

``pycheck.audit()`` audits the current folder where it is an audit, else the one that comes with
pycheck, and returns an `Audit`; ``pycheck.audit("ID")`` looks at one claim or erratum alone.
``pycheck.check(formula, where)`` judges a printed formula, ``pycheck.enclose(quantity, gamma,
context)`` bounds a quantity of the power law by a `Ball`, and ``pycheck.measure(maps)`` fits an
exponent to the weights of a model by layer, head, query and key.
"""

import importlib
from typing import TYPE_CHECKING

from pycheck.version import __version__ as __version__

if TYPE_CHECKING:
    from pycheck.auditing.options import Options
    from pycheck.auditing.results import Audit, ClaimResult
    from pycheck.auditing.run import audit
    from pycheck.balls.api import enclose
    from pycheck.balls.ball import Ball
    from pycheck.errors import InputError
    from pycheck.formulas.api import Check, check
    from pycheck.reality.api import Measured, measure


_PUBLIC = {
    "Audit": "pycheck.auditing.results",
    "Ball": "pycheck.balls.ball",
    "Check": "pycheck.formulas.api",
    "ClaimResult": "pycheck.auditing.results",
    "InputError": "pycheck.errors",
    "Measured": "pycheck.reality.api",
    "Options": "pycheck.auditing.options",
    "audit": "pycheck.auditing.run",
    "check": "pycheck.formulas.api",
    "enclose": "pycheck.balls.api",
    "measure": "pycheck.reality.api",
}

__all__ = [
    "Audit",
    "Ball",
    "Check",
    "ClaimResult",
    "InputError",
    "Measured",
    "Options",
    "audit",
    "check",
    "enclose",
    "measure",
]


def __getattr__(name: str) -> object:
    """The public names, imported when asked for: no command waits for another's libraries."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'pycheck' has no attribute {name!r}")
    return getattr(importlib.import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
