"""The public functions: one quantity at one point, or at arrays of points.

>>> enclose("cv", "1", "1e6", digits=12).mid
'17.1711271790447'
"""

from collections.abc import Callable, Mapping
from functools import partial
from math import inf, isfinite, nextafter
from typing import TYPE_CHECKING, Any

from flint import arb

from pycheck.balls.ball import Ball, decimal_ball, whole_ball
from pycheck.balls.exact import Exact, read_context, read_exponent, read_unit
from pycheck.balls.precision import certain, working
from pycheck.balls.quantities import QUANTITIES, Point, Quantity
from pycheck.errors import InputError, did_you_mean

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

MAX_DIGITS = 10_000
MAX_ORDER = 20
_FLOAT_DIGITS = 18
_FLOAT_BALL_BITS = 80
_ALWAYS_ACCEPTED = {"gamma", "context"}

_READERS: dict[str, Callable[[Any], Any]] = {
    "gamma": read_exponent,
    "context": read_context,
    "z": partial(read_unit, what="z"),
    "order": lambda value: _read_order(value),
    "distance": partial(read_context, what="distance", least=0),
    "share": partial(read_unit, what="share"),
    "within": partial(read_unit, what="within"),
}


def enclose(
    quantity: str,
    gamma: Exact | None = None,
    context: Exact | None = None,
    *,
    digits: int = 16,
    z: Exact | None = None,
    order: int | str | None = None,
    distance: Exact | None = None,
    share: Exact | None = None,
    within: Exact | None = None,
) -> Ball:
    """The ball of a quantity of `QUANTITIES`, with at least `digits` certain digits.

    A distance from a limit has fewer where it is too small to tell from 0: it is then bounded.

    Numbers are taken exactly: decimals and ratios as strings, a float as the binary fraction it
    is. `gamma` is the exponent (the order of a polylogarithm), `context` the number of tokens,
    `z` the fugacity, `order` the power k of log(d), `distance` in tokens, `share` a share of the
    mass and `within` a distance from 1/12. Raises `InputError` for an unknown quantity, for what
    is missing, superfluous or out of range, and when the digits cannot be had.
    """
    return enclose_options(
        quantity,
        digits,
        {
            "gamma": gamma,
            "context": context,
            "z": z,
            "order": order,
            "distance": distance,
            "share": share,
            "within": within,
        },
    )


def enclose_array(
    quantity: str, gammas: "ArrayLike", contexts: "ArrayLike", **options: Exact
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """The quantity at every pair of the broadcast `gammas` and `contexts`, in float64.

    Returns the midpoints and radii, two float64 arrays of the broadcast shape; the radius counts
    the rounding of the midpoint, so that ``mid - rad <= value <= mid + rad`` is certain. The other
    `options` are those of `enclose`. Raises `InputError` as `enclose` does.
    """
    import numpy as np

    pairs = np.broadcast(np.asarray(gammas), np.asarray(contexts))
    mids, rads = np.empty(pairs.shape), np.empty(pairs.shape)
    for i, (gamma, context) in enumerate(pairs):
        given = {"gamma": _scalar(gamma), "context": _scalar(context), **options}
        mids.flat[i], rads.flat[i] = _float_ball(quantity, given)
    return mids, rads


def _scalar(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def enclose_options(quantity: str, digits: int, given: Mapping[str, Any]) -> Ball:
    """`enclose` with its options in a mapping; an option that is None counts as not given."""
    entry = QUANTITIES.get(quantity)
    if entry is None:
        known = ", ".join(QUANTITIES)
        hint = did_you_mean(quantity, QUANTITIES)
        raise InputError(f"unknown quantity {quantity!r}{hint}; known: {known}")
    if not 1 <= digits <= MAX_DIGITS:
        raise InputError(f"digits {digits} is out of range: ask for 1 to {MAX_DIGITS}")
    evaluate = partial(entry.evaluate, _read_point(quantity, entry, given))
    value = certain(evaluate, digits, what=quantity, vanishes=entry.vanishes)
    return whole_ball(value, digits) if isinstance(value, int) else decimal_ball(value, digits)


def _read_point(name: str, entry: Quantity, given: Mapping[str, Any]) -> Point:
    point: dict[str, Any] = {}
    for key in entry.needs:
        value = given.get(key)
        if value is None:
            raise _missing(name, [k for k in entry.needs if given.get(k) is None])
        point[key] = _READERS[key](value)
    if len(given) - [*given.values()].count(None) > len(point):
        _read_others(name, {k: v for k, v in given.items() if v is not None and k not in point})
    return Point(**point)


def _missing(name: str, keys: list[str]) -> InputError:
    options = " ".join(f"--{key}" for key in keys)
    return InputError(f"{name} needs {' and '.join(keys)}: give {options}")


def _read_others(name: str, given: Mapping[str, Any]) -> None:
    """Look at what is given without need. Raises `InputError` for what has to be left out."""
    superfluous = given.keys() - _ALWAYS_ACCEPTED
    if superfluous:
        raise InputError(
            f"{name} does not depend on {' or '.join(sorted(superfluous))}; leave it out"
        )
    for key, value in given.items():
        _READERS[key](value)


def _read_order(value: Any) -> int:
    order = read_context(value, "order", least=0)
    if order > MAX_ORDER:
        raise InputError(f"order {value} is out of range: take one from 0 to {MAX_ORDER}")
    return order


def _float_ball(quantity: str, given: Mapping[str, Any]) -> tuple[float, float]:
    with working(_FLOAT_BALL_BITS):
        ball = enclose_options(quantity, _FLOAT_DIGITS, given).to_arb()
        mid = float(ball.mid())
        if not isfinite(mid):
            raise InputError(f"{quantity} does not fit in a float64 here; use enclose instead")
        return mid, nextafter(float((ball - arb(mid)).abs_upper()), inf)
