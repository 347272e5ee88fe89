"""The theorems of a library sampled one by one, in several processes, and kept where that is asked.

What was sampled before an interruption is kept too, so that a long run can be taken up again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pycheck.auditing.pool import Pool, Task

if TYPE_CHECKING:
    from pycheck.auditing.store import Store
    from pycheck.statements.reports import TheoremReport

_NO_END = 30 * 86_400.0
"""Seconds that one theorem may take: who asks for ten thousand samples waits for them."""


@dataclass(frozen=True, slots=True)
class TheoremWork:
    """Sample one theorem `n` times from `seed`, and its mutants too where that is asked."""

    root: Path
    namespace: str
    name: str
    n: int
    seed: int
    precision: int
    mutate: bool = False


def run_theorem(work: TheoremWork) -> "TheoremReport":
    """The report of one theorem."""
    from pycheck.receipts import load_receipts
    from pycheck.statements.reports import sample

    book = load_receipts(work.root, work.namespace)
    (report,) = sample(
        book,
        [work.name],
        n=work.n,
        seed=work.seed,
        precision=work.precision,
        mutate=work.mutate,
    )
    road = report.second_road
    # A conflict holds the sample, with functions that cannot go from one process to another.
    return replace(report, second_road=road and replace(road, conflict=None))


def _failed(work: TheoremWork, reason: str) -> "TheoremReport":
    from pycheck.statements.reports import TheoremReport

    return TheoremReport(work.name, "not evaluable", f"did not run: {reason}", 0)


THEOREMS = Task(run_theorem, _failed, keep=lambda report: report.status != "not evaluable")


def sample_theorems(
    work: Sequence[TheoremWork],
    workers: int,
    store: "Store | None" = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator["TheoremReport"]:
    """The reports in the order of the work, from so many processes (0: this one).

    What the `store` keeps is not sampled again; what is new is written at the end, also where
    nobody waits for it.
    """
    try:
        with Pool(workers, _NO_END, len(work), progress, store) as pool:
            for report in [pool.submit(THEOREMS, [piece]) for piece in work]:
                yield from report()
    finally:
        if store:
            store.save()
