"""What Lean proved: load the recorded receipts, and verify them against the sources."""

from pycheck.algebra.receipts.book import Receipt as Receipt
from pycheck.algebra.receipts.book import ReceiptBook as ReceiptBook
from pycheck.algebra.receipts.book import load_receipts as load_receipts
from pycheck.algebra.receipts.tree import Tree as Tree
from pycheck.algebra.receipts.verify import ReceiptStatus as ReceiptStatus
from pycheck.algebra.receipts.verify import Verification as Verification
from pycheck.algebra.receipts.verify import inspect as inspect
from pycheck.algebra.receipts.verify import trust_sentence as trust_sentence
from pycheck.algebra.receipts.verify import verify as verify
