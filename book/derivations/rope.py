"""RoPE: relative scores, wavelengths, aliasing and the rescaling of theta (Ch. 8, 14, 19).

Pair i of a head of dimension d turns by omega_i = theta^(-2i/d) radians a position, i = 0, ...,
d/2 - 1.
"""

from collections.abc import Callable
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

theta, d, s = sp.symbols("theta d s", positive=True)
i = sp.Symbol("i", nonnegative=True)
_FREQUENCY = "Pair i of a head of dimension d turns by theta^(-2i/d) radians a position."


def frequency(base: Any, dimension: Any, pair: Any) -> sp.Expr:
    """Radians a position."""
    return base ** (-2 * pair / dimension)


Frequency = Callable[[Any, Any, Any], sp.Expr]


def wavelength(base: Any, dimension: Any, pair: Any, frequency: Frequency = frequency) -> sp.Expr:
    """Positions a turn, where `frequency` gives the radians a position."""
    return 2 * sp.pi / frequency(base, dimension, pair)


def rotation(angle: sp.Expr) -> sp.Matrix:
    return sp.Matrix([[sp.cos(angle), -sp.sin(angle)], [sp.sin(angle), sp.cos(angle)]])


def derive_relative(rotation: Callable[[sp.Expr], sp.Matrix]) -> Derivation:
    """What the score of a pair depends on, where `rotation` turns by an angle."""
    w = Working()
    m, n, c, omega = sp.symbols("m n c omega", real=True)
    q, k = sp.Matrix(sp.symbols("q_1 q_2", real=True)), sp.Matrix(sp.symbols("k_1 k_2", real=True))
    score = (rotation(m * omega) * q).dot(rotation(n * omega) * k)
    w.note(
        "Turn the query of one pair by m omega and the key by n omega, and take the dot product; "
        "a head adds up its pairs.",
        r"\langle R(m\omega)q,\, R(n\omega)k\rangle,\quad R(\varphi)="
        r"\begin{pmatrix}\cos\varphi&-\sin\varphi\\ \sin\varphi&\cos\varphi\end{pmatrix}",
    )
    dot = sp.Matrix.dot(q, k)
    cross = q[0] * k[1] - q[1] * k[0]
    difference = (m - n) * omega
    w.equal(
        "Multiply out and collect with the addition theorems.",
        sp.expand_trig(sp.expand(score - dot * sp.cos(difference) - cross * sp.sin(difference))),
        0,
        r"(q_1k_1+q_2k_2)\cos((m-n)\omega)+(q_1k_2-q_2k_1)\sin((m-n)\omega)",
    )
    shifted = sp.simplify(sp.diff(score.subs({m: m + c, n: n + c}, simultaneous=True), c))
    w.equal(
        "Moving both positions by the same c changes nothing: the derivative in c vanishes.",
        shifted,
        0,
        r"\frac{d}{dc}\langle R((m+c)\omega)q,\,R((n+c)\omega)k\rangle = 0",
    )
    return w.done(shift_derivative=shifted)


@check
def relative() -> Derivation:
    """The rotated dot product depends on the positions through m - n alone (Ch. 8)."""
    return derive_relative(rotation)


@check
def wavelengths() -> Derivation:
    """lambda_i = 2 pi theta^(2i/d), and the fastest pair has 2 pi whatever theta is (Ch. 14)."""
    w = Working()
    w.note(_FREQUENCY, r"\omega_i = \theta^{-2i/d}")
    general = sp.powsimp(wavelength(theta, d, i))
    w.equal(
        "A whole turn takes 2 pi / omega_i positions.",
        frequency(theta, d, i) * general,
        2 * sp.pi,
        rf"\lambda_i = \frac{{2\pi}}{{\omega_i}} = {typeset(general)}",
    )
    fastest = general.subs(i, 0)
    w.positive(
        "The wavelength grows with i when theta > 1 (here theta = 1 + a), so i = 0 is the fastest.",
        sp.diff(wavelength(1 + s, d, i), i),
        rf"\lambda_0 = {typeset(fastest)} = {typeset(sp.N(fastest, 7))}",
    )
    return w.done(wavelength=general, fastest=fastest)


def derive_slowest_pair(frequency: Frequency) -> Derivation:
    """The slowest wavelength of pairs with this frequency."""
    w = Working()
    t_max = 2 * sp.pi * theta
    slowest = sp.powsimp(sp.expand_power_exp(sp.expand(wavelength(theta, d, d / 2 - 1, frequency))))
    w.equal(
        "The slowest pair is i = d/2 - 1.",
        sp.expand_log(sp.log(slowest)),
        sp.log(2 * sp.pi) + (1 - 2 / d) * sp.log(theta),
        rf"\lambda_{{d/2-1}} = {typeset(slowest)}",
    )
    shortfall = sp.simplify(slowest / t_max)
    w.positive(
        "It falls short of T_max by a factor below 1: with theta = 1 + a, minus its logarithm is "
        "positive. No pair has the wavelength T_max.",
        -sp.expand_log(sp.log(shortfall)).subs(theta, 1 + s),
        rf"\frac{{\lambda_{{d/2-1}}}}{{T_{{\max}}}} = {typeset(shortfall)} < 1",
    )
    at = {dim: slowest.subs({theta: 10**4, d: dim}) for dim in (64, 128)}
    numbers = {"T_max": t_max.subs(theta, 10**4)} | {f"d = {dim}": v for dim, v in at.items()}
    w.note(
        "With theta = 10^4: "
        + "; ".join(f"{name}: {sp.N(value, 9)}" for name, value in numbers.items())
        + "."
    )
    active = [
        sum(1 for pair in range(32) if wavelength(10**4, 64, sp.Integer(pair), frequency) > r)
        for r in (sp.floor(at[64]), sp.ceiling(at[64]), numbers["T_max"])
    ]
    w.require(
        "Count the pairs of a head of dimension 64 whose wavelength exceeds a distance: one just "
        "before the slowest wavelength, none from there on, long before T_max.",
        active == [1, 0, 0],
        rf"n_{{\mathrm{{active}}}}: {active[0]}, {active[1]}, {active[2]}",
    )
    return w.done(
        slowest=slowest,
        t_max=numbers["T_max"],
        slowest_64=at[64],
        slowest_128=at[128],
        active_at_slowest=active[1],
    )


@check
def slowest_pair() -> Derivation:
    """The slowest wavelength is 2 pi theta^(1 - 2/d), short of T_max = 2 pi theta (Ch. 14, E6)."""
    return derive_slowest_pair(frequency)


@check
def aliasing() -> Derivation:
    """A pair cannot tell r from r + lambda (Ch. 14)."""
    w = Working()
    r = sp.Symbol("r", real=True)
    omega = frequency(theta, d, i)
    moved = sp.expand(omega * (r + wavelength(theta, d, i)))
    turn = sp.simplify(moved - omega * r)
    w.equal("A wavelength more is one turn more.", turn, 2 * sp.pi, r"\omega_i\lambda_i = 2\pi")
    for function, name in ((sp.cos, r"\cos"), (sp.sin, r"\sin")):
        w.equal(
            "The angle is the same on the circle, and so is every score made of it.",
            function(omega * r + turn),
            function(omega * r),
            rf"{name}(\omega_i(r+\lambda_i)) = {name}(\omega_i r)",
        )
    return w.done(turn=turn)


def derive_integer_positions_never_coincide(frequency: Frequency) -> Derivation:
    """Whether a pair with this frequency returns at an integer distance."""
    w = Working()
    base, dimension = (sp.Symbol(x, integer=True, positive=True) for x in ("theta", "d"))
    pair = sp.Symbol("i", integer=True, nonnegative=True)
    turns, gap = (sp.Symbol(x, integer=True, positive=True) for x in ("m", "n"))
    omega = frequency(base, dimension, pair)
    w.equal(
        "For integer theta the frequency is a root of a rational number, so it is algebraic.",
        sp.powsimp(omega**dimension, force=True),
        base ** (-2 * pair),
        r"\omega^d = \theta^{-2i}",
    )
    forced = omega * gap / (2 * turns)
    w.require(
        "If positions r and r + n had the same angle, n omega = 2 pi m for an integer m, and pi "
        "would be an algebraic number. It is transcendental (Lindemann).",
        forced.is_algebraic is True and sp.pi.is_transcendental is True,
        rf"\pi = {typeset(forced)}\quad\text{{is impossible}}",
    )
    w.note(
        "So distances a wavelength apart are confused by a pair only up to its resolution, and "
        "beyond T_max integer positions still have distinct angles."
    )
    return w.done(coincide=sp.sympify(not w.holds))


@check
def integer_positions_never_coincide() -> Derivation:
    """No pair ever returns to an angle at an integer distance: pi is not algebraic (Ch. 14)."""
    return derive_integer_positions_never_coincide(frequency)


def derive_larger_theta_turns_slower(frequency: Frequency) -> Derivation:
    """What theta does to pairs with this frequency."""
    w = Working()
    slope = sp.diff(frequency(theta, d, i), theta)
    log_slope = sp.simplify(theta * slope / frequency(theta, d, i))
    w.equal(
        "Differentiate the frequency in theta.",
        log_slope,
        -2 * i / d,
        rf"\frac{{d\log\omega_i}}{{d\log\theta}} = {typeset(log_slope)}",
    )
    pair = sp.Symbol("i", positive=True)
    w.positive("It falls for i >= 1.", -log_slope.subs(i, pair))
    fastest = frequency(theta, d, sp.Integer(0))
    w.equal("It does not move for i = 0.", sp.diff(fastest, theta), 0, r"\omega_0 = 1")
    unmoved = sum(1 for j in range(64) if log_slope.subs(i, j) == 0)
    w.note(
        "Of the 64 pairs of a head of dimension 128, this many keep their frequency:", f"{unmoved}"
    )
    return w.done(log_slope=log_slope, unmoved_pairs=unmoved)


@check
def larger_theta_turns_slower() -> Derivation:
    """Raising theta slows every pair but the fastest, which always turns by one radian (Ch. 8)."""
    return derive_larger_theta_turns_slower(frequency)


def derive_ntk(frequency: Frequency) -> Derivation:
    """The base that stretches the slowest of pairs with this frequency."""

    def length(base: sp.Expr, pair: Any) -> sp.Expr:
        return wavelength(base, d, pair, frequency)

    w = Working()
    log_base = sp.Symbol("x", real=True)
    slowest = sp.log(2 * sp.pi) + (1 - 2 / d) * log_base
    wanted = sp.log(2 * sp.pi) + (1 - 2 / d) * sp.log(theta) + sp.log(s)
    (found,) = sp.solve(sp.Eq(slowest, wanted), log_base)
    exponent = sp.simplify(s * sp.diff(found, s))
    rescaled = theta * s**exponent
    w.equal(
        "Ask for the base whose slowest wavelength is s times as long, and solve for its "
        "logarithm.",
        sp.log(theta) + exponent * sp.log(s),
        found,
        rf"\theta' = {typeset(rescaled)}",
    )
    stretch = sp.simplify(
        sp.expand_log(
            sp.log(wavelength(rescaled, d, d / 2 - 1, frequency))
            - sp.log(wavelength(theta, d, d / 2 - 1, frequency)),
            force=True,
        )
    )
    w.equal("Check it on the wavelength itself.", stretch, sp.log(s), r"\lambda' = s\,\lambda")
    fastest = sp.simplify(length(rescaled, 0) / length(theta, 0))
    w.equal("The fastest pair does not move.", fastest, 1, r"\lambda'_0 = \lambda_0 = 2\pi")
    position = sp.Symbol("r", positive=True)
    interpolated = sp.simplify(
        frequency(theta, d, i) * position / (frequency(theta, d, i) * (position / s))
    )
    w.equal(
        "Position interpolation divides positions by s instead: all pairs stretch by s, the "
        "fastest too.",
        interpolated,
        s,
        r"\lambda_i \to s\,\lambda_i",
    )
    return w.done(base=rescaled, slowest_stretch=sp.exp(stretch), fastest_stretch=fastest)


@check
def ntk() -> Derivation:
    """theta s^(d/(d-2)) stretches the slowest pair by s and leaves the fastest alone (Ch. 19)."""
    return derive_ntk(frequency)
