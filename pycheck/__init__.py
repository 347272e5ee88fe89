"""Audit the mathematics of a text, claim by claim: algebra proved, reality measured, kept apart.

``pycheck.audit()`` audits the current folder where it is an audit, else the one that comes with
pycheck, and returns an `Audit`. ``pycheck.check(formula, where)`` judges a printed formula, and
``pycheck.measure(maps)`` fits an exponent to the weights of a model by layer, head, query and key.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pycheck.auditing.results import Audit as Audit
    from pycheck.auditing.results import ClaimResult as ClaimResult
    from pycheck.auditing.run import Options as Options
    from pycheck.auditing.run import audit as audit
    from pycheck.errors import InputError as InputError
    from pycheck.formulas.api import Check as Check
    from pycheck.formulas.api import check as check
    from pycheck.reality.api import measure as measure

_PUBLIC = {
    "Check": "pycheck.formulas.api",
    "Audit": "pycheck.auditing.results",
    "ClaimResult": "pycheck.auditing.results",
    "InputError": "pycheck.errors",
    "Options": "pycheck.auditing.run",
    "audit": "pycheck.auditing.run",
    "check": "pycheck.formulas.api",
    "measure": "pycheck.reality.api",
}


def __getattr__(name: str) -> object:
    """The public names, imported when asked for: no command waits for another's libraries."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'pycheck' has no attribute {name!r}")
    return getattr(importlib.import_module(_PUBLIC[name]), name)
