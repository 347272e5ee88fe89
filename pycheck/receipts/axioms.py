"""What a theorem rests on at the bottom, as far as the record knows it."""

from pycheck.receipts.book import Receipt, ReceiptBook
from pycheck.receipts.verify import ACCEPTED_AXIOMS

_THROUGH = {
    "trusted": "which were not followed",
    "followed": "which were followed for theorems alone",
    "refused": "where the exporter refused one or did not come to an end",
}


def axioms_told(receipt: Receipt, book: ReceiptBook) -> str:
    """What Lean's ``#print axioms`` would list of a declaration, as far as it is recorded.

    A receipt has the axioms that the library itself puts under a declaration. Those that come
    through Mathlib are known of theorems alone, and only where they were followed.
    """
    own = ", ".join(receipt.axioms)
    if book.imports == "followed" and receipt.kind == "theorem":
        added = f"; this library itself adds {own}" if own else ""
        return f"at most {', '.join(sorted(ACCEPTED_AXIOMS))}, followed through Mathlib{added}"
    through = f"those that come through Mathlib, {_THROUGH[book.imports]}"
    return f"{own}, and {through}" if own else f"{through}; this library itself adds none"
