"""Finds in a reader's own copy of the text the sentence that a claim answers, by its hash.

The ledger holds no sentence of the text, only the SHA-256 of the normalized one. ``docs/ledger.md``
says what normalization does, and how a text is cut into sections, headings and sentences.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
_SECTION = re.compile(r"^[#\s]*(?:\d+(?:\.\d+)*\s+)?(?:Ch\.|Chapter)\s*(\d+)\b.*$", re.MULTILINE)
_MATHEMATICS = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]|\$[^$\n]*\$", re.DOTALL)
_ITEM = re.compile(r"\n\s*[-*]\s+")
_ABBREVIATION = re.compile(r"\b(?:Ch|Fig|Eq|Sec|No|vs|cf|etc|e\.g|i\.e|al|approx)\.$")
_QUOTES = "\"'\u2018\u2019\u201c\u201d"
_END = re.compile(rf"[.!?][{_QUOTES})\]]*(?=\s+[{_QUOTES}(\[]*(?:[^\Wa-z_]|\\))")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as its copy has it, with the section's id and the heading that it stands under."""

    section: str
    heading: str
    text: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the sentence, 64 hexadecimal digits."""
        return digest(self.text)


def normalized(text: str) -> str:
    """`text` in NFKC, with plain quotes and dashes, nothing invisible, and single spaces.

    >>> normalized("a  \u201cpower\u2011law\u201d\\n tail")
    'a "power-law" tail'
    """
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).translate(_ALIKE))
    return " ".join(plain.translate(_ALIKE).split())


def digest(sentence: str) -> str:
    """The SHA-256 of the normalized sentence."""
    return hashlib.sha256(normalized(sentence).encode()).hexdigest()


def split(text: str) -> tuple[str, ...]:
    """The sentences of `text`, white space collapsed; mathematics and ``e.g.`` end none.

    >>> split("See Ch. 3. It is \\\\(0. A\\\\). Why?")
    ('See Ch. 3.', 'It is \\\\(0. A\\\\).', 'Why?')
    """
    return tuple(s for item in _ITEM.split(text) for s in _split_item(" ".join(item.split())))


def _split_item(item: str) -> Iterator[str]:
    kept = [match.span() for match in _MATHEMATICS.finditer(item)]
    start = 0
    for match in _END.finditer(item):
        inside = any(a < match.start() < b - 1 for a, b in kept)
        if inside or _ABBREVIATION.search(item[: match.start() + 1]):
            continue
        yield item[start : match.end()].strip()
        start = match.end()
    if rest := item[start:].strip():
        yield rest


def sentences(text: str, headings: Mapping[str, Sequence[str]]) -> tuple[Sentence, ...]:
    """The sentences of `text` under the `headings` that the ledger names for each section id."""
    marks = list(_SECTION.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    found: list[Sentence] = []
    for mark, end in zip(marks, ends, strict=False):
        section = f"ch{int(mark[1]):02}"
        body = text[mark.end() : end]
        for heading, part in _under(body, headings.get(section, ())):
            found += (Sentence(section, heading, one) for one in split(part))
    return tuple(found)


def _under(body: str, headings: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each heading of a section with what stands under it, up to the next one."""
    plain = body.translate(_ALIKE)  # character for character, so that positions stay
    starts: list[tuple[int, int, str]] = []
    for heading in dict.fromkeys(headings):
        words = r"\s+".join(re.escape(word) for word in heading.translate(_ALIKE).split())
        before = r"(?:^\s*(?:[-*]\s+)?|(?<=[.!?])\s*)"
        if match := re.search(rf"{before}{words}(?:\.|(?<=[?!])|\s*$)", plain, re.MULTILINE):
            starts.append((match.start(), match.end(), heading))
    starts.sort()
    ends = [*(start for start, _, _ in starts[1:]), len(body)]
    for (_, begin, heading), end in zip(starts, ends, strict=False):
        yield heading, body[begin:end]
