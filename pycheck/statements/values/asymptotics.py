"""What a symbolic term comes to as its index grows: an argument for all large numbers.

``z ^ k (k + c) ^ (-s) log (k + c) ^ j`` grows with ``|z|``, then with ``-s``, then with ``j``.
"""

from enum import Enum

from flint import fmpq

from pycheck.statements.values import balls
from pycheck.statements.values.balls import ZERO, Scalar
from pycheck.statements.values.terms import Key, Terms


class Divergence(Enum):
    """How a sequence has no real limit."""

    UP = "it grows beyond all bounds"
    DOWN = "it falls below all bounds"
    NONE = "it has no limit"


def limit(x: Terms | Scalar) -> Scalar | Divergence:
    """The limit of the terms at infinity; raises `Undecided` where a coefficient may be zero."""
    if not isinstance(x, Terms):
        return x
    constant: Scalar = ZERO
    leading = max((_growth(key) for key in x.coefficients), default=_CONSTANT)
    if leading <= _CONSTANT:
        for key, value in x.coefficients.items():
            if _growth(key) == _CONSTANT:
                if key.z < 0 and balls.sign(value):
                    return Divergence.NONE
                constant = balls.add(constant, value)
        return constant
    largest = {key: value for key, value in x.coefficients.items() if _growth(key) == leading}
    if any(key.z < 0 and balls.sign(value) for key, value in largest.items()):
        return _alternating(largest)
    sign = balls.sign(next(value for key, value in largest.items() if key.z > 0))
    return Divergence.UP if sign > 0 else Divergence.DOWN


def _alternating(largest: dict[Key, Scalar]) -> Divergence:
    """``(a + b (-1) ^ k) g k`` for a growing `g`: its sign is that of an `a` that outweighs `b`."""
    steady = next((value for key, value in largest.items() if key.z > 0), ZERO)
    turning = next(value for key, value in largest.items() if key.z < 0)
    if balls.compare(balls.absolute(steady), balls.absolute(turning)) <= 0:
        return Divergence.NONE
    return Divergence.UP if balls.sign(steady) > 0 else Divergence.DOWN


def _growth(key: Key) -> tuple[fmpq, fmpq, int]:
    return abs(key.z), -key.s, key.j


_CONSTANT = (fmpq(1), fmpq(0), 0)
