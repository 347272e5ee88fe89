"""Checks of windows and tails (Ch. 15 and 20)."""

from collections.abc import Callable
from random import Random

from flint import arb, fmpq

from pycheck.checks.enclosure import Working
from pycheck.checks.outcomes import Enclosure, check
from pycheck.enclose.power_law import log_sums
from pycheck.enclose.precision import working
from pycheck.enclose.window import window

from ._tables import CONTEXTS

COMMAND = "pycheck enclose window --gamma 0.7 --context 4096 --share 0.9"

_BITS = 128
_SLACK = arb("1e-30")
"""What balls at the longest contexts leave open beside a limit."""


def _share(gamma: fmpq, distance: int, context: int) -> arb:
    return log_sums(gamma, 1, distance, 0)[0] / log_sums(gamma, 1, context, 0)[0]


@check
def share_of_a_window() -> Enclosure:
    """A fixed window's share falls to 0 for gamma = 0.7 and 1, and stays positive for 1.3."""
    w = Working(("gamma", "D", "N", "share within D"))
    with working(_BITS):
        for gamma in (fmpq(7, 10), fmpq(1), fmpq(13, 10)):
            shares = [_share(gamma, 100, context) for context in CONTEXTS.values()]
            for name, share in zip(CONTEXTS, shares, strict=True):
                w.row(str(gamma), 100, name, share)
            if gamma > 1:
                kept = log_sums(gamma, 1, 100, 0)[0] / arb(gamma).zeta()
                for name, share in zip(CONTEXTS, shares, strict=True):
                    w.less(f"the share is kept at N = {name}", kept - _SLACK, share)
                w.less("what is kept is above 0.7", arb("0.7"), kept)
            else:
                w.less(f"the share falls to 0 at gamma = {gamma}", shares[-1], arb("1e-4"))
    return w.done("falls to 0 in Phase A and at 1, stays above 0.7 at 1.3")


@check
def nine_tenths() -> Enclosure:
    """At gamma = 0.7 nine tenths of the mass need a fixed part of the context, however long.

    `fraction_for_nine_tenths` is the exact window at N = 10^18, divided by N.
    """
    w = Working(("N", "D_90", "D_90 / N"))
    with working(_BITS):
        for exponent in (2, 4, 6, 12, 18):
            context = 10**exponent
            found = window(fmpq(7, 10), context, fmpq(9, 10))
            fraction = arb(fmpq(found, context))
            w.row(f"10^{exponent}", found, fraction)
        target = arb("0.9") ** (1 / arb("0.3"))
        w.less("the part is 0.9^(1/0.3) at last", abs(fraction - target), arb("1e-5"))
    return w.done("the window grows in proportion to N", fraction_for_nine_tenths=fraction)


@check
def window_at_gamma_1_3() -> Enclosure:
    """At gamma = 1.3 the exact windows that hold 99 % of the mass, and one that holds 90 %.

    `window_in_4096` within a context of 4096 tokens, and `ninety_in_4096` there for 90 %;
    `window_unlimited` without any cutoff, where the share within D is taken of zeta(1.3).
    """
    gamma = fmpq(13, 10)
    limited, ninety = (window(gamma, 4096, share) for share in (fmpq(99, 100), fmpq(9, 10)))
    w = Working()
    with working(_BITS):
        needed = arb(fmpq(99, 100)) * arb(gamma).zeta()
        low, high = 1, 10**9
        w.at_most("10^9 distances hold enough", needed, log_sums(gamma, 1, high, 0)[0])
        while low < high:
            middle = (low + high) // 2
            if log_sums(gamma, 1, middle, 0)[0] >= needed:
                high = middle
            else:
                low = middle + 1
        w.less("one distance fewer is too few", log_sums(gamma, 1, low - 1, 0)[0], needed)
    return w.done(
        "the smallest windows, exactly",
        window_in_4096=arb(limited),
        ninety_in_4096=arb(ninety),
        window_unlimited=arb(low),
    )


def tail_below(bound_at: Callable[[fmpq, int], arb]) -> Enclosure:
    """Whether the mass beyond D is below ``bound_at(gamma, D)``, before normalization."""
    w = Working(("gamma", "D", "N", "sum beyond D", "bound"))
    random = Random(20)
    with working(_BITS):
        for _ in range(60):
            gamma = 1 + fmpq(random.randint(1, 3000), 1000)
            distance = int(10 ** random.uniform(0, 8))
            context = distance * random.choice((1, 2, 10, 10**6, 10**100))
            beyond = log_sums(gamma, distance + 1, context, 0)[0]
            bound = bound_at(gamma, distance)
            w.less(f"the mass at gamma = {gamma}, D = {distance}", beyond, bound)
            w.row(str(gamma), distance, f"{context:.0e}", beyond, bound)
    return w.done("below the bound everywhere")


@check
def tail_bound() -> Enclosure:
    """The mass beyond D is at most D**(1 - gamma) / (gamma - 1), before normalization."""
    return tail_below(lambda gamma, d: arb(d) ** (1 - arb(gamma)) / (arb(gamma) - 1))


@check
def slopes() -> Enclosure:
    """Slope -0.4 has the heavier tail: the share beyond 5 of 20 tokens, and at random points."""
    w = Working()
    random = Random(15)
    with working(_BITS):
        beyond = {gamma: 1 - _share(gamma, 5, 20) for gamma in (fmpq(2, 5), fmpq(13, 10))}
        for _ in range(60):
            context = int(10 ** random.uniform(0.5, 12))
            distance = random.randint(1, context - 1)
            low, high = sorted(fmpq(random.randint(-2000, 3000), 1000) for _ in range(2))
            if low < high:
                far = log_sums(low, distance + 1, context, 0)[0] / log_sums(low, 1, context, 0)[0]
                near = (
                    log_sums(high, distance + 1, context, 0)[0] / log_sums(high, 1, context, 0)[0]
                )
                w.less(f"{low} against {high} beyond {distance} of {context}", near, far)
    return w.done(
        "the smaller exponent always has more beyond D",
        slope_0_4=beyond[fmpq(2, 5)],
        slope_1_3=beyond[fmpq(13, 10)],
    )


@check
def phase_a_mass() -> Enclosure:
    """For gamma < 1 the sum grows like N**(1 - gamma) / (1 - gamma): it exceeds the integral of
    d**-gamma from 1 to N by something between 0 and 1.
    """
    w = Working(("gamma", "N", "Z - integral"))
    with working(500):
        for gamma in (fmpq(1, 10), fmpq(1, 2), fmpq(7, 10), fmpq(9, 10)):
            for exponent in (0, 1, 3, 6, 12, 100):
                context, q = 10**exponent, 1 - arb(gamma)
                integral = (arb(context) ** q - 1) / q
                gap = log_sums(gamma, 1, context, 0)[0] - integral
                here = f"at gamma = {gamma}, N = 10^{exponent}"
                w.at_most(f"the gap is at least 0 {here}", 0, gap)
                w.at_most(f"the gap is at most 1 {here}", gap, 1)
                w.row(str(gamma), f"10^{exponent}", gap)
    return w.done("the sum exceeds its integral by 0 to 1")
