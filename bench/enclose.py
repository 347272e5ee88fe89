"""Certain balls against numpy, mpmath, scipy and the author's closed forms, in one run.

``python -m bench.enclose`` prints the tables and writes ``bench/results/enclose.json``. Every
method is timed on the same machine in the same process, the best of several runs; its true error
is its distance from a ball with many more digits.
"""

import json
import math
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import flint
import mpmath
import numpy as np
import scipy
from flint import fmpq
from rich.console import Console
from rich.table import Table

from bench import closed_forms
from pycheck.algebra.enclose.api import enclose
from pycheck.algebra.enclose.power_law import log_sums, variance
from pycheck.algebra.enclose.precision import working
from pycheck.errors import InputError
from pycheck.files import write_atomically

RESULTS = Path(__file__).parent / "results" / "enclose.json"
REFERENCE_DIGITS = 90
RANDOM_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """One method at one task. `error` is relative; `claims` says what the method promises."""

    task: str
    method: str
    seconds: float
    times_ours: float
    error: float
    claims: str


@dataclass(frozen=True, slots=True)
class Method:
    """A way to a number, as an exact decimal or a float."""

    name: str
    run: Callable[[], Any]
    claims: str = "nothing"
    repeats: int = 3


def best_time(run: Callable[[], Any], repeats: int) -> float:
    """The shortest of several runs, in seconds of wall time."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def as_fraction(value: Any) -> Fraction:
    """The number that a method gave, exactly."""
    if isinstance(value, mpmath.mpf):
        sign, mantissa, exponent, _ = value._mpf_
        return Fraction(-int(mantissa) if sign else int(mantissa)) * Fraction(2) ** int(exponent)
    return Fraction(getattr(value, "mid", value))


def compare(task: str, truth: Fraction, methods: list[Method]) -> list[Row]:
    """Time every method; the first one is ours."""
    rows: list[Row] = []
    for method in methods:
        seconds = best_time(method.run, method.repeats)
        error = abs(as_fraction(method.run()) / truth - 1)
        base = rows[0].seconds if rows else seconds
        ratio = seconds / base
        rows.append(Row(task, method.name, seconds, ratio, float(error), method.claims))
    return rows


def numpy_heat_capacity(gamma: float, context: int) -> float:
    """C_V by direct summation in float64."""
    d = np.arange(1.0, context + 1)
    logs = np.log(d)
    weights = 1 / d if gamma == 1 else d**-gamma
    z = weights.sum()
    mean = (weights * logs).sum() / z
    return float(gamma**2 * ((weights * logs**2).sum() / z - mean**2))


def mpmath_heat_capacity(gamma: str, context: int, digits: int) -> Any:
    """C_V by mpmath: Stieltjes constants at gamma = 1, zeta derivatives elsewhere."""
    with mpmath.workdps(digits + 5):
        s = mpmath.mpf(gamma)
        if s == 1:
            sums = [mpmath.stieltjes(k) - mpmath.stieltjes(k, context + 1) for k in range(3)]
        else:
            sums = [
                (-1) ** k * (mpmath.zeta(s, 1, k) - mpmath.zeta(s, context + 1, k))
                for k in range(3)
            ]
        return s**2 * (sums[2] / sums[0] - (sums[1] / sums[0]) ** 2)


def mpmath_summed(context: int, digits: int) -> Any:
    """C_V at gamma = 1 by mpmath's own Euler-Maclaurin summation, after 60 direct terms."""
    with mpmath.workdps(digits + 5):
        sums = []
        for k in range(3):
            head = mpmath.fsum(mpmath.log(d) ** k / mpmath.mpf(d) for d in range(1, 60))
            tail = mpmath.sumem(
                lambda d, k=k: mpmath.log(d) ** k / d,
                [60, context],
                tol=mpmath.mpf(10) ** -(digits + 2),
            )
            sums.append(head + tail)
        return sums[2] / sums[0] - (sums[1] / sums[0]) ** 2


def reference(quantity: str, *point: str, **options: str) -> Fraction:
    """A value with many more certain digits than any method under test has."""
    ball = enclose(quantity, *point, digits=REFERENCE_DIGITS, **options)
    return Fraction(ball.mid)


def against_peers() -> list[Row]:
    """The tasks that a peer can do at all."""
    rows = compare(
        "C_V, gamma = 1, N = 10^6, 16 digits",
        reference("cv", "1", "1e6"),
        [
            Method("ball", lambda: enclose("cv", "1", "1e6", digits=16), "certain", 20),
            Method("numpy direct sum", lambda: numpy_heat_capacity(1.0, 10**6)),
            Method("mpmath stieltjes", lambda: mpmath_heat_capacity("1", 10**6, 16)),
            Method("published closed form", lambda: closed_forms_at_one(10**6), repeats=20),
        ],
    )
    rows += compare(
        "C_V, gamma = 1, N = 10^12, 50 digits",
        reference("cv", "1", "1e12"),
        [
            Method("ball", lambda: enclose("cv", "1", "1e12", digits=50), "certain", 20),
            Method("mpmath stieltjes", lambda: mpmath_heat_capacity("1", 10**12, 50), repeats=2),
            Method("mpmath sumem", lambda: mpmath_summed(10**12, 50), repeats=1),
        ],
    )
    rows += compare(
        "C_V, gamma = 0.7, N = 10^12, 50 digits",
        reference("cv", "0.7", "1e12"),
        [
            Method("ball", lambda: enclose("cv", "0.7", "1e12", digits=50), "certain", 20),
            Method("mpmath zeta", lambda: mpmath_heat_capacity("0.7", 10**12, 50)),
        ],
    )
    rows += compare(
        "C_V, gamma = 1 + 10^-12, N = 10^6, 16 digits",
        reference("cv", "1.000000000001", "1e6"),
        [
            Method("ball", lambda: enclose("cv", "1.000000000001", "1e6"), "certain", 20),
            Method("mpmath zeta", lambda: mpmath_heat_capacity("1.000000000001", 10**6, 16)),
            Method("published closed form", lambda: closed_forms.heat_capacity(1 + 1e-12, 10**6)),
        ],
    )
    return rows + against_special_functions()


def closed_forms_at_one(context: int) -> float:
    """The closed form's own limit at gamma = 1: integrals of log(t)**k / t, and the 1."""
    length = math.log(context)
    z = 1 + length
    mean = length**2 / 2 / z
    return length**3 / 3 / z - mean**2


def against_special_functions() -> list[Row]:
    """Partition functions, polylogarithms and windows."""

    def scipy_partition() -> float:
        return float(scipy.special.zeta(1.3, 1) - scipy.special.zeta(1.3, 10**9 + 1))

    def scipy_harmonic() -> float:
        return float(scipy.special.digamma(10.0**12 + 1) - scipy.special.digamma(1))

    def mpmath_polylog() -> Any:
        with mpmath.workdps(55):
            return mpmath.polylog(mpmath.mpf("1.5"), mpmath.mpf("0.999")).real

    def numpy_window() -> float:
        share = np.cumsum(np.arange(1.0, 10**6 + 1) ** -0.7)
        return float(1 + np.searchsorted(share, 0.9 * share[-1]))

    rows = compare(
        "Z, gamma = 1.3, N = 10^9, 16 digits",
        reference("z", "1.3", "1e9"),
        [
            Method("ball", lambda: enclose("z", "1.3", "1e9"), "certain", 20),
            Method("scipy zeta", scipy_partition, repeats=20),
        ],
    )
    rows += compare(
        "Z, gamma = 1, N = 10^12, 16 digits",
        reference("z", "1", "1e12"),
        [
            Method("ball", lambda: enclose("z", "1", "1e12"), "certain", 20),
            Method("scipy digamma", scipy_harmonic, repeats=20),
        ],
    )
    rows += compare(
        "Li_1.5(0.999), 50 digits",
        reference("polylog", "1.5", z="0.999"),
        [
            Method("ball", lambda: enclose("polylog", "1.5", z="0.999", digits=50), "certain", 20),
            Method("mpmath polylog", mpmath_polylog),
        ],
    )
    return rows + compare(
        "D_90, gamma = 0.7, N = 10^6",
        Fraction(enclose("window", "0.7", "1e6", share="0.9").mid),
        [
            Method("ball", lambda: enclose("window", "0.7", "1e6", share="0.9"), "exact", 5),
            Method("numpy direct sum", numpy_window),
            Method(
                "published closed form",
                lambda: closed_forms.window_of_thermodynamics(0.7, 10**6, 0.9),
            ),
            Method(
                "published closed form of the sweeps",
                lambda: closed_forms.window_of_compression(0.7, 10**6, 0.9),
            ),
        ],
    )


def growth() -> dict[str, list[dict[str, float]]]:
    """The cost of C_V as the context, the digits and the nearness to the pole grow."""

    def cost(gamma: str, context: str, digits: int) -> dict[str, float]:
        seconds = best_time(lambda: enclose("cv", gamma, context, digits=digits), 3)
        return {"seconds": seconds}

    contexts = [
        {"log10_context": k, **cost("1", f"1e{k}", 50)}
        for k in (1, 2, 3, 6, 12, 18, 100, 1000, 10_000, 100_000)
    ]
    digits = [{"digits": d, **cost("1", "1e12", d)} for d in (3, 16, 50, 100, 300, 1000)]
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
        "seconds_at_10^100000": longest["seconds"],
        "least_certain_bits_of_166_near_the_pole": min(
            c["certain_bits"] for c in cost["near_the_pole"]
        ),
    }


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
            f"{row.error:.1e}" if row.error else "0",
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
    rows, cost = against_peers(), growth()
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
        "peers": [asdict(row) for row in rows],
        "growth": cost,
        "random": random_points(),
    }
    show(rows, cost)
    print(json.dumps({"targets": record["targets"], "random": record["random"]}, indent=2))
    write_atomically(RESULTS, json.dumps(record, indent=2) + "\n")


if __name__ == "__main__":
    main()
