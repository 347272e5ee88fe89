"""What a mean over three seeds hides: one of them, and weights that are there twice (Ch. 16)."""

from collections.abc import Sequence

import numpy as np

from pycheck.checks.measurement import Reading, judged, measurement
from pycheck.data.sources import Source
from pycheck.evidence import Compared
from pycheck.reality.fitted import Fitted, by_model, fitted_models
from pycheck.reality.published import AUTHOR
from pycheck.reality.rules import Asked, decide, share
from pycheck.reality.seeds import FEWEST_SEEDS, STRAY, median_fit, stray_seeds
from pycheck.reality.sources import unmeasured

COMMAND = "pycheck measure data/profiles"

NAMED = 3
"""How many of the smallest exponents are told."""

SAME_WEIGHTS = "-hf"
"""What a name ends with where weights were only converted to another library's format."""


@measurement
def stray(source: Source) -> Reading:
    r"""Whether $\gamma$ rises when the median of the seeds takes the place of their mean, where
    one seed somewhere exceeds three times the median.

    Of such profiles the share whose exponent rises must be above a half. The three smallest
    exponents of all are told, by mean and by median, with how many of them have such a seed.
    """
    items = [i for i in fitted_models(source) if len(i.profile.per_seed) >= FEWEST_SEEDS]
    if not items:
        return unmeasured(source, f"no profile of a model with {FEWEST_SEEDS} seeds of text")
    cells = [len(stray_seeds(item.profile)) for item in items]
    hit = [item for item, count in zip(items, cells, strict=True) if count]
    rises = [_median(item) - item.fit.gamma for item in hit]
    units = by_model(hit, [float(rise > 0) for rise in rises])
    asked = Asked(
        "share of the profiles with such a seed whose γ rises with the median",
        0.5,
        1,
        unit="fraction of profiles",
        ours=True,
    )
    smallest = sorted(items, key=lambda item: item.fit.gamma)[:NAMED]
    told = (
        f"one seed exceeds {STRAY:g} times the median of the seeds in {len(hit)} of {len(items)} "
        f"profiles ({sum(cells)} distances); γ rises with the median in "
        f"{sum(rise > 0 for rise in rises)} of them{_by(rises)}; smallest γ of all: "
        + ", ".join(_line(item) for item in smallest)
    )
    numbers: dict[str, float | int | str] = {
        "profiles": len(items),
        "with a stray seed": len(hit),
        "distances": sum(cells),
        "smallest with a stray seed": sum(bool(stray_seeds(item.profile)) for item in smallest),
    }
    for place, item in enumerate(smallest, start=1):
        numbers[f"smallest {place}"] = item.fit.gamma
        numbers[f"smallest {place} by median"] = _median(item)
    return decide([share(asked, units)], told, len(units), numbers)


def _median(item: Fitted) -> float:
    fit = median_fit(item.profile)
    return item.fit.gamma if fit is None else fit.gamma


def _by(rises: Sequence[float]) -> str:
    return f", by {np.median(rises):.2f} (median)" if rises else ""


def _line(item: Fitted) -> str:
    found = stray_seeds(item.profile)
    name = f"{item.profile.model} on {item.profile.corpus}"
    worst = f" (one seed {max(s.ratio for s in found):.3g} times the median)" if found else ""
    return f"{name} {item.fit.gamma:.3f}, by median {_median(item):.3f}{worst}"


@measurement
def same_weights(source: Source) -> Reading:
    """Whether the author's models are as many as their names: names of converted weights end in
    ``-hf``, and are those of another model but for it.

    Contradicted by one such pair. Its exponents on each corpus are told, by mean and by median of
    the seeds.
    """
    items = [item for item in fitted_models(source) if item.profile.measured_by == AUTHOR]
    if not items:
        return unmeasured(source, "asked of the author's files alone")
    found = {(item.profile.model, item.profile.corpus): item for item in items}
    pairs = [
        (item, found[model.removesuffix(SAME_WEIGHTS), corpus])
        for (model, corpus), item in sorted(found.items())
        if model.endswith(SAME_WEIGHTS) and (model.removesuffix(SAME_WEIGHTS), corpus) in found
    ]
    names = {model for model, _ in found}
    twice = {converted.profile.model for converted, _ in pairs}
    compared = Compared("models that are there twice", len(twice), None, (0, 0), unit="models")
    lines = [
        f"{_line(first)}, and {_line(second)}: γ differs by "
        f"{abs(first.fit.gamma - second.fit.gamma):.3f}, by median by "
        f"{abs(_median(first) - _median(second)):.3f}"
        for first, second in pairs
    ]
    numbers: dict[str, float | int | str] = {"names": len(names), "models": len(names - twice)}
    if pairs:
        first, second = max(pairs, key=lambda pair: abs(pair[0].fit.gamma - pair[1].fit.gamma))
        for name, item in (("converted", first), ("original", second)):
            numbers[name] = item.fit.gamma
            numbers[f"{name} by median"] = _median(item)
    told = "; ".join([f"{len(names)} names of models, {len(twice)} of them twice", *lines])
    return Reading(judged(compared), told, compared.value, None, numbers, (compared,))
