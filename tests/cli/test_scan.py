"""`pycheck scan`: what it prints, the interface in JSON, exit codes, and what it keeps."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pycheck.cli.main import run

TEXT = r"""
\documentclass{article}
\newcommand{\R}{\mathbb{R}}
\begin{document}
\begin{equation}\label{eq:good}
  (a+b)^2 = a^2 + 2ab + b^2
\end{equation}
\begin{align}
  \sum_{k=1}^n k &= \frac{n(n+1)}{2} \label{eq:sum} \\
                 &= \frac{n^2+1}{2}
\end{align}
\[ F = ma \]
\[ \heartsuit = 1 \]
\end{document}
"""
Scan = Callable[..., tuple[int, str, str]]


@pytest.fixture
def scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Scan:
    """Runs `pycheck scan` in an empty folder, with a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(
            sys, "argv", ["pycheck", "scan", "--n", "20", "--jobs", "1", *arguments]
        )
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            run()
        out, err = capfd.readouterr()
        return int(end.value.code or 0), out, err

    return call


def _without_seconds(text: str) -> Any:
    document = json.loads(text)
    for row in document["formulas"]:
        assert row.pop("seconds") >= 0
    return document


def test_a_text_is_scanned(scan: Scan, tmp_path: Path) -> None:
    (tmp_path / "a.tex").write_text(TEXT, encoding="utf-8")
    code, out, err = scan("a.tex", "--format", "json", "--cached")
    assert (code, err) == (1, "")
    found = _without_seconds(out)
    assert (found["schema"], found["kind"]) == (1, "scan")
    assert found["summary"] == {"found": 5, "read": 4, "decided": 3, "refuted": 1}
    rows = [(r["place"], r["label"], r["link"], r["verdict"]) for r in found["formulas"]]
    assert rows == [
        ("a.tex:6", "eq:good", 0, "derived"),
        ("a.tex:9", "eq:sum", 1, "derived"),
        ("a.tex:9", "eq:sum", 2, "refuted"),
        ("a.tex:12", "", 0, "not decided"),
        ("a.tex:13", "", 0, "not read"),
    ]
    wrong = found["formulas"][2]
    assert wrong["counterexample"]["values"] == {"n": "2"}
    assert wrong["read"] == ["n·(n + 1)/2 = (n² + 1)/2"]

    # What was kept is found again, and is the same; as a table, and where GitHub reads it, too.
    assert scan("a.tex", "--format", "json", "--cached")[:2] == (1, out)
    code, table, _ = scan("a.tex", "--cached")
    assert code == 1
    assert "5 formulas: 4 read, 3 decided, 1 refuted" in table
    assert "what was kept is used" in table
    _, github, _ = scan("a.tex", "--cached", "--format", "github")
    assert github.startswith("::error file=a.tex,line=9::")
    assert github.count("\n") == 1

    # An earlier scan makes it known, also where lines have moved; a new fault is still told.
    (tmp_path / "earlier.json").write_text(out, encoding="utf-8")
    (tmp_path / "a.tex").write_text("% a line more\n" + TEXT, encoding="utf-8")
    assert scan("a.tex", "--cached", "--baseline", "earlier.json")[0] == 0
    worse = TEXT.replace("2ab", "3ab")
    (tmp_path / "a.tex").write_text(worse, encoding="utf-8")
    assert scan("a.tex", "--cached", "--baseline", "earlier.json")[0] == 1


def test_what_a_text_says_that_a_name_is_may_save_a_formula(scan: Scan, tmp_path: Path) -> None:
    said = r"$$ \phi = \frac{1+\sqrt5}{2} $$" + "\n"
    claims = r"$$ \phi^2 = \phi + 1 $$" + "\n" + r"$$ \phi^2 = \phi + 2 $$" + "\n"
    (tmp_path / "a.md").write_text(said + "\n" + claims, encoding="utf-8")
    (tmp_path / "b.md").write_text(claims, encoding="utf-8")
    code, out, _ = scan("a.md", "b.md", "--format", "json")
    rows = json.loads(out)["formulas"]
    assert code == 1
    assert [row["verdict"] for row in rows[1:]] == ["derived", "refuted", "refuted", "refuted"]
    assert rows[1]["holds_under"] == "phi = (1 + sqrt(5))/2"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "give a text"),
        (("nowhere.tex",), "nowhere.tex"),
        (("a.pdf",), "a.pdf"),
        (("a.tex", "--baseline", "no.json"), "no.json"),
        (("a.tex", "--baseline", "a.tex"), "is no result of"),
    ],
)
def test_what_cannot_be_opened_is_one_line(
    scan: Scan, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "a.tex").write_text("$$ 1 = 1 $$", encoding="utf-8")
    (tmp_path / "a.pdf").write_text("%PDF", encoding="utf-8")
    code, out, err = scan(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err
