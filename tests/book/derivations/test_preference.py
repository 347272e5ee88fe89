"""The derivations of `preference`: against other means, and with wrong parts."""

from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy import optimize, special

from book.derivations import preference


@pytest.mark.parametrize("count", [2, 3, 4])
def test_the_leashed_optimum_by_numerical_optimisation(count: int) -> None:
    rng = np.random.default_rng(count)
    reference, reward = rng.dirichlet(np.ones(count)), rng.normal(size=count)
    beta = 0.7

    def cost(policy: np.ndarray) -> float:
        return float(beta * np.sum(special.rel_entr(policy, reference)) - policy @ reward)

    best = optimize.minimize(
        cost,
        np.full(count, 1 / count),
        bounds=[(1e-9, 1)] * count,
        constraints={"type": "eq", "fun": lambda p: p.sum() - 1},
        tol=1e-12,
    )
    symbolic = preference.tilt(list(reference), list(reward))
    (symbol,) = symbolic[0].free_symbols
    ours = np.array([float(p.subs(symbol, beta)) for p in symbolic])
    assert ours == pytest.approx(best.x, abs=1e-5)
    implicit = beta * np.log(ours / reference)
    assert implicit - implicit[0] == pytest.approx(reward - reward[0])


@pytest.mark.parametrize(
    "policy",
    [
        lambda q, _r: list(q),
        lambda q, r: [
            x * sp.exp(y) / sum(a * sp.exp(b) for a, b in zip(q, r, strict=True))
            for x, y in zip(q, r, strict=True)
        ],
    ],
    ids=["the reference itself", "tilted without beta"],
)
def test_other_policies_are_not_the_maximum(policy: Any) -> None:
    assert not preference.derive_leash(policy).holds
