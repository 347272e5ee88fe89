"""Lean's real functions on complex boxes, continued analytically from the real line.

A quadrature asks an integrand for boxes around a piece of the line. A quantity that is real on the
line keeps its sign there as long as its real part keeps it on the whole box; then ``√``, ``log``,
``|·|``, powers and orders are analytic in it. Where the sign is open they have no value.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flint import acb, arb, fmpq

from pycheck.statements.language.undecided import Undecided, imprecise
from pycheck.statements.values.partial import outside

# Whether complex numbers stand for real ones.
_CONTINUED: list[bool] = []


@contextmanager
def continued() -> Iterator[None]:
    """Take complex numbers inside for boxes around real ones."""
    _CONTINUED.append(True)
    try:
        yield
    finally:
        _CONTINUED.pop()


def is_continued() -> bool:
    """Whether complex numbers stand for real ones."""
    return bool(_CONTINUED)


# Whether a number on the line stands for all numbers in its ball.
_SPREAD: list[bool] = [False]


@contextmanager
def spread(on: bool = True) -> Iterator[None]:
    """Enclose a function that jumps by all of its values on a ball inside, as a quadrature may."""
    _SPREAD.append(on)
    try:
        yield
    finally:
        _SPREAD.pop()


def is_spread() -> bool:
    """Whether a function that jumps is enclosed by all of its values on a ball."""
    return _SPREAD[-1]


# Whether a function has to be analytic in the complex numbers that it is given.
_ANALYTIC: list[bool] = [False]


@contextmanager
def analytic(on: bool) -> Iterator[None]:
    """Refuse inside what is no analytic function, such as a real part."""
    _ANALYTIC.append(on)
    try:
        yield
    finally:
        _ANALYTIC.pop()


def need_no_analytic(what: str) -> None:
    """Say that a function is not analytic; raises `Undecided` where it has to be."""
    if _ANALYTIC[-1]:
        raise imprecise(f"{what}, which is not analytic,")


def side(x: acb) -> int:
    """The sign that a quantity has on the line; complex numbers themselves have none."""
    if not _CONTINUED:
        raise Undecided("complex numbers have no order")
    if x.real > 0:
        return 1
    if x.real < 0:
        return -1
    if x.is_zero():
        return 0
    raise imprecise("the continuation of a real function beside a singular point")


def log(x: acb) -> acb:
    """``log``, which is even in Lean."""
    if side(x) > 0:
        return x.log()
    outside("the logarithm of a negative number")
    return (-x).log()


def sqrt(x: acb) -> acb:
    """``√``, which is zero on the negative numbers in Lean."""
    if side(x) > 0:
        return x.sqrt()
    outside("the square root of a negative number")
    return acb(0)


def absolute(x: acb) -> acb:
    """``|x|``, that is ``±x``."""
    return x if side(x) >= 0 else -x


def power(x: acb, y: fmpq | arb | acb) -> acb:
    """``x ^ y``, which is ``|x| ^ y cos (π y)`` for negative numbers in Lean."""
    exponent = acb(arb(y) if type(y) is fmpq else y)
    if side(x) > 0:
        return x.pow(exponent)
    outside("a broken power of a negative number")
    phase = arb.cos_pi_fmpq(y) if type(y) is fmpq else exponent.cos_pi()
    return (-x).pow(exponent) * phase
