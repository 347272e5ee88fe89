"""Audit the mathematics of a text, claim by claim: algebra proved, reality measured, kept apart.

``pycheck.audit()`` audits the current folder where it is an audit, else the one that comes with
pycheck, and returns an `Audit`; ``pycheck.audit("ID")`` looks at one claim or erratum alone.
``pycheck.check(formula, where)`` judges a printed formula, and ``pycheck.measure(maps)`` fits an
exponent to the weights of a model by layer, head, query and key.
"""

import importlib
from typing import TYPE_CHECKING

from pycheck.version import __version__ as __version__

if TYPE_CHECKING:
    from pycheck.auditing.options import Options
    from pycheck.auditing.results import Audit, ClaimResult
    from pycheck.auditing.run import audit
    from pycheck.errors import InputError
    from pycheck.formulas.api import Check, check
    from pycheck.reality.api import measure


__all__ = ["Audit", "Check", "ClaimResult", "InputError", "Options", "audit", "check", "measure"]

_PUBLIC = {
    "Audit": "pycheck.auditing.results",
    "Check": "pycheck.formulas.api",
    "ClaimResult": "pycheck.auditing.results",
    "InputError": "pycheck.errors",
    "Options": "pycheck.auditing.options",
    "audit": "pycheck.auditing.run",
    "check": "pycheck.formulas.api",
    "measure": "pycheck.reality.api",
}


def __getattr__(name: str) -> object:
    """The public names, imported when asked for: no command waits for another's libraries."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'pycheck' has no attribute {name!r}")
    return getattr(importlib.import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
