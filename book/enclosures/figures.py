"""Checks of worked figures: numbers of the book that a ball can hold or exclude."""

from collections.abc import Callable, Sequence

from flint import arb, fmpq

from pycheck.balls.precision import working
from pycheck.checks.enclosure import Working, shown
from pycheck.checks.outcomes import Enclosure, check

_BITS = 128
_THETA = 10_000


def weights_over(total: Callable[[Sequence[arb]], arb]) -> Enclosure:
    """Whether the exponentials of the worked scores, divided by their `total`, sum to 1."""
    w = Working()
    with working(_BITS):
        exponentials = [(arb(score) / arb(2).sqrt()).exp() for score in (0, 2, 2)]
        whole = total(exponentials)
        weights = {f"weight_{i}": e / whole for i, e in enumerate(exponentials, start=1)}
        w.encloses("the sum of the weights is 1", sum(weights.values(), arb(0)), 1, "1e-25")
    return w.done("the weights sum to 1", **weights)


@check
def softmax_by_hand() -> Enclosure:
    r"""The scores 0, 2, 2, scaled by $\sqrt{2}$, and the weights that the softmax gives them."""
    return weights_over(lambda exponentials: sum(exponentials, arb(0)))


def rope_wavelength(theta: int, width: int, pair: int) -> arb:
    """``2 pi theta**(2 i / d)`` for pair i of a head of `width` d, in tokens."""
    return 2 * arb.pi() * arb(theta) ** arb(fmpq(2 * pair, width))


def slowest_turns_before(longest: Callable[[int], arb]) -> Enclosure:
    """Whether the slowest pair has a wavelength below ``longest(theta)`` at every width."""
    w = Working(("$d$", "slowest wavelength", r"$T_{\max}$"))
    with working(_BITS):
        t_max = longest(_THETA)
        slowest = {d: rope_wavelength(_THETA, d, d // 2 - 1) for d in (16, 32, 64, 128, 256, 512)}
        for d, value in slowest.items():
            w.less(f"the slowest wavelength of d = {d} is below T_max", value, t_max)
            w.row(d, shown(value, 10), shown(t_max, 10))
        fastest = rope_wavelength(_THETA, 64, 0)
    return w.done(
        r"the slowest pair turns before $T_{\max}$",
        t_max=t_max,
        fastest=fastest,
        slowest_64=slowest[64],
        slowest_128=slowest[128],
    )


@check
def rope_wavelengths() -> Enclosure:
    r"""The fastest and the slowest wavelength at $\theta = 10^{4}$, and $T_{\max} =
    2\pi\theta$.

    The slowest pair is i = d/2 - 1; its wavelength is below T_max at every even width.
    """
    return slowest_turns_before(lambda theta: 2 * arb.pi() * theta)


def angle_repeats_after(part: arb | int) -> Enclosure:
    """Whether a pair shows the same angle `part` of its wavelength further."""
    w = Working()
    with working(_BITS):
        for pair in range(0, 32, 5):
            wavelength = rope_wavelength(_THETA, 64, pair)
            frequency = arb(_THETA) ** arb(fmpq(-2 * pair, 64))
            for distance in (0, 1, 7, 1000, 4096):
                shifted = (frequency * (distance + part * wavelength)).cos()
                gap = shifted - (frequency * distance).cos()
                w.encloses(f"pair {pair} at distance {distance}", gap, 0, "1e-25")
    return w.done("every residual ball contains 0")


@check
def rope_aliasing() -> Enclosure:
    r"""$\cos(\omega(r + \lambda)) = \cos(\omega r)$: a pair shows the same angle a wavelength
    further.
    """
    return angle_repeats_after(1)


def stretched_by(exponent: Callable[[int], fmpq]) -> Enclosure:
    """Whether the base ``theta s**exponent(d)`` stretches the slowest wavelength by s."""
    w = Working(("$d$", "$s$", "stretch of the slowest"))
    with working(_BITS):
        for width in (8, 64, 128):
            for scale in (2, 4, 8):
                base = _THETA * arb(scale) ** arb(exponent(width))
                power = arb(fmpq(width - 2, width))
                stretch = base**power / arb(_THETA) ** power
                w.encloses(f"the stretch at d = {width} is {scale}", stretch, scale, "1e-25")
                w.row(width, scale, stretch)
    return w.done("every stretch encloses s")


@check
def rope_ntk() -> Enclosure:
    r"""The base $\theta s^{d/(d-2)}$ stretches the slowest wavelength by $s$ and leaves the
    fastest.
    """
    return stretched_by(lambda width: fmpq(width, width - 2))


def pade_exponent(context: arb) -> arb:
    """The exponent ``(2 theta - T sqrt 2) / (2 theta + T sqrt 2)`` of a context of T tokens."""
    turned = context * arb(2).sqrt()
    return (2 * _THETA - turned) / (2 * _THETA + turned)


def pade_horizon(gamma: arb) -> arb:
    """The context whose exponent is gamma: ``theta sqrt 2 (1 - gamma) / (1 + gamma)``."""
    return _THETA * arb(2).sqrt() * (1 - gamma) / (1 + gamma)


def horizon_returns(exponent: Callable[[arb], arb], horizon_of: Callable[[arb], arb]) -> Enclosure:
    """Whether the exponent of T = 2000 is below 1 and the horizon of it is T again."""
    w = Working()
    with working(_BITS):
        context = arb(2000)
        gamma = exponent(context)
        horizon = horizon_of(gamma)
        exponential = (-context * arb(2).sqrt() / _THETA).exp()
        w.less("the exponent is below 1", gamma, 1)
        w.encloses("the horizon is T", horizon, 2000, "1e-25")
    return w.done(
        "below 1, and the horizon returns T",
        gamma_at_2000=gamma,
        horizon_at_2000=horizon,
        exponential_at_2000=exponential,
    )


@check
def pade() -> Enclosure:
    r"""The Padé exponent at $\theta = 10^{4}$ and $T = 2000$, and its horizon, which returns
    $T$.

    `gamma_at_2000` against `exponential_at_2000`, exp(-T sqrt 2 / theta): how far it is off.
    """
    return horizon_returns(pade_exponent, pade_horizon)


def compute_splits_into(of_model: fmpq, of_data: fmpq) -> Enclosure:
    """Whether ten to the two exponents multiply to ten: what either factor is."""
    w = Working()
    with working(_BITS):
        model, data = arb(10) ** arb(of_model), arb(10) ** arb(of_data)
        w.encloses("the product of the factors is 10", model * data, 10, "1e-25")
    return w.done("the factors multiply to 10", model_factor=model, data_factor=data)


@check
def kaplan() -> Enclosure:
    """Ten times the compute: $10^{0.73}$ for the model and $10^{0.27}$ for the data."""
    return compute_splits_into(fmpq(73, 100), fmpq(27, 100))


def compounded(step: fmpq, trial: fmpq) -> Enclosure:
    """Whether eight trials are below 1/4; ten steps and eight trials, as powers of one."""
    w = Working()
    with working(_BITS):
        steps, trials = arb(step) ** 10, arb(trial) ** 8
        w.less("eight independent trials are below 1/4", trials, arb("0.25"))
    return w.done("powers of exact decimals", ten_steps=steps, if_all_tasks_alike=trials)


@check
def compound_reliability() -> Enclosure:
    """Ten steps at 90 %, and eight trials at 61 % if they were independent."""
    return compounded(fmpq(9, 10), fmpq(61, 100))


def imprint_of(slope: Callable[[arb], arb]) -> Enclosure:
    """Whether ``slope(c) * 2 c`` is -1 whatever the constant c is."""
    w = Working()
    constants = {"pi": arb.pi, "e": arb.const_e, "7": lambda: arb(7), "sqrt 2": arb(2).sqrt}
    with working(_BITS):
        products = {name: slope(c()) * (2 * c()) for name, c in constants.items()}
        for name, product in products.items():
            w.encloses(f"the product with {name} is -1", product, -1, "1e-25")
    return w.done("every constant gives the same product", product=products["pi"])


@check
def imprint() -> Enclosure:
    r"""The slope $-1/(2\pi)$ times $2\pi$, and the same with constants other than $\pi$."""
    return imprint_of(lambda constant: -1 / (2 * constant))
