"""How to make each piece of evidence again, one command a piece."""

from collections.abc import Iterator
from dataclasses import dataclass

from pycheck.ledger.schema import Claim
from pycheck.receipts import ReceiptBook

# The command line encloses quantities, not checks: the one that each check's table is made of.
ENCLOSE_COMMANDS = {
    "boundary": "pycheck enclose cv-ratio --context 1e100000 --digits 12",
    "identities": "pycheck enclose fisher --gamma 0.7 --context 1e6",
    "phases": "pycheck enclose var --gamma 0.7 --context 1e6",
    "series": "pycheck enclose normalization --gamma 1.5 --z 0.5 --context 100",
    "windows": "pycheck enclose window --gamma 0.7 --context 4096 --share 0.9",
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a command makes again."""

    what: str
    command: str


def recipes(claim: Claim, book: ReceiptBook) -> tuple[Recipe, ...]:
    """One command for the claim as a whole and one for each kind of evidence that it has."""
    return tuple(_recipes(claim, book))


def _recipes(claim: Claim, book: ReceiptBook) -> Iterator[Recipe]:
    if not claim.checkable:
        return
    yield Recipe("this page: both verdicts with all evidence", f"pycheck show {claim.id}")
    declared = (*claim.lean, *claim.refuted_by)
    if declared:
        yield Recipe("the receipts, against the Lean sources", "pycheck lean verify")
        yield Recipe("the proofs themselves, in Lean's kernel", "pycheck lean build")
    if theorems := [name for name in declared if book.find(name).kind == "theorem"]:
        sample = f"pycheck lean sample --mutants {' '.join(theorems)}"
        yield Recipe("samples and mutants of the proved statements", sample)
    for module in dict.fromkeys(name.partition(".")[0] for name in claim.enclosures):
        if command := ENCLOSE_COMMANDS.get(module):
            yield Recipe(f"a ball as in the tables of {module}, at any point", command)
    if claim.measurements:
        yield Recipe("the fits to our own profiles", "pycheck measure data/profiles")
        yield Recipe("the author's published data, checked by hash", "pycheck data fetch")
