"""What Lean proved: load the recorded receipts, and verify them against the sources."""

from pycheck.receipts.axioms import axioms_told as axioms_told
from pycheck.receipts.book import Receipt as Receipt
from pycheck.receipts.book import ReceiptBook as ReceiptBook
from pycheck.receipts.book import load_receipts as load_receipts
from pycheck.receipts.tree import Tree as Tree
from pycheck.receipts.verify import ReceiptStatus as ReceiptStatus
from pycheck.receipts.verify import Verification as Verification
from pycheck.receipts.verify import check_receipts as check_receipts
from pycheck.receipts.verify import trust_sentence as trust_sentence
