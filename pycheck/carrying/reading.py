"""What must be read to trust a theorem: its statement, and the definitions that it rests on."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pycheck.carrying.constants import closure
from pycheck.files import read_text
from pycheck.receipts import Receipt, ReceiptBook
from pycheck.receipts.source import passage
from pycheck.statements.language.library import Library


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition of the library with its text, as its source has it."""

    receipt: Receipt
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The statement of a theorem and the definitions that it rests on, one upon the other."""

    statement: str
    definitions: tuple[Definition, ...]

    @property
    def lines(self) -> int:
        """How many lines there are to read."""
        return sum(len(text.splitlines()) for text in (self.statement, *self._texts))

    @property
    def _texts(self) -> tuple[str, ...]:
        return tuple(definition.text for definition in self.definitions)

    def __str__(self) -> str:
        count = len(self.definitions)
        of = f" and {count} definition{'s' * (count != 1)}" if count else ""
        return f"its statement{of}, {self.lines} line{'s' * (self.lines != 1)}"


class Reader:
    """Finds what must be read, in the record of a library and in its sources below `root`."""

    def __init__(self, book: ReceiptBook, root: Path) -> None:
        self.book = book
        self.root = root
        self._library = Library(book)
        self.reading = cache(self._reading)
        self._source = cache(self._text_of)

    def _reading(self, name: str) -> Reading:
        receipt = self.book.find(name)
        names = closure(self._library.statement(receipt.name), self._library)
        defined = [
            self.book.by_name[n]
            for n in sorted(names & self.book.by_name.keys() - {receipt.name})
            if self.book.by_name[n].kind != "theorem"
        ]
        return Reading(receipt.signature, tuple(map(self.definition, defined)))

    def definition(self, receipt: Receipt) -> Definition:
        """A definition with its text, or with its signature where its source is not here."""
        text = passage(self._source(receipt.source), receipt.line)
        return Definition(receipt, text or receipt.signature)

    def _text_of(self, source: str) -> str:
        path = self.root / source
        return read_text(path, "the Lean source") if path.is_file() else ""
