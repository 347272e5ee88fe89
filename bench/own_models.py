"""What our own models show: ``python -m bench.own_models`` prints the tables of data/README.md.

Everything is computed from the committed profiles and from ``data/training.json``. What a mean has
as its interval is over training seeds (Student's); a single model has none.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pycheck.reality.fit import fit_profile
from pycheck.reality.laws import Array
from pycheck.reality.profiles import Profile, load_profile
from pycheck.reality.regression import mean_interval
from pycheck.reality.sources import by_training_seed

DATA = Path(__file__).parent.parent / "data"
SNAPSHOTS = (600, 2000, 6000)
VARIANTS = ("theta100", "no-positions", "post-norm", "layers1")
"""Models that differ from the base model of the same seed in one thing."""


def tables() -> tuple[str, ...]:
    """The lines of all tables, those of one separated from the next by an empty line."""
    parts = (trainings(), course(), variants(), *(rescaled(n) for n in _rescaled_names()))
    return tuple(line for part in parts for line in (*part, ""))[:-1]


def trainings() -> Iterator[str]:
    """How each training ended. Losses in nats a token, on the held-out text of the training."""
    yield from _head("model", "steps", "rate falls from", "flat", "held-out loss", "perplexity")
    for name, record in _trained().items():
        t = record["training"]
        if t["ended"]:
            flat = "yes" if t["flat"] else "no"
            loss = t["held_out"]
            yield _row(
                name, t["steps"], t["cooling_from"], flat, f"{loss:.3f}", f"{np.exp(loss):.1f}"
            )


def course() -> Iterator[str]:
    """The base models on the way and at the end, on docstrings."""
    yield from _head("step", *_MEANS)
    for step in SNAPSHOTS:
        yield _row(step, *_means(_profile(f"base-step{step}-docstrings")))
    yield _row("end", *_means(_profile("base-docstrings")))
    yield _row("end, random tokens", *_means(_profile("base-random")))


def variants() -> Iterator[str]:
    """Each variant beside the base model of its seed: one pair, and no interval."""
    yield from _head("model", "loss", "γ, docstrings", "γ, random", "sink, docstrings", "random")
    (seed,) = _profile(f"{VARIANTS[0]}-docstrings").seeds
    for name in ("base", *VARIANTS):
        pair = [_of_seed(_profile(f"{name}-{kind}"), seed) for kind in ("docstrings", "random")]
        gammas, sinks = zip(*((_gamma(p), _sinks(p)[0]) for p in pair), strict=True)
        loss = _profile(f"{name}-docstrings").losses[0]
        words = (f"{loss:.3f}", *(f"{g:.2f}" for g in gammas), *(f"{s:.1f}" for s in sinks))
        yield _row(f"{name}, seed {seed}", *words)


def rescaled(name: str) -> Iterator[str]:
    """One kind of model under every base that it was measured with, its own among them."""
    found = [_profile(f"{name}-docstrings")]
    found += map(load_profile, (DATA / "profiles").glob(f"{name}-docstrings-rescaled*.json"))
    yield from _head(f"base of {name}", *_MEANS)
    for profile in sorted(found, key=lambda p: p.used_theta or 0):
        own = "" if profile.rescaled_theta else ", as trained"
        yield _row(f"{profile.used_theta:.0f}{own}", *_means(profile))


_MEANS = ("loss", "γ (mean, 95 %)", "γ, least to largest", "sink (mean, 95 %)")


def _means(profile: Profile) -> Iterator[str]:
    gammas = np.array([_gamma(single) for single in by_training_seed(profile)])
    yield f"{np.mean(profile.losses):.3f}"
    yield _mean(gammas, 2)
    yield f"{gammas.min():.2f} to {gammas.max():.2f}"
    yield _mean(np.array(_sinks(profile)), 1)


def _mean(values: Array, digits: int) -> str:
    mean = f"{values.mean():.{digits}f}"
    if len(values) == 1:
        return mean
    low, high = mean_interval(values)
    return f"{mean} ({low:.{digits}f} to {high:.{digits}f})"


def _gamma(profile: Profile) -> float:
    return fit_profile(profile).gamma


def _sinks(profile: Profile) -> list[float]:
    """Mass of the first token over that of uniform attention, one a seed: mean of 1/(position+1)
    over the queries that were measured, the later half."""
    queries = np.arange(profile.context // 2 + 1, profile.context)
    return [mass / float(np.mean(1 / (queries + 1))) for mass in profile.sink_mass_per_seed]


def _of_seed(profile: Profile, seed: int) -> Profile:
    index = profile.seeds.index(seed)
    single = by_training_seed(profile)[index]
    return single.model_copy(update={"sink_mass_per_seed": profile.sink_mass_per_seed[index:][:1]})


def _profile(name: str) -> Profile:
    return load_profile(DATA / "profiles" / f"{name}.json")


def _rescaled_names() -> Sequence[str]:
    names = {p.stem.split("-docstrings")[0] for p in (DATA / "profiles").glob("*-rescaled*.json")}
    return sorted(names, key=("base", *VARIANTS).index)


def _trained() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((DATA / "training.json").read_text(encoding="utf-8"))
    return found


def _head(*names: str) -> Iterator[str]:
    yield _row(*names)
    yield "|" + "---|" * len(names)


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    print("\n".join(tables()))
