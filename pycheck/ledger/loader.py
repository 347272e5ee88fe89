"""Reads the ledger's TOML files, and says of every mistake in them where it is and what to do."""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pycheck.errors import InputError, did_you_mean
from pycheck.files import read_text
from pycheck.ledger.places import Place, entries, line_of, syntax_error
from pycheck.ledger.schema import Chapter, Claim, Erratum, Expected, LedgerFile
from pycheck.project import ledger_root

_GUIDE = "see docs/ledger.md"
_ENTRIES: Mapping[str, type[BaseModel]] = {
    "claim": Claim,
    "claim.errata": Erratum,
    "claim.expected": Expected,
    "chapter": Chapter,
    "": LedgerFile,
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """All claims in the order of the book, and the chapters that they belong to."""

    claims: tuple[Claim, ...]
    chapters: tuple[Chapter, ...]
    places: Mapping[str, Place]

    def find(self, claim_id: str) -> Claim:
        """The claim of this id. Raises `InputError` with the nearest id when there is none."""
        for claim in self.claims:
            if claim.id == claim_id:
                return claim
        near = did_you_mean(claim_id, (claim.id for claim in self.claims))
        raise InputError(
            f"no claim {claim_id!r} in the ledger{near or '; list them: pycheck audit'}"
        )

    def of_chapter(self, number: int) -> tuple[Claim, ...]:
        """The claims of a chapter. Raises `InputError` when the ledger has no such chapter."""
        self.title(number)
        return tuple(claim for claim in self.claims if claim.chapter == number)

    def title(self, number: int) -> str:
        """The title of a chapter. Raises `InputError` when the ledger has no such chapter."""
        for chapter in self.chapters:
            if chapter.number == number:
                return chapter.title
        numbers = [chapter.number for chapter in self.chapters]
        span = f"{min(numbers)} to {max(numbers)}" if numbers else "none"
        raise InputError(f"no chapter {number} in the ledger; its chapters are {span}")

    @property
    def errata(self) -> tuple[tuple[Claim, Erratum], ...]:
        """Every erratum with the claim that carries it, in the order of the numbers."""
        pairs = [(claim, erratum) for claim in self.claims for erratum in claim.errata]
        return tuple(sorted(pairs, key=lambda pair: pair[1].number))


def load_ledger(root: Path | None = None) -> Ledger:
    """The ledger in the folder `root`, by default the one that comes with pycheck.

    Raises `InputError` with file, line and remedy for an unreadable folder or file, malformed
    TOML, a violation of the schema, an id that is used twice, and a claim of an unknown chapter.
    """
    folder = ledger_root() if root is None else root
    claims: list[tuple[Claim, Place]] = []
    chapters: list[Chapter] = []
    for path in _toml_files(folder):
        parsed, text = _read(path)
        chapters += parsed.chapter
        places = entries(path, text, "claim")
        if len(places) != len(parsed.claim):
            raise InputError(f"{path}: write every claim under a [[claim]] line of its own")
        claims += zip(parsed.claim, places, strict=True)
    chapters.sort(key=lambda chapter: chapter.number)
    _refuse_duplicates(claims, chapters, folder)
    claims.sort(key=lambda pair: pair[0].chapter)
    return Ledger(
        claims=tuple(claim for claim, _ in claims),
        chapters=tuple(chapters),
        places={claim.id: place for claim, place in claims},
    )


def check_references(
    ledger: Ledger,
    *,
    declarations: Collection[str],
    derivations: Collection[str],
    enclosures: Collection[str],
    measurements: Collection[str],
    sources: Collection[str],
) -> None:
    """Refuse a ledger that names something which does not exist.

    The known names come from the caller, because the ledger knows neither proofs nor checks.
    Raises `InputError` with file, line and nearest match for the first unknown name.
    """
    known = {
        "declaration": declarations,
        "derivation": derivations,
        "enclosure": enclosures,
        "measurement": measurements,
        "body of data": sources,
    }
    unknown = [
        f"{ledger.places[claim.id].of(name)}: {claim.id} names a {what} that does not exist: "
        f"{name!r}{did_you_mean(name, known[what]) or '; correct or remove it'}"
        for claim in ledger.claims
        for what, name in _names(claim)
        if name not in known[what]
    ]
    if unknown:
        more = f" (and {len(unknown) - 1} more)" if len(unknown) > 1 else ""
        raise InputError(unknown[0] + more)


def _names(claim: Claim) -> Iterator[tuple[str, str]]:
    lists = (
        ("declaration", claim.lean),
        ("declaration", claim.refuted_by),
        ("declaration", claim.lemmas),
        ("derivation", claim.derivations),
        ("enclosure", claim.enclosures),
        ("measurement", claim.measurements),
        ("body of data", tuple(claim.expected.reality)),
    )
    for what, names in lists:
        yield from ((what, name) for name in names)
    for erratum in claim.errata:
        for reference in (*erratum.against, *erratum.evidence_for):
            kind, _, name = reference.partition(":")
            yield ("declaration" if kind == "receipt" else kind), name


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
        return LedgerFile.model_validate(tomllib.loads(text)), text
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


def _refuse_duplicates(
    claims: Sequence[tuple[Claim, Place]], chapters: Sequence[Chapter], folder: Path
) -> None:
    numbers = [chapter.number for chapter in chapters]
    for number, count in Counter(numbers).items():
        if count > 1:
            raise InputError(f"{folder}: chapter {number} is declared {count} times; keep one")
    seen: dict[str, str] = {}
    for claim, place in claims:
        if claim.chapter not in numbers:
            raise InputError(
                f"{place.of('id')}: {claim.id} belongs to chapter {claim.chapter}, which no "
                "[[chapter]] declares; declare it or correct the id"
            )
        for name in (claim.id, *(erratum.id for erratum in claim.errata)):
            if name in seen:
                raise InputError(
                    f"{place.of(name)}: id {name!r} is taken by {seen[name]}; ids are permanent "
                    "and unique, choose another"
                )
            seen[name] = place.of(name)
