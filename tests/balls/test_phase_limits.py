"""Limits off the boundary."""

from flint import arb, fmpq

from pycheck.balls.phase_limits import back_moments
from pycheck.balls.precision import working


def test_back_moments_are_the_moments_of_the_back_distance() -> None:
    gamma, context = fmpq(7, 10), 500
    with working(200):
        found = back_moments(gamma, context, 3)
        weights = [(-arb(gamma) * arb(d).log()).exp() for d in range(1, context + 1)]
        for k, moment in enumerate(found):
            direct = sum(
                (w * (arb(context) / d).log() ** k for d, w in enumerate(weights, start=1)), arb(0)
            ) / sum(weights, arb(0))
            assert moment.overlaps(direct)
