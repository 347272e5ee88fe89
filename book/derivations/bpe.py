"""Byte-pair encoding of a toy corpus, really run (ch. 2).

A corpus counts words split into symbols. Each turn merges a pair of neighbouring symbols that
occurs most often; where several pairs tie, "the most frequent" names no merge, and a rule is
needed.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check

Pair = tuple[str, str]
Corpus = Mapping[tuple[str, ...], int]

_WORDS = {"low": 5, "lower": 2, "newest": 6, "widest": 3}
_PRINTED: tuple[Pair, ...] = (("e", "s"), ("es", "t"), ("l", "o"), ("lo", "w"), ("n", "e"))


def spelled(words: Mapping[str, int]) -> Corpus:
    """The corpus before the first merge: one symbol a character."""
    return {tuple(word): count for word, count in words.items()}


def count_pairs(corpus: Corpus) -> Counter[Pair]:
    """How often each pair of symbols stands side by side, in the order of first appearance."""
    pairs: Counter[Pair] = Counter()
    for symbols, count in corpus.items():
        for pair in pairwise(symbols):
            pairs[pair] += count
    return pairs


def merge(corpus: Corpus, pair: Pair) -> Corpus:
    """The corpus with every occurrence of the pair replaced by one symbol, left to right."""
    merged: Counter[tuple[str, ...]] = Counter()
    for symbols, count in corpus.items():
        word: list[str] = []
        for symbol in symbols:
            # Only an unmerged left symbol may take part: "aa" + "a" is not the pair (a, a).
            if word and (word[-1], symbol) == pair:
                word[-1] += symbol
            else:
                word.append(symbol)
        merged[tuple(word)] += count
    return dict(merged)


def most_frequent(corpus: Corpus) -> list[Pair]:
    """All pairs that occur most often, in the order of first appearance."""
    pairs = count_pairs(corpus)
    highest = max(pairs.values(), default=0)
    return [pair for pair, count in pairs.items() if count == highest]


def follow(path: Sequence[Pair]) -> tuple[list[tuple[int, list[Pair]]], Corpus]:
    """The merges of a path: for each turn the pair's count and the pairs that tie for the merge."""
    corpus = spelled(_WORDS)
    turns = []
    for pair in path:
        turns.append((count_pairs(corpus)[pair], most_frequent(corpus)))
        corpus = merge(corpus, pair)
    return turns, corpus


def run(choose: Callable[[list[Pair]], Pair], turns: int) -> list[Pair]:
    """The merges that a rule for ties makes."""
    corpus = spelled(_WORDS)
    made = []
    for _ in range(turns):
        made.append(choose(most_frequent(corpus)))
        corpus = merge(corpus, made[-1])
    return made


def all_paths(turns: int) -> list[tuple[tuple[Pair, ...], Corpus]]:
    """Every way to break the ties of the first turns, with the corpus it ends in."""
    paths: list[tuple[tuple[Pair, ...], Corpus]] = [((), spelled(_WORDS))]
    for _ in range(turns):
        paths = [
            ((*path, pair), merge(corpus, pair))
            for path, corpus in paths
            for pair in most_frequent(corpus)
        ]
    return paths


def derive_merges(path: Sequence[Pair]) -> Derivation:
    """Run the merges of a path and check that each is among the most frequent at its turn."""
    w = Working()
    w.definition(f"Split the words into characters: {_WORDS}.")
    turns, _ = follow(path)
    for pair, (count, tied) in zip(path, turns, strict=True):
        names = ", ".join(" ".join(p) for p in tied)
        w.require(
            f"Merge '{' '.join(pair)}', which occurs {count} times; most frequent: {names}.",
            pair in tied,
        )
    counts = {
        f"count_{a}{b}": _counted(w, (a, b), follow(path[:turn])[1])
        for turn, (a, b) in enumerate(path)
    }
    fifth = follow(path[:4])[1]
    ties = {
        f"tied_at_{name}": w.count(f"How many pairs tie at the {name} turn.", turns[turn][1])
        for name, turn in (("first", 0), ("third", 2), ("fifth", 4))
    }
    return w.done(
        **counts,
        count_ew=_counted(w, ("e", "w"), fifth),
        count_w_est=_counted(w, ("w", "est"), fifth),
        count_low_e=_counted(w, ("low", "e"), fifth),
        **ties,
    )


def _counted(w: Working, pair: Pair, corpus: Corpus) -> sp.Integer:
    """Every place of a pair in the corpus, listed word by word."""
    places = [
        (symbols, copy, place)
        for symbols, copies in corpus.items()
        for copy in range(copies)
        for place in range(len(symbols) - 1)
        if symbols[place : place + 2] == pair
    ]
    return w.count(f"The pair '{' '.join(pair)}' stands in {len(places)} places.", places)


@check
def merges() -> Derivation:
    """The five merges of the solution are each among the most frequent; three of five turns tie."""
    return derive_merges(_PRINTED)


@check
def every_tie_break() -> Derivation:
    """Four merges are the same however ties are broken; the fifth is open between three pairs."""
    w = Working()
    paths = all_paths(4)
    endings = {tuple(sorted(corpus.items())) for _, corpus in paths}
    w.require(
        f"{len(paths)} ways to break the ties of the first four turns end in one corpus, "
        "with 'low' and 'est' whole.",
        len(endings) == 1,
    )
    fifth = most_frequent(paths[0][1])
    tied = w.count("At the fifth turn these tie: " + ", ".join(map(" ".join, fifth)) + ".", fifth)
    determined = w.compare("So whether one pair alone is the most frequent:", tied, "=", 1)
    first_seen = run(lambda tied: tied[0], 5)
    alphabetical = run(min, 5)
    w.require(
        "Taking the first seen and taking the first in the alphabet both make the four printed "
        "merges.",
        tuple(first_seen[:4]) == tuple(alphabetical[:4]) == _PRINTED[:4],
    )
    return w.done(
        paths=w.count("Listed: the ways to break the ties,", paths),
        endings=w.count("and the corpora that they end in.", endings),
        fifth_candidates=tied,
        fifth_is_determined=determined,
        first_seen_merges_ne=_makes(w, "first seen", first_seen, ("n", "e")),
        alphabetical_merges_ew=_makes(w, "first in the alphabet", alphabetical, ("e", "w")),
    )


def _makes(w: Working, rule: str, made: Sequence[Pair], pair: Pair) -> Any:
    """Whether a merge is among those that a rule for ties makes."""
    found = [merge for merge in made if merge == pair]
    number = w.count(f"The merges of '{' '.join(pair)}' by taking the {rule}.", found)
    return w.compare("So it is made:", 0, "<", number)


@check
def utf8_bytes() -> Derivation:
    """Text is bytes, so 256 base tokens spell every text; UTF-8 itself uses 243 of them."""
    w = Working()
    surrogates = range(0xD800, 0xE000)
    encoded = "".join(chr(c) for c in range(0x110000) if c not in surrogates).encode()
    used = set(encoded)
    occurring = w.count(f"Encode every Unicode character, {len(encoded)} bytes: the values.", used)
    values = set(product((0, 1), repeat=8))
    base = w.count("A byte is eight bits. With a token for each value nothing is unknown.", values)
    never = sorted(set(range(int(base))) - used)
    w.remark("The values that never occur: " + ", ".join(f"{value:02X}" for value in never) + ".")
    w.require(
        "They never can: C0 and C1 would be overlong, F5 and above would pass the last character.",
        set(never) == {0xC0, 0xC1, *range(0xF5, 0x100)},
    )
    return w.done(base_tokens=base, used_by_utf8=occurring)
