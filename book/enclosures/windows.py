"""Checks of windows and tails (Ch. 15 and 20)."""

from collections.abc import Callable
from random import Random

from flint import arb, fmpq

from pycheck.balls.precision import working
from pycheck.balls.summation import euler_maclaurin_log_sums as log_sums
from pycheck.balls.window import window
from pycheck.checks.enclosure import Working
from pycheck.checks.outcomes import Enclosure, check

from ._tables import CONTEXTS, printed

COMMAND = "pycheck enclose window --gamma 0.7 --context 4096 --share 0.9"

_BITS = 128
_SLACK = arb("1e-30")
"""What balls at the longest contexts leave open beside a limit."""


def _share(gamma: fmpq, distance: int, context: int) -> arb:
    return log_sums(gamma, 1, distance, 0)[0] / log_sums(gamma, 1, context, 0)[0]


def _beyond(gamma: fmpq, distance: int, context: int) -> arb:
    return log_sums(gamma, distance + 1, context, 0)[0] / log_sums(gamma, 1, context, 0)[0]


def share_is_kept_beyond(boundary: fmpq, whole: Callable[[fmpq], arb]) -> Enclosure:
    """Whether a fixed window's share falls to 0 up to `boundary`, and is kept beyond it.

    What is kept is the share of all distances, which have the mass ``whole(gamma)``.
    """
    w = Working((r"$\gamma$", "$D$", "$N$", "share within $D$"))
    with working(_BITS):
        for gamma in (fmpq(7, 10), fmpq(1), fmpq(13, 10)):
            shares = [_share(gamma, 100, context) for context in CONTEXTS.values()]
            for name, share in zip(CONTEXTS, shares, strict=True):
                w.row(str(gamma), 100, printed(name), share)
            if gamma > boundary:
                kept = log_sums(gamma, 1, 100, 0)[0] / whole(gamma)
                for name, share in zip(CONTEXTS, shares, strict=True):
                    w.less(f"the share is kept at N = {name}", kept - _SLACK, share)
                w.less("what is kept is above 0.7", arb("0.7"), kept)
            else:
                w.less(f"the share falls to 0 at gamma = {gamma}", shares[-1], arb("1e-4"))
    return w.done("falls to 0 in Phase A and at 1, stays above 0.7 at 1.3")


@check
def share_of_a_window() -> Enclosure:
    r"""A fixed window's share falls to 0 for $\gamma = 0.7$ and 1, and stays positive for 1.3."""
    return share_is_kept_beyond(fmpq(1), lambda gamma: arb(gamma).zeta())


def nine_tenths_need(part: Callable[[arb, arb], arb]) -> Enclosure:
    """Whether the window of the share 0.9 at gamma = 0.7 tends to ``part(share, gamma)`` of N."""
    w = Working(("$N$", "$D_{90}$", "$D_{90}/N$"))
    with working(_BITS):
        for exponent in (2, 4, 6, 12, 18):
            context = 10**exponent
            found = window(fmpq(7, 10), context, fmpq(9, 10))
            fraction = arb(fmpq(found, context))
            w.row(printed(f"10^{exponent}"), found, fraction)
        target = part(arb("0.9"), arb("0.7"))
        w.less("the part is 0.9^(1/0.3) at last", abs(fraction - target), arb("1e-5"))
    return w.done("the window grows in proportion to N", fraction_for_nine_tenths=fraction)


@check
def nine_tenths() -> Enclosure:
    r"""At $\gamma = 0.7$ nine tenths of the mass need a fixed part of the context, however
    long.

    `fraction_for_nine_tenths` is the exact window at N = 10^18, divided by N.
    """
    return nine_tenths_need(lambda share, gamma: share ** (1 / (1 - gamma)))


def windows_of(whole: Callable[[fmpq], arb]) -> Enclosure:
    """The windows at gamma = 1.3, and whether the unlimited one is the smallest.

    All distances together have the mass ``whole(gamma)``.
    """
    gamma = fmpq(13, 10)
    limited, ninety = (window(gamma, 4096, share) for share in (fmpq(99, 100), fmpq(9, 10)))
    w = Working()
    with working(_BITS):
        needed = arb(fmpq(99, 100)) * whole(gamma)
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


@check
def window_at_gamma_1_3() -> Enclosure:
    r"""At $\gamma = 1.3$ the exact windows that hold 99 % of the mass, and one that holds 90 %.

    `window_in_4096` within a context of 4096 tokens, and `ninety_in_4096` there for 90 %;
    `window_unlimited` without any cutoff, where the share within D is taken of zeta(1.3).
    """
    return windows_of(lambda gamma: arb(gamma).zeta())


def tail_below(bound_at: Callable[[fmpq, int], arb]) -> Enclosure:
    """Whether the mass beyond D is below ``bound_at(gamma, D)``, before normalization."""
    w = Working((r"$\gamma$", "$D$", "$N$", "sum beyond $D$", "bound"))
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
    r"""The mass beyond $D$ is at most $D^{1 - \gamma} / (\gamma - 1)$, before normalization."""
    return tail_below(lambda gamma, d: arb(d) ** (1 - arb(gamma)) / (arb(gamma) - 1))


def heavier_tail_is_of(choose: Callable[[fmpq, fmpq], fmpq]) -> Enclosure:
    """Whether of two exponents the one that ``choose(low, high)`` names has more beyond D."""
    w = Working()
    random = Random(15)
    with working(_BITS):
        beyond = {gamma: 1 - _share(gamma, 5, 20) for gamma in (fmpq(2, 5), fmpq(13, 10))}
        for _ in range(60):
            context = int(10 ** random.uniform(0.5, 12))
            distance = random.randint(1, context - 1)
            low, high = sorted(fmpq(random.randint(-2000, 3000), 1000) for _ in range(2))
            if low < high:
                heavier = choose(low, high)
                lighter = low + high - heavier
                here = f"beyond {distance} of {context}"
                more, less = (_beyond(gamma, distance, context) for gamma in (heavier, lighter))
                w.less(f"{heavier} has more than {lighter} {here}", less, more)
    return w.done(
        "the smaller exponent always has more beyond D",
        slope_0_4=beyond[fmpq(2, 5)],
        slope_1_3=beyond[fmpq(13, 10)],
    )


@check
def slopes() -> Enclosure:
    """Slope -0.4 has the heavier tail: the share beyond 5 of 20 tokens, and at random points."""
    return heavier_tail_is_of(min)


def sum_exceeds(integral: Callable[[arb, arb], arb]) -> Enclosure:
    """Whether the sum exceeds ``integral(1 - gamma, N)`` by something between 0 and 1."""
    w = Working((r"$\gamma$", "$N$", "$Z$ less integral"))
    with working(500):
        for gamma in (fmpq(1, 10), fmpq(1, 2), fmpq(7, 10), fmpq(9, 10)):
            for exponent in (0, 1, 3, 6, 12, 100):
                context = 10**exponent
                approximation = integral(1 - arb(gamma), arb(context))
                gap = log_sums(gamma, 1, context, 0)[0] - approximation
                here = f"at gamma = {gamma}, N = 10^{exponent}"
                w.at_most(f"the gap is at least 0 {here}", 0, gap)
                w.at_most(f"the gap is at most 1 {here}", gap, 1)
                w.row(str(gamma), printed(f"10^{exponent}"), gap)
    return w.done("the sum exceeds its integral by 0 to 1")


@check
def phase_a_mass() -> Enclosure:
    r"""For $\gamma < 1$ the sum grows like $N^{1 - \gamma} / (1 - \gamma)$: it exceeds the
    integral of $d^{-\gamma}$ from 1 to $N$ by something between 0 and 1.
    """
    return sum_exceeds(lambda q, context: (context**q - 1) / q)
