"""How long many profiles take: ``python -m bench.measuring``, ``bench/results/measuring.json``.

Makes a thousand profiles of known power laws, of a thousand distances and three seeds each, runs
`pycheck measure` on them for each format, and counts the seconds of all of its processes and the
memory of the largest. Once all have the same distances; once each has its own, so that nothing that
follows from distances alone can be used twice. With --before an earlier working tree measures a
tenth of them.

Then two peers and ours fit the same points from the same smallest distances, one regression a
start: statsmodels' OLS with Student's interval, `numpy.linalg.lstsq` with none, and ours with the
interval for correlated errors.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from pycheck.files import write_atomically
from pycheck.reality.fit import Points, fit_power, points_from, starts_of
from pycheck.reality.laws import POWER_LAW, Array
from pycheck.reality.profiles import Profile, load_profile, write_profile

RESULTS = Path(__file__).parent / "results" / "measuring.json"
HERE = Path(__file__).parent.parent
KINDS = ("the same", "of its own")
FORMATS = ("table", "csv", "json")
SEEDS = (1, 2, 3)
_RUN = "from pycheck.cli.main import run; run()"


def made(number: int, size: int, kind: str, rng: np.random.Generator) -> Profile:
    """A power law with a wave of log distance about it, through three noisy seeds."""
    distances = np.arange(1, size + 1)
    if kind == "of its own":
        distances = np.sort(rng.choice(np.arange(1, 2 * size + 1), size, replace=False))
    gamma, phase = rng.uniform(0.3, 1.3), rng.uniform(0, 2 * np.pi)
    centre = -gamma * np.log(distances) + 0.1 * np.sin(3 * np.log(distances) + phase)
    centre -= np.log(2 * np.exp(centre).sum())
    rows = np.exp(centre + rng.normal(0, 0.05, (len(SEEDS), size)))
    return Profile(
        model=f"power law {number}",
        corpus="made",
        context=4 * size,
        distances=tuple(map(int, distances)),
        attention=_digits(rows.mean(axis=0)),
        attention_sd=_digits(rows.std(axis=0, ddof=1)),
        seeds=SEEDS,
        per_seed=tuple(map(_digits, rows)),
        fit_from=10,
        measured_by="bench.measuring",
        method="made from a power law",
    )


def _digits(values: Array) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in values)


def write(folder: Path, count: int, size: int, kind: str) -> Path:
    """A folder of made profiles."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(1)
    for number in range(count):
        write_profile(folder / f"{number:04}.json", made(number, size, kind, rng))
    return folder


@dataclass(frozen=True, slots=True)
class Row:
    """What `pycheck measure` took: seconds on the clock and of the processor, MiB at most."""

    side: str
    distances: str
    format: str
    profiles: int
    elapsed: float
    seconds: float
    memory: float


def measured(checkout: Path, side: str, kind: str, form: str, folder: Path) -> Row:
    """Measure a folder in a process of its own."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN, "measure", str(folder), "--format", form],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"pycheck measure {folder}: exit {process.returncode}")
    elapsed, seconds = time.monotonic() - begun, used.ru_utime + used.ru_stime
    count = sum(1 for _ in folder.iterdir())
    return Row(side, kind, form, count, elapsed, seconds, used.ru_maxrss / 1024)


def _ours(points: Points) -> float:
    return fit_power(points.distances, points.y).gamma


def _statsmodels(points: Points) -> float:
    import statsmodels.api as sm

    found = sm.OLS(points.y, POWER_LAW.design(points.distances)).fit()
    found.conf_int()
    return float(found.params[1])


def _lstsq(points: Points) -> float:
    coefficients, *_ = np.linalg.lstsq(POWER_LAW.design(points.distances), points.y, rcond=None)
    return float(coefficients[1])


FITS: dict[str, Callable[[Points], float]] = {
    "pycheck": _ours,
    "statsmodels OLS": _statsmodels,
    "numpy lstsq": _lstsq,
}


def peers(folder: Path, kind: str) -> Iterator[dict[str, Any]]:
    """Each fit of every start of all profiles: its microseconds, and how far gamma is from ours."""
    profiles = [load_profile(path) for path in sorted(folder.iterdir())]
    points = [each for p in profiles for each in points_from(p, starts_of(p))]
    _statsmodels(points[0])  # its import is not counted
    found: dict[str, list[float]] = {}
    for name, fit in FITS.items():
        begun = time.process_time()
        found[name] = [fit(each) for each in points]
        seconds = time.process_time() - begun
        apart = float(np.abs(np.subtract(found[name], found["pycheck"])).max())
        each = {"microseconds": 1e6 * seconds / len(points), "apart": apart}
        yield {"fit": name, "distances": kind, "fits": len(points), **each}


def table(document: dict[str, Any]) -> list[str]:
    """The runs as lines of the docs' table."""
    return [
        f"| {row['side']} | {row['distances']} | {row['format']} | {row['profiles']} "
        f"| {row['seconds']:.0f} | {row['memory']:.0f} |"
        for row in document["runs"]
    ]


def peer_table(document: dict[str, Any]) -> list[str]:
    """The fits as lines of the docs' table."""
    return [
        f"| {row['fit']} | {row['distances']} | {row['microseconds']:.0f} | {row['apart']:.0e} |"
        for row in document["peers"]
    ]


def main() -> None:
    """Make the profiles, measure them, print the tables and save the numbers."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--before", type=Path, metavar="CHECKOUT")
    options.add_argument("--profiles", type=int, default=1000)
    options.add_argument("--distances", type=int, default=1000)
    asked = options.parse_args()
    runs: list[Row] = []
    fits: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as place:
        for kind in KINDS:
            folder = Path(place, kind)
            write(folder, asked.profiles, asked.distances, kind)
            forms = FORMATS if kind == KINDS[0] else FORMATS[-1:]
            runs += [measured(HERE, "now", kind, form, folder) for form in forms]
            few = Path(place, f"few {kind}")
            write(few, max(1, asked.profiles // 10), asked.distances, kind)
            fits += peers(few, kind)
            if asked.before:
                runs.append(measured(asked.before.resolve(), "before", kind, "json", few))
    document = {"runs": [asdict(row) for row in runs], "peers": fits}
    shown = Table("side", "distances", "format", "profiles", "processor, s", "MiB")
    for line in table(document):
        shown.add_row(*(cell.strip() for cell in line.split("|")[1:-1]))
    beside = Table("fit", "distances", "microseconds", "gamma apart")
    for line in peer_table(document):
        beside.add_row(*(cell.strip() for cell in line.split("|")[1:-1]))
    Console().print(shown, beside)
    write_atomically(RESULTS, json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
