"""Whatever a text is made of, it gives formulas or one clear line, and places inside of it."""

import contextlib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.errors import InputError
from pycheck.texts.displayed import Displayed
from pycheck.texts.document import Document
from pycheck.texts.markdown import of_markdown_source
from pycheck.texts.rest import of_rest_source
from pycheck.texts.tex import of_tex_source

_PARTS = st.sampled_from(
    ["$$", "$", "\\[", "\\]", "\\(", "\\begin{align}", "\\end{align}", "\\begin{gather*}",
     "\\end{gather*}", "\\begin{aligned}[t]", "\\end{aligned}", "\\begin", "\\end{", "{", "}", "[",
     "]", "&", "\\\\", "\\\\[2pt]", "%", "\n", "\n\n", " ", "  ", "\\", "a", "= b", "+", ".",
     "\\label{x}", "\\label", "\\tag*", "\\intertext{x}", "\\newcommand{\\a}[1]{#1}", "\\a",
     "\\newcommand{\\be}{\\begin{align}}", "\\be", "\\def\\x#1", "\\let\\y=", "\\iffalse", "\\fi",
     "\\verb|", "\\input{x}", "\\text{if }", "\\begin{document}", "\\begin{verbatim}", ".. math::",
     ".. math:", ":label: x", "::", ">>> ", "- ", "> ", "```", "```math", "```{math}", ":::",
     "<!--", "-->", "<div>",
     "    ", "\t", "\x0c", "é", "`", "---", "\\begin{alignat}", "\\end{alignat}"]
)  # fmt: skip


@pytest.mark.parametrize("read", [of_tex_source, of_markdown_source, of_rest_source])
@given(text=st.lists(_PARTS, max_size=25).map("".join))
def test_a_damaged_text_gives_formulas_or_reasons(
    read: Callable[[Document, str, int], Iterator[Displayed]], text: str
) -> None:
    for formula in read(Document(str), text, 1):
        assert 1 <= int(formula.place) <= text.count("\n") + 1
        assert formula.latex or formula.not_read
        assert "\0" not in formula.latex


@pytest.mark.parametrize("read", [of_tex_source, of_markdown_source, of_rest_source])
@pytest.mark.parametrize(
    "part", ["$$ ", "\\[ ", "\\begin{align} ", "{", "\\iffalse ", ".. math::\n"]
)
def test_a_long_text_of_beginnings_comes_to_an_end(
    read: Callable[[Document, str, int], Iterator[Displayed]], part: str
) -> None:
    assert len(list(read(Document(str), part * 100, 1))) <= 100
    with contextlib.suppress(InputError):
        assert len(list(read(Document(str), part * 300, 1))) <= 300


@given(st.text("pycheck: whereltdfnis\n%", max_size=30))
def test_a_comment_is_a_remark_or_none_or_one_line(comment: str) -> None:
    document = Document(str)
    with contextlib.suppress(InputError):
        document.comment(comment, 1)
    assert all("pycheck" in comment for _ in document.of_text)
