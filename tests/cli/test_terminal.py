"""What a terminal without Greek shows: every sign is spelled, and tables keep their columns."""

import io
import os
import sys

import pytest
from rich.console import Group
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pycheck.cli.screen import console, mark
from tests.running import started

FORMULA = "1/(1 - γ) ≤ ∑[n = 1..∞] xⁿ⁺¹·√θ"
SPELLED = "1/(1 - gamma) <= sum[n = 1..oo] x^(n+1)*sqrt(theta)"


def _shown(item: object, encoding: str, monkeypatch: pytest.MonkeyPatch) -> str:
    below = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(below, encoding=encoding))
    console().print(item)
    sys.stdout.flush()
    return below.getvalue().decode(encoding)


def test_a_table_keeps_its_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    def table() -> Table:
        rows = Table("γ", "formula", title="Σ")
        rows.add_row("½", escape(FORMULA))
        rows.add_row(mark("proved"), Text.from_markup("[bold]γ[/bold]·x"))
        return rows

    lines = _shown(table(), "ascii", monkeypatch).splitlines()[1:]
    assert any(SPELLED in line for line in lines)
    assert any("# proved" in line and "gamma*x" in line for line in lines)
    assert len({len(line.rstrip()) for line in lines}) == 1
    assert FORMULA in _shown(table(), "utf-8", monkeypatch)


def test_texts_in_texts_are_spelled_with_their_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    text = Text("γ", style="dim").append(" and ").append("θ²", style="bold")
    item = Group(Padding(text, (0, 0, 0, 2)), Text(FORMULA))
    assert _shown(item, "ascii", monkeypatch).split("\n")[:2] == [
        "  gamma and theta^2".ljust(140),
        SPELLED,
    ]


def test_a_command_spells_what_the_stream_lacks() -> None:
    words = ("check", "sqrt(gamma**2) = gamma**(n + 1)", "--where", "gamma >= 0")
    out, _ = started(*words, env=_environment("ascii", LANG="C")).communicate(timeout=120)
    assert out.startswith("read: sqrt(gamma^2) = gamma^(n+1)\nwhere gamma >= 0\n")
    out, _ = started(*words, env=_environment("utf-8", NO_COLOR="1")).communicate(timeout=120)
    assert out.startswith("read: √(γ²) = γⁿ⁺¹\nwhere γ ≥ 0\n")
    assert "\x1b" not in out
    out, _ = started("check", "gamma**2 < gamma", env=_environment("utf-8")).communicate(
        timeout=120
    )
    assert "\nγ = " in out
    assert "gamma" not in out


def _environment(encoding: str, **more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONIOENCODING": encoding, **more}
