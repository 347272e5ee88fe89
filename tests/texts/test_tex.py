"""Displayed formulas of TeX documents: traps, remarks, and documents put together at random."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.errors import InputError
from pycheck.texts.displayed import Displayed, Remark, displayed
from pycheck.texts.endings import without_ending


def _read(folder: Path, text: str) -> list[Displayed]:
    path = folder / "text.tex"
    path.write_text(text, encoding="utf-8")
    return list(displayed(path))


def _latex(folder: Path, text: str) -> list[str]:
    found = _read(folder, text)
    assert [f.not_read for f in found] == [""] * len(found)
    return [f.latex for f in found]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        (r"\[ a = b \]", ["a = b"]),
        (r"$$a = b$$", ["a = b"]),
        (r"in text $a = b$ and \(c = d\)", []),
        (r"$x \text{ if $y$ } z$ \[ a = b \]", ["a = b"]),
        ("100\\% \\[ a = b \\] % \\[ c = d \\]", ["a = b"]),
        ("a \\\\[2pt] b \\\\ [2pt]", []),
        ("\\begin{tabular}{c} $a$ & b \\\\[1em] c \\end{tabular}", []),
        (r"\verb|\[ a = b \]| \lstinline!$$c$$! \url{http://a.b/%20$$}", []),
        ("\\begin{verbatim}\n\\[ a \\]\n\\end{verbatim}\\[ b = 1 \\]", ["b = 1"]),
        ("\\begin{lstlisting}[language=TeX]\n$$ a $$\n\\end{lstlisting}", []),
        (r"\begin{comment} \[ a \] \end{comment}", []),
        (r"\iffalse \[ a \] \ifx\x\y \fi \[ b \] \else \[ c = 1 \] \fi", ["c = 1"]),
        (r"\begin{equation*} a = \left. b \right. \end{equation*}", [r"a = \left. b \right."]),
        ("\\begin{equation}\n a % b\n = c\n\\end{equation}", ["a\n= c"]),
        (r"\begin{equation} 5\% = a \end{equation}", [r"5\% = a"]),
        (r"\begin{gather} a = 1, \\ b = 2. \end{gather}", ["a = 1", "b = 2"]),
        (r"\begin{gather} a = 1 + \\ b \\ = c \end{gather}", ["a = 1 + \\\\\nb \\\\\n= c"]),
        (r"\begin{align} a &= b \\[2pt] &= c, \\* d &= e \end{align}",
         ["a &= b \\\\\n&= c", "d &= e"]),
        (r"\begin{align} a &= b &\qquad c &= d \\ &= e & &= f \end{align}",
         ["a &= b \\\\\n&= e", "\\qquad c &= d \\\\\n&= f"]),
        (r"\begin{align} & a = 1 \\ & b = 2 \\ & + c \end{align}",
         ["& a = 1", "& b = 2 \\\\\n& + c"]),
        (r"\begin{align} a &= b && \text{by (1)} \\ c &= d && \text{if } n > 1 \end{align}",
         ["a &= b", r"c &= d \quad \text{if } n > 1"]),
        (r"\begin{align} & a \\ & + b = c \\ & d = (e, \\ f) \end{align}",
         ["& a \\\\\n& + b = c", "& d = (e, \\\\\nf)"]),
        (r"\begin{align} a &= [b] \\ [c] &= d \end{align}", ["a &= [b]", "[c] &= d"]),
        (r"\begin{align} a &= b \\ \intertext{so that} &= c \end{align}",
         ["a &= b \\\\\n&= c"]),
        (r"\begin{alignat}{2} a &= b &\; c &= d \end{alignat}", ["a &= b", r"\; c &= d"]),
        (r"\begin{eqnarray} a &=& b \\ &=& c \nonumber \\ d &=& e \end{eqnarray}",
         ["a &=& b \\\\\n&=& c", "d &=& e"]),
        (r"\begin{multline} a = b \\ + c \\ + d. \end{multline}", ["a = b\n+ c\n+ d"]),
        (r"\begin{dmath}[label={x}] a = b \end{dmath}", ["a = b"]),
        (r"\[ \begin{aligned} a &= b \\ &= c. \end{aligned} \]",
         ["\\begin{aligned} a &= b \\\\ &= c\n\\end{aligned}"]),
        (r"\[ \begin{aligned}[t] a &= b, \\ c &= d. \end{aligned} \]", ["a &= b", "c &= d"]),
        (r"$$\begin{align} a &= b \\ c &= d \end{align}$$", ["a &= b", "c &= d"]),
        (r"\[ |x| = \begin{cases} x & x > 0, \\ -x & \text{else}. \end{cases} \]",
         ["|x| = \\begin{cases} x & x > 0, \\\\ -x & \\text{else}\n\\end{cases}"]),
        (r"\begin{subequations}\label{s}\begin{align} a &= b \end{align}\end{subequations}",
         ["a &= b"]),
        (r"\newcommand{\be}{\begin{equation}}\newcommand\ee{\end{equation}} \be a = b \ee",
         ["a = b"]),
        (r"\newcommand{\eq}[1]{\[ #1 \]} \eq{a = {b}}", ["a = {b}"]),
        (r"\newenvironment{eq}{\begin{equation}}{\end{equation}} \begin{eq} a = b \end{eq}",
         ["a = b"]),
        (r"\begin{document} \[ a = b \] \end{document} \[ c = d \]", ["a = b"]),
        (r"\[ a = b \] \endinput \[ c = d \]", ["a = b"]),
    ],
)  # fmt: skip
def test_a_document_gives_its_displayed_formulas(
    tmp_path: Path, text: str, formulas: list[str]
) -> None:
    assert _latex(tmp_path, text) == formulas


def test_places_labels_and_macros(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        "\\documentclass{article}\n"
        "\\newcommand{\\E}{\\mathbb{E}}\n"
        "\\def\\two#1#2{#1 + #2}\n"
        "\\DeclareMathOperator*{\\argmax}{arg\\,max}\n"
        "\\newcommand{\\opt}[2][x]{#1 #2}\n"
        "\\begin{document}\n"
        "{\\renewcommand{\\E}{E}\n"
        "\\begin{equation}\n"
        "  \\label{one} % the first\n"
        "  a = b\n"
        "\\end{equation}}\n"
        "\\begin{align}\n"
        "  c &= d \\\\\n"
        "    &= e \\label{two} \\\\\n"
        "  f &= g \\tag{*}\n"
        "\\end{align}\n"
        "\\end{document}\n",
    )
    path = tmp_path / "text.tex"
    assert [(f.place, f.label) for f in found] == [
        (f"{path}:10", "one"), (f"{path}:13", "two"), (f"{path}:15", ""),
    ]  # fmt: skip
    assert found[0].macros["E"] == (0, "E")  # as the group says
    assert found[1].macros["E"] == (0, r"\mathbb{E}")
    assert found[1].macros["two"] == (2, "#1 + #2")
    assert found[1].macros["argmax"] == (0, r"\operatorname*{arg\,max}")
    assert found[1].macros["opt"][1].startswith(r"\Macro")


def test_other_definitions(tmp_path: Path) -> None:
    (found,) = _read(
        tmp_path,
        "\\let\\eps=\\varepsilon \\let\\old\\phi \\renewcommand\\phi\\varphi\n"
        "\\providecommand{\\eps}{x} \\providecommand{\\new}{y}\n"
        "\\DeclarePairedDelimiter{\\abs}{\\lvert}{\\rvert}\n"
        "\\NewDocumentCommand{\\sq}{m}{#1^2 % squared\n}\n"
        "\\def\\delimited(#1){#1} \\newcommand{\\broken\n"
        "{\\def\\local{1} \\gdef\\everywhere{2}}\n"
        "\\[ a = b \\]",
    )
    told = {name: (count, body.strip()) for name, (count, body) in found.macros.items()}
    assert told.pop("delimited")[1].startswith(r"\Macro")
    assert told == {
        "eps": (0, r"\varepsilon"), "phi": (0, r"\varphi"), "new": (0, "y"),
        "abs": (1, r"\lvert #1\rvert"), "sq": (1, "#1^2"), "everywhere": (0, "2"),
    }  # fmt: skip


def test_files_beside_are_read_in(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.tex").write_text(
        "% pycheck: where x > 0\n\\[ b = 1 \\]\\input{main}\\input{parts/one}\n"
    )
    (tmp_path / "own.sty").write_text(r"\newcommand{\R}{\mathbb{R}}")
    main = tmp_path / "main.tex"
    main.write_text(
        "% pycheck: where n natural\n\\documentclass{book}\\usepackage[a]{amsmath, own}\n"
        "\\begin{document}\n\\[ a = 1 \\]\n\\include{parts/one}\n\\input{missing}\n"
        "\\input{/etc/passwd}\n\\input ../outside\n\\[ c = 1 \\]\n\\end{document}"
    )
    (tmp_path.parent / "outside.tex").write_text(r"\[ outside = 1 \]")
    found = list(displayed(main))
    assert [(f.place, f.latex, [r.text for r in f.remarks]) for f in found] == [
        (f"{main}:4", "a = 1", ["n natural"]),
        (f"{tmp_path / 'parts' / 'one.tex'}:2", "b = 1", ["n natural", "x > 0"]),
        (f"{main}:9", "c = 1", ["n natural"]),
    ]
    assert found[0].macros == {"R": (0, r"\mathbb{R}")}


def test_remarks_hold_for_the_text_or_for_what_follows(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        "%% pycheck: where n natural,  n >= 1\n"
        "\\documentclass{article}\n"
        "% pycheck: let Z(s) = Sum(k**-s, (k, 1, n))\n"
        "\\begin{document}\n"
        "% pycheck: definition\n"
        "\\begin{align}\n"
        "  a &= b \\\\\n"
        "  % pycheck: skip known to be wrong\n"
        "  c &= d\n"
        "\\end{align}\n"
        "% about pycheck, and no remark\n"
        "\\[ e = f \\]\n",
    )
    text = (
        Remark("where", "n natural, n >= 1", 1),
        Remark("let", "Z(s) = Sum(k**-s, (k, 1, n))", 3),
    )
    definition = Remark("definition", "", 5)
    assert [f.remarks for f in found] == [
        (*text, definition),
        (*text, definition, Remark("skip", "known to be wrong", 8)),
        text,
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n% pycheck: were n natural\n", "text.tex:2: .*did you mean 'where'"),
        ("% pycheck where n natural\n", "text.tex:1: a remark begins 'pycheck:'"),
        ("% pycheck: skip\n", "text.tex:1: .*needs a reason"),
        ("% pycheck: definition of x\n", "text.tex:1: .*takes nothing more"),
        ("\\[ a = b % pycheck: wher\n\\]", "text.tex:1: .*is no remark"),
        ("x\n% pycheck: definition\n", "text.tex:2: no displayed formula follows"),
    ],
)
def test_a_remark_that_is_none_is_one_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as caught:
        _read(tmp_path, text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (r"\begin{align} a &= b", "is never closed"),
        (r"\begin{align} a &= b \end{equation}", r"\begin{align} ends with \end{equation}"),
        (r"\[ a = b", "is never closed"),
        (r"$$ a = b", "is never closed"),
        (r"\[ a = \frac{b \]", "is never closed"),
        ("$$ a\n\n = b $$", "a blank line"),
        (r"\[ \]", "nothing stands in it"),
        (r"\newcommand{\eq}[2]{\[ #1 = #2 \]} \eq{a}{b}", "in a way of its own"),
        (r"\begin{align} {a &= b \\ c} &= d \end{align} $$}", "is never closed"),
    ],
)
def test_what_is_no_formula_says_so(tmp_path: Path, text: str, told: str) -> None:
    found = _read(tmp_path, "\\[ first = 1 \\]\n" + text)
    assert found[0].not_read == ""
    assert told in "; ".join(f.not_read for f in found[1:])


def test_after_an_unclosed_environment_the_next_formula_is_found(tmp_path: Path) -> None:
    found = _read(tmp_path, "\\begin{equation} a\n\n\\[ b = 1 \\]\n$$ c\n\n$$ d = 1 $$")
    assert [(f.latex, bool(f.not_read)) for f in found][1] == ("b = 1", False)
    assert [f.not_read for f in found if f.latex.startswith(r"\begin")] != [""]


@pytest.mark.parametrize(
    ("latex", "without"),
    [
        (r"a = b\,.", "a = b"), (r"a = b \; ,", "a = b"), ("a = b!", "a = b!"),
        (r"a = b\!", "a = b"), ("a = b \\ ", "a = b"), (r"a = b ~ \text{.}", "a = b"),
        (r"a = \big. .", r"a = \big."), ("a + ...", "a + ..."), (r"a \\", "a"),
        (r"a = b \quad", "a = b"), (r"\{a\}", r"\{a\}"), (r"a = \alpha;", r"a = \alpha"),
    ],
)  # fmt: skip
def test_endings(latex: str, without: str) -> None:
    assert without_ending(latex) == without


_FORMULAS = st.sampled_from(
    [r"a_1 = \frac{1}{2}", r"x \le y", r"5\% = p", r"\left(u\right) = \{v\}", "k! > 0",
     r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} = M", r"\text{rate, $r$} = 1"]
)  # fmt: skip
_FILLERS = st.sampled_from(
    ["Text.", "", "% \\[ c = 1 \\]", "at 5\\% and $i = 1$", "\\verb!$$!", "a \\\\[3pt] b",
     "\\begin{verbatim}\n$$ x $$\n\\end{verbatim}", "\\begin{itemize}\\item x\\end{itemize}",
     "\\iffalse\n\\[ n = o \\]\n\\fi"]
)  # fmt: skip
_FRAMES = st.sampled_from(
    [("\\[ ", " \\]"), ("$$", "$$"), ("\\begin{equation}\n", "\n\\end{equation}"),
     ("\\begin{align*}\n% c\n", ".\n\\end{align*}"), ("\\begin{gather}", "\\nonumber\\end{gather}"),
     ("\\begin{multline}\\label{x}\n\n", ",\n\\end{multline}")]
)  # fmt: skip


@given(st.lists(st.tuples(_FILLERS, _FRAMES, _FORMULAS), max_size=8))
def test_a_document_put_together_gives_its_pieces_back(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[str, tuple[str, str], str]]
) -> None:
    lines, expected = "\\section{S}\n", []
    for filler, (begin, end), formula in parts:
        lines += f"{filler}\n{begin}"
        expected.append((lines.count("\n") + 1, formula))
        lines += f"{formula}{end}\n"
    path = tmp_path_factory.getbasetemp() / "assembled.tex"
    path.write_text(lines, encoding="utf-8")
    found = [(int(f.place.rpartition(":")[2]), f.latex) for f in displayed(path)]
    assert found == expected


def test_another_kind_of_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read formulas from"):
        displayed(tmp_path / "text.docx")
    with pytest.raises(InputError, match="cannot read the TeX file"):
        list(displayed(tmp_path / "missing.tex"))
