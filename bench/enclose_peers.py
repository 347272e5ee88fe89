"""What computes the same as a ball: numpy, mpmath, scipy and the author's closed forms."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import scipy

from bench import closed_forms
from pycheck.balls.api import enclose

REFERENCE_DIGITS = 90


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
