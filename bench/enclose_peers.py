"""What computes the same as a ball: Arb, numpy, mpmath, scipy and the author's closed forms."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from statistics import median
from typing import Any

import mpmath
import numpy as np
from flint import arb, fmpq

from bench import closed_forms, enclose_arb
from pycheck.balls.api import enclose
from pycheck.balls.precision import GUARD_BITS, bits_for, working
from pycheck.balls.quantities import QUANTITIES, Point
from pycheck.balls.zeta import forget_constants

MORE_DIGITS = 40
VALUE = "value without text"
_OFTEN = 80


@dataclass(frozen=True, slots=True)
class Row:
    """One method at one task. `error` is relative, a decimal (a float has no 1e-1000); `claims` is
    what the method promises. `seconds` is a short run, which a tenth are shorter than, `times_ours`
    the median of its ratios to the run of ours beside it.
    """

    task: str
    method: str
    seconds: float
    times_ours: float
    error: str
    claims: str


@dataclass(frozen=True, slots=True)
class Method:
    """A way to a number, as an exact decimal or a float; `prepare` comes before a run, untimed."""

    name: str
    run: Callable[[], Any]
    claims: str = "nothing"
    repeats: int = 3
    prepare: Callable[[], object] = lambda: None


def best_time(run: Callable[[], Any], repeats: int) -> float:
    """The shortest of several runs, in seconds of CPU time."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def one_run(method: Method) -> tuple[float, Any]:
    """The seconds of CPU time of one run of a method, and what it gave."""
    method.prepare()
    start = time.process_time()
    found = method.run()
    return time.process_time() - start, found


def as_fraction(value: Any) -> Fraction:
    """The number that a method gave, exactly."""
    if isinstance(value, mpmath.mpf):
        sign, mantissa, exponent, _ = value._mpf_
        return Fraction(-int(mantissa) if sign else int(mantissa)) * Fraction(2) ** int(exponent)
    if isinstance(value, arb):
        mantissa, exponent = value.mid().man_exp()
        return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return Fraction(getattr(value, "mid", value))


def compare(task: str, truth: Fraction, methods: list[Method]) -> list[Row]:
    """Time every method beside ours, which is the first one, pair by pair.

    Which of a pair begins alternates: the first finds the caches as another left them.
    """
    ours, *others = methods
    seconds: dict[str, list[float]] = {m.name: [] for m in methods}
    ratios: dict[str, list[float]] = {m.name: [] for m in methods}
    found: dict[str, Any] = {}
    for method in others:
        for turn in range(method.repeats):
            pair = (ours, method) if turn % 2 else (method, ours)
            for one in pair:
                took, found[one.name] = one_run(one)
                seconds[one.name].append(took)
            ratios[method.name].append(seconds[method.name][-1] / seconds[ours.name][-1])
    ratios[ours.name].append(1.0)
    return [
        Row(
            task,
            method.name,
            sorted(seconds[method.name])[len(seconds[method.name]) // 10],
            median(ratios[method.name]),
            relative_error(as_fraction(found[method.name]), truth),
            method.claims,
        )
        for method in methods
    ]


def relative_error(value: Fraction, truth: Fraction) -> str:
    """The relative distance to one digit, 0 for none."""
    error = abs(value / truth - 1)
    return f"{Decimal(error.numerator) / Decimal(error.denominator):.0e}" if error else "0"


def ball(*point: str | int, often: int = _OFTEN, **options: Any) -> Method:
    """Ours, without the constants that an earlier run left."""
    run = partial(enclose, *point, **options)  # type: ignore[arg-type]
    return Method("ball", run, "certain", often, forget_constants)


def value(quantity: str, often: int = _OFTEN, digits: int = 16, **point: Any) -> Method:
    """What `ball` evaluates, without reading the numbers and writing the digits."""
    evaluate, at = QUANTITIES[quantity].evaluate, Point(**point)

    def run() -> Any:
        with working(bits_for(digits) + GUARD_BITS):
            return evaluate(at)

    return Method(VALUE, run, "certain", often, forget_constants)


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


def reference(quantity: str, *point: str, digits: int = 50, **options: str) -> Fraction:
    """A value with many more certain digits than any method under test has."""
    return Fraction(enclose(quantity, *point, digits=digits + MORE_DIGITS, **options).mid)


def against_peers() -> list[Row]:
    """The tasks that a peer can do at all."""
    rows = compare(
        "C_V, gamma = 1, N = 10^6, 16 digits",
        reference("cv", "1", "1e6"),
        [
            ball("cv", "1", "1e6", digits=16),
            Method("numpy direct sum", lambda: numpy_heat_capacity(1.0, 10**6)),
            Method("mpmath stieltjes", lambda: mpmath_heat_capacity("1", 10**6, 16)),
            Method("published closed form", lambda: closed_forms_at_one(10**6), repeats=20),
        ],
    )
    for digits, often in ((16, _OFTEN), (50, _OFTEN), (300, 30), (1000, 7)):
        others = []
        if digits <= 50:
            other = enclose_arb.digits_of(lambda: enclose_arb.stieltjes(10**12), digits)
            others = [Method("Arb stieltjes", other, "certain", 20)]
        if digits == 50:
            others += [
                Method("mpmath stieltjes", lambda: mpmath_heat_capacity("1", 10**12, 50), repeats=2)
            ]
        rows += against_zeta_series("1", digits, often, others)
    rows += against_zeta_series(
        "0.7",
        50,
        _OFTEN,
        [Method("mpmath zeta", lambda: mpmath_heat_capacity("0.7", 10**12, 50))],
    )
    near = "1.000000000001"
    rows += compare(
        "C_V, gamma = 1 + 10^-12, N = 10^6, 16 digits",
        reference("cv", near, "1e6"),
        [
            ball("cv", near, "1e6"),
            Method("mpmath zeta", lambda: mpmath_heat_capacity(near, 10**6, 16)),
            Method("published closed form", lambda: closed_forms.heat_capacity(1 + 1e-12, 10**6)),
        ],
    )
    return rows


def against_zeta_series(gamma: str, digits: int, often: int, others: list[Method]) -> list[Row]:
    """C_V at N = 10^12 beside Arb's power series of zeta, and others."""
    series = enclose_arb.digits_of(lambda: enclose_arb.zeta_series(gamma, 10**12), digits, 3)
    return compare(
        f"C_V, gamma = {gamma}, N = 10^12, {digits} digits",
        reference("cv", gamma, "1e12", digits=digits),
        [
            ball("cv", gamma, "1e12", digits=digits, often=often),
            value("cv", often, digits, gamma=fmpq(int(10 * float(gamma)), 10), context=10**12),
            Method("Arb zeta series", series, "certain", often),
            *others,
        ],
    )


def closed_forms_at_one(context: int) -> float:
    """The closed form's own limit at gamma = 1: integrals of log(t)**k / t, and the 1."""
    length = math.log(context)
    z = 1 + length
    mean = length**2 / 2 / z
    return length**3 / 3 / z - mean**2
