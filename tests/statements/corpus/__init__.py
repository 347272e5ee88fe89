"""Statements by kind, true and false, each with the reason why it is so."""

from tests.statements.corpus import (
    arithmetic,
    existence,
    inequalities,
    junk,
    limits,
    mappings,
    near_ties,
    points,
    polynomials,
    quantified,
    singular,
    solutions,
    structures,
    sums,
)
from tests.statements.corpus.entries import Entry

_KINDS = (
    quantified,
    near_ties,
    junk,
    mappings,
    limits,
    singular,
    arithmetic,
    inequalities,
    polynomials,
    sums,
    existence,
    solutions,
    points,
    structures,
)


def _named(module: object) -> str:
    return str(getattr(module, "__name__", "")).rpartition(".")[2]


TRUE: dict[str, Entry] = {f"{_named(k)}: {e.name}": e for k in _KINDS for e in k.TRUE}
"""The true statements by kind and name."""
FALSE: dict[str, Entry] = {f"{_named(k)}: {e.name}": e for k in _KINDS for e in k.FALSE}
"""The false statements by kind and name."""
COUNT = sum(len(k.TRUE) + len(k.FALSE) for k in _KINDS)
"""How many entries were written; a name that is used twice would hide one."""
