"""`--help` says of every command what it does, whole, and pays for none of them."""

import os
import subprocess
import sys

import click
import pytest

from pycheck.cli.main import main
from pycheck.cli.screen import console
from tests.command import pycheck_command
from tests.included import PROJECT, ledger

RUN = "from pycheck.cli.main import run\nrun()\n"
PROFILES = PROJECT.root / "data" / "profiles"
HEAVY = ("flint", "matplotlib", "networkx", "numpy", "pydantic", "rich", "scipy", "sympy")


def test_every_command_has_a_line_that_is_not_cut() -> None:
    listed = _below("Commands:")
    assert [line.split()[0] for line in listed] == main.list_commands(click.Context(main))
    for line in listed:
        assert len(line.split()) > 2
        assert line.endswith(".")
        assert "..." not in line


def _below(heading: str, *arguments: str) -> list[str]:
    lines = pycheck_command(*arguments, "--help").out.splitlines()
    found = lines[lines.index(heading) + 1 :]
    return found[: found.index("")] if "" in found else found


def test_every_command_has_an_example() -> None:
    examples = _below("Examples:")
    assert [line.split()[1] for line in examples] == main.list_commands(click.Context(main))
    assert pycheck_command("measure", "--help").out.endswith(
        "Example: pycheck measure data/profiles\n"
    )


@pytest.mark.parametrize("group", ["lean", "data", "experiment", "plot"])
def test_no_line_of_a_group_is_cut(group: str) -> None:
    lines = _below("Commands:", group)
    assert len(lines) > 1
    assert not [line for line in lines if "..." in line]


@pytest.mark.parametrize(
    ("words", "nearest"),
    [(["adit"], "audit"), (["lean", "smple"], "sample"), (["data", "fech"], "fetch")],
)
def test_a_wrong_command_is_answered_with_the_nearest(words: list[str], nearest: str) -> None:
    outcome = pycheck_command(*words)
    assert outcome.code == 2
    assert outcome.err == f"error: No such command {words[-1]!r}; did you mean {nearest!r}?\n"
    assert "did you mean" not in pycheck_command("zzzzzz").err


@pytest.mark.parametrize(("columns", "widest"), [("60", 60), ("100", 100), ("1", 40), ("no", 140)])
def test_a_pipe_is_as_wide_as_it_is_asked_to_be(
    columns: str, widest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert console().width == widest


def test_a_shell_completes_commands_and_ids() -> None:
    def completed(words: str) -> list[str]:
        environment = {**os.environ, "_PYCHECK_COMPLETE": "bash_complete"}
        environment |= {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        ended = subprocess.run(
            [sys.executable, "-c", "import sys; sys.argv[0] = 'pycheck'\n" + RUN],
            env=environment,
            capture_output=True,
            text=True,
        )
        assert ended.stderr == ""
        return [line.partition(",")[2] for line in ended.stdout.splitlines()]

    assert completed("pycheck err") == ["errata"]
    some = completed("pycheck show E1")
    assert {"E1", "E10"} <= set(some)
    assert all(name.startswith("E1") for name in some)
    first = ledger().claims[0].id
    assert first in completed(f"pycheck audit {first}")


# What an audit computes with: no plan, no page and no verdict needs it.
COMPUTING = ("flint", "hypothesis", "matplotlib", "networkx", "numpy", "scipy", "sympy")


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a command has loaded when it ends."""
    program = (
        "import sys, atexit\n"
        "atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))\n"
        "from pycheck.cli.main import run\n"
        "run()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True
    )
    loaded = set(ended.stderr.splitlines()[-1].split())
    assert "pycheck.cli.main" in loaded
    return loaded


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("nonsense",)])
def test_nobody_pays_for_a_command_that_he_does_not_use(arguments: tuple[str, ...]) -> None:
    assert not loaded_by(*arguments) & set(HEAVY)


@pytest.mark.parametrize("claim", ["ch02.the-space", "ch13.u-shape"])
def test_a_claim_is_shown_without_what_computes(claim: str) -> None:
    loaded = loaded_by("show", claim, "--samples", "0")
    assert "pycheck.auditing.run" in loaded
    assert not loaded & set(COMPUTING)


def test_fits_need_no_statistics_package() -> None:
    assert not loaded_by("measure", str(PROFILES)) & {"scipy.stats", "statsmodels", "sympy"}
