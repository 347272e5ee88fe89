"""`--help` says of every command what it does, whole, and pays for none of them."""

import subprocess
import sys

import click
import pytest

from pycheck.cli.main import main
from tests.command import pycheck_command

HEAVY = ("flint", "matplotlib", "networkx", "numpy", "pydantic", "rich", "scipy", "sympy")


def test_every_command_has_a_line_that_is_not_cut() -> None:
    lines = pycheck_command("--help").out.splitlines()
    listed = lines[lines.index("Commands:") + 1 :]
    assert [line.split()[0] for line in listed] == main.list_commands(click.Context(main))
    for line in listed:
        assert len(line.split()) > 2
        assert line.endswith(".")
        assert "..." not in line


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("nonsense",)])
def test_nobody_pays_for_a_command_that_he_does_not_use(arguments: tuple[str, ...]) -> None:
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
    assert not loaded & set(HEAVY)
