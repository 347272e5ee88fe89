"""Contexts that the checks look at."""

from pycheck.notation.signs import raised

CONTEXTS = {f"10^{k}": 10**k for k in (3, 6, 12, 100, 1000, 100_000)}


def printed(name: str) -> str:
    """The name of a context as it stands in a table, its power raised: ``10⁶``."""
    base, _, exponent = name.partition("^")
    return base + (raised(exponent) or "")
