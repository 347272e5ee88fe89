"""Every quantity of the power-law family by name: what it means and how it is enclosed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flint import arb, fmpq

from pycheck.balls.boundary_limit import cv_excess, cv_ratio, smallest_context
from pycheck.balls.phase_limits import (
    back_moment_excess,
    back_moments,
    heat_capacity_excess,
)
from pycheck.balls.polylog import normalization, polylog
from pycheck.balls.power_law import log_sums, variance
from pycheck.balls.window import window

_ONE = fmpq(1)


@dataclass(slots=True)
class Point:
    """Where a quantity is wanted. An option that a quantity does not need keeps its default."""

    gamma: fmpq = _ONE
    context: int = 1
    z: fmpq = _ONE
    order: int = 1
    distance: int = 0
    share: fmpq = _ONE
    within: fmpq = _ONE


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity, the options that it needs, and how to enclose it.

    `evaluate` gives a ball at the precision of the context, or the exact whole number. A quantity
    that `vanishes` in the limit can be too small to have digits: its ball is then a bound.
    """

    meaning: str
    evaluate: Callable[[Point], arb | int]
    needs: tuple[str, ...] = ("gamma", "context")
    vanishes: bool = False


def _sums(point: Point, order: int) -> list[arb]:
    return log_sums(point.gamma, 1, point.context, order)


def _moment(point: Point, order: int) -> arb:
    sums = _sums(point, order)
    return sums[order] / sums[0]


def _variance(point: Point) -> arb:
    if point.context == 1:
        return arb(0)
    return variance(log_sums(point.gamma, 1, point.context, 2))


def _heat_capacity(point: Point) -> arb:
    gamma = arb(point.gamma)
    return gamma * gamma * _variance(point)


def _entropy(point: Point) -> arb:
    sums = _sums(point, 1)
    return sums[0].log() + arb(point.gamma) * sums[1] / sums[0]


def _parts(point: Point) -> tuple[arb, arb]:
    """The sums within and beyond the distance."""
    cut = min(point.distance, point.context)
    within = log_sums(point.gamma, 1, cut, 0)[0]
    return within, log_sums(point.gamma, cut + 1, point.context, 0)[0]


def _tail(point: Point) -> arb:
    within, beyond = _parts(point)
    return beyond / (within + beyond)


def _share(point: Point) -> arb:
    within, beyond = _parts(point)
    return within / (within + beyond)


_AT = ("gamma", "context")

QUANTITIES: Mapping[str, Quantity] = {
    "z": Quantity(
        "partition function Z = sum of d**-gamma", lambda p: log_sums(p.gamma, 1, p.context, 0)[0]
    ),
    "log-sum": Quantity(
        "sum of log(d)**k * d**-gamma",
        lambda p: _sums(p, p.order)[p.order],
        (*_AT, "order"),
    ),
    "moment": Quantity("E[log(d)**k]", lambda p: _moment(p, p.order), (*_AT, "order")),
    "mean": Quantity("U = E[log d]", lambda p: _moment(p, 1)),
    "var": Quantity("variance of log d", _variance),
    "cv": Quantity("heat capacity C_V = gamma**2 * variance of log d", _heat_capacity),
    "fisher": Quantity("Fisher information of gamma, the variance of log d", _variance),
    "entropy": Quantity("Shannon entropy log Z + gamma * U, in nats", _entropy),
    "free-energy": Quantity("-log Z", lambda p: -_sums(p, 0)[0].log()),
    "share": Quantity("share of the mass within a distance", _share, (*_AT, "distance")),
    "tail": Quantity("share of the mass beyond a distance", _tail, (*_AT, "distance")),
    "window": Quantity(
        "smallest window that holds a share of the mass, exactly",
        lambda p: window(p.gamma, p.context, p.share),
        (*_AT, "share"),
    ),
    "polylog": Quantity(
        "Li_gamma(z) = sum of z**k * k**-gamma", lambda p: polylog(p.gamma, p.z), ("gamma", "z")
    ),
    "normalization": Quantity(
        "mass of the first terms of z**k * k**-gamma / Li_gamma(z), up to the context",
        lambda p: normalization(p.gamma, p.z, p.context),
        (*_AT, "z"),
    ),
    "back-moment": Quantity(
        "E[log(N / d)**k]",
        lambda p: back_moments(p.gamma, p.context, p.order)[p.order],
        (*_AT, "order"),
    ),
    "back-moment-excess": Quantity(
        "E[log(N / d)**k] minus its limit k! / (1 - gamma)**k, for gamma < 1",
        lambda p: back_moment_excess(p.gamma, p.context, p.order),
        (*_AT, "order"),
        vanishes=True,
    ),
    "cv-limit-excess": Quantity(
        "C_V minus its limit, for gamma other than 1",
        lambda p: heat_capacity_excess(p.gamma, p.context),
        vanishes=True,
    ),
    "cv-ratio": Quantity(
        "C_V / log(N)**2 at gamma = 1", lambda p: cv_ratio(p.context), ("context",)
    ),
    "cv-excess": Quantity(
        "C_V / log(N)**2 - 1/12 at gamma = 1", lambda p: cv_excess(p.context), ("context",)
    ),
    "smallest-context": Quantity(
        "smallest N with C_V / log(N)**2 within a distance of 1/12",
        lambda p: smallest_context(p.within),
        ("within",),
    ),
}
