"""The author's table of thermodynamics (Ch. 21): its entropies against those of its own laws."""

import numpy as np

from pycheck.checks.measurement import Reading, judged, measurement, worst
from pycheck.data.sources import Source
from pycheck.evidence import Compared
from pycheck.reality.moments import of_power_law

from ._author import absent
from ._tables import THERMODYNAMICS, ThermodynamicRow, thermodynamic_rows

COMMAND = "pycheck data fetch"

TABLE_LENGTH = 2000
"""Distances that the table sums over, as its windows and heat capacities show."""

PRINTED = 0.005
"""Half a unit of the last of two decimals, in nats: no table is asked for more."""


@measurement
def entropies(source: Source) -> Reading:
    r"""Whether the published entropies are those of the published exponents, S of d^-gamma to 2000.

    The table's mean of log d is a quadrature's, and off the exact sum. What that alone moves
    $\gamma U$ by, at most, is the range that every difference must lie in.
    """
    if missing := absent(source, THERMODYNAMICS):
        return missing
    assert source.root is not None
    rows = thermodynamic_rows(source.root)
    gaps = [row.entropy - _exact(row)[1] for row in rows]
    slack = max(PRINTED, *(abs(row.gamma * (row.mean_log - _exact(row)[0])) for row in rows))
    left = [abs(gap - row.log_amplitude) for gap, row in zip(gaps, rows, strict=True)]
    sums = [row.entropy - np.log(row.partition) - row.gamma * row.mean_log for row in rows]
    windows = [row.window / of_power_law(row.gamma, 1, TABLE_LENGTH).window(0.9) for row in rows]
    low = sum(gap < -slack for gap in gaps)
    compared = tuple(
        Compared(
            "entropy in the table less that of its law",
            gaps[at],
            None,
            (-slack, slack),
            f"{told}, {rows[at].name.rpartition('--')[2]}",
            "nats",
            ours=True,
        )
        for told, at in (
            ("nearest", int(np.argmin(np.abs(gaps)))),
            ("farthest", int(np.argmax(np.abs(gaps)))),
        )
    )
    return Reading(
        worst([judged(number) for number in compared]),
        f"{low} of {len(rows)} entropies are too small, by {-max(gaps):.2f} to {-min(gaps):.2f} "
        f"nats; the table's sums move γU by {slack:.2f} at most. S = log Z + γU holds "
        f"in the table to {max(map(abs, sums)):.1g}, but its Z carries the amplitude of the fit: "
        f"the differences are log A to within {max(left):.2f}. Its windows of nine tenths are "
        f"{min(windows) - 1:+.0%} to {max(windows) - 1:+.0%} off the exact ones",
        numbers={
            "rows": len(rows),
            "too small": low,
            "least": -max(gaps),
            "largest": -min(gaps),
            "left over after log A": max(left),
            "window, lowest ratio": min(windows),
        },
        compared=compared,
    )


def _exact(row: ThermodynamicRow) -> tuple[float, float]:
    """Mean and entropy of the row's law: E[log d], and -E[log p] in nats."""
    law = of_power_law(row.gamma, 1, TABLE_LENGTH)
    return float(law.p @ np.log(law.distances)), float(-law.p @ np.log(law.p))
