"""Displayed formulas of Markdown and notebooks: what is text there, and what is code."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.errors import InputError
from pycheck.texts.displayed import Displayed, Remark, displayed
from pycheck.texts.document import Document
from pycheck.texts.markdown import of_markdown_source


def _read(text: str) -> list[Displayed]:
    document = Document(str)
    found = list(of_markdown_source(document, text))
    document.end()
    return found


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("$$a = b$$", [(1, "", "a = b")]),
        ("$$\na\n= b\n$$ (eq:x)", [(2, "eq:x", "a\n= b")]),
        ("$$a = b$$ {#eq:x .c}", [(1, "eq:x", "a = b")]),
        ("$$\na = b \\label{eq:x}\n$$", [(2, "eq:x", "a = b")]),
        ("$$\na\n- b\n= c\n\n d = 1\n$$", [(2, "", "a\n- b\n= c"), (6, "", "d = 1")]),
        ("Text\n$$\na = b\n$$\ntext", [(3, "", "a = b")]),
        ("Text $$a\n= b$$ and $$c = d$$.", [(1, "", "a\n= b"), (2, "", "c = d")]),
        ("$a$, $5 and $6, \\$\\$ and `$$ a $$`", []),
        ("A $x = 1$ $$a = b$$", [(1, "", "a = b")]),
        ("\\[ a = b \\] and \\[1\\] or \\\\[c = 1\\\\]", [(1, "", "a = b"), (1, "", "c = 1")]),
        ("\\[\na = b\n\\]", [(2, "", "a = b")]),
        ("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}",
         [(2, "", "a &= b"), (3, "", "c &= d")]),
        ("$$\\begin{align}\na &= b\n\\end{align}$$", [(2, "", "a &= b")]),
        ("- item\n\n  $$\n  a = b\n  $$\n- $$c = d$$", [(4, "", "a = b"), (6, "", "c = d")]),
        ("> $$\n> a\n> = b\n> $$", [(2, "", "a\n= b")]),
        ("- $$ a\n\ntext $$ b = 1 $$", [(3, "", "b = 1")]),
        ("# Title $$a = b$$", [(1, "", "a = b")]),
        ("    $$a = b$$", []),
        ("text\n\n    $$\n    a = b\n    $$\n", []),
        ("```\n$$a = b$$\n```\n~~~latex\n\\[a = b\\]\n~~~", []),
        ("```math\na = b\n```", [(2, "", "a = b")]),
        ("- x\n  ```math\n  a = b\n  ```", [(3, "", "a = b")]),
        ("```{math}\n:label: x\na = b\n\nc = d\n```", [(3, "x", "a = b"), (5, "", "c = d")]),
        ("```{math}\n---\nlabel: x\n---\na = b\n```", [(5, "x", "a = b")]),
        ("```{math} a = b\n```", [(1, "", "a = b")]),
        (":::{math}\na = b\n:::", [(2, "", "a = b")]),
        ("::::{note}\n:::{tip}\n$$a = b$$\n:::\n::::", [(3, "", "a = b")]),
        ("````{note}\n```python\n$$ x $$\n```\n$$a = b$$\n````", [(5, "", "a = b")]),
        ("```{code-cell}\n$$ x $$\n```", []),
        ("```{eval-rst}\n.. math:: a = b\n```", [(2, "", "a = b")]),
        ("<div>\n$$a = b$$\n<pre>$$ x $$</pre>\n<!-- $$ y $$ -->\n</div>", [(2, "", "a = b")]),
        ("---\ntitle: $$ x $$\n---\n$$a = b$$", [(4, "", "a = b")]),
        ("$$\\newcommand{\\R}{r}$$\n\n$$a = b$$", [(3, "", "a = b")]),
    ],
)  # fmt: skip
def test_a_text_gives_its_displayed_formulas(
    text: str, formulas: list[tuple[int, str, str]]
) -> None:
    found = _read(text)
    told = [(int(f.place), f.label, f.latex) for f in found if not f.not_read]
    assert told == formulas
    assert [f.not_read for f in found if f.not_read] == (
        ["$$ is never closed"] if text.startswith("- $$ a\n") else []
    )


def test_macros_go_on_where_they_are_defined() -> None:
    found = _read(
        "$\\newcommand{\\E}{\\mathbb{E}}$\n\n$$\\E = 1$$\n\n$$\\def\\E{e} \\E = 2$$\n\n$$\\E = 3$$"
    )
    assert [f.macros["E"] for f in found] == [(0, r"\mathbb{E}"), (0, "e"), (0, "e")]
    assert [f.latex for f in found] == [r"\E = 1", r"\E = 2", r"\E = 3"]
    (one,) = _read("---\nx: \\def\\a{1}\n---\n\\newcommand{\\b}{_2_} *\\*\n\n$$\\a = \\b$$")
    assert one.macros == {"a": (0, "1"), "b": (0, "_2_")}


def test_remarks(tmp_path: Path) -> None:
    path = tmp_path / "text.md"
    path.write_text(
        "<!-- pycheck: where n natural,\n  n >= 1 -->\n\n# Title\n\n<!-- pycheck: definition -->\n"
        "$$\na = b\n$$\n\nText\nand <!-- pycheck: skip why --> $$c = d$$\n\n$$e = f$$\n"
    )
    text = Remark("where", "n natural, n >= 1", 1)
    found = list(displayed(path))
    assert [f.remarks for f in found] == [
        (text, Remark("definition", "", 6)), (text, Remark("skip", "why", 12)), (text,),
    ]  # fmt: skip
    assert [f.place for f in found] == [f"{path}:{line}" for line in (8, 12, 14)]
    path.write_text("text\n\n<!-- pycheck: wher n natural -->\n$$ a = b $$")
    with pytest.raises(InputError, match=rf"{path.name}:3: .*did you mean 'where'"):
        list(displayed(path))


def test_what_is_no_formula_says_so() -> None:
    for text, told in (
        ("$$ a = b\n\ntext", "never closed"),
        ("$$\n$$", "nothing stands in it"),
        ("\\begin{align}\na &= b", "never closed"),
        ("$$ \\frac{a}{b}} $$", "closes nothing"),
        ("```math\n\\left( \\begin{cases} a\n```", "never closed"),
    ):
        (found,) = _read(text)
        assert told in found.not_read


def _notebook(folder: Path, *cells: dict[str, Any]) -> Path:
    path = folder / "text.ipynb"
    path.write_text(json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4}))
    return path


def test_a_notebook_gives_the_formulas_of_its_markdown_cells(tmp_path: Path) -> None:
    path = _notebook(
        tmp_path,
        {"cell_type": "markdown", "source": "<!-- pycheck: where n natural -->\n# Title"},
        {"cell_type": "markdown", "source": ["$\\def\\a{b}$\n", "\n", "$$\n", "\\a = 1\n", "$$"]},
        {"cell_type": "code", "source": '"""$$ code $$"""', "outputs": []},
        {"cell_type": "markdown", "source": "<!-- pycheck: definition -->"},
        {"cell_type": "markdown", "source": "\\begin{equation} c = d \\end{equation}"},
    )
    found = list(displayed(path))
    assert [(f.place, f.latex) for f in found] == [
        (f"{path}:cell 2:4", r"\a = 1"), (f"{path}:cell 5:1", "c = d"),
    ]  # fmt: skip
    assert found[1].macros == {"a": (0, "b")}
    text = Remark("where", "n natural", 1)
    assert [f.remarks for f in found] == [(text,), (text, Remark("definition", "", 1))]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "is not JSON"),
        ("[]", "is no notebook"),
        ('{"cells": 1}', "is no notebook"),
        ('{"cells": [1]}', "is no notebook"),
        ('{"worksheets": [2]}', "is no notebook"),
        ('{"cells": [{"cell_type": "markdown", "source": [1]}]}', "cell 1 has a source"),
        ('{"cells": [{"cell_type": "markdown", "source": "<!-- pycheck: no -->"}]}',
         "cell 1:1: 'pycheck: no'"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_notebook_is_one_line(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "text.ipynb"
    path.write_text(content)
    with pytest.raises(InputError, match=told) as caught:
        list(displayed(path))
    assert "\n" not in str(caught.value)


def test_an_old_notebook_keeps_its_cells_in_worksheets(tmp_path: Path) -> None:
    path = tmp_path / "text.ipynb"
    cells = [{"cell_type": "code", "input": "1"}, {"cell_type": "markdown", "source": "$$a = b$$"}]
    path.write_text(json.dumps({"worksheets": [{"cells": cells}]}))
    assert [f.place for f in displayed(path)] == [f"{path}:cell 2:1"]


_FORMULAS = st.sampled_from(["a_1 = 2", r"\frac{1}{2} \le x", "a\n= b", r"\{x\} = 5\%", "*a* = b"])
_FILLERS = st.sampled_from(
    ["Text.", "`$$`", "```\n$$ no $$\n```", "costs $5", "- item", "> quote $x$", "* * *",
     "<!-- $$ no $$ -->", "    \\[ no = 1 \\]", "A [link](b) \\[x\\]", "Setext\n==="]
)  # fmt: skip
_FRAMES = st.sampled_from(
    [("$$", "$$"), ("$$\n", "\n$$"), ("\\[ ", " \\]"), ("```math\n", "\n```"),
     ("\\begin{equation}\n", "\n\\end{equation}"), ("So $$", "$$ holds.")]
)  # fmt: skip


@given(st.lists(st.tuples(_FILLERS, _FRAMES, _FORMULAS), max_size=8))
def test_a_text_put_together_gives_its_pieces_back(
    parts: list[tuple[str, tuple[str, str], str]],
) -> None:
    text, expected = "", []
    for filler, (begin, end), formula in parts:
        text += f"{filler}\n\n{begin}"
        expected.append((text.count("\n") + 1, formula))
        text += f"{formula}{end}\n\n"
    assert [(int(f.place), f.latex) for f in _read(text)] == expected
