"""Checks of worked figures: numbers of the book that a ball can hold or exclude."""

from flint import arb, fmpq

from pycheck.checks.outcomes import Enclosure, check
from pycheck.enclose.precision import working

from ._tables import shown

_BITS = 128
_THETA = 10_000


@check
def softmax_by_hand() -> Enclosure:
    """The scores 0, 2, 2, scaled by sqrt 2, and the weights that the softmax gives them."""
    with working(_BITS):
        exponentials = [(arb(score) / arb(2).sqrt()).exp() for score in (0, 2, 2)]
        total = sum(exponentials, arb(0))
        weights = {f"weight_{i}": e / total for i, e in enumerate(exponentials, start=1)}
        holds = bool(sum(weights.values(), arb(0)).contains(1))
    return Enclosure("the weights sum to 1", holds, results=weights)


def rope_wavelength(theta: int, width: int, pair: int) -> arb:
    """``2 pi theta**(2 i / d)`` for pair i of a head of `width` d, in tokens."""
    return 2 * arb.pi() * arb(theta) ** arb(fmpq(2 * pair, width))


@check
def rope_wavelengths() -> Enclosure:
    """The fastest and the slowest wavelength at theta = 10^4, and T_max = 2 pi theta.

    The slowest pair is i = d/2 - 1; its wavelength is below T_max at every even width.
    """
    with working(_BITS):
        t_max = 2 * arb.pi() * _THETA
        slowest = {d: rope_wavelength(_THETA, d, d // 2 - 1) for d in (16, 32, 64, 128, 256, 512)}
        fastest = rope_wavelength(_THETA, 64, 0)
        rows = [("d", "slowest wavelength", "T_max")]
        rows += [(str(d), shown(value, 10), shown(t_max, 10)) for d, value in slowest.items()]
    return Enclosure(
        "the slowest pair turns before T_max",
        all(bool(value < t_max) for value in slowest.values()),
        tuple(rows),
        {
            "t_max": t_max,
            "fastest": fastest,
            "slowest_64": slowest[64],
            "slowest_128": slowest[128],
        },
    )


@check
def rope_aliasing() -> Enclosure:
    """cos(omega (r + lambda)) = cos(omega r): a pair shows the same angle a wavelength further."""
    holds = True
    with working(_BITS):
        for pair in range(0, 32, 5):
            wavelength = rope_wavelength(_THETA, 64, pair)
            frequency = arb(_THETA) ** arb(fmpq(-2 * pair, 64))
            for distance in (0, 1, 7, 1000, 4096):
                shifted = (frequency * (distance + wavelength)).cos()
                gap = shifted - (frequency * distance).cos()
                holds = holds and gap.contains(0) and bool(gap.rad() < arb("1e-25"))
    return Enclosure("every residual ball contains 0", holds)


@check
def rope_ntk() -> Enclosure:
    """The base theta s**(d/(d-2)) stretches the slowest wavelength by s and leaves the fastest."""
    holds = True
    rows = [("d", "s", "stretch of the slowest")]
    with working(_BITS):
        for width in (8, 64, 128):
            for scale in (2, 4, 8):
                base = _THETA * arb(scale) ** arb(fmpq(width, width - 2))
                power = arb(fmpq(width - 2, width))
                stretch = base**power / arb(_THETA) ** power
                holds = holds and stretch.contains(scale) and bool(stretch.rad() < arb("1e-25"))
                rows.append((str(width), str(scale), shown(stretch)))
    return Enclosure("every stretch encloses s", holds, tuple(rows))


@check
def pade() -> Enclosure:
    """The Pade exponent at theta = 10^4 and T = 2000, and its horizon, which returns T.

    `gamma_at_2000` against `exponential_at_2000`, exp(-T sqrt 2 / theta): how far it is off.
    """
    with working(_BITS):
        context, root = arb(2000), arb(2).sqrt()
        gamma = (2 * _THETA - context * root) / (2 * _THETA + context * root)
        horizon = _THETA * root * (1 - gamma) / (1 + gamma)
        exponential = (-context * root / _THETA).exp()
    return Enclosure(
        "below 1, and the horizon returns T",
        bool(gamma < 1) and horizon.contains(2000),
        results={
            "gamma_at_2000": gamma,
            "horizon_at_2000": horizon,
            "exponential_at_2000": exponential,
        },
    )


@check
def kaplan() -> Enclosure:
    """Ten times the compute: 10^0.73 for the model and 10^0.27 for the data."""
    with working(_BITS):
        model, data = arb(10) ** arb(fmpq(73, 100)), arb(10) ** arb(fmpq(27, 100))
        holds = (model * data).contains(10)
    return Enclosure(
        "the factors multiply to 10", holds, results={"model_factor": model, "data_factor": data}
    )


@check
def compound_reliability() -> Enclosure:
    """Ten steps at 90 %, and eight trials at 61 % if they were independent."""
    with working(_BITS):
        steps, trials = arb(fmpq(9, 10)) ** 10, arb(fmpq(61, 100)) ** 8
    return Enclosure(
        "powers of exact decimals",
        bool(trials < arb("0.25")),
        results={"ten_steps": steps, "if_all_tasks_alike": trials},
    )


@check
def imprint() -> Enclosure:
    """The slope -1 / (2 pi) times 2 pi, and the same with constants other than pi."""
    with working(_BITS):
        products = [
            -1 / (2 * c) * (2 * c) for c in (arb.pi(), arb.const_e(), arb(7), arb(2).sqrt())
        ]
    return Enclosure(
        "every constant gives the same product",
        all(p.contains(-1) for p in products),
        results={"product": products[0]},
    )
