"""The Pade predictor gamma_Pade(theta, T) and what it can say (Ch. 15, 19)."""

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

theta, T = sp.symbols("theta T", positive=True)
z = sp.Symbol("z")


def approximant(function: sp.Expr) -> sp.Expr:
    """The [1/1] Pade approximant at 0 of a function of z: its series agrees through z^2."""
    a0, a1, b1 = sp.symbols("a_0 a_1 b_1")
    series = sp.series(function, z, 0, 3).removeO()
    matched = sp.expand(series * (1 + b1 * z) - (a0 + a1 * z))
    (found,) = sp.solve([matched.coeff(z, n) for n in range(3)], [a0, a1, b1], dict=True)
    return ((a0 + a1 * z) / (1 + b1 * z)).subs(found)


PREDICTOR = approximant(sp.exp(-z))


def _state_prediction(w: Working, approximant: sp.Expr) -> sp.Expr:
    at = T * sp.sqrt(2) / theta
    w.definition(
        r"The prediction replaces $e^{-z}$ at $z = T\sqrt2/\theta$ by its $[1/1]$ Padé "
        "approximant.",
        rf"z = {typeset(at)}",
    )
    rational = sp.cancel(approximant)
    predicted = sp.together(rational.subs(z, at))
    closed_form = (2 * theta - T * sp.sqrt(2)) / (2 * theta + T * sp.sqrt(2))
    w.equal(
        "Match the series through $z^{2}$ and put $z$ in.",
        predicted,
        closed_form,
        rf"\gamma_{{\text{{Padé}}}} = {typeset(closed_form)}",
    )
    return predicted


def derive_expansion(approximant: sp.Expr) -> Derivation:
    """Where the series of `approximant` leaves that of e^-z."""
    w = Working()
    predicted = _state_prediction(w, approximant)
    rational = approximant
    error = sp.series(sp.exp(-z) - rational, z, 0, 4)
    leading = error.removeO()
    w.equal(
        "The first coefficient that differs from the exponential is that of $z^{3}$.",
        leading,
        leading.coeff(z, 3) * z**3,
        rf"e^{{-z}} - R(z) = {typeset(error)}",
    )
    coefficient = w.limit("That coefficient.", (sp.exp(-z) - rational) / z**3, z, 0)
    return w.done(gamma_pade=predicted, error=coefficient)


@check
def expansion() -> Derivation:
    r"""$\gamma_{\text{Padé}}$ is the $[1/1]$ approximant of $e^{-z}$: equal through $z^{2}$,
    different at $z^{3}$.
    """
    return derive_expansion(PREDICTOR)


def derive_mobius(approximant: sp.Expr) -> Derivation:
    """Whether the prediction of `approximant` is a Moebius function."""
    w = Working()
    predicted = _state_prediction(w, approximant)
    x = T / (theta * sp.sqrt(2))
    form = (1 - x) / (1 + x)
    w.equal(r"Divide by $2\theta$ above and below.", predicted, form, r"\frac{1-x}{1+x}")
    scale = sp.Symbol("c", positive=True)
    scaled = predicted.subs({theta: scale * theta, T: scale * T}, simultaneous=True)
    w.equal(
        r"Scaling $\theta$ and $T$ together changes nothing.",
        scaled,
        predicted,
        r"\gamma(c\theta, cT) = \gamma(\theta, T)",
    )
    zero = w.solve(r"It is zero where the context is $\theta\sqrt2$.", predicted, 0, T)
    return w.done(gamma_pade=form, zero_at=zero)


@check
def mobius() -> Derivation:
    r"""$\gamma_{\text{Padé}}$ is a Moebius function of $T / (\theta\sqrt2)$ alone."""
    return derive_mobius(PREDICTOR)


@check
def never_phase_b() -> Derivation:
    r"""$-1 < \gamma_{\text{Padé}} < 1$ for all $\theta, T > 0$: it cannot predict Phase B (E3)."""
    w = Working()
    predicted = _state_prediction(w, PREDICTOR)
    below = sp.factor(sp.together(1 - predicted))
    above = sp.factor(sp.together(1 + predicted))
    w.positive("The distance to 1 is positive.", below)
    w.positive("The distance to -1 is positive.", above)
    supremum = w.limit("Short contexts come arbitrarily near to 1.", predicted, T, 0)
    infimum = w.limit("Long contexts come arbitrarily near to -1.", predicted, T, sp.oo)
    w.positive(
        r"From $T = \theta\sqrt2$ on the prediction is negative, although $e^{-z}$, which it "
        r"stands for, never is: here $T = (1 + a)\,\theta\sqrt2$.",
        -predicted.subs(T, (1 + sp.Symbol("a", positive=True)) * theta * sp.sqrt(2)),
    )
    below_one = w.compare("So it is below 1.", predicted, "<", 1)
    return w.done(supremum=supremum, infimum=infimum, below_one=below_one)


def derive_horizon(approximant: sp.Expr) -> Derivation:
    """Whether the horizon inverts the prediction of `approximant`."""
    w = Working()
    predicted = _state_prediction(w, approximant)
    gamma = sp.Symbol("gamma")
    found = w.solve(
        r"Solve for the context length at which the prediction is $\gamma$.", predicted, gamma, T
    )
    closed_form = theta * sp.sqrt(2) * (1 - gamma) / (1 + gamma)
    w.equal(
        "That is the horizon.",
        found,
        closed_form,
        rf"d_{{\mathrm{{horizon}}}} = {typeset(closed_form)}",
    )
    back = sp.Subs(closed_form, gamma, predicted)
    w.equal("Put the prediction in: the context length comes back, and nothing else.", back, T)
    return w.done(horizon=closed_form, returns=T)


@check
def horizon() -> Derivation:
    r"""The horizon $\theta\sqrt2 (1 - \gamma)/(1 + \gamma)$ inverts $\gamma_{\text{Padé}}$: it
    returns $T$.
    """
    return derive_horizon(PREDICTOR)


@check
def theta_monotone() -> Derivation:
    r"""Raising $\theta$ raises $\gamma_{\text{Padé}}$, raising $T$ lowers it (Ch. 17, 19: the
    geometry only).
    """
    w = Working()
    predicted = _state_prediction(w, PREDICTOR)
    in_theta = sp.factor(sp.diff(predicted, theta))
    in_context = sp.factor(sp.diff(predicted, T))
    w.positive(r"The derivative in $\theta$ is positive.", in_theta)
    w.positive("The derivative in $T$ is negative.", -in_context)
    w.remark(
        "A larger exponent is a lighter tail. The prediction therefore says that a larger "
        r"$\theta$ makes a model look less far, the opposite of a longer reach."
    )
    return w.done(
        increasing_in_theta=w.compare(r"So it rises in $\theta$,", 0, "<", in_theta),
        decreasing_in_context=w.compare("and falls in $T$.", in_context, "<", 0),
    )


@check
def decomposition_is_not_identifiable() -> Derivation:
    r"""$\gamma_{\text{obs}} = \gamma_{\text{geom}} + \gamma_{\text{train}} +
    \gamma_{\text{arch}} + \varepsilon$: one equation, three free terms.
    """
    w = Working()
    system = sp.Matrix([[1, 1, 1, 1]])
    kernel = system.nullspace()
    free = w.count("Directions in which the four terms move and their sum does not.", kernel)
    w.vanish("They do leave the sum.", [(system * move)[0] for move in kernel])
    w.require(
        "Four terms, one equation: for any three of them some fourth fits, so what is left free "
        "has one dimension less than there are terms.",
        all(system[0, term] != 0 for term in range(system.cols)) and free == system.cols - 1,
        rf"\dim\ker = {free}",
    )
    with_geometry = sp.Matrix([[1, 1, 1, 1], [1, 0, 0, 0]])
    left = w.count("And with the first term fixed as well:", with_geometry.nullspace())
    w.require(
        r"Even with $\gamma_{\text{geom}}$ taken from the prediction, how the rest splits is "
        "not determined.",
        left > 0,
        rf"\dim\ker = {left}",
    )
    return w.done(free_terms=free, free_terms_given_geometry=left)
