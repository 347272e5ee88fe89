"""Do the recorded receipts still speak of the sources that are here?

A receipt is *stale* when a Lean file that it rests on is no longer the recorded one: its own
source, one that this imports, directly or not, or the exporter that printed it. It is *invalid*
when the record itself does not hold up. Either one passes to every receipt that uses it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pycheck.files import clean
from pycheck.receipts.book import Receipt, ReceiptBook
from pycheck.receipts.checkout import (
    BUILD,
    lean_files,
    mathlib_revision,
    read_source,
    sha256,
    toolchain,
)
from pycheck.receipts.graph import Graph, below
from pycheck.receipts.source import Declaration, declarations, imports, shortcuts, source_of
from pycheck.receipts.tree import constants

EXPORTER = "lean/Receipts.lean"
ACCEPTED_AXIOMS = frozenset({"propext", "Classical.choice", "Quot.sound"})

State = Literal["valid", "stale", "invalid"]

_GENERATED = re.compile(r"_\w+|(?:eq|match)_\d+(?:_\d+)*|eq_def")


@dataclass(frozen=True, slots=True)
class ReceiptStatus:
    """Whether a receipt counts, and every reason why it does not."""

    state: State
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """The status of every receipt by full name, and what is wrong with the book as a whole.

    A file without receipts (the library's root, a file that nobody recorded) can be wrong without
    making any receipt stale; `problems` names it.
    """

    statuses: Mapping[str, ReceiptStatus]
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether every receipt is valid and nothing else is wrong."""
        return not self.problems and all(s.state == "valid" for s in self.statuses.values())


def check_receipts(book: ReceiptBook, root: Path) -> Verification:
    """Check every receipt against the project in the folder `root`.

    Raises `InputError` where the toolchain file, Lake's manifest or a source cannot be read.
    """
    sources = _Sources(book, root)
    faults_of_all = _faults_of_the_book(book, root)
    stale = {r.name: sources.changes_under(r.source) for r in book.receipts}
    circular = _circular(book)
    invalid = {
        r.name: [*faults_of_all, *circular.get(r.name, ()), *_faults(r, book, sources)]
        for r in book.receipts
    }
    graph = uses_graph(book)
    for faults, word in (stale, "stale"), (invalid, "invalid"):
        _pass_on(faults, graph, word)
    statuses = {
        name: ReceiptStatus(
            "invalid" if invalid[name] else "stale" if stale[name] else "valid",
            _told(*invalid[name], *stale[name]),
        )
        for name in stale
    }
    problems = _told(
        *faults_of_all,
        *_refused(book),
        *_strangers(book),
        *sources.changes.values(),
        *sources.unrecorded,
        *sources.suspicious,
    )
    return Verification(statuses, problems)


def _told(*faults: str) -> tuple[str, ...]:
    """A line each, whatever the names of files may hold."""
    return tuple(" ".join(clean(fault).split()) for fault in faults)


def trust_sentence(book: ReceiptBook) -> str:
    """What a reader has to trust, in one sentence."""
    how = {
        "trusted": "its proofs were not checked again when the receipts were recorded",
        "followed": "every theorem's axioms were followed through it to the bottom",
        "refused": "the exporter refused the axioms of a theorem, or failed on the way to them",
    }[book.imports]
    missing = [name for name in BUILD if name not in book.build]
    build = f"; {' and '.join(missing)} were not recorded" if missing else ""
    return (
        f"Trusted: Lean's kernel ({book.toolchain}), Mathlib at revision {book.mathlib[:12]} "
        f"({how}), and the exporter {EXPORTER} that printed the receipts{build}."
    )


class _Sources:
    """The Lean files as they are now, against those that were recorded."""

    def __init__(self, book: ReceiptBook, root: Path) -> None:
        self.book = book
        self.files = {source: read_source(root, source) for source in lean_files(root)}

    @cached_property
    def graph(self) -> Graph:
        """Which file of the library imports which."""
        graph: dict[str, set[str]] = {
            source: {
                source_of(module)
                for module in imports(content.decode(errors="replace"))
                if self.book.holds_name(module)
            }
            for source, content in self.files.items()
        }
        named = {*self.book.sources, EXPORTER, *(used for uses in graph.values() for used in uses)}
        return {name: graph.get(name, set()) for name in sorted(named | graph.keys())}

    @cached_property
    def changes(self) -> dict[str, str]:
        """What happened to each file that is not as recorded."""
        return {s: change for s in self.graph if (change := self._change(s))}

    def _change(self, source: str) -> str | None:
        content, recorded = self.files.get(source), self.book.sources.get(source)
        if content is None:
            return f"{source} is missing"
        if recorded is None:
            return f"{source} is not among the recorded sources"
        if sha256(content) != recorded:
            return f"{source} changed since the receipts were recorded"
        return None

    def changes_under(self, source: str) -> list[str]:
        """The changes of a file, of all that it imports, and of the exporter."""
        if source not in self.graph:
            return [f"{source} is missing"]
        files = [source, *sorted(below(self.graph, source) - {source}), EXPORTER]
        return [self.changes[s] for s in files if s in self.changes]

    @cached_property
    def declared(self) -> dict[str, dict[str, Declaration]]:
        """The declarations of each file that is as recorded."""
        return {
            source: declarations(content.decode(errors="replace"))
            for source, content in self.files.items()
            if source not in self.changes
        }

    @property
    def suspicious(self) -> list[str]:
        """Words in the library's files by which a theorem may be had without a proof of it."""
        return [
            f"{source}:{line} says {word}, by which a statement may pass without a proof"
            for source, content in self.files.items()
            if source != EXPORTER
            for line, word in shortcuts(content.decode(errors="replace"))
        ]

    @property
    def unrecorded(self) -> list[str]:
        """Declarations that ought to have a receipt and have none."""
        return [
            f"{source} declares {name}, which has no receipt"
            for source, found in self.declared.items()
            if source != EXPORTER
            for name, declaration in found.items()
            if not declaration.private and name not in self.book.by_name
        ]


def _refused(book: ReceiptBook) -> list[str]:
    """What the exporter said of the axioms when the receipts were recorded."""
    told = (
        "the exporter refused the axioms of a theorem, or failed, when the receipts were recorded"
    )
    return [told] if book.imports == "refused" else []


def _strangers(book: ReceiptBook) -> list[str]:
    """Receipts of what is no declaration of the library: nothing looks them up."""
    return [
        f"the record has a receipt of {receipt.name}, which is no declaration of the library"
        for receipt in book.receipts
        if not book.holds_name(receipt.name)
    ]


def _faults_of_the_book(book: ReceiptBook, root: Path) -> list[str]:
    asked, mathlib = toolchain(root), mathlib_revision(root)
    faults = []
    if book.toolchain != asked:
        faults.append(f"recorded with {book.toolchain}, the project asks for {asked}")
    if not book.toolchain.endswith(f":v{book.lean}"):
        faults.append(f"recorded by Lean {book.lean}, which is not the toolchain {book.toolchain}")
    if book.mathlib != mathlib:
        faults.append(f"recorded with Mathlib {book.mathlib}, the project asks for {mathlib}")
    if book.replayed < max(1, len(book.receipts)):
        faults.append(
            f"the kernel replayed {book.replayed} declarations, fewer than the "
            f"{len(book.receipts)} receipts"
        )
    faults += [
        f"{name} changed since the receipts were recorded"
        for name, recorded in book.build.items()
        if sha256(read_source(root, name)) != recorded
    ]
    return faults


def _faults(receipt: Receipt, book: ReceiptBook, sources: _Sources) -> Iterable[str]:
    if not book.holds_name(receipt.module):
        yield f"{receipt.module} is not a module of the library {book.namespace}"
    if not book.holds_name(receipt.name):
        yield f"{receipt.name} is not a declaration of the library {book.namespace}"
    for axiom in receipt.axioms:
        if axiom not in ACCEPTED_AXIOMS:
            yield f"rests on the axiom {axiom}"
    for name in receipt.uses:
        if _owner(name, book) is None:
            yield f"uses {name}, which has no receipt"
    used = {receipt.name, *(_owner(name, book) for name in receipt.uses)}
    for name in sorted(_mentioned(receipt, book)):
        if _owner(name, book) not in used:
            yield f"mentions {name}, which its uses leave out"
    if receipt.source in sources.declared:
        declaration = sources.declared[receipt.source].get(receipt.name)
        if declaration is None:
            yield f"{receipt.source} does not declare it"
        elif declaration.line != receipt.line:
            yield (
                f"{receipt.source} declares it at line {declaration.line}, "
                f"the receipt says {receipt.line}"
            )
        elif declaration.kind not in (receipt.kind, "alias"):
            yield f"{receipt.source} declares a {declaration.kind}, the receipt a {receipt.kind}"


def _circular(book: ReceiptBook) -> Mapping[str, list[str]]:
    """The fault of each declaration whose value leads back to itself: none is ever reached."""
    graph = {
        receipt.name: set(filter(book.holds_name, constants([receipt.value])))
        for receipt in book.receipts
        if receipt.value
    }
    return {
        name: ["its definition contains itself"] for name in graph if name in below(graph, name)
    }


def _mentioned(receipt: Receipt, book: ReceiptBook) -> set[str]:
    """The declarations of the library that the trees mention; `uses` has to have all of them.

    The types of a structure's fields are apart: the exporter follows a type and a term only.
    """
    trees = [receipt.statement, *(receipt.equations or [])]
    if receipt.value:
        trees.append(receipt.value)
    return {name for name in constants(trees) if book.holds_name(name)}


def _owner(name: str, book: ReceiptBook) -> str | None:
    """The declaration whose receipt covers `name`: itself, or the one it was generated from.

    An equation lemma of one of Mathlib's definitions belongs to the imports.
    """
    if name in book.by_name:
        return name
    parent, _, part = name.rpartition(".")
    receipt = book.by_name.get(parent)
    if receipt and receipt.constructor and part in {"mk", *_binders(receipt.constructor)}:
        return parent
    if not parent or not _GENERATED.fullmatch(part):
        return None
    return _owner(parent, book) or (None if book.holds_name(parent) else parent)


def _binders(constructors: list[list[Any]]) -> Iterable[str]:
    """The names bound at the head of a structure's constructor: its parameters and fields."""
    for tree in constructors:
        while tree[0] in ("all", "inst"):
            if tree[0] == "all":
                yield tree[1]
            tree = tree[-1]


def uses_graph(book: ReceiptBook) -> Graph:
    """Which receipt uses which, by full name; what Lean generated counts as its declaration."""
    graph = {}
    for receipt in book.receipts:
        fields = (n for n in constants(receipt.constructor or []) if book.holds_name(n))
        owners = (_owner(name, book) for name in (*receipt.uses, *fields))
        graph[receipt.name] = tuple(dict.fromkeys(filter(None, owners)))
    return graph


def _pass_on(faults: dict[str, list[str]], graph: Graph, word: str) -> None:
    """Give every receipt without a fault of its own those of the receipts that it uses."""
    faulty = {name for name, own in faults.items() if own}
    for name, own in faults.items():
        if not own and (used := sorted((below(graph, name) - {name}) & faulty)):
            more = f" (and {len(used) - 1} more)" if len(used) > 1 else ""
            own.append(f"uses {used[0]}, which is {word}{more}")
