"""Do the intervals hold what they say, and is the right law found? Synthetic profiles know.

Run by hand: ``python -m bench.recovery`` writes ``bench/results/recovery.json``. Every profile is
made from a law with known parameters, measured through three noisy seeds, and fitted by the same
code as a real one. The errors about the law are independent, or correlated along the distance.
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
from pycheck.reality.regression import student_half
from pycheck.reality.seeds import median_fit

REPLICATIONS = 500
"""Of the cases that ask for the law."""
CORRELATED = 1000
"""Of those that ask for the interval alone."""
RESULTS = Path(__file__).parent / "results" / "recovery.json"
SEEDS = (1, 2, 3)
FEW = (30, 50, 100, 200, 500)
PUBLISHED = (30, 50, 100, 200, 500, 1000, 2000)
NINE = (10, 20, *PUBLISHED)
EVERY = tuple(range(10, 257))
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


@dataclass(frozen=True, slots=True)
class Errors:
    """How log attention errs about the law: `kind` of correlation, its `length` in log d.

    A wave has the period `length` in tokens; where one seed is hit it exceeds the others
    `length` times at the last distance.
    """

    name: str
    kind: str
    length: float
    distances: tuple[int, ...]
    scatter: float = 0.15


POWER = {"log_a": -2.0, "gamma": 0.8}
EXPONENTIAL = {"log_a": -5.0, "rate": 0.004}
STRETCHED = {"log_a": -3.0, "scale": 0.25, "power": 0.4}
LOG_NORMAL = {"log_a": -4.0, "slope": -0.3, "curvature": 0.12}
UPWARD = {"log_a": -2.0, "slope": 1.5, "curvature": -0.08}
FLOOR = {"log_a": -2.0, "gamma": 1.2, "reach": 300.0}
BROKEN = {"log_a": -2.0, "gamma": 1.3, "gamma_far": 0.4, "break": 100.0}
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
    Case("log-normal", UPWARD, "curvature", DENSE, 0.05, (0.03, 0.05)),
    Case("power law with floor", FLOOR, "reach", DENSE, 0.05, (0.03, 0.05)),
    Case("broken power law", BROKEN, "break", DENSE, 0.05, (0.03, 0.05)),
)
ERRORS = (
    Errors("independent", "none", 0, PUBLISHED),
    Errors("Student's t with 3 degrees of freedom", "t", 3, PUBLISHED, 0.1),
    Errors("exponential, length 1", "rough", 1, PUBLISHED),
    Errors("exponential, length 3", "rough", 3, PUBLISHED),
    Errors("smooth, length 1.5", "smooth", 1.5, PUBLISHED),
    Errors("smooth, length 1.5, in nine distances", "smooth", 1.5, NINE),
    Errors("independent", "none", 0, EVERY),
    Errors("exponential, length 0.1", "rough", 0.1, EVERY),
    Errors("exponential, length 0.15", "rough", 0.15, EVERY),
    Errors("exponential, length 0.2", "rough", 0.2, EVERY),
    Errors("exponential, length 0.5", "rough", 0.5, EVERY),
    Errors("smooth, length 0.5", "smooth", 0.5, EVERY),
    Errors("a wave of 20 to 80 tokens", "wave", 80, EVERY),
    Errors("one seed hit at the last distance", "hit", 30, PUBLISHED),
)
_BY_NAME = {law.name: law for law in LAWS}


def log_attention(case: Case) -> Array:
    """The law itself, without noise."""
    distances = np.asarray(case.distances, dtype=float)
    return _BY_NAME[case.law].log_attention(distances, case.parameters)


def synthetic(case: Case, rng: np.random.Generator) -> Profile:
    """One measured profile of `case`."""
    n = len(case.distances)
    centre = log_attention(case) + rng.normal(0, case.scatter, n)
    seed_sd = np.linspace(*case.seed_sd, n)
    shifts = rng.normal(0, 0.1, (len(SEEDS), 1))
    rows = np.exp(centre + shifts + rng.normal(0, 1, (len(SEEDS), n)) * seed_sd)
    return _profile(case.distances, rows, case.law)


def _profile(distances: tuple[int, ...], rows: Array, method: str) -> Profile:
    return Profile(
        model="synthetic",
        corpus="synthetic",
        context=distances[-1],
        distances=distances,
        attention=tuple(rows.mean(axis=0)),
        seeds=SEEDS,
        per_seed=tuple(map(tuple, rows)),
        measured_by="bench.recovery",
        method=method,
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
            fit = fit_power(points.distances, points.y)
            half = student_half(fit.stderr, fit.dof)
            intervals["equal weights, Student"] = fit.gamma - half, fit.gamma + half
            intervals["equal weights"] = fit.interval
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


def erring(errors: Errors, rng: np.random.Generator) -> Profile:
    """One profile of a power law whose means err about it as `errors` say."""
    d = np.asarray(errors.distances, dtype=float)
    apart = np.abs(np.log(d)[:, None] - np.log(d))
    if errors.kind in ("rough", "smooth"):
        decay = apart if errors.kind == "rough" else apart**2 / (2 * errors.length)
        covariance = np.exp(-decay / errors.length)
        noise = rng.multivariate_normal(np.zeros(len(d)), covariance, method="eigh")
    elif errors.kind == "t":
        noise = rng.standard_t(errors.length, len(d))
    elif errors.kind == "wave":
        period = rng.uniform(errors.length / 4, errors.length)
        noise = np.cos(2 * np.pi * d / period + rng.uniform(0, 2 * np.pi))
        noise += rng.normal(0, 1 / 3, len(d))
    else:
        noise = rng.normal(0, 1, len(d))
    centre = POWER["log_a"] - POWER["gamma"] * np.log(d) + errors.scatter * noise
    rows = np.exp(centre + rng.normal(0, 0.02, (len(SEEDS), len(d))))
    if errors.kind == "hit":
        rows[0, -1] *= errors.length
    return _profile(errors.distances, rows, errors.name)


def covering(errors: Errors, replications: int, seed: int) -> dict[str, Any]:
    """How often the intervals hold the exponent, how wide they are, and the bias of the fit."""
    rng = np.random.default_rng(seed)
    truth = POWER["gamma"]
    found = []
    for _ in tqdm(range(replications), desc=errors.name, disable=not sys.stderr.isatty()):
        profile = erring(errors, rng)
        points = points_of(profile)
        fit, median = fit_power(points.distances, points.y), median_fit(profile)
        assert median is not None
        student = student_half(fit.stderr, fit.dof)
        off = abs(fit.gamma - truth)
        found.append((off <= student, off <= fit.half, fit.half / student, fit.gamma, median.gamma))
    student_holds, holds, wider, gammas, medians = np.array(found, dtype=float).T
    return {
        "errors": errors.name,
        "points": len(points.y),
        "scatter": errors.scatter,
        "replications": replications,
        "seed": seed,
        "coverage": {"Student": float(student_holds.mean()), "correlated": float(holds.mean())},
        "width over Student's": float(np.median(wider)),
        "bias": {
            "mean of seeds": float(gammas.mean()) - truth,
            "median of seeds": float(medians.mean()) - truth,
        },
    }


def main() -> None:
    """Run all cases and write the results."""
    correlated = [covering(case, CORRELATED, seed) for seed, case in enumerate(ERRORS, start=101)]
    for row in correlated:
        print(
            row["errors"], row["points"], row["coverage"], row["width over Student's"], row["bias"]
        )
    rows = [run(case, REPLICATIONS, seed) for seed, case in enumerate(CASES, start=1)]
    document = {"schema": 2, "cases": rows, "correlated": correlated}
    write_atomically(RESULTS, json.dumps(document, indent=1) + "\n")
    for row in rows:
        print(row["law"], row["points"], row["coverage"], row["preferred"])


if __name__ == "__main__":
    main()
