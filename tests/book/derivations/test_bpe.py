"""The derivations of `bpe`: against other means, and with wrong parts."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.derivations import bpe
from tests.book.derivations.derived import figures


def merge_by_text(words: dict[str, int], turns: int, *, alphabetical: bool) -> list[str]:
    """Byte-pair encoding on spaced strings with regular expressions."""
    spaced = {" ".join(word): count for word, count in words.items()}
    made = []
    for _ in range(turns):
        pairs: Counter[str] = Counter()
        for word, count in spaced.items():
            symbols = word.split()
            for a, b in pairwise(symbols):
                pairs[f"{a} {b}"] += count
        highest = max(pairs.values())
        tied = [pair for pair in pairs if pairs[pair] == highest]
        best = min(tied, key=str.split) if alphabetical else tied[0]
        made.append(best)
        joined = re.compile(rf"(?<!\S){re.escape(best)}(?!\S)")
        spaced = {joined.sub(best.replace(" ", ""), w): c for w, c in spaced.items()}
    return made


@pytest.mark.parametrize(("alphabetical", "fifth"), [(False, "n e"), (True, "e w")])
def test_the_fifth_merge_depends_on_the_rule_for_ties(alphabetical: bool, fifth: str) -> None:
    words = {"low": 5, "lower": 2, "newest": 6, "widest": 3}
    made = merge_by_text(words, 5, alphabetical=alphabetical)
    assert made == ["e s", "es t", "l o", "lo w", fifth]
    ours = bpe.run(min if alphabetical else lambda tied: tied[0], 5)
    assert [" ".join(pair) for pair in ours] == made


@given(st.dictionaries(st.text("ab", min_size=1, max_size=6), st.integers(1, 9), min_size=1))
def test_merging_keeps_the_text_and_agrees_with_replacing_strings(words: dict[str, int]) -> None:
    corpus = bpe.spelled(words)
    for pair in bpe.most_frequent(corpus):
        merged = bpe.merge(corpus, pair)
        assert {"".join(w): c for w, c in merged.items()} == words
        for symbols in merged:
            # One character a symbol before the first merge, so str.replace is the same scan.
            marked = "".join(symbols).replace("".join(pair), "#")
            assert "".join("#" if len(s) > 1 else s for s in symbols) == marked


def test_bytes_that_no_utf8_text_contains() -> None:
    # RFC 3629, section 1: "The octet values C0, C1, F5 to FF never appear."
    never = {0xC0, 0xC1, *range(0xF5, 0x100)}
    assert figures(bpe.utf8_bytes) == {"base_tokens": 256, "used_by_utf8": 256 - len(never)}


def test_wrong_merges_fail() -> None:
    path = (("e", "s"), ("es", "t"), ("lo", "w"), ("l", "o"), ("n", "e"))
    assert not bpe.derive_merges(path).holds
