"""Many profiles measured in several processes, with the same outcomes in the same order."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pycheck.auditing.pool import Pool, Task
from pycheck.reality.collect import Found, Skipped
from pycheck.reality.exponents import Outcome, one_by_one

PROFILES_A_PROCESS = 50
"""A process is begun for so many profiles, unless `--jobs` asks for it: it takes a second to
begin, which is ten profiles of a thousand distances."""

_TOGETHER = 10
_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class _Piece:
    found: tuple[Found, ...]
    starts: bool


def _run(piece: _Piece) -> list[Outcome]:
    return one_by_one(piece.found, piece.starts)


def _failed(piece: _Piece, reason: str) -> list[Outcome]:
    return [Skipped(item.source, f"its fit failed: {reason}") for item in piece.found]


def _alone(piece: _Piece) -> tuple[_Piece, ...]:
    return tuple(replace(piece, found=(item,)) for item in piece.found)


_TASK = Task(_run, _failed, _alone)


def side_by_side(jobs: int | None) -> Callable[[Sequence[Found], bool], list[Outcome]]:
    """What measures profiles in `jobs` processes: by default one a core, and none for few of them.

    In one process what a profile takes is not limited; in several, none takes more than ten minutes
    or than the memory of a worker.
    """

    def each(found: Sequence[Found], starts: bool) -> list[Outcome]:
        workers = min(jobs or os.cpu_count() or 1, len(found))
        if jobs is None:
            workers = min(workers, len(found) // PROFILES_A_PROCESS)
        if workers < 2:
            return one_by_one(found, starts)
        pieces = [
            _Piece(tuple(found[i : i + _TOGETHER]), starts) for i in range(0, len(found), _TOGETHER)
        ]
        with Pool(workers, _SECONDS, len(pieces), None) as pool:
            outcomes = pool.submit(_TASK, pieces)()
        return [outcome for piece in outcomes for outcome in piece]

    return each
