"""Fisher information is the heat capacity over gamma squared (Ch. 22).

Fisher information is the expected squared score of the power-law family; the heat capacity is
``dU/dT`` at ``T = 1 / gamma`` with ``U`` the mean log-distance. Neither definition mentions a
variance.
"""

from collections.abc import Callable

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

from ._moments import (
    average,
    gamma,
    log_d,
    partition,
    rate,
    rate_in_temperature,
    state_moment_rule,
    temperature,
)

_DEFINITIONS = (
    r"The family is $p(d) = d^{-\gamma}/Z$; $U$ is the mean of $\log d$ and the temperature is "
    r"$1/\gamma$.",
    r"p(d) = \frac{d^{-\gamma}}{Z},\quad U = \sum_d p(d)\log d,\quad T = \frac{1}{\gamma}",
)


def expected_squared_score(weights: list[sp.Expr]) -> sp.Expr:
    """Sum of p (d log p / d gamma)^2 for unnormalised weights that depend on gamma."""
    total = sum(weights)
    return sum(w / total * sp.diff(sp.log(w / total), gamma) ** 2 for w in weights)


def heat_capacity(weights: list[sp.Expr], energies: list[sp.Expr]) -> sp.Expr:
    """dU/dT at T = 1/gamma for unnormalised weights and the energies that U averages."""
    mean = sum(w * e for w, e in zip(weights, energies, strict=True)) / sum(weights)
    cooled = mean.subs(gamma, 1 / temperature)
    return sp.diff(cooled, temperature).subs(temperature, 1 / gamma)


def powers_as_symbols(expression: sp.Expr) -> sp.Expr:
    """Every power d^(c gamma) as w_d^(-c): what is left to check is an identity of fractions."""
    return expression.replace(
        lambda e: e.is_Pow and e.base.is_Integer and e.exp.has(gamma),
        lambda e: sp.Symbol(f"w_{e.base}", positive=True) ** (-e.exp / gamma),
    )


@check
def small_contexts() -> Derivation:
    r"""Fisher $= C_V / \gamma^{2}$ for $N = 2, \dots, 6$, $\gamma$ symbolic, straight from both
    definitions.
    """
    w = Working()
    w.definition(*_DEFINITIONS)
    for length in range(2, 7):
        distances = [sp.Integer(d) for d in range(1, length + 1)]
        weights = [d**-gamma for d in distances]
        fisher = powers_as_symbols(expected_squared_score(weights))
        heat = powers_as_symbols(heat_capacity(weights, [sp.log(d) for d in distances]))
        w.equal(
            f"$N = {length}$: form the score of every distance and the derivative of $U$ in "
            "$T$; put their difference over a common denominator, and the numerator expands to "
            "zero.",
            fisher,
            heat / gamma**2,
            rf"\sum_{{d=1}}^{{{length}}} p(d)\left(\partial_\gamma\log p(d)\right)^2"
            r"-\frac{1}{\gamma^2}\frac{dU}{dT} = 0",
        )
    two = sp.simplify(expected_squared_score([sp.Integer(1), 2**-gamma]))
    heat_two = heat_capacity([sp.Integer(1), 2**-gamma], [sp.Integer(0), sp.log(2)])
    at_two = expected_squared_score([sp.Integer(1), 2**-gamma])
    w.equal("At $N = 2$ the Fisher information in full:", at_two, two, rf"F = {typeset(two)}")
    ratio = w.value("Divide it by the heat capacity.", sp.Mul(at_two, 1 / heat_two, evaluate=False))
    return w.done(ratio=ratio, fisher_at_two=two)


def compare(w: Working, rate: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """Fisher information over heat capacity by the moment rule; adds the steps that lead there.

    `rate` differentiates moments in gamma.
    """
    mean = average(log_d)
    score = -log_d - rate(partition) / partition
    w.equal(
        r"The score is the derivative of $\log p = -\gamma \log d - \log Z$: the mean "
        "log-distance minus the log-distance.",
        score,
        mean - log_d,
        r"\partial_\gamma\log p(d) = U - \log d",
    )
    fisher = average(sp.expand(score**2))
    variance = average(log_d**2) - mean**2
    w.equal(
        "Average its square: the Fisher information is the variance of the log-distance.",
        fisher,
        variance,
        r"F = \frac{m_2}{m_0} - \left(\frac{m_1}{m_0}\right)^2 = \mathrm{Var}(\log d)",
    )
    heat = rate_in_temperature(mean)
    w.equal(
        r"Differentiate $U$ in $T$ by the chain rule, with $d \gamma / d T = -\gamma^{2}$.",
        heat,
        gamma**2 * variance,
        r"C_V = \frac{dU}{dT} = -\gamma^2\,\frac{dU}{d\gamma} = \gamma^2\,\mathrm{Var}(\log d)",
    )
    quotient = sp.Mul(fisher, 1 / heat, evaluate=False)
    ratio = sp.simplify(quotient)
    w.equal("Divide.", quotient, ratio, rf"\frac{{F}}{{C_V}} = {typeset(ratio)}")
    return ratio


def derive_any_context(rate: Callable[[sp.Expr], sp.Expr]) -> Derivation:
    """Fisher over C_V where `rate` differentiates moments in gamma."""
    w = Working()
    w.definition(*_DEFINITIONS)
    state_moment_rule(w, sp.Symbol("N", integer=True, positive=True), lambda _: sp.Integer(1))
    return w.done(ratio=compare(w, rate))


@check
def any_context() -> Derivation:
    r"""Fisher $= C_V / \gamma^{2}$ for every $N$: both sides as formal sums of symbolic length."""
    return derive_any_context(rate)


def derive_no_cutoff(rate: Callable[[sp.Expr], sp.Expr]) -> Derivation:
    """Fisher over C_V where `rate` differentiates moments in gamma."""
    w = Working()
    w.definition(
        r"The weights are $c(d) d^{-\gamma}$ on $d = 1, 2, \dots$: $c = z^{d}$ is the "
        r"polylogarithm's family, $c = 1$ that of $\zeta$. Where the logarithmic moments "
        r"converge locally uniformly in $\gamma$ (see `partition.log_moments_converge`) the "
        "series may be differentiated term by term.",
        r"Z = \sum_{d\ge1} c(d)\,d^{-\gamma}",
    )
    z = sp.Symbol("z", positive=True)
    state_moment_rule(w, sp.oo, sp.Function("c", positive=True))
    state_moment_rule(w, sp.oo, lambda d: z**d)
    state_moment_rule(w, sp.oo, lambda _: sp.Integer(1))
    return w.done(ratio=compare(w, rate))


@check
def no_cutoff() -> Derivation:
    r"""Fisher $= C_V / \gamma^{2}$ on infinitely many distances: any $c(d)$, polylogarithm and
    $\zeta$.
    """
    return derive_no_cutoff(rate)


def derive_curvature_of_the_free_energy(rate: Callable[[sp.Expr], sp.Expr]) -> Derivation:
    """Both curvatures where `rate` differentiates moments in gamma."""
    w = Working()
    state_moment_rule(w, sp.Symbol("N", integer=True, positive=True), lambda _: sp.Integer(1))
    variance = average(log_d**2) - average(log_d) ** 2
    curvature = rate(rate(sp.log(partition)))
    w.equal(
        r"The second derivative of $\log Z$ in $\gamma$ is the variance, which is the Fisher "
        "information.",
        curvature,
        variance,
        r"\frac{d^2}{d\gamma^2}\log Z = \mathrm{Var}(\log d)",
    )
    free_energy = -sp.log(partition) / gamma
    entropy = -rate_in_temperature(free_energy)
    heat = rate_in_temperature(entropy) / gamma
    w.equal(
        r"The free energy is $-T\log Z$. Minus its derivative in $T$ is the entropy, and $T$ "
        "times the derivative of that in $T$ is the heat capacity.",
        heat,
        gamma**2 * variance,
        r"-T\,\frac{d^2(-T\log Z)}{dT^2} = \gamma^2\,\frac{d^2}{d\gamma^2}\log Z = C_V",
    )
    quotient = sp.Mul(curvature, 1 / heat, evaluate=False)
    ratio = sp.simplify(quotient)
    w.equal("Divide.", quotient, ratio, rf"\frac{{F}}{{C_V}} = {typeset(ratio)}")
    return w.done(ratio=ratio)


@check
def curvature_of_the_free_energy() -> Derivation:
    r"""Fisher and $C_V$ are one curvature: $F = (\log Z)''$ in $\gamma$, $C_V = -T\,d^2(-T\log
    Z)/dT^2$.
    """
    return derive_curvature_of_the_free_energy(rate)
