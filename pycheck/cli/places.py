"""What claims and errata answer in the text, in words and beside a reader's own copy."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from rich.text import Text

from pycheck.errors import InputError
from pycheck.files import read_text
from pycheck.ledger.loader import Ledger
from pycheck.ledger.schema import Claim, Erratum
from pycheck.ledger.sentences import Sentence, sentences


def answered(what: Literal["claims", "errata"], summary: Mapping[str, Mapping[str, int]]) -> str:
    """The count of what answers the text; empty where the ledger says it of none."""
    counts = summary[f"{what} answer"]
    if not counts:
        return ""
    return (
        f"{counts.get('sentence', 0)} {what} answer a sentence of the text, "
        f"{counts.get('beyond the text', 0)} go beyond, "
        f"{counts.get('data file', 0)} are about a data file"
    )


def sentences_of(file: Path, ledger: Ledger) -> tuple[Sentence, ...]:
    """The sentences of the copy `file` under the ledger's headings.

    Raises `InputError` when the file cannot be read, or has no heading of the ledger.
    """
    headings: dict[str, list[str]] = {}
    for claim in ledger.claims:
        if claim.question:
            headings.setdefault(claim.section_id, []).append(claim.question)
    found = sentences(read_text(file, "the text"), headings)
    if not found:
        raise InputError(f"{file}: no heading of the ledger is in it; give a copy of the text")
    return found


def own_copy(entry: Claim | Erratum, copy: tuple[Sentence, ...]) -> Text:
    """What the reader's `copy` says where the claim or erratum `entry` answers it."""
    if not entry.answers:
        return Text(f"{entry.id}: the ledger does not say which sentence it answers", style="dim")
    if not entry.sentences:
        return Text(f"{entry.id}: {place_of(entry)}", style="dim")
    lines: list[str] = []
    for digest in entry.sentences:
        at = [sentence for sentence in copy if sentence.digest == digest]
        lines += [
            f"{entry.id}: your copy, under {s.heading!r} of {s.section}: {s.text}" for s in at
        ]
        if not at:
            lines.append(f"{entry.id}: no sentence of your copy has the hash {digest[:12]}…")
    return Text("\n".join(lines))


def place_of(entry: Claim | Erratum) -> str:
    """In words, what a claim or an erratum answers; empty where the ledger does not say."""
    if entry.sentences:
        several = "s" if len(entry.sentences) > 1 else ""
        shown = ", ".join(f"{digest[:12]}…" for digest in entry.sentences)
        return f"answers {len(entry.sentences)} sentence{several} of the text ({shown})"
    if entry.data_file:
        return f"about the data file {entry.data_file}"
    return "goes beyond the text" if entry.beyond_text else ""
