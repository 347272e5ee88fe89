"""How often does each rule err? Claims that are true or false, on data as noisy as those observed.

Run by hand: ``python -m bench.verdicts`` writes ``bench/results/verdicts.json``. Each case draws
data for which the truth is known and asks the same function that the measurement asks; two peers
decide the same data: two one-sided t tests (TOST), and a replication Bayes factor (Verhagen and
Wagenmakers 2014) of the claimed value, as sure as 42 models make it, against a normal prior.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy import special, stats
from tqdm import tqdm

from book.measurements import atlas, theta, window
from book.measurements._trainings import Value
from pycheck.checks.measurement import judged, worst
from pycheck.evidence import Compared, RealityVerdict, Rule
from pycheck.files import write_atomically
from pycheck.reality.fitted import TOLERANCE, common_slope
from pycheck.reality.laws import Array
from pycheck.reality.profiles import Profile
from pycheck.reality.rules import Asked, Units, between, described, mean_between, share
from pycheck.reality.sweeps import sweeps_of

RUNS, PROFILES = 400, 200
"""Runs of a case; those of profiles take longer."""
RESULTS = Path(__file__).parent / "results" / "verdicts.json"
DISTANCES = np.array([10, 20, 30, 50, 100, 200, 500, 1000, 2000], dtype=float)
WITHIN, QUIET = 0.185, 0.05
"""Standard deviation of a model's exponents over corpora: as published, and if it were small."""
SCATTER = 0.15
"""Of log attention about its law."""
ORIGINAL = 42
"""Models behind a printed value, which is how sure the Bayes factor takes it to be."""
DECISIVE = 10.0
"""Bayes factor for or against."""

Numbers = Sequence[Compared | None]
Exponents = Callable[[np.random.Generator, int], Array]
"""Those of so many models."""


@dataclass(frozen=True, slots=True)
class Case:
    """Data of which it is known whether the claim holds of them, and what a rule makes of them.

    `draw` gives the units, `decide` the verdict on them; the peers see one number a unit and the
    range `low` to `high`, widened by `margin`. Where no number of a unit says what is claimed,
    `seen` is None and there are no peers.
    """

    rule: Rule
    name: str
    truth: bool
    draw: Callable[[np.random.Generator], Units]
    decide: Callable[[Units], RealityVerdict]
    low: float
    high: float
    margin: float = 0.0
    seen: Callable[[Sequence[float]], float] | None = lambda unit: float(np.mean(unit))
    runs: int = RUNS


def by(numbers: Callable[[Units], Numbers]) -> Callable[[Units], RealityVerdict]:
    """The verdict of the numbers that decide together."""
    return lambda units: worst([judged(n) for n in numbers(units) if n is not None])


def tost(means: Array, case: Case) -> RealityVerdict:
    """Equivalence by two one-sided t tests at 5 %, a difference by either at 2.5 %."""
    n = len(means)
    error = float(means.std(ddof=1)) / sqrt(n)
    centre = float(means.mean())
    half = float(special.stdtrit(n - 1, 0.95)) * error
    apart = float(special.stdtrit(n - 1, 0.975)) * error
    if case.low - case.margin < centre - half and centre + half < case.high + case.margin:
        return RealityVerdict.REPRODUCED
    if centre + apart < case.low or centre - apart > case.high:
        return RealityVerdict.CONTRADICTED
    return RealityVerdict.UNDECIDED


def bayes(means: Array, case: Case) -> RealityVerdict:
    """Whether the data are ten times as likely under the claimed value or under a wide prior."""
    spread = float(means.std(ddof=1))
    error = spread / sqrt(len(means))
    middle = (case.low + case.high) / 2
    claimed = sqrt((spread / sqrt(ORIGINAL)) ** 2 + ((case.high - case.low) / sqrt(12)) ** 2)
    wide = max(abs(middle), spread)
    likely = [
        stats.norm.logpdf(means.mean(), middle, sqrt(error**2 + s**2)) for s in (claimed, wide)
    ]
    factor = float(likely[0] - likely[1])
    if factor > np.log(DECISIVE):
        return RealityVerdict.REPRODUCED
    return RealityVerdict.CONTRADICTED if factor < -np.log(DECISIVE) else RealityVerdict.UNDECIDED


def run(case: Case, seed: int) -> dict[str, Any]:
    """How often the rule and its peers say what."""
    rng, runs = np.random.default_rng(seed), case.runs
    said: dict[str, Counter[str]] = {name: Counter() for name in ("rule", "TOST", "Bayes factor")}
    units = 0
    for _ in tqdm(range(runs), desc=case.name, disable=not sys.stderr.isatty()):
        drawn = case.draw(rng)
        units = len(drawn)
        said["rule"][str(case.decide(drawn))] += 1
        if units > 1 and case.seen is not None:
            seen = np.array([case.seen(unit) for unit in drawn])
            said["TOST"][str(tost(seen, case))] += 1
            said["Bayes factor"][str(bayes(seen, case))] += 1
    return {
        "rule": str(case.rule),
        "case": case.name,
        "truth": case.truth,
        "units": units,
        "peers": units > 1 and case.seen is not None,
        "runs": runs,
        "seed": seed,
        "verdicts": {
            name: {verdict: counts[verdict] / runs for verdict in ("reproduced", "contradicted")}
            for name, counts in said.items()
        },
    }


# A point with a margin: the atlas, 38 of 42 below 1 with a median of 0.885.

SHARE, MEDIAN = 38 / 42, 0.885
SPREAD = (1 - MEDIAN) / float(stats.norm.ppf(SHARE))


def listed(rows: Array) -> Units:
    """A unit a row."""
    return [list(map(float, row)) for row in rows]


def measured_twice(
    true: Exponents, error: float, models: int
) -> Callable[[np.random.Generator], Units]:
    """Exponents of models, each measured on two corpora."""

    def draw(rng: np.random.Generator) -> Units:
        return listed(true(rng, models)[:, None] + rng.normal(0, error, (models, 2)))

    return draw


def normal(centre: float, spread: float, rng: np.random.Generator, models: int) -> Array:
    """Exponents of models after a normal law."""
    return rng.normal(centre, spread, models)


def skewed(rng: np.random.Generator, models: int) -> Array:
    """The stated share and median, with a long tail above."""
    tail = float(stats.gamma.ppf(SHARE, 1)) - float(stats.gamma.ppf(0.5, 1))
    scale = (1 - MEDIAN) / tail
    return MEDIAN + scale * (rng.gamma(1, 1, models) - float(stats.gamma.ppf(0.5, 1)))


def heavy(rng: np.random.Generator, models: int) -> Array:
    """The stated share and median, with the tails of Student's t with three degrees of freedom."""
    scale = (1 - MEDIAN) / float(stats.t.ppf(SHARE, 3))
    return MEDIAN + scale * rng.standard_t(3, models)


def _atlas() -> list[Case]:
    decide = by(partial(atlas.beside_printed, claimed=SHARE, middle=MEDIAN))
    true: dict[str, Exponents] = {
        "normal": partial(normal, MEDIAN, SPREAD),
        "skewed": skewed,
        "heavy tails": heavy,
    }
    false: dict[str, Exponents] = {
        "median 0.75": partial(normal, 0.75, 0.25 / float(stats.norm.ppf(SHARE))),
        "median 1": partial(normal, 1.0, 0.09),
        "share 0.68": partial(normal, MEDIAN, 0.115 / float(stats.norm.ppf(0.68))),
    }
    rows = [(name, True, law, error, 28) for name, law in true.items() for error in (WITHIN, QUIET)]
    rows += [
        (name, False, law, error, 28) for name, law in false.items() for error in (WITHIN, QUIET)
    ]
    rows += [("normal", True, true["normal"], QUIET, 400)]
    rows += [("median 0.75", False, false["median 0.75"], WITHIN, 400)]
    return [
        Case(
            Rule.POINT,
            f"{name}, corpora differ by {error:g}, {models} models",
            truth,
            measured_twice(law, error, models),
            decide,
            MEDIAN,
            MEDIAN,
            atlas.GAMMA_MARGIN,
        )
        for name, truth, law, error, models in rows
    ]


# A share: most models lie below 1.


def _shares() -> list[Case]:
    asked = Asked("share", 0.5, 1)

    def below(true: float, error: float, models: int) -> Callable[[np.random.Generator], Units]:
        law = partial(normal, 1 - SPREAD * float(stats.norm.ppf(true)), SPREAD)
        draw = measured_twice(law, error, models)
        return lambda rng: [[float(g < 1) for g in unit] for unit in draw(rng)]

    rows = [(0.9, True), (0.7, True), (0.5, True), (0.4, False), (0.2, False)]
    return [
        Case(
            Rule.SHARE,
            f"share {true:g}{' (the edge)' * (true == 0.5)}, corpora differ by {error:g}",
            truth,
            below(true, error, 28),
            by(lambda units: [share(asked, units)]),
            0.5,
            1,
        )
        for true, truth in rows
        for error in (WITHIN, QUIET)
    ]


# An interval in a range: the median error of a prediction is 20 to 22 %.


def _ranges() -> list[Case]:
    asked = Asked("median", 0.195, 0.225)

    def errors(middle: float, spread: float, models: int) -> Callable[[np.random.Generator], Units]:
        return lambda rng: listed(np.exp(rng.normal(np.log(middle), spread, (models, 1))))

    rows = [
        (0.21, 0.8, 28, True),
        (0.195, 0.8, 28, True),
        (0.21, 0.05, 28, True),
        (0.195, 0.05, 28, True),
        (0.10, 0.8, 28, False),
        (0.25, 0.05, 28, False),
        (0.23, 0.05, 28, False),
    ]
    return [
        Case(
            Rule.RANGE,
            f"median {middle:g}{' (the edge)' * (middle == 0.195)}, spread {spread:g}",
            truth,
            errors(middle, spread, models),
            by(lambda units: [between(asked, units)]),
            0.195,
            0.225,
        )
        for middle, spread, models, truth in rows
    ]


# A slope: measured on predicted, 1 within a tenth, nine bases whose errors are correlated.


def correlated(rng: np.random.Generator, shape: tuple[int, int], length: float) -> Array:
    """Errors with correlation exp(-1/length) from a point to the next, of standard deviation 1."""
    errors = rng.normal(0, 1, shape)
    rho = float(np.exp(-1 / length)) if length else 0.0
    for i in range(1, shape[1]):
        errors[:, i] = rho * errors[:, i - 1] + sqrt(1 - rho**2) * errors[:, i]
    return errors


def _slopes() -> list[Case]:
    x = np.linspace(0, 0.6, 9)
    asked = Asked("slope", *theta.SLOPES, parts=2)

    def sweeps(
        slope: float, models: int, differ: float, error: float
    ) -> Callable[[np.random.Generator], Units]:
        def draw(rng: np.random.Generator) -> Units:
            each = rng.normal(slope, differ, (models, 1)) * x
            return listed(each + error * correlated(rng, (models, 9), 2))

        return draw

    def decide(units: Units) -> Numbers:
        rows = [np.asarray(unit) for unit in units]
        slope, interval, _ = common_slope([x] * len(rows), rows, range(len(rows)), asked.level)
        return [asked.answered(slope, interval, Rule.RESPONSE)]

    rows = [
        ("slope 1, quiet", 1.0, 12, 0.02, 0.005, True),
        ("slope 0.9 (the edge), quiet", 0.9, 12, 0.02, 0.005, True),
        ("slope 1", 1.0, 12, 0.3, 0.05, True),
        ("slope 1, one model", 1.0, 1, 0.0, 0.05, True),
        ("slope 0.2", 0.2, 12, 0.3, 0.05, False),
        ("slope 0.2, one model", 0.2, 1, 0.0, 0.05, False),
        ("slope -1", -1.0, 12, 0.3, 0.05, False),
    ]
    return [
        Case(
            Rule.RESPONSE,
            name,
            truth,
            sweeps(slope, models, differ, error),
            by(decide),
            *theta.SLOPES,
            seen=lambda unit: float(np.polyfit(x, unit, 1)[0]),
        )
        for name, slope, models, differ, error, truth in rows
    ]


# Lack of fit: windows and shares of attention within a tenth of a power law's.


def _broken(near: float, far: float, edge: float) -> Array:
    inner = np.minimum(DISTANCES, edge)
    return np.asarray(-near * np.log(inner) - far * np.log(np.maximum(DISTANCES / edge, 1)))


LAWS: dict[str, Array] = {
    "power law 0.85": -0.85 * np.log(DISTANCES),
    "power law 1.2": -1.2 * np.log(DISTANCES),
    "stretched exponential 0.4": -0.3 * DISTANCES**0.4,
    "stretched exponential 0.2": -1.9 * DISTANCES**0.2,
    "log-normal 0.10": 0.1 * np.log(DISTANCES) - 0.10 * np.log(DISTANCES) ** 2,
    "log-normal 0.15": 0.6 * np.log(DISTANCES) - 0.15 * np.log(DISTANCES) ** 2,
    "slope 0.5, then 1.4": _broken(0.5, 1.4, 100),
    "slope 1.3, then 0.4": _broken(1.3, 0.4, 100),
    "slope 1.5, then 0.1": _broken(1.5, 0.1, 50),
    "power law and floor": np.log(DISTANCES**-1.2 + 3e-4),
    "exponential 0.006": -0.006 * DISTANCES,
    "exponential 0.001": -0.001 * DISTANCES,
}


def profiles(
    law: Array, length: float, hit: bool, models: int = 28
) -> Callable[[np.random.Generator], Units]:
    """What `window.d90` compares, of profiles about a law: a unit holds both distances of a model.

    `hit` lifts the last two distances of a fifth of the profiles, as a stray seed does.
    """

    def draw(rng: np.random.Generator) -> Units:
        y = law + SCATTER * correlated(rng, (models, len(DISTANCES)), length)
        if hit:
            y[rng.random(models) < 0.2, -2:] += np.log(5)
        return [_gaps(row) for row in y]

    return draw


def _gaps(y: Array) -> list[float]:
    gamma = -float(np.polyfit(np.log(DISTANCES[2:]), y[2:], 1)[0])
    profile = SimpleNamespace(distances=tuple(DISTANCES), attention=np.exp(y))
    item: Any = SimpleNamespace(profile=profile, fit=SimpleNamespace(gamma=gamma))
    return [abs(window.ratio(item) - 1), window.largest_gap(item)]


def _windows(units: Units) -> Numbers:
    asked = Asked("d", 0, TOLERANCE, parts=2)
    return [described(asked, [[unit[i]] for unit in units]) for i in (0, 1)]


def _fits() -> list[Case]:
    rows = [(name, 0.0, False) for name in LAWS]
    rows += [("power law 0.85", 1.0, False), ("power law 0.85", 0.0, True)]
    rows += [("slope 0.5, then 1.4", 1.0, False), ("slope 0.5, then 1.4", 0.0, True)]
    told = {(1.0, False): ", errors correlated", (0.0, True): ", a seed hit in a fifth"}
    return [
        Case(
            Rule.FIT,
            name + told.get((length, hit), ""),
            max(_gaps(LAWS[name])) <= TOLERANCE,
            profiles(LAWS[name], length, hit),
            by(_windows),
            0,
            TOLERANCE,
            seen=max,
            runs=PROFILES,
        )
        for name, length, hit in rows
    ]


# The mean of readings: sequences, one number each, some with a long tail, in two parts.

SEQUENCES = 24


def _means() -> list[Case]:
    bounded, ratios = Asked("mean", 0.5, 1, parts=2), Asked("ratio", 0, 0.5, parts=2)
    long = Asked("mean", 0, 0.5, parts=2)

    def bell(middle: float, rng: np.random.Generator) -> Array:
        return rng.normal(middle, 0.15, SEQUENCES)

    def tail(middle: float, rng: np.random.Generator) -> Array:
        return rng.gamma(1.5, middle / 1.5, SEQUENCES)

    def factors(middle: float, rng: np.random.Generator) -> Array:
        return np.exp(rng.normal(np.log(middle), 0.5, SEQUENCES))

    rows = [
        ("mean", bell, 0.6, bounded, False),
        ("mean", bell, 0.5, bounded, False),
        ("mean", bell, 0.4, bounded, False),
        ("mean of a long tail", tail, 0.25, long, False),
        ("mean of a long tail", tail, 0.5, long, False),
        ("mean of a long tail", tail, 0.9, long, False),
        ("mean of ratios", factors, 0.35, ratios, True),
        ("mean of ratios", factors, 0.5, ratios, True),
        ("mean of ratios", factors, 0.75, ratios, True),
    ]
    return [
        Case(
            Rule.RANGE,
            f"{name} {middle:g}{' (the edge)' * (middle == 0.5)}",
            asked.low <= middle <= asked.high,
            partial(_singly, partial(law, middle)),
            by(partial(_one_mean, asked, geometric)),
            asked.low,
            asked.high,
        )
        for name, law, middle, asked, geometric in rows
    ]


# The mean of shares over few training seeds, in three parts.

TRAININGS = 6


def _few() -> list[Case]:
    def shares(middle: float, rng: np.random.Generator) -> Array:
        return rng.beta(8 * middle, 8 * (1 - middle), TRAININGS)

    return [
        Case(
            Rule.RANGE,
            f"mean share {middle:g} of {TRAININGS} trainings{' (the edge)' * (middle == 0.5)}",
            middle <= 0.5,
            partial(_singly, partial(shares, middle)),
            by(_trainings),
            0,
            0.5,
        )
        for middle in (0.1, 0.5, 0.9)
    ]


def _trainings(units: Units) -> Numbers:
    return [Value("share", 0, 0.5, [unit[0] for unit in units]).answered(3, "")]


def _singly(law: Callable[[np.random.Generator], Array], rng: np.random.Generator) -> Units:
    return listed(law(rng)[:, None])


def _one_mean(asked: Asked, geometric: bool, units: Units) -> Numbers:
    return [mean_between(asked, [unit[0] for unit in units], geometric=geometric)]


# A rising response: gamma under nine bases of theta, from profiles with errors of their own.

BASES = tuple(100 * 10 ** (k / 2) for k in range(9))
RESPONSES: dict[str, tuple[Array, bool]] = {
    "rising by 0.3": (np.linspace(0.5, 0.8, 9), True),
    "rising by 0.05": (np.linspace(0.6, 0.65, 9), True),
    "constant": (np.full(9, 0.6), False),
    "rising by 0.3, then falling": (0.8 - np.abs(np.linspace(-0.3, 0.3, 9)), False),
    "falling by 0.3": (np.linspace(0.8, 0.5, 9), False),
}


def swept(
    gammas: Array, models: int, shared: float = 0.1, own: float = 0.03
) -> Callable[[np.random.Generator], Units]:
    """Log attention of models under all bases: a unit is one model's, base after base.

    All bases of a model share a misfit, and each has errors of its own; both are correlated along
    the distance.
    """

    def draw(rng: np.random.Generator) -> Units:
        found = []
        for _ in range(models):
            lines = rng.normal(0, 0.1) - gammas[:, None] * np.log(DISTANCES)
            lines = lines + shared * correlated(rng, (1, len(DISTANCES)), 2)
            lines = lines + own * correlated(rng, (len(BASES), len(DISTANCES)), 2)
            found.append(lines.ravel().tolist())
        return found

    return draw


def _responds(units: Units) -> RealityVerdict:
    found = []
    for number, unit in enumerate(units):
        for base, row in zip(BASES, np.reshape(unit, (len(BASES), -1)), strict=True):
            found.append(
                Profile(
                    model=f"model {number}",
                    corpus="made",
                    theta=BASES[4],
                    rescaled_theta=None if base == BASES[4] else base,
                    context=4000,
                    distances=tuple(map(int, DISTANCES)),
                    attention=tuple(np.exp(row - np.logaddexp.reduce(row)).tolist()),
                    fit_from=10,
                    measured_by="bench.verdicts",
                    method="made",
                )
            )
    verdict, _, _ = theta.monotone_response(sweeps_of(found))
    return verdict


def _rising() -> list[Case]:
    return [
        Case(
            Rule.RESPONSE,
            f"{name}, {models} model{'s' * (models > 1)}",
            truth,
            swept(gammas, models),
            _responds,
            0,
            0,
            seen=None,
            runs=PROFILES,
        )
        for name, (gammas, truth) in RESPONSES.items()
        for models in (1, 5)
    ]


def cases() -> list[Case]:
    """Every case, rule by rule; the seed of each is its place."""
    return [*_ranges(), *_shares(), *_slopes(), *_fits(), *_atlas(), *_means(), *_rising(), *_few()]


def table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The table of docs/verdicts.md."""
    names = ("rule", "TOST", "Bayes factor")
    lines = [
        "| rule | case | holds | units | reproduced, contradicted | TOST | Bayes factor |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        said = (row["verdicts"][name] for name in names)
        shares = [f"{100 * s['reproduced']:.1f}, {100 * s['contradicted']:.1f} %" for s in said]
        if not row["peers"]:
            shares[1:] = ["–", "–"]
        holds = "yes" if row["truth"] else "no"
        cells = [row["rule"], row["case"], holds, str(row["units"]), *shares]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def main() -> None:
    """Run all cases, write the results and print their table."""
    rows = [run(case, seed) for seed, case in enumerate(cases(), start=1)]
    write_atomically(RESULTS, json.dumps({"schema": 1, "cases": rows}, indent=1) + "\n")
    print("\n".join(table(rows)))


if __name__ == "__main__":
    main()
