"""The audit that comes with pycheck, loaded once for all tests that look at it."""

from functools import cache

from pycheck.ledger.loader import Ledger, load_ledger
from pycheck.project import DataEntry, included_project
from pycheck.receipts import ReceiptBook, load_receipts

PROJECT = included_project()
NAMESPACE = PROJECT.namespace
PUBLISHED: DataEntry = next(entry for entry in PROJECT.data if entry.path is None)


@cache
def receipts() -> ReceiptBook:
    """The receipts of its proofs."""
    return load_receipts(PROJECT.proofs, NAMESPACE)


@cache
def ledger() -> Ledger:
    """Its claims."""
    return load_ledger(PROJECT.claims)
