"""Uniform quantisation: x is stood for by S (code - Z) (ch. 35)."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check


def nearest(value: Fraction) -> int:
    """The nearest integer, halves upwards."""
    return floor(value + Fraction(1, 2))


def error(value: Fraction, scale: Fraction, largest: int | None = None) -> Fraction:
    """Distance between a value and what its code stands for; codes may be clipped to +-largest."""
    code = nearest(value / scale)
    if largest is not None:
        code = max(-largest, min(largest, code))
    return abs(scale * code - value)


def derive_half_step(offset: Fraction) -> Derivation:
    """Whether coding by floor(x/S + offset) is off by at most half a step."""
    w = Working()
    shift = sp.Rational(offset.numerator, offset.denominator)
    S = sp.Symbol("S", positive=True)
    k, Z = sp.symbols("k Z", integer=True)
    part, rest = sp.symbols("f g", nonnegative=True)
    x = S * (k + part - shift)
    w.definition(
        rf"Write $x/S + {shift} = k + f$ with an integer $k$ and $0 \le f < 1$; then $x/S$ is "
        "coded as $k$.",
        f"x={typeset(x)}",
    )
    back = S * ((k + Z) - Z)
    w.equal(
        "The zero-point cancels: the round trip is off by this much.",
        back - x,
        S * (shift - part),
    )
    slack = (S / 2) ** 2 - (back - x) ** 2
    w.equal("Squared, it falls short of $(S/2)^{2}$ by a product,", slack, S**2 * part * (1 - part))
    w.nonnegative(
        "which is not negative, as $f$ and $g = 1 - f$ are not.", S**2 * part * rest, r"S^2 f g\ge0"
    )
    bound = w.value(
        "It is zero at both ends, $f = 0$ and $f = 1$: there the whole half step is lost.",
        sp.Subs(sp.Abs(S * (shift - part)), part, 0),
    )
    coded = sp.Add(sp.floor(shift, evaluate=False), Z, evaluate=False)
    w.equal("Zero is coded as the zero-point.", coded, Z)
    grid = [(Fraction(a, 24), Fraction(b, 6)) for a in range(-72, 73) for b in range(1, 9)]
    w.require(
        f"Exactly, on {len(grid)} pairs of a value and a step.",
        all(abs(scale * floor(x / scale + offset) - x) <= scale / 2 for x, scale in grid),
    )
    return w.done(bound=bound, zero_code=Z)


@check
def half_step() -> Derivation:
    """The round trip is off by at most half a step, and zero has the zero-point as its code."""
    return derive_half_step(Fraction(1, 2))


@check
def clipping() -> Derivation:
    """Half a step holds inside the range only: past the last code the error has no bound."""
    w = Working()
    S, c, t = sp.symbols("S c t", positive=True)
    code = sp.Symbol("k", positive=True)
    w.require("A value beyond the last code $c$ keeps that code.", sp.Min(c + code, c) == c)
    stands_for = S * sp.Min(c + t / S, c)
    off = w.value(
        "It stays off by all of what it is beyond.", sp.Add(S * c + t, -stands_for, evaluate=False)
    )
    w.limit("That has no bound.", off, t, sp.oo)
    inside = error(Fraction(15, 2), Fraction(1), largest=7)
    outside = error(Fraction(12), Fraction(1), largest=7)
    w.require(
        "Codes -7 to 7, step 1: 7.5 is still within half a step, 12 is not.",
        inside <= Fraction(1, 2) < outside,
        f"{inside},\\quad{outside}",
    )
    return w.done(error_beyond=off)


def absmax_step(values: Sequence[Fraction], largest: int) -> Fraction:
    """The step that puts the value of largest size on the last code."""
    return max(abs(value) for value in values) / largest


@check
def groups() -> Derivation:
    """A group's own step is never coarser, so the bound never worse; single errors may be."""
    w = Working()
    own, further, levels = sp.symbols("a b n", positive=True)
    w.nonnegative(
        "The largest of the tensor, a group's largest $a$ or something $b$ above it, sets the "
        "step: the bound $S/2$ of the group is no larger.",
        (own + further) / (2 * levels) - own / (2 * levels),
    )
    largest = 7
    tensor = [[Fraction(7), Fraction(0)], [Fraction(3), Fraction(1)]]
    shared = absmax_step([x for group in tensor for x in group], largest)
    whole = sum(error(x, shared, largest) for group in tensor for x in group)
    split = sum(error(x, absmax_step(group, largest), largest) for group in tensor for x in group)
    per_tensor, per_group = (sp.Rational(x.numerator, x.denominator) for x in (whole, split))
    w.require(
        "But the groups (7, 0) and (3, 1) with codes -7 to 7 are exact with one step for all, and "
        "not with a step each.",
        whole == 0 < split,
        f"{whole}<{split}",
        [per_tensor, per_group],
    )
    always = w.compare("Whether the groups lose no more here:", per_group, "<=", per_tensor)
    return w.done(
        error_per_tensor=per_tensor, error_per_group=per_group, groups_always_reduce_error=always
    )
