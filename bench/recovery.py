"""Do the intervals hold what they say, and is the right law found? Synthetic profiles know.

Run by hand: ``python -m bench.recovery`` writes ``bench/results/recovery.json``. Every profile is
made from a law with known parameters, measured through three noisy seeds, and fitted by the same
code as a real one.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from pycheck.files import write_atomically
from pycheck.reality.fit import fit_power, likelihood_weights, points_of
from pycheck.reality.intervals import bootstrap_interval, profile_interval
from pycheck.reality.laws import LAWS, Array, compare_laws
from pycheck.reality.profiles import Profile

REPLICATIONS = 2000
RESULTS = Path(__file__).parent / "results" / "recovery.json"
SEEDS = (1, 2, 3)
FEW = (30, 50, 100, 200, 500)
PUBLISHED = (30, 50, 100, 200, 500, 1000, 2000)
DENSE = (10, 14, 20, 30, 40, 60, 80, 120, 160, 240, 320, 480, 640, 960, 1280, 2000)


@dataclass(frozen=True, slots=True)
class Case:
    """A law with its parameters, where it is measured, and how noisily.

    `scatter` is the standard deviation of log attention about the law at each distance; `seed_sd`
    that of one seed about its mean, at the first and at the last distance.
    """

    law: str
    parameters: dict[str, float]
    watched: str
    distances: tuple[int, ...]
    scatter: float
    seed_sd: tuple[float, float]


POWER = {"log_a": -2.0, "gamma": 0.8}
EXPONENTIAL = {"log_a": -5.0, "rate": 0.004}
STRETCHED = {"log_a": -3.0, "scale": 0.25, "power": 0.4}
LOG_NORMAL = {"log_a": -4.0, "slope": -0.3, "curvature": 0.12}
CUTOFF = {"log_a": -2.5, "gamma": 0.6, "rate": 0.002}

CASES = (
    Case("power law", POWER, "gamma", FEW, 0.15, (0.05, 0.05)),
    Case("power law", POWER, "gamma", PUBLISHED, 0.15, (0.05, 0.05)),
    Case("power law", POWER, "gamma", PUBLISHED, 0.02, (0.05, 0.4)),
    Case("power law", POWER, "gamma", DENSE, 0.1, (0.05, 0.2)),
    Case("exponential", EXPONENTIAL, "rate", FEW, 0.15, (0.05, 0.05)),
    Case("exponential", EXPONENTIAL, "rate", DENSE, 0.1, (0.05, 0.2)),
    Case("stretched exponential", STRETCHED, "power", DENSE, 0.05, (0.03, 0.05)),
    Case("log-normal", LOG_NORMAL, "curvature", DENSE, 0.05, (0.03, 0.05)),
    Case("power law with cutoff", CUTOFF, "gamma", PUBLISHED, 0.1, (0.05, 0.05)),
    Case("power law with cutoff", CUTOFF, "gamma", DENSE, 0.05, (0.03, 0.05)),
)
_BY_NAME = {law.name: law for law in LAWS}


def log_attention(case: Case) -> Array:
    """The law itself, without noise."""
    law = _BY_NAME[case.law]
    distances = np.asarray(case.distances, dtype=float)
    values = list(case.parameters.values())
    if law.stretched:
        distances, values = distances ** values[-1], values[:-1]
    return np.asarray(law.design(distances) @ np.array(values), dtype=float)


def synthetic(case: Case, rng: np.random.Generator) -> Profile:
    """One measured profile of `case`."""
    n = len(case.distances)
    centre = log_attention(case) + rng.normal(0, case.scatter, n)
    seed_sd = np.linspace(*case.seed_sd, n)
    shifts = rng.normal(0, 0.1, (len(SEEDS), 1))
    rows = np.exp(centre + shifts + rng.normal(0, 1, (len(SEEDS), n)) * seed_sd)
    return Profile(
        model="synthetic",
        corpus="synthetic",
        context=case.distances[-1],
        distances=case.distances,
        attention=tuple(rows.mean(axis=0)),
        seeds=SEEDS,
        per_seed=tuple(map(tuple, rows)),
        measured_by="bench.recovery",
        method=case.law,
    )


def run(case: Case, replications: int, seed: int) -> dict[str, Any]:
    """Coverage of the 95 % intervals and the laws preferred over `replications` profiles."""
    rng = np.random.default_rng(seed)
    law = _BY_NAME[case.law]
    truth = case.parameters[case.watched]
    covered: Counter[str] = Counter()
    preferred: Counter[str] = Counter()
    weight = 0.0
    label = f"{case.law}, {len(case.distances)} points"
    for _ in tqdm(range(replications), desc=label, disable=not sys.stderr.isatty()):
        points = points_of(synthetic(case, rng))
        data = (points.distances, points.y, likelihood_weights(points))
        own = (points.distances, points.y, likelihood_weights(points, law))
        intervals = {"profile likelihood": profile_interval(law, case.watched, *own)}
        if case.law == "power law":
            intervals["bootstrap-t"] = bootstrap_interval(*data)
            intervals["equal weights"] = fit_power(points.distances, points.y).interval
        covered.update(name for name, (low, high) in intervals.items() if low <= truth <= high)
        laws = compare_laws(*data)
        preferred[laws[0].law] += 1
        weight += next(fit.weight for fit in laws if fit.law == case.law)
    return {
        "law": case.law,
        "parameters": case.parameters,
        "watched": case.watched,
        "points": len(case.distances),
        "scatter": case.scatter,
        "seed_sd": case.seed_sd,
        "replications": replications,
        "seed": seed,
        "coverage": {name: count / replications for name, count in covered.items()},
        "preferred": {name: n / replications for name, n in preferred.most_common()},
        "mean_weight_of_the_law": weight / replications,
    }


def main() -> None:
    """Run all cases and write the results."""
    rows = [run(case, REPLICATIONS, seed) for seed, case in enumerate(CASES, start=1)]
    write_atomically(RESULTS, json.dumps({"schema": 1, "cases": rows}, indent=1) + "\n")
    for row in rows:
        print(row["law"], row["points"], row["coverage"], row["preferred"])


if __name__ == "__main__":
    main()
