"""Displayed formulas of reST: directives, what is no text, docstrings that lost a backslash."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.errors import InputError
from pycheck.texts.displayed import Displayed, Remark, displayed
from pycheck.texts.document import Document
from pycheck.texts.rest import LOST_BACKSLASH, of_rest_source


def _read(text: str) -> list[Displayed]:
    document = Document(str)
    found = list(of_rest_source(document, text))
    document.end()
    return found


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        (".. math:: a = b", [(1, "", "a = b")]),
        (".. math::\n\n   a = b,", [(3, "", "a = b")]),
        (".. math ::\n   :label: x\n\n   a = b\n   + c\n\nText", [(4, "x", "a = b\n+ c")]),
        (".. math:: a = b\n   :name: x", [(1, "x", "a = b")]),
        (".. math:: a = b\n   + c\n\n   d = e", [(1, "", "a = b\n+ c"), (4, "", "d = e")]),
        (".. math::\n\n   a = b\n\n   = c\n\n   d = e",
         [(3, "", "a = b \\\\\n= c"), (7, "", "d = e")]),
        (".. math::\n\n   a &= b \\\\\n   &= c \\\\\n   d &= e",
         [(3, "", "a &= b \\\\\n&= c"), (5, "", "d &= e")]),
        (".. math::\n\n   a = b \\\\\n   (c + d) \\\\\n   e", [(3, "", "a = b\n(c + d)\ne")]),
        (".. math::\n\n   a \\\\\n   b = c", [(3, "", "a"), (4, "", "b = c")]),
        (".. math::\n\n   a = \\begin{cases} b & c \\\\\n\n   d \\end{cases}\n\n   e = f",
         [(3, "", "a = \\begin{cases} b & c \\\\\nd\n\\end{cases}"), (7, "", "e = f")]),
        (".. math::\n  :nowrap:\n\n  \\begin{align}\n  a &= b \\\\\n  c &= d\n  \\end{align}\n",
         [(5, "", "a &= b"), (6, "", "c &= d")]),
        ("- text\n\n  .. math::\n\n     a = b\n\n  more", [(5, "", "a = b")]),
        ("- .. math:: a = b\n- .. math:: c = d", [(1, "", "a = b"), (2, "", "c = d")]),
        (".. note::\n\n   .. math:: a = b", [(3, "", "a = b")]),
        ("Example::\n\n    .. math:: a = b\n\n.. math:: c = d", [(5, "", "c = d")]),
        (".. code-block:: rst\n\n   .. math:: a = b\n", []),
        (".. a comment\n   .. math:: a = b\n", []),
        ("..\n   .. math:: a = b\n", [(2, "", "a = b")]),
        (">>> f()\n.. math:: a\n$$ a $$\n\n.. math:: b = 1", [(5, "", "b = 1")]),
        ("Write ``.. math::`` and ``$$``.", []),
        ("So $$a = b$$ and $$c\n= d$$.", [(1, "", "a = b"), (1, "", "c\n= d")]),
        (".. [1] A book\n.. _target:\n.. |x| replace:: y\n\n.. math:: a = b", [(5, "", "a = b")]),
        ("Text\n----\nx : y\n    .. math:: a = b\n    text", [(4, "", "a = b")]),
    ],
)  # fmt: skip
def test_a_text_gives_its_displayed_formulas(
    text: str, formulas: list[tuple[int, str, str]]
) -> None:
    found = _read(text)
    assert [(int(f.place), f.label, f.latex) for f in found] == formulas
    assert {f.not_read for f in found} <= {""}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (".. math::\n\na = b", "has no content"),
        (".. math:\n   a = b", "two colons"),
        (".. math\n   a = b", "two colons"),
        ("$$ a = b", "never closed"),
        (".. math:: \\frac{a}{b", "never closed"),
        (".. math::\n   \\begin{align} a &= b\n", "never closed"),
        (".. math:: x = \frac{1}{2}", LOST_BACKSLASH),
        (".. math::\n\n   x = 2 \times y\n", LOST_BACKSLASH),
        (".. math::\n\n    x \neq y\n", LOST_BACKSLASH),
        ("$$ \beta = 1 $$", LOST_BACKSLASH),
    ],
)
def test_what_is_no_formula_says_so(text: str, told: str) -> None:
    (found,) = _read(text)
    assert told in found.not_read
    assert found.latex.isprintable()


def test_remarks(tmp_path: Path) -> None:
    path = tmp_path / "text.rst"
    path.write_text(
        ".. pycheck: where n natural\n   and n >= 1\n\nTitle\n=====\n\n.. pycheck: definition\n\n"
        ".. math::\n\n   a = b\n\n   c = d\n\n.. math:: e = f\n"
    )
    found = list(displayed(path))
    text, one = Remark("where", "n natural and n >= 1", 1), Remark("definition", "", 7)
    assert [f.remarks for f in found] == [(text, one), (text, one), (text,)]
    assert [f.place for f in found] == [f"{path}:{line}" for line in (11, 13, 15)]
    for wrong in (".. pycheck: defintion\n", ".. pycheck:: definition\n"):
        path.write_text(wrong + "\n.. math:: a = b\n")
        with pytest.raises(InputError, match=rf"{path.name}:1: ") as caught:
            list(displayed(path))
        assert "\n" not in str(caught.value)


_FORMULAS = st.sampled_from(["a_1 = 2", r"\frac{1}{2} \le x", "a\n{0}= b", r"\{x\} = 5\%"])
_FILLERS = st.sampled_from(
    ["Text.", "Code::\n\n{0}    .. math:: no\n", ".. code:: c\n\n{0}   $$ no $$\n", ">>> $$\n",
     ".. remark\n{0}   .. math:: no", "- item\n", ".. versionadded:: 1.0\n", "``$$``"]
)  # fmt: skip
_FRAMES = st.sampled_from(
    [".. math:: ", ".. math::\n\n{0}   ", ".. math::\n{0}   :label: x\n\n{0}  "]
)


@given(st.lists(st.tuples(_FILLERS, _FRAMES, _FORMULAS), max_size=8), st.sampled_from(["", "    "]))
def test_a_text_put_together_gives_its_pieces_back(
    parts: list[tuple[str, str, str]], margin: str
) -> None:
    text, expected = "Summary.\n\n", []
    for filler, frame, formula in parts:
        text += f"{margin}{filler.replace('{0}', margin)}\n\n{margin}{frame.replace('{0}', margin)}"
        expected.append((text.count("\n") + 1, formula.replace("{0}", "")))
        text += formula.replace("{0}", f"{margin}      ") + "\n\n"
    assert [(int(f.place), f.latex) for f in _read(text)] == expected
