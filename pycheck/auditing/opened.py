"""An audit that is open: what lies where, what its claims say, and what is proved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from pycheck.auditing import algebra
from pycheck.auditing.options import Options
from pycheck.checks.registry import declared
from pycheck.checks.stated import readable as readable_value
from pycheck.data.sources import Source, sources_of
from pycheck.errors import InputError
from pycheck.ledger.loader import Known, Ledger, check_references, load_ledger
from pycheck.ledger.schema import Claim
from pycheck.project import Project, find_project
from pycheck.receipts import (
    ReceiptBook,
    Verification,
    check_receipts,
    load_receipts,
    trust_sentence,
)

_NO_PROOFS = "Nothing here is proved: the audit names no Lean project."
_NOT_ASKED = "Nothing here is proved: no claim that was asked for can be checked."


class Opened:
    """The audit that some options name; each of its files is read once, whatever is asked of it.

    Raises `InputError` for a project or a ledger that cannot be used.
    """

    def __init__(self, options: Options) -> None:
        project = find_project(options.project)
        self.project: Project = (
            project if options.ledger is None else replace(project, claims=options.ledger)
        )
        self.ledger: Ledger = load_ledger(self.project.claims)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Its bodies of data by name, whether or not they are on this machine."""
        return sources_of(self.project)

    @cached_property
    def proofs(self) -> tuple[ReceiptBook | None, Verification]:
        """Its receipts, None where it has no Lean project, and what holds of them."""
        if self.project.lean is None:
            return None, Verification({}, ())
        book = load_receipts(self.project.lean, self.project.namespace)
        return book, check_receipts(book, self.project.lean)

    def proofs_of(self, claims: Sequence[Claim]) -> tuple[ReceiptBook | None, Verification]:
        """The receipts and what holds of them; None where there are none, or none is asked for."""
        asked = any(claim.checkable or claim.errata for claim in claims)
        if asked or len(claims) == len(self.ledger.claims):
            return self.proofs
        return None, Verification({}, ())

    def trust(self, book: ReceiptBook | None) -> str:
        """What the receipts that were asked for rest on, in a sentence."""
        if book is not None:
            return trust_sentence(book)
        return _NO_PROOFS if self.project.lean is None else _NOT_ASKED

    def refuse_mistakes(self, claims: Sequence[Claim]) -> None:
        """Raise `InputError` where some claims name what is not there or say what nobody can read.

        So that no mistake is found half-way.
        """
        book, _ = self.proofs_of(claims)
        known: Known = {
            "declaration": lambda: book.short_names if book else (),
            "derivation": lambda: declared(self.project.checks, "derivation"),
            "enclosure": lambda: declared(self.project.checks, "enclosure"),
            "measurement": lambda: declared(self.project.checks, "measurement"),
            "body of data": lambda: self.sources,
        }
        check_references(self.ledger, claims, known)
        if book:
            _refuse_what_proves_nothing(self.ledger, claims, book)
        _refuse_what_cannot_be_read(self.ledger, claims)


def _refuse_what_cannot_be_read(ledger: Ledger, claims: Iterable[Claim]) -> None:
    for claim in claims:
        errata = (values for e in claim.errata for values in (e.printed_states, e.corrected_states))
        for value in (v for values in (claim.states, *errata) for v in values.values()):
            try:
                readable_value(value)
            except InputError as error:
                place = ledger.places[claim.id].of(value)
                raise InputError(f"{place}: {claim.id}: {error}") from error
        for _, part in algebra.planned_parts((claim,)):
            from pycheck.carrying.meant import readable

            try:
                readable(part, ledger.definitions)
            except InputError as error:
                place = ledger.places[claim.id].of(part.text)
                raise InputError(f"{place}: {claim.id}: {error}; see docs/formulas.md") from error


def _refuse_what_proves_nothing(ledger: Ledger, claims: Sequence[Claim], book: ReceiptBook) -> None:
    """Refuse a definition where a theorem is asked for: its receipt would count as a proof."""
    for claim in claims:
        named = [r.name for e in claim.errata for r in e.references if r.kind == "receipt"]
        named += [name for e in claim.errata for name in e.theorems]
        for name in (*claim.declarations, *claim.negations, *named):
            if (kind := book.find(name).kind) != "theorem":
                raise InputError(
                    f"{ledger.places[claim.id].of(name)}: {claim.id}: {name!r} is a {kind}, which "
                    "proves nothing; name a theorem"
                )
