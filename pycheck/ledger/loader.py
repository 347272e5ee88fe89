"""Reads the ledger's TOML files, and says of every mistake in them where it is and what to do."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pycheck.errors import InputError, did_you_mean
from pycheck.files import parse_toml, read_text
from pycheck.ledger.parts import Definition, Part
from pycheck.ledger.places import Place, entries, line_of, syntax_error
from pycheck.ledger.schema import Chapter, Claim, Erratum, Expected, LedgerFile, Section

_GUIDE = "see docs/ledger.md"
_ENTRIES: Mapping[str, type[BaseModel]] = {
    "claim": Claim,
    "claim.part": Part,
    "definition": Definition,
    "claim.errata": Erratum,
    "claim.expected": Expected,
    "section": Section,
    "chapter": Chapter,
    "": LedgerFile,
}


Known = Mapping[str, Callable[[], Collection[str]]]
"""The names that there are by what they are names of, found out when they are asked for."""


@dataclass(frozen=True)
class Ledger:
    """All claims in the order of the text, and the sections that they belong to."""

    claims: tuple[Claim, ...]
    sections: tuple[Section, ...]
    places: Mapping[str, Place]
    definitions: tuple[Definition, ...] = ()

    @cached_property
    def _by_id(self) -> Mapping[str, Claim]:
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        return {section.id: section for section in self.sections}

    def find(self, claim_id: str) -> Claim:
        """The claim of this id. Raises `InputError` with the nearest id when there is none."""
        if claim_id in self._by_id:
            return self._by_id[claim_id]
        near = did_you_mean(claim_id, (claim.id for claim in self.claims))
        raise InputError(
            f"no claim {claim_id!r} in the ledger{near or '; list them: pycheck audit --all'}"
        )

    def carrier(self, name: str) -> Claim:
        """The claim of this id, or the one that carries the erratum of this id.

        Raises `InputError` with the nearest id when there is neither.
        """
        for claim in self.claims:
            if name == claim.id or any(name == erratum.id for erratum in claim.errata):
                return claim
        ids = [claim.id for claim in self.claims] + [e.id for _, e in self.errata]
        near = did_you_mean(name, ids)
        remedy = near or "; list them: pycheck audit --all"
        raise InputError(f"no claim or erratum {name!r} in the ledger{remedy}")

    def section(self, name: str) -> Section:
        """The section of this id, label or number. Raises `InputError` when there is none."""
        if name in self._sections:
            return self._sections[name]
        for section in self.sections:
            if section.name == name or section.name.endswith(f" {name}"):
                return section
        near = did_you_mean(name, (s.id for s in self.sections))
        known = ", ".join(s.id for s in self.sections) or "none"
        raise InputError(f"no section {name!r} in the ledger{near or f'; it has: {known}'}")

    def of_section(self, name: str) -> tuple[Claim, ...]:
        """The claims of a section. Raises `InputError` when the ledger has no such section."""
        found = self.section(name)
        return tuple(claim for claim in self.claims if claim.section_id == found.id)

    @property
    def errata(self) -> tuple[tuple[Claim, Erratum], ...]:
        """Every erratum with the claim that carries it, in the order of the numbers."""
        pairs = [(claim, erratum) for claim in self.claims for erratum in claim.errata]
        return tuple(sorted(pairs, key=lambda pair: natural(pair[1].id)))


def natural(text: str) -> tuple[tuple[str, int], ...]:
    """A key that sorts by numbers within names: E2 before E10.

    >>> sorted(["E10", "E2"], key=natural)
    ['E2', 'E10']
    """
    return tuple((word, int(digits or -1)) for word, digits in re.findall(r"(\D*)(\d*)", text))


def load_ledger(folder: Path) -> Ledger:
    """The ledger in the folder `folder`.

    Raises `InputError` with file, line and remedy for an unreadable folder or file, malformed
    TOML, a violation of the schema, an id that is used twice, and a claim of an unknown section.
    """
    claims: list[tuple[Claim, Place]] = []
    sections: list[Section] = []
    definitions: list[Definition] = []
    for path in _toml_files(folder):
        parsed, text = _read(path)
        definitions += parsed.definition
        sections += (*parsed.section, *(chapter.section for chapter in parsed.chapter))
        places = entries(path, text, "claim")
        if len(places) != len(parsed.claim):
            raise InputError(f"{path}: write every claim under a [[claim]] line of its own")
        claims += zip(parsed.claim, places, strict=True)
    if not sections:
        names = dict.fromkeys(claim.section_id for claim, _ in claims)
        sections = [Section(id=name, title=name) for name in names]
    _refuse_duplicates(claims, sections, folder)
    _refuse_two_meanings(definitions, folder)
    order = {section.id: position for position, section in enumerate(sections)}
    claims.sort(key=lambda pair: order[pair[0].section_id])
    return Ledger(
        claims=tuple(claim for claim, _ in claims),
        sections=tuple(sections),
        places={claim.id: place for claim, place in claims},
        definitions=tuple(definitions),
    )


def check_references(ledger: Ledger, claims: Iterable[Claim], known: Known) -> None:
    """Refuse claims of a ledger that name something which does not exist.

    `known` gives the names of each kind that there are, for those kinds that are named. Raises
    `InputError` with file, line and nearest match for the first unknown name.
    """
    asked = tuple(claims)
    errata = (erratum for claim in asked for erratum in claim.errata)
    formulas = any(e.printed_formulas or e.corrected_formulas for e in errata)
    if formulas or any(claim.parts for claim in asked) or len(asked) == len(ledger.claims):
        for definition in ledger.definitions:
            name = definition.lean
            if name is not None and name not in known["declaration"]():
                raise InputError(
                    f"the definition of {definition.name} names a declaration that does not "
                    f"exist: {name!r}{did_you_mean(name, known['declaration']())}"
                )
    names = cache(lambda what: frozenset(known[what]()))
    unknown = [
        f"{ledger.places[claim.id].of(name)}: {claim.id} names a {what} that does not exist: "
        f"{name!r}{did_you_mean(name, known[what]()) or '; correct or remove it'}"
        for claim in asked
        for what, name in _names(claim)
        if name not in names(what)
    ]
    if unknown:
        more = f" (and {len(unknown) - 1} more)" if len(unknown) > 1 else ""
        raise InputError(unknown[0] + more)


def _names(claim: Claim) -> Iterator[tuple[str, str]]:
    lists = (
        ("declaration", claim.declarations),
        ("declaration", claim.negations),
        ("declaration", claim.lemmas),
        ("derivation", claim.derivations),
        ("enclosure", claim.enclosures),
        ("measurement", claim.measurements),
        ("body of data", tuple(claim.expected.reality)),
    )
    for what, names in lists:
        yield from ((what, name) for name in names)
    for erratum in claim.errata:
        yield from (("declaration", name) for name in erratum.theorems)
        for reference in erratum.references:
            what = "declaration" if reference.kind == "receipt" else reference.kind
            yield what, reference.name


def _toml_files(folder: Path) -> list[Path]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except OSError as error:
        raise InputError(
            f"cannot read the ledger {folder}: {error.strerror}; give the folder of its TOML files"
        ) from error
    if not paths:
        raise InputError(f"no ledger in {folder}: it holds no TOML file; give another folder")
    return paths


def _read(path: Path) -> tuple[LedgerFile, str]:
    text = read_text(path, "the ledger's file")
    try:
        return LedgerFile.model_validate(parse_toml(text)), text
    except tomllib.TOMLDecodeError as error:
        line, reason = syntax_error(str(error), text)
        raise InputError(f"{path}:{line}: not TOML: {reason}; correct this line") from error
    except ValidationError as error:
        details = error.errors()
        more = f" (and {len(details) - 1} more)" if len(details) > 1 else ""
        line = line_of(text, details[0]["loc"])
        raise InputError(f"{path}:{line}: {_explain(details[0])}{more}; {_GUIDE}") from error


def _explain(error: ErrorDetails) -> str:
    *tables, key = [str(part) for part in error["loc"] if isinstance(part, str)] or ["file"]
    where = ".".join([*tables, key])
    if error["type"] == "extra_forbidden":
        entry = _ENTRIES.get(".".join(tables))
        return f"unknown key {where!r}{did_you_mean(key, entry.model_fields) if entry else ''}"
    if error["type"] in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']+)'", str(error["ctx"]["expected"]))
        near = did_you_mean(str(error["input"]), allowed)
        return f"{where}: {error['input']!r} is none of {', '.join(allowed)}{near}"
    return f"{where}: {error['msg']}"


def _refuse_two_meanings(definitions: Sequence[Definition], folder: Path) -> None:
    for name, count in Counter(definition.name for definition in definitions).items():
        if count > 1:
            raise InputError(f"{folder}: {name} is defined {count} times; give one another name")


def _refuse_duplicates(
    claims: Sequence[tuple[Claim, Place]], sections: Sequence[Section], folder: Path
) -> None:
    ids = [section.id for section in sections]
    for name, count in Counter(ids).items():
        if count > 1:
            raise InputError(f"{folder}: section {name} is declared {count} times; keep one")
    known = frozenset(ids)
    seen: dict[tuple[tuple[str, int], ...], tuple[str, Place]] = {}
    for claim, place in claims:
        if claim.section_id not in known:
            raise InputError(
                f"{place.of('id')}: {claim.id} belongs to section {claim.section_id}, which no "
                "[[section]] declares; declare it or correct the id"
            )
        for name in (claim.id, *(erratum.id for erratum in claim.errata)):
            # A reader, and some file systems, take "E01" for "e1".
            alike = natural(name.casefold())
            if alike in seen:
                taken, at = seen[alike]
                told = "" if taken == name else f" as {taken!r}"
                raise InputError(
                    f"{place.of(name)}: id {name!r} is taken{told} by {at.of(taken)}; ids are "
                    "permanent and unique, choose another"
                )
            seen[alike] = name, place
