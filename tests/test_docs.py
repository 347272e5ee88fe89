"""The commands and the examples of README.md and docs/ work as they are printed."""

import contextlib
import doctest
import io
import json
import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import pytest
from rich.text import Text

from bench import commands
from pycheck.auditing.reality import expected_of
from pycheck.cli.main import _COMMANDS, main
from pycheck.cli.screen import mark
from pycheck.data.sources import sources_of
from pycheck.version import __version__
from tests.command import pycheck_command
from tests.included import PROJECT, ledger, receipts

PAGES = [PROJECT.root / "README.md", PROJECT.root / "CONTRIBUTING.md"]
PAGES += sorted((PROJECT.root / "docs").glob("*.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WIDTH = 100
INLINE = re.compile(r"`(pycheck [^`\n]+)`")


def _said(page: Path) -> Iterator[str]:
    """Every command line of pycheck on a page, but for those that show what may be given."""
    text = page.read_text(encoding="utf-8")
    fenced = "\n".join(block for _, block in FENCE.findall(text)).replace("\\\n", " ")
    lines = [line.strip().removeprefix("$ ") for line in fenced.splitlines()]
    found = [line for line in lines if re.match(r"pycheck [a-z-]", line)]
    found += [line for line in INLINE.findall(FENCE.sub("", text)) if line.count(" ") > 1]
    found = [line for whole in found for line in whole.split(" && ")]
    yield from (line for line in found if not re.search(r"[\[\]…|]|\.\.\.", line))


COMMANDS = [(page.name, line) for page in PAGES for line in dict.fromkeys(_said(page))]


def _parsed(words: list[str]) -> None:
    """Let click read a command line, without running anything."""
    command: click.Command = main
    name: str | None = "pycheck"
    while isinstance(command, click.Group):
        name, found, words = command.resolve_command(click.Context(command), words)
        assert found is not None
        command = found
    command.make_context(name, words)


def test_many_commands_are_documented() -> None:
    assert len(COMMANDS) > 40


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_a_documented_command_is_understood(page: str, line: str) -> None:
    del page
    _parsed(shlex.split(line, comments=True)[1:])


SHOWN = [
    (command.strip(), printed)
    for page in PAGES
    for _, block in FENCE.findall(page.read_text(encoding="utf-8"))
    for command, _, printed in (part.partition("\n") for part in block.split("$ pycheck ")[1:])
    if printed.strip()
]


def test_commands_are_shown_with_what_they_print() -> None:
    assert len(SHOWN) > 4


@pytest.mark.parametrize(("command", "printed"), SHOWN)
def test_a_command_prints_what_is_shown(command: str, printed: str) -> None:
    said = pycheck_command(*shlex.split(command)).out.splitlines()
    told = [line for line in said if not line.startswith("confirmed by leancert")]  # an extra
    assert told == printed.strip().splitlines()


@pytest.mark.parametrize("line", ["adit", "audit --no-such-option", "enclose cv --digits many"])
def test_a_wrong_command_is_not(line: str) -> None:
    with pytest.raises(click.UsageError):
        _parsed(line.split())


@pytest.mark.parametrize("example", [example for _, _, example in _COMMANDS.values()])
def test_the_example_of_every_command_is_understood(example: str) -> None:
    _parsed(shlex.split(example)[1:])


def test_the_examples_of_the_enclosures() -> None:
    found = doctest.testfile(str(PROJECT.root / "docs" / "enclosures.md"), module_relative=False)
    assert found.failed == 0
    assert found.attempted > 5


@pytest.mark.parametrize(
    "page", ["README.md", "docs/code.md", "docs/formulas.md", "docs/receipts.md"]
)
def test_the_programs_run(page: str) -> None:
    text = (PROJECT.root / page).read_text(encoding="utf-8")
    programs = [block for kind, block in FENCE.findall(text) if kind == "python"]
    assert programs
    for program in programs:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(program, page, "exec"), {})


def test_nobody_is_sent_to_another_project_of_the_same_name() -> None:
    """`pycheck` on the package index is not this one."""
    sources = list((PROJECT.root / "pycheck").rglob("*.py"))
    wrong = re.compile(r"pip install ['\"]?pycheck\b")
    assert [str(p) for p in (*PAGES, *sources) if wrong.search(p.read_text("utf-8"))] == []


def test_the_table_of_costs_is_the_measured_one() -> None:
    text = (PROJECT.root / "docs" / "commands.md").read_text(encoding="utf-8")
    measured = json.loads(commands.RESULTS.read_text(encoding="utf-8"))["rows"]
    assert {row["command"] for row in measured} >= set(commands.COMMANDS)
    assert "\n".join(commands.table(measured)) in text


def _counted(side: str, verdicts: Iterable[str]) -> str:
    told = sorted(Counter(verdicts).items())
    marked = (f"{n} {mark(verdict, reality=side == 'reality')}" for verdict, n in told)
    return Text.from_markup(f"{side}: {', '.join(marked)}").plain


def test_the_counts_of_the_readme_are_the_ledgers() -> None:
    """What the audit shows on a fresh machine, where all is as the ledger expects."""
    claims = [claim for claim in ledger().claims if claim.checkable]
    prose = len(ledger().claims) - len(claims)
    bodies = sources_of(PROJECT)
    here = [bodies[entry.name] for entry in PROJECT.data if entry.path is not None]
    shown = [
        f"{len(claims)} checkable claims, {prose} prose questions, {len(ledger().errata)} errata; "
        "not as expected: 0",
        _counted("algebra", (str(claim.expected.algebra) for claim in claims)),
        _counted("reality", (str(expected_of(claim, here)) for claim in claims)),
    ]
    text = (PROJECT.root / "README.md").read_text(encoding="utf-8")
    assert "\n".join(shown) in text
    assert f"{len(receipts().receipts)} valid, 0 stale, 0 invalid" in text


def test_the_version_is_told_once() -> None:
    """The citation and the changelog name the version that the package has."""
    citation = (PROJECT.root / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {__version__}\n" in citation
    released = re.findall(
        r"^## (\d+\.\d+\.\d+) - \d{4}-\d\d-\d\d$",
        (PROJECT.root / "CHANGELOG.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert released[0] == __version__


def _too_long(page: Path) -> Iterator[str]:
    """Lines of sentences beyond the width; tables, programs and what cannot be broken may be."""
    fenced = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced and not line.lstrip().startswith("|") and len(line) > WIDTH:
            words = re.findall(r"`[^`]*`|\S+", line)
            if max(map(len, words)) <= WIDTH // 2:
                yield f"{page.name}:{number}"


def test_pages_have_one_width() -> None:
    others = [PROJECT.root / name for name in ("CHANGELOG.md", "SECURITY.md", "data/README.md")]
    assert [place for page in (*PAGES, *others) for place in _too_long(page)] == []
