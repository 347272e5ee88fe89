"""The systematic part of a run: which samples are looked at before the others are drawn.

Every number of a sample is drawn by a wish: from which list, and at which place in it. The wishes
stand first among the choices of a sample, so that the first samples are given by their wishes
alone; the rest of them is drawn as usual, and Hypothesis shrinks them as it would any other.
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

PLACES = 64
"""The place of a wish is below this; lists are gone round."""


class Wish(NamedTuple):
    """Which number a variable should get: from the simple ones, the telling ones, or afresh."""

    kind: int
    place: int


LISTED, POINTED, FRESH = range(3)
"""The kinds of wishes."""
_CYCLE = (LISTED, POINTED, LISTED, FRESH, POINTED)
_FIRST = 8

Row = tuple[Wish, ...]


def rows(variables: int, count: int, seed: int, *, ordered: bool) -> tuple[Row, ...]:
    """The wishes of the first samples of a statement with so many variables, four in five of all.

    The simplest sample comes first, then what is telling, one variable after the other; then all
    places of every list, each variable in an order of its own. With `ordered` there are at most two
    variables, and their numbers are gone through from the first.
    """
    if not variables:
        return ()
    share = (4 * count + 4) // 5
    made: dict[Row, None] = {}
    for row in _first(variables, share, seed, ordered):
        made[row] = None
        if len(made) >= share:
            break
    return tuple(made)


def _first(variables: int, share: int, seed: int, ordered: bool) -> Iterator[Row]:
    yield (Wish(LISTED, 0),) * variables
    for place in range(2):
        yield (Wish(POINTED, place),) * variables
    if ordered and variables == 1:
        for place in range(PLACES):
            yield (Wish(LISTED, place),)
            if place < _FIRST:
                yield (Wish(POINTED, place),)
            if place % 4 == 3:
                yield (Wish(FRESH, place),)
        return
    for v in range(variables):
        rest = Wish(LISTED, 1)
        yield tuple(Wish(POINTED, 0) if i == v else rest for i in range(variables))
    evenly = _stratified(variables, share, seed)
    if ordered:
        for place, square, even in zip(range(PLACES), _squares(), evenly, strict=False):
            # The second number is often what the first one and the conclusion make it.
            yield from ((Wish(LISTED, place), Wish(POINTED, 0)), square, even)
    yield from evenly


def _squares() -> Iterator[Row]:
    """Pairs of places, those next to the simplest first."""
    for total in range(PLACES):
        for i in range(total + 1):
            yield (Wish(LISTED, i), Wish(LISTED, total - i))


def _stratified(variables: int, share: int, seed: int) -> Iterator[Row]:
    """Each variable goes through all kinds and places evenly, in an order of its own."""
    random = Random(seed)
    columns = []
    for _ in range(variables):
        column = [_wish(i, random) for i in range(share)]
        random.shuffle(column)
        columns.append(column)
    yield from zip(*columns, strict=True)


def _wish(i: int, random: Random) -> Wish:
    """The i-th wish of a column: the first of each list before any others of it, and fresh ones."""
    turn, step = divmod(i, len(_CYCLE))
    kind = _CYCLE[step]
    place = turn * _CYCLE.count(kind) + _CYCLE[:step].count(kind)
    if kind != FRESH and place < _FIRST:
        return Wish(kind, place)
    if kind == FRESH or step % 2:
        return Wish(FRESH, place % PLACES)
    return Wish(kind, random.randrange(_FIRST, PLACES))
