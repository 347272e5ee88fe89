"""Profiles whose answer is known, and what a measurement says of them."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from pycheck.checks.measurement import evidence_of
from pycheck.data.sources import Source
from pycheck.evidence import RealityEvidence, RealityVerdict
from pycheck.reality.profiles import Profile
from tests.checks_of import checks_of

REPRODUCED, CONTRADICTED = RealityVerdict.REPRODUCED, RealityVerdict.CONTRADICTED


UNDECIDED, UNMEASURED = RealityVerdict.UNDECIDED, RealityVerdict.UNMEASURED


STATES: dict[str, Mapping[str, str]] = {
    "atlas.phase_a": {"count": "38", "of": "42", "median": "0.885"},
    "prediction.pade_error": {"error_low": "0.20", "error_high": "0.22"},
    "sink.independence": {
        "gamma_from": "0.75",
        "gamma_to": "1.0",
        "sink_from": "0.371",
        "sink_to": "0.387",
    },
    "sequences.sink": {
        "gamma_from": "0.75",
        "gamma_to": "1.0",
        "sink_from": "0.371",
        "sink_to": "0.387",
    },
}


D = (10, 20, 30, 50, 100, 200, 500, 1000, 2000)


Make = Callable[..., Source]


def measure(name: str, source: Source, states: Mapping[str, str] | None = None) -> RealityEvidence:
    wanted = STATES.get(name, {}) if states is None else states
    return evidence_of(name, checks_of("measurement")[name], source, wanted)


def profile(index: int, gamma: float, noise: float = 0.02, **fields: Any) -> Profile:
    distances = np.asarray(fields.get("distances", D), dtype=float)
    rng = np.random.default_rng(index)
    bend = fields.pop("rate", 0.0) * distances
    attention = np.exp(-2 - gamma * np.log(distances) - bend + rng.normal(0, noise, len(distances)))
    return Profile.model_validate(
        {
            "model": f"model-{index}",
            "corpus": "text",
            "theta": 10000.0,
            "context": 2000,
            "distances": D,
            "attention": tuple(attention),
            "measured_by": "t",
            "method": "t",
            **fields,
        }
    )


def swept(
    gammas: list[float], index: int = 0, noise: float = 0.001, sinks: list[float] | None = None
) -> list[Profile]:
    thetas = [1000.0 * 2**i for i in range(len(gammas))]
    masses: list[float | None] = [None] * len(gammas) if sinks is None else list(sinks)
    return [
        profile(1000 * index + i, g, noise, model=f"m{index}", rescaled_theta=t, sink_mass=s)
        for i, (g, t, s) in enumerate(zip(gammas, thetas, masses, strict=True))
    ]


def rising(n: int) -> list[float]:
    return [0.5 + 0.05 * i for i in range(n)]
