"""The proofs of a claim for its page: statements, and the definitions that they rest on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
from markupsafe import Markup, escape

from pycheck.auditing.results import Audit, ClaimResult
from pycheck.carrying.reading import Definition, Reading
from pycheck.evidence import AlgebraEvidence
from pycheck.receipts import Receipt, ReceiptBook, axioms_told
from pycheck.receipts.tree import constants
from pycheck.report.library import Library
from pycheck.report.links import mathlib, outward
from pycheck.report.maths import spliced
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.typeset import Printer
from pycheck.statements.language.library import Library as Trees
from pycheck.statements.language.trees import App, Const, Lam, Var

_NAME = re.compile(r"[^\W\d][\w'!?]*(?:\.[^\W\d][\w'!?]*)*")


@dataclass(frozen=True, slots=True)
class Proof:
    """A declaration that a claim rests on; `latex` is its statement as mathematics, `reading` what
    must be read to trust it.
    """

    receipt: Receipt
    evidence: AlgebraEvidence
    role: str
    latex: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Meaning:
    """A definition with its text in Lean; `latex` is it as mathematics, empty where only the text
    says it.
    """

    receipt: Receipt
    text: str
    latex: str


class Proofs:
    """The declarations of the library as the pages show them."""

    def __init__(self, audit: Audit, library: Library) -> None:
        self.book: ReceiptBook = library.book
        self.library = library
        self._reader = audit.reader()
        self._printer = Printer(Machine(Trees(self.book)), latex=True)

    def of_claim(self, item: ClaimResult) -> Iterator[Proof]:
        """The proved declarations of a claim, in the order of its evidence."""
        negations = set(item.claim.negations)
        for e in item.algebra.evidence:
            if e.kind == "receipt" and self._reader:
                receipt = self.book.find(e.name)
                role = "states the negation" if e.name in negations else "states the claim"
                latex = self._printer.page(self._printer.machine.library.statement(receipt.name))
                yield Proof(receipt, e, role, latex, self._reader.reading(receipt.name))

    def meanings(self, proofs: Iterable[Proof]) -> list[Meaning]:
        """The definitions that some proofs rest on, each once, after those that use it."""
        found = {d.receipt.name: d for proof in proofs for d in proof.reading.definitions}
        return [self._meaning(found[name]) for name in self._order if name in found]

    def meaning(self, receipt: Receipt) -> Meaning | None:
        """The text of a definition or a structure; None of a theorem."""
        if receipt.kind == "theorem" or self._reader is None:
            return None
        return self._meaning(self._reader.definition(receipt))

    def axioms(self, receipt: Receipt) -> str:
        """What is recorded of the axioms of a declaration."""
        return axioms_told(receipt, self.book)

    @cached_property
    def _order(self) -> tuple[str, ...]:
        return tuple(map(self.book.full, nx.lexicographical_topological_sort(self.library.uses)))

    def _meaning(self, definition: Definition) -> Meaning:
        return Meaning(definition.receipt, definition.text, self._equation(definition.receipt))

    def _equation(self, receipt: Receipt) -> str:
        """``f(x) = …`` of a definition that neither recurses nor is a structure."""
        trees = self._printer.machine.library
        definition = trees.definition(receipt.name)
        if definition is None or definition.equations:
            return ""
        names: list[str] = []
        value = definition.value
        while isinstance(value, Lam):
            names.append(value.name)
            value = value.body
        head = Const(receipt.name)
        arguments = tuple(Var(len(names) - 1 - i) for i in range(len(names)))
        left = self._printer.show(App(head, arguments) if arguments else head, names)
        return f"{left} = {self._printer.show(value, names)}"

    def linked(self, text: str, receipt: Receipt, up: str) -> Markup:
        """A statement or a text of a declaration with the names in it linked.

        Names of the library lead to its list, others of the declaration's tree to Mathlib's
        documentation. The library's namespace is left out.
        """
        known = self._addresses(receipt)

        def link(match: re.Match[str]) -> Markup:
            address = known.get(match[0])
            if address is None:
                return escape(self.book.short(match[0]))
            if address.startswith("https:"):
                return outward(address, match[0])
            own = self.book.short(match[0])
            return Markup('<a href="{}{}">{}</a>').format(up, address, own)

        return spliced(text, _NAME, link, escape)

    def _addresses(self, receipt: Receipt) -> Mapping[str, str]:
        trees = [receipt.statement, *(receipt.equations or ()), *(receipt.constructor or ())]
        trees += [receipt.value] if receipt.value else []
        found: dict[str, str] = {}
        for name in {receipt.name, *receipt.uses, *constants(trees)}:
            short = self.book.short(name)
            if not self.book.holds_name(name):
                found[name] = mathlib(name)
            elif name in self.book.by_name:
                found |= dict.fromkeys((name, short), f"declarations.html#{short}")
        return found
