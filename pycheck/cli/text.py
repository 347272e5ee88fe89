"""``pycheck text``: a copy of the audited text, sentence by sentence, with their hashes."""

from collections.abc import Iterator
from pathlib import Path

import click

from pycheck.cli.options import project_option
from pycheck.cli.places import sentences_of
from pycheck.cli.screen import print_document
from pycheck.ledger.loader import load_ledger
from pycheck.ledger.sentences import Sentence, normalized
from pycheck.project import find_project


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--find", "words", metavar="WORDS", help="Only sentences that contain these words.")
@click.option("--ledger", type=click.Path(path_type=Path), help="Another folder of claims.")
@project_option
def text(file: Path, words: str | None, ledger: Path | None, project: Path | None) -> None:
    """List the sentences of FILE, your copy of the text, with the hashes that a ledger names."""
    claims = load_ledger(ledger or find_project(project).claims)
    for line in _listed(sentences_of(file, claims), normalized(words or "").casefold()):
        print_document(line)


def _listed(copy: tuple[Sentence, ...], words: str) -> Iterator[str]:
    for sentence in copy:
        if words in normalized(sentence.text).casefold():
            yield f"{sentence.digest}  {sentence.section}  {sentence.heading}  {sentence.text}"
