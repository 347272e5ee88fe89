"""How to make each piece of evidence again, one command a piece."""

from collections.abc import Iterator
from dataclasses import dataclass

from pycheck.checks.registry import Kind, declared
from pycheck.data.sources import FETCH
from pycheck.ledger.schema import Claim
from pycheck.project import Project


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a command makes again."""

    what: str
    command: str


def recipes(claim: Claim, project: Project) -> tuple[Recipe, ...]:
    """One command for the claim as a whole and one for each kind of evidence that it has."""
    return tuple(_recipes(claim, project)) if claim.checkable else ()


def _recipes(claim: Claim, project: Project) -> Iterator[Recipe]:
    yield Recipe("this page: both verdicts with all evidence", f"pycheck show {claim.id}")
    if theorems := (*claim.declarations, *claim.negations):
        yield Recipe("the receipts, against the Lean sources", "pycheck lean verify")
        yield Recipe("the proofs themselves, in Lean's kernel", "pycheck lean build")
        sample = f"pycheck lean sample --mutants {' '.join(theorems)}"
        yield Recipe("samples and mutants of the proved statements", sample)
    folder = project.checks
    named: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("enclosure", claim.enclosures),
        ("measurement", claim.measurements),
    )
    for kind, names in named:
        checks = declared(folder, kind)
        found = {name.partition(".")[0]: checks[name].command for name in names if name in checks}
        for module, command in found.items():
            if command:
                yield Recipe(f"what the tables of {module} are made of", command)
    if claim.measurements and any(entry.path is None for entry in project.data):
        yield Recipe("the data that are fetched, checked by hash", FETCH)
