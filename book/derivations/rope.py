"""RoPE: relative scores, wavelengths, aliasing and the rescaling of theta (Ch. 8, 14, 19).

Pair i of a head of dimension d turns by omega_i = theta^(-2i/d) radians a position, i = 0, ...,
d/2 - 1.
"""

from collections.abc import Callable
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working, typeset, vanishes
from pycheck.checks.outcomes import Derivation, check

theta, d, s = sp.symbols("theta d s", positive=True)
i = sp.Symbol("i", nonnegative=True)
_FREQUENCY = r"Pair $i$ of a head of dimension $d$ turns by $\theta^{-2i/d}$ radians a position."


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
    w.definition(
        r"Turn the query of one pair by $m \omega$ and the key by $n \omega$, and take the dot "
        "product; a head adds up its pairs.",
        r"\langle R(m\omega)q,\, R(n\omega)k\rangle,\quad R(\varphi)="
        r"\begin{pmatrix}\cos\varphi&-\sin\varphi\\ \sin\varphi&\cos\varphi\end{pmatrix}",
    )
    dot = sp.Matrix.dot(q, k)
    cross = q[0] * k[1] - q[1] * k[0]
    difference = (m - n) * omega
    w.equal(
        "Multiply out and collect with the addition theorems.",
        score,
        dot * sp.cos(difference) + cross * sp.sin(difference),
        r"(q_1k_1+q_2k_2)\cos((m-n)\omega)+(q_1k_2-q_2k_1)\sin((m-n)\omega)",
    )
    moved = score.subs({m: m + c, n: n + c}, simultaneous=True)
    shifted = w.value(
        "Moving both positions by the same $c$ changes nothing: the derivative in $c$ vanishes.",
        sp.Derivative(moved, c),
        r"\frac{d}{dc}\langle R((m+c)\omega)q,\,R((n+c)\omega)k\rangle = 0",
    )
    return w.done(shift_derivative=shifted)


@check
def relative() -> Derivation:
    """The rotated dot product depends on the positions through $m - n$ alone (Ch. 8)."""
    return derive_relative(rotation)


@check
def wavelengths() -> Derivation:
    r"""$\lambda_i = 2\pi\theta^{2i/d}$, and the fastest pair has $2\pi$ whatever $\theta$ is
    (Ch. 14).
    """
    w = Working()
    w.definition(_FREQUENCY, r"\omega_i = \theta^{-2i/d}")
    general = sp.powsimp(wavelength(theta, d, i))
    w.equal(
        r"A whole turn takes $2\pi/\omega_i$ positions.",
        2 * sp.pi / frequency(theta, d, i),
        general,
        rf"\lambda_i = \frac{{2\pi}}{{\omega_i}} = {typeset(general)}",
    )
    fastest = w.put(general, {i: 0})
    w.positive(
        r"The wavelength grows with $i$ when $\theta > 1$ (here $\theta = 1 + a$), so $i = 0$ "
        "is the fastest.",
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
        "The slowest pair is $i = d/2 - 1$.",
        wavelength(theta, d, d / 2 - 1, frequency),
        2 * sp.pi * theta ** (1 - 2 / d),
        rf"\lambda_{{d/2-1}} = {typeset(slowest)}",
    )
    shortfall = sp.simplify(slowest / t_max)
    w.positive(
        r"It falls short of $T_{\max}$ by a factor below 1: with $\theta = 1 + a$, minus its "
        r"logarithm is positive. No pair has the wavelength $T_{\max}$.",
        -sp.expand_log(sp.log(shortfall)).subs(theta, 1 + s),
        rf"\frac{{\lambda_{{d/2-1}}}}{{T_{{\max}}}} = {typeset(shortfall)} < 1",
    )
    general = 2 * sp.pi * theta ** (1 - 2 / d)
    largest = w.value(r"$T_{\max}$ at $\theta = 10^{4}$.", sp.Subs(t_max, theta, 10**4))
    at = {
        dim: w.value(
            f"The slowest wavelength there at $d = {dim}$.",
            sp.Subs(general, (theta, d), (10**4, dim)),
        )
        for dim in (64, 128)
    }
    listed = [
        [p for p in range(32) if wavelength(10**4, 64, sp.Integer(p), frequency) > r]
        for r in (sp.floor(at[64]), sp.ceiling(at[64]), largest)
    ]
    active = [
        w.count("Pairs of a head of dimension 64 that are active:", pairs) for pairs in listed
    ]
    w.require(
        "Count the pairs of a head of dimension 64 whose wavelength exceeds a distance: one "
        r"just before the slowest wavelength, none from there on, long before $T_{\max}$.",
        active == [1, 0, 0],
        rf"n_{{\mathrm{{active}}}}: {active[0]}, {active[1]}, {active[2]}",
    )
    return w.done(
        slowest=general,
        t_max=largest,
        slowest_64=at[64],
        slowest_128=at[128],
        active_at_slowest=active[1],
    )


@check
def slowest_pair() -> Derivation:
    r"""The slowest wavelength is $2\pi\theta^{1-2/d}$, short of $T_{\max} = 2\pi\theta$ (Ch.
    14, E6).
    """
    return derive_slowest_pair(frequency)


@check
def aliasing() -> Derivation:
    r"""A pair cannot tell $r$ from $r + \lambda$ (Ch. 14)."""
    w = Working()
    r = sp.Symbol("r", real=True)
    omega = frequency(theta, d, i)
    moved = omega * (r + wavelength(theta, d, i))
    turn = w.value(
        "A wavelength more is one turn more.",
        sp.Add(moved, -omega * r, evaluate=False),
        r"\omega_i(r+\lambda_i) - \omega_i r = 2\pi",
    )
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
        r"For integer $\theta$ the frequency is a root of a rational number, so it is algebraic.",
        sp.Pow(omega, dimension, evaluate=False),
        base ** (-2 * pair),
        r"\omega^d = \theta^{-2i}",
    )
    forced = omega * gap / (2 * turns)
    w.require(
        r"If positions $r$ and $r + n$ had the same angle, $n \omega = 2 \pi m$ for an integer "
        r"$m > 0$, and $\pi$ would be this algebraic number.",
        forced.is_algebraic is True and omega.is_algebraic is True,
        rf"\pi = {typeset(forced)}",
    )
    coincide = sp.sympify(sp.pi.is_algebraic)
    w.require(
        "Pi is no algebraic number (Lindemann 1882): the two angles never differ by whole turns.",
        forced.is_algebraic is True and coincide == sp.false,
        r"\pi \notin \overline{\mathbb Q}",
        [coincide],
    )
    w.remark(
        "Distances a wavelength apart are confused by a pair only up to its resolution, and "
        r"beyond $T_{\max}$ integer positions still have distinct angles."
    )
    return w.done(coincide=coincide)


@check
def integer_positions_never_coincide() -> Derivation:
    r"""No pair ever returns to an angle at an integer distance: $\pi$ is not algebraic (Ch.
    14).
    """
    return derive_integer_positions_never_coincide(frequency)


def derive_larger_theta_turns_slower(frequency: Frequency) -> Derivation:
    """What theta does to pairs with this frequency."""
    w = Working()
    slope = sp.diff(frequency(theta, d, i), theta)
    log_slope = sp.simplify(theta * slope / frequency(theta, d, i))
    w.equal(
        r"Differentiate the frequency in $\theta$.",
        sp.Mul(theta / frequency(theta, d, i), slope, evaluate=False),
        -2 * i / d,
        rf"\frac{{d\log\omega_i}}{{d\log\theta}} = {typeset(log_slope)}",
    )
    pair = sp.Symbol("i", positive=True)
    w.positive(r"It falls for $i \ge 1$.", -log_slope.subs(i, pair))
    fastest = frequency(theta, d, sp.Integer(0))
    w.equal("It does not move for $i = 0$.", sp.Derivative(fastest, theta), 0)
    still = [j for j in range(64) if log_slope.subs(i, j) == 0]
    unmoved = w.count(
        f"Of the 64 pairs of a head of dimension 128 these keep their frequency: {still}.", still
    )
    return w.done(log_slope=-2 * i / d, unmoved_pairs=unmoved)


@check
def larger_theta_turns_slower() -> Derivation:
    r"""Raising $\theta$ slows every pair but the fastest, which always turns by one radian (Ch.
    8).
    """
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
        "Ask for the base whose slowest wavelength is $s$ times as long, and solve for its "
        "logarithm.",
        sp.log(theta) + exponent * sp.log(s),
        found,
        rf"\theta' = {typeset(rescaled)}",
    )
    closed = theta * s ** (d / (d - 2))
    logs = (sp.expand_log(sp.log(closed), force=True), sp.expand_log(found, force=True))
    shown = rf"\theta' = {typeset(closed)}"
    w.require(
        "That is the base, as their logarithms say.", vanishes(logs[0] - logs[1]), shown, [closed]
    )
    pair = d / 2 - 1
    ratio = sp.log(length(closed, pair)) - sp.log(length(theta, pair))
    w.equal(
        "Check it on the wavelength itself.",
        sp.exp(sp.expand_log(ratio, force=True)),
        s,
        r"\frac{\lambda'}{\lambda} = s",
    )
    fastest = w.value(
        "The fastest pair does not move.",
        sp.Mul(length(closed, 0), 1 / length(theta, 0), evaluate=False),
        r"\frac{\lambda'_0}{\lambda_0} = 1",
    )
    position = sp.Symbol("r", positive=True)
    angle = frequency(theta, d, i) * position / s
    turn = w.solve(
        r"Position interpolation turns by $\omega r/s$ at position $r$ instead. It comes round "
        "after",
        angle,
        2 * sp.pi,
        position,
    )
    w.equal(
        "that many positions: $s$ wavelengths for every pair, the fastest too.",
        turn,
        s * length(theta, i),
        r"\lambda_i \to s\,\lambda_i",
    )
    return w.done(base=closed, slowest_stretch=s, fastest_stretch=fastest)


@check
def ntk() -> Derivation:
    r"""$\theta s^{d/(d-2)}$ stretches the slowest pair by $s$ and leaves the fastest alone (Ch.
    19).
    """
    return derive_ntk(frequency)
