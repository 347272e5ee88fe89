"""Certain balls against Arb, numpy, mpmath, scipy and the author's closed forms, in one run.

``python -m bench.enclose`` prints the tables and writes ``bench/results/enclose.json``. Every
method is timed in the same process, in turn with ours, in several passes over all of them; its true
error is its distance from a ball with many more digits. The key ``before`` is kept as it is: the
same peers beside the sums that took nothing from Arb.
"""

import json
import platform
import time
from dataclasses import asdict, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import flint
import mpmath
import numpy as np
import scipy
from flint import fmpq
from rich.console import Console
from rich.table import Table

from bench.enclose_functions import against_special_functions
from bench.enclose_long import start, ten_thousand_digits
from bench.enclose_peers import VALUE, Row, against_peers, ball, best_time, one_run
from pycheck.balls.api import enclose
from pycheck.balls.power_law import log_sums, variance
from pycheck.balls.precision import working
from pycheck.errors import InputError
from pycheck.files import write_atomically

RESULTS = Path(__file__).parent / "results" / "enclose.json"
RANDOM_POINTS = 10_000
LEAST_SECONDS = 1e-4
PASSES = 3


def growth() -> dict[str, list[dict[str, float]]]:
    """The cost of C_V as the context, the digits and the nearness to the pole grow."""

    def cost(gamma: str, context: str, digits: int) -> dict[str, float]:
        ours = ball("cv", gamma, context, digits=digits)
        return {"seconds": min(one_run(ours)[0] for _ in range(20 if digits <= 100 else 3))}

    contexts = [
        {"log10_context": k, **cost("1", f"1e{k}", 50)}
        for k in (1, 2, 3, 6, 12, 18, 100, 1000, 10_000, 100_000)
    ]
    digits = [{"digits": d, **cost("1", "1e12", d)} for d in (3, 16, 50, 100, 300, 1000, 3000)]
    return {"context": contexts, "digits": digits, "near_the_pole": near_the_pole()}


def near_the_pole() -> list[dict[str, float]]:
    """gamma = 1 + 10^-k at 166 bits: how many bits of C_V are certain, and the cost."""
    rows = []
    for k in range(1, 41):
        gamma = 1 + fmpq(1, 10**k)
        with working(166):
            ball = variance(log_sums(gamma, 1, 10**12, 2))
        seconds = best_time(partial(enclose, "cv", gamma, 10**12, digits=50), 3)
        rows.append({"k": k, "certain_bits": ball.rel_accuracy_bits(), "seconds": seconds})
    return rows


def random_points() -> dict[str, Any]:
    """Random gamma, N and z: every ball finite with its digits, none slow.

    The only points without a ball are polylogarithms that diverge.
    """
    random = Random(6)
    names = ("z", "mean", "var", "cv", "fisher", "entropy", "tail", "polylog", "normalization")
    found = {"points": RANDOM_POINTS, "finite": 0, "divergent": 0, "without_digits": 0}
    longest, slowest = 0.0, ""
    for _ in range(RANDOM_POINTS):
        name = random.choice(names)
        scale = random.choice((0.01, 1, 10, 100))
        gamma = f"{random.uniform(-scale, scale):.6f}"
        context = str(random.randint(2, 10 ** random.choice((1, 3, 6, 12, 30, 1000))))
        options: dict[str, str] = {}
        if name in ("polylog", "normalization"):
            options["z"] = random.choice(
                (f"{random.random():.6f}", f"0.{'9' * random.randint(1, 30)}", "1")
            )
        if name == "tail":
            options["distance"] = str(random.randint(1, int(context)))
        start = time.perf_counter()
        found[outcome(name, gamma, context, random.choice((6, 16, 30)), options)] += 1
        seconds = time.perf_counter() - start
        if seconds > longest:
            longest, slowest = seconds, f"{name} gamma={gamma} context={context:.20} {options}"
    return {**found, "longest_seconds": longest, "slowest": slowest}


def outcome(name: str, gamma: str, context: str, digits: int, options: dict[str, str]) -> str:
    """How a random point ended."""
    try:
        ball = enclose(name, gamma, context, digits=digits, **options)
    except InputError as error:
        return "divergent" if "diverges" in str(error) else "without_digits"
    mid, rad = Fraction(ball.mid), Fraction(ball.rad)
    return "finite" if rad <= abs(mid) / 10**digits else "without_digits"


def targets(rows: list[Row], cost: dict[str, list[dict[str, float]]]) -> dict[str, Any]:
    """What the enclosures are held to, as measured in this run."""
    by_key = {(r.task, r.method): r for r in rows}
    fifty = by_key["C_V, gamma = 1, N = 10^12, 50 digits", "mpmath stieltjes"].times_ours
    direct = by_key["C_V, gamma = 1, N = 10^6, 16 digits", "numpy direct sum"].times_ours
    longest = next(c for c in cost["context"] if c["log10_context"] == 100_000)
    return {
        "times_faster_than_mpmath_50_digits": fifty,
        "times_faster_than_numpy_direct_sum": direct,
        "least_ratio_of_arb_and_mpmath_from_0.1_ms": least_ratio(rows),
        "seconds_at_10^100000": longest["seconds"],
        "least_certain_bits_of_166_near_the_pole": min(
            c["certain_bits"] for c in cost["near_the_pole"]
        ),
    }


def least_ratio(rows: list[Row]) -> dict[str, float]:
    """The least time of Arb's and mpmath's functions as a multiple of ours, with and without text.

    Only those that take `LEAST_SECONDS` or more count.
    """
    bare = {r.task: r.times_ours for r in rows if r.method == VALUE}
    peers = [r for r in rows if r.method.startswith(("Arb", "mpmath")) and r.task in bare]
    slow = [r for r in peers if r.seconds >= LEAST_SECONDS]
    return {
        "ball": min(r.times_ours for r in slow),
        "value_without_text": min(r.times_ours / bare[r.task] for r in slow),
    }


def merged(passes: list[list[Row]]) -> list[Row]:
    """Rows of the same tasks measured at several times: the shortest time, the median ratio."""
    return [
        replace(
            same[0],
            seconds=min(row.seconds for row in same),
            times_ours=median(row.times_ours for row in same),
        )
        for same in zip(*passes, strict=True)
    ]


def show(rows: list[Row], cost: dict[str, list[dict[str, float]]]) -> None:
    """The tables for people."""
    console = Console(width=120)
    table = Table("task", "method", "time", "times ours", "true relative error", "promises")
    for row in rows:
        table.add_row(
            row.task,
            row.method,
            f"{row.seconds * 1e3:.3g} ms",
            f"{row.times_ours:.3g}",
            row.error,
            row.claims,
        )
    console.print(table)
    for name, points in cost.items():
        table = Table(*points[0], title=f"cost of C_V: {name}")
        for point in points:
            table.add_row(*(f"{value:.4g}" for value in point.values()))
        console.print(table)


def main() -> None:
    """Run everything and save it."""
    rows = merged([against_peers() + against_special_functions() for _ in range(PASSES)])
    cost = growth()
    before = json.loads(RESULTS.read_text(encoding="utf-8"))["before"] if RESULTS.exists() else []
    record = {
        "machine": {
            "python": platform.python_version(),
            "processor": platform.machine(),
            "flint": flint.__FLINT_VERSION__,
            "mpmath": f"{mpmath.__version__} ({mpmath.libmp.BACKEND})",
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        "targets": targets(rows, cost),
        "before": before,
        "peers": [asdict(row) for row in rows],
        "growth": cost,
        "start": start(),
        "ten_thousand_digits": [asdict(row) for row in ten_thousand_digits()],
        "random": random_points(),
    }
    show(rows, cost)
    print(json.dumps({"targets": record["targets"], "random": record["random"]}, indent=2))
    write_atomically(RESULTS, json.dumps(record, indent=2) + "\n")


if __name__ == "__main__":
    main()
