"""What one model does, with an interval over the sequences that it read, or over its layers.

A body of data whose profiles keep a row a sequence lets single sequences answer: what they say
holds of that model alone, and never of models at large.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.evidence import Compared
from pycheck.notation.words import alike
from pycheck.reality.fitted import TOLERANCE, pade
from pycheck.reality.laws import Array
from pycheck.reality.profiles import Profile
from pycheck.reality.rules import Asked, Units, between, decide, response, share
from pycheck.reality.sources import found_in, unmeasured

from .sink import FIRST_TOKENS, SINK, flat_slope

COMMAND = "pycheck measure data/pretrained"

NO_ROWS = "no profile keeps a row a sequence"
NO_SWEEP = "no model was measured on the same sequences at several bases"

FEWEST_BASES = 4
"""Fewer give no slope worth the name."""

RISING = 0.01
"""Share of heads beyond which attention that rises with distance is no stray head, ours."""

TWOFOLD = 2.0
"""A rise beyond what the mean over thousands of queries leaves to chance, ours."""

SMALLEST = 1e-6
"""Weights below a millionth count as one: a head does not attend there."""

FAR = 0.05
"""The middle begins beyond this share of the context."""


@measurement
def u_shape(source: Source) -> Reading:
    """Share of sequences whose attention has both arms of the U: the nearest token, and the first
    ones of the context.

    An arm stands out where it is above the 95th percentile of what lies between. The first four
    tokens count as if all but the very first got nothing.
    """
    asked = Asked("share of sequences with both arms above the middle", 0.5, 1, ours=True)
    return _decided(source, asked, lambda p: [[float(u)] for u in _arms(p)], share)


def _arms(profile: Profile) -> Array:
    rows, distances = np.array(profile.rows), np.array(profile.part_distances)
    middle = np.quantile(rows[:, distances > FAR * profile.context], 0.95, axis=1)
    first = np.array(profile.sink_mass_rows) / FIRST_TOKENS
    return np.asarray(np.minimum(rows[:, 0], first) > middle)


@measurement
def first_token(source: Source) -> Reading:
    """Attention on the first token in times its even share: a bright column is at least ten."""
    asked = Asked(
        "weight of the first token over its even share, median over sequences",
        SINK,
        np.inf,
        unit="times 1/N",
        ours=True,
    )

    def units(profile: Profile) -> Units:
        return [[mass * profile.context] for mass in profile.sink_mass_rows]

    return _decided(source, replace(asked, high=_longest(source)), units, between)


def _longest(source: Source) -> float:
    """The most that a share times N can be."""
    return float(max((p.context for p in _trained(source)), default=1))


@measurement
def near_and_far(source: Source) -> Reading:
    """How much a sequence's exponent on near distances exceeds that on far ones.

    Both halves of the logarithm of the fitted distances are fitted apart. One exponent holds for
    all distances where the two are within a tenth.
    """
    asked = Asked(
        "exponent near minus exponent far, median over sequences", -TOLERANCE, TOLERANCE, ours=True
    )

    def units(profile: Profile) -> Units:
        used = _fitted(profile)
        middle = np.sqrt(used[0] * used[-1])
        near = _gammas(profile, profile.rows, used[0], middle)
        far = _gammas(profile, profile.rows, middle, used[-1])
        return [[float(gap)] for gap in near - far]

    return _decided(source, asked, units, between)


@measurement
def views(source: Source) -> Reading:
    """How far the exponents of a model's heads lie apart: their standard deviation over heads,
    layers drawn whole."""
    asked = Asked("standard deviation of γ over heads", TOLERANCE, np.inf, ours=True)

    def spread(values: Array) -> float:
        return float(values.std(ddof=1))

    return _decided(
        source,
        replace(asked, high=_most_spread(source)),
        _head_gammas,
        lambda a, u: between(a, u, spread),
        "layers",
        lambda p: bool(p.heads),
    )


def _most_spread(source: Source) -> float:
    """An end for the range: the distance between the heads that lie farthest apart."""
    found = [g for p in _trained(source) if p.heads for unit in _head_gammas(p) for g in unit]
    return float(np.ptp(found)) if found else 1.0


@measurement
def not_monotone(source: Source) -> Reading:
    """Share of a model's heads that attend at some distance twice as much as at a nearer one;
    layers drawn whole."""
    asked = Asked(
        "share of heads whose attention rises twofold with distance",
        RISING,
        1,
        unit="fraction of heads",
        ours=True,
    )

    def units(profile: Profile) -> Units:
        at = len(_fitted(profile))
        return [[float(_rise(row[-at:]) > TWOFOLD) for row in layer] for layer in profile.heads]

    return _decided(source, asked, units, share, "layers", lambda p: bool(p.heads))


def _rise(row: Sequence[float]) -> float:
    """The largest factor by which attention at a distance exceeds that at a nearer one."""
    values = np.maximum(row, SMALLEST)
    return float((values / np.minimum.accumulate(values)).max())


def _head_gammas(profile: Profile) -> list[list[float]]:
    """Exponents of the heads of each layer that attend at every fitted distance."""
    used = _fitted(profile)
    found = []
    for layer in profile.heads:
        seen = [row for row in layer if min(row[-len(used) :]) > 0]
        if seen:
            found.append([float(g) for g in _gammas(profile, seen, used[0], used[-1])])
    return found


@measurement
def prediction(source: Source) -> Reading:
    r"""Slope of $\gamma$ on its prediction while $\theta$ is rescaled, a slope a sequence.

    Every base meets the same sequences. As predicted is a slope of one, to a tenth. The prediction
    knows no scaling of positions; models that have one are left out.
    """
    asked = Asked(
        "slope of measured on predicted γ, mean over sequences",
        1 - TOLERANCE,
        1 + TOLERANCE,
        ours=True,
    )
    sweeps = [sweep for sweep in _sweeps(source) if sweep[0].base_says_all]
    return _swept(source, sweeps, asked, lambda sweep: (_predicted(sweep), _sweep_gammas(sweep)))


@measurement
def sink(source: Source, states: Mapping[str, str]) -> Reading:
    r"""Slope of sink mass on $\gamma$ while $\theta$ is rescaled, a slope a sequence.

    States `gamma_from`, `gamma_to`, `sink_from`, `sink_to`: two points, whose slope is what the
    book calls flat.
    """
    flat = flat_slope(states)
    asked = Asked("slope of sink mass on γ, mean over sequences", -flat, flat, unit="mass per γ")

    def points(sweep: Sequence[Profile]) -> tuple[Array, Array]:
        return _sweep_gammas(sweep), np.array([p.sink_mass_rows for p in sweep])

    sweeps = _sweeps(source)
    reading = _swept(source, sweeps, asked, points)
    ratios = [float(np.mean(masses / gammas)) for gammas, masses in map(points, sweeps)]
    if not ratios:
        return reading
    proportional = float(np.mean(ratios))
    return replace(
        reading,
        detail=f"{reading.detail}; a sink in proportion to γ would have slope {proportional:.3f}",
        numbers={"proportional slope": proportional},
    )


def _predicted(sweep: Sequence[Profile]) -> Array:
    values = np.array([pade(p.used_theta or np.inf, p.context) for p in sweep])
    return np.broadcast_to(values[:, None], (len(sweep), len(sweep[0].rows)))


def _sweep_gammas(sweep: Sequence[Profile]) -> Array:
    """Exponent of each sequence at each base, shape (bases, sequences)."""
    return np.array([_gammas(p, p.rows, _fitted(p)[0], _fitted(p)[-1]) for p in sweep])


def _fitted(profile: Profile) -> list[int]:
    return [d for d in profile.part_distances if d >= profile.fit_from]


def _gammas(profile: Profile, rows: Sequence[Sequence[float]], low: float, high: float) -> Array:
    """Least-squares exponent of each row between two distances, equal weights."""
    distances = np.array(profile.part_distances)
    used = (distances >= low) & (distances <= high)
    logs = np.log(np.array(rows)[:, used])
    return np.asarray(-np.polyfit(np.log(distances[used]), logs.T, 1)[0], dtype=float)


def _trained(source: Source) -> list[Profile]:
    found = (item.profile for item in found_in(source))
    return [p for p in found if p.as_trained and p.rows and p.sink_mass_rows]


def _decided(
    source: Source,
    asked: Asked,
    units: Callable[[Profile], Units],
    rule: Callable[[Asked, Units], Compared | None],
    what: str = "sequences",
    fits: Callable[[Profile], bool] = bool,
) -> Reading:
    """The reading that every profile's number decides, one part a profile."""
    profiles = [p for p in _trained(source) if fits(p)]
    if not profiles:
        return unmeasured(source, NO_ROWS)
    found = [units(p) for p in profiles]
    numbers = [
        rule(replace(asked, label=_name(p), parts=len(profiles)), unit)
        for p, unit in zip(profiles, found, strict=True)
    ]
    told = f"{asked.quantity}: {_told(numbers)}; {_whose(profiles, found, what)}"
    return decide(numbers, told, min(map(len, found)))


def _swept(
    source: Source,
    sweeps: Sequence[Sequence[Profile]],
    asked: Asked,
    points: Callable[[Sequence[Profile]], tuple[Array, Array]],
) -> Reading:
    """The reading that each sweep decides by the slopes of its sequences, y on x of `points`."""
    if not sweeps:
        return unmeasured(source, NO_SWEEP)
    numbers, fewest = [], np.inf
    for sweep in sweeps:
        x, y = points(sweep)
        centred = x - x.mean(axis=0)
        slopes = (centred * y).sum(axis=0) / (centred**2).sum(axis=0)
        part = replace(asked, label=_name(sweep[0]), parts=len(sweeps))
        numbers.append(response(part, list(slopes)))
        fewest = min(fewest, len(slopes))
    bases = "; ".join(_course(sweep) for sweep in sweeps)
    models = sorted({sweep[0].model for sweep in sweeps})
    told = f"{asked.quantity}: {_told(numbers)}; {bases}; {', '.join(models)}"
    return decide(numbers, told, int(fewest))


def _sweeps(source: Source) -> list[list[Profile]]:
    """Profiles of one model on the same sequences, in the order of their bases."""
    groups: dict[tuple[object, ...], dict[float, Profile]] = {}
    for p in (item.profile for item in found_in(source)):
        if p.rows and p.sink_mass_rows and p.used_theta and not p.intervention:
            key = (p.model, p.weights_sha256, p.corpus, p.context, p.seeds, len(p.rows))
            groups.setdefault(key, {})[p.used_theta] = p
    sweeps = ([group[theta] for theta in sorted(group)] for group in groups.values())
    return [sweep for sweep in sweeps if len(sweep) >= FEWEST_BASES]


def _course(sweep: Sequence[Profile]) -> str:
    gammas = _sweep_gammas(sweep).mean(axis=1)
    falls = int((np.diff(gammas) < 0).sum())
    low, high = (p.used_theta or 0 for p in (sweep[0], sweep[-1]))
    return (
        f"θ from {low:g} to {high:g} at N = {sweep[0].context}: γ goes from {gammas[0]:.3f} to "
        f"{gammas[-1]:.3f} and falls in {falls} of {len(gammas) - 1} steps"
    )


def _name(profile: Profile) -> str:
    return f"{profile.corpus}, N = {profile.context}"


def _told(numbers: Sequence[Compared | None]) -> str:
    return "; ".join(
        "{} {} ({} to {})".format(number.label, *alike(number.value, *number.interval))
        for number in numbers
        if number is not None and number.interval is not None
    )


def _whose(profiles: Sequence[Profile], found: Sequence[Units], what: str) -> str:
    models = ", ".join(sorted({p.model for p in profiles}))
    counts = sorted({len(units) for units in found})
    return f"{' to '.join(map(str, [counts[0], counts[-1]][: len(counts)]))} {what} of {models}"
