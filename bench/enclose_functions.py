"""Balls beside single special functions: partition functions, polylogarithms and windows."""

from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import scipy
from flint import fmpq

from bench import closed_forms, enclose_arb
from bench.enclose_peers import Method, Row, ball, compare, reference, value
from pycheck.balls.api import enclose

_CONTEXT = 10**12


def _rounds(digits: int) -> int:
    return 80 if digits <= 50 else 20 if digits <= 300 else 7


def against_special_functions() -> list[Row]:
    """All of them."""
    rows = [row for digits in (16, 50, 1000) for row in harmonic_numbers(digits)]
    rows += [
        row
        for gamma in ("1.3", "0.7")
        for digits in (16, 50, 1000)
        for row in partition_functions(gamma, digits)
    ]
    rows += [
        row for z in ("0.5", "0.999") for digits in (16, 50, 300) for row in polylogs(z, digits)
    ]
    return rows + windows()


def harmonic_numbers(digits: int) -> list[Row]:
    """Z at gamma = 1, beside what knows the digamma function."""

    def by_mpmath() -> Any:
        with mpmath.workdps(digits + 5):
            return mpmath.harmonic(_CONTEXT)

    def by_scipy() -> float:
        return float(scipy.special.digamma(float(_CONTEXT) + 1) - scipy.special.digamma(1))

    often = _rounds(50)
    arb = enclose_arb.digits_of(lambda: enclose_arb.digamma(_CONTEXT), digits)
    methods = [
        ball("z", "1", "1e12", digits=digits, often=often),
        value("z", often, digits, context=_CONTEXT),
        Method("Arb digamma", arb, "certain", often),
        Method("mpmath harmonic", by_mpmath, repeats=often),
    ]
    if digits == 16:
        methods.append(Method("scipy digamma", by_scipy, repeats=often))
    truth = reference("z", "1", "1e12", digits=digits)
    return compare(f"Z, gamma = 1, N = 10^12, {digits} digits", truth, methods)


def partition_functions(gamma: str, digits: int) -> list[Row]:
    """Z away from the pole, beside Hurwitz zeta functions."""

    def by_mpmath() -> Any:
        with mpmath.workdps(digits + 5):
            s = mpmath.mpf(gamma)
            return mpmath.zeta(s) - mpmath.zeta(s, _CONTEXT + 1)

    def by_scipy() -> float:
        s = float(gamma)
        return float(scipy.special.zeta(s, 1) - scipy.special.zeta(s, float(_CONTEXT) + 1))

    often = _rounds(digits)
    arb = enclose_arb.digits_of(lambda: enclose_arb.hurwitz(gamma, _CONTEXT), digits)
    methods = [
        ball("z", gamma, "1e12", digits=digits, often=often),
        value("z", often, digits, gamma=fmpq(round(10 * float(gamma)), 10), context=_CONTEXT),
        Method("Arb Hurwitz zeta", arb, "certain", often),
        Method("mpmath zeta", by_mpmath, repeats=1 if digits > 300 else 10),
    ]
    if digits == 16 and float(gamma) > 1:
        methods.append(Method("scipy zeta", by_scipy, repeats=often))
    truth = reference("z", gamma, "1e12", digits=digits)
    return compare(f"Z, gamma = {gamma}, N = 10^12, {digits} digits", truth, methods)


def polylogs(z: str, digits: int) -> list[Row]:
    """Polylogarithms of the order 1.5."""

    def by_mpmath() -> Any:
        with mpmath.workdps(digits + 5):
            return mpmath.polylog(mpmath.mpf("1.5"), mpmath.mpf(z)).real

    often = _rounds(digits)
    arb = enclose_arb.digits_of(lambda: enclose_arb.polylog("1.5", z), digits)
    return compare(
        f"Li_1.5({z}), {digits} digits",
        reference("polylog", "1.5", z=z, digits=digits),
        [
            ball("polylog", "1.5", z=z, digits=digits, often=often),
            value("polylog", often, digits, gamma=fmpq(3, 2), z=fmpq(round(1000 * float(z)), 1000)),
            Method("Arb polylog", arb, "certain", often),
            Method("mpmath polylog", by_mpmath, repeats=2),
        ],
    )


def windows() -> list[Row]:
    """The smallest window of nine tenths."""

    def by_numpy() -> float:
        share = np.cumsum(np.arange(1.0, 10**6 + 1) ** -0.7)
        return float(1 + np.searchsorted(share, 0.9 * share[-1]))

    return compare(
        "D_90, gamma = 0.7, N = 10^6",
        Fraction(enclose("window", "0.7", "1e6", share="0.9").mid),
        [
            ball("window", "0.7", "1e6", share="0.9", often=20),
            Method("numpy direct sum", by_numpy, repeats=20),
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
