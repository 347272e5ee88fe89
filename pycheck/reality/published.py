"""Reads the profiles that the book's author published (folder ``data/`` of tafagent).

Three of its file formats hold profiles: ``e4_gamma`` (one model on one corpus), ``theta_steering``
(one model, rescaled bases) and ``gamma_dial_gpu`` (one model, one band of frequencies scaled).
The files do not say how long the measured sequences were; the largest distance stands for it, as
it does in the author's own predictions.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pycheck.errors import InputError
from pycheck.reality.profiles import Profile, parse_profile

AUTHOR = "Carles Marin (tafagent)"
E4_METHOD = "mean attention over prompts of a corpus, averaged over heads, layers and seeds"
SWEEP_METHOD = "mean attention by distance; corpus, prompts and seeds are not stated"
NOT_STATED = "not stated"

_SUFFIX_REASONS = {
    ".bak": "a backup copy (.bak)",
    ".partial": "the run had not finished (.partial)",
    "_kaggle": "summary of a run on another platform: rounded, without seeds or fit",
    "_layerwise": "exponents by layer, without a profile of the model",
}
_TABLE_KEYS = {
    "checkpoints": "profiles of unfinished training, not of a trained model",
    "formula_comparison": "a table of predictions, not a profile",
    "results": "a table of results, not a profile",
    "models": "a table of results, not a profile",
    "data": "a table of results, not a profile",
}


class NotAProfile(InputError):
    """A readable file that holds no profile; the message is the reason alone."""


def read_published(document: Any, path: Path) -> Iterator[tuple[str, Profile]]:
    """The profiles in one published file, each with the key that names it within the file.

    The key is empty where the file holds one profile. Raises `NotAProfile` with the reason when
    the file is to be left out, `InputError` when it should be a profile and is not.
    """
    for suffix, reason in _SUFFIX_REASONS.items():
        if path.stem.endswith(suffix):
            raise NotAProfile(reason)
    if not isinstance(document, Mapping):
        raise NotAProfile("a table of results, not a profile")
    if "attn_by_distance" in document:
        if document.get("status") == "partial":
            raise NotAProfile("the run had not finished (status: partial)")
        yield "", _e4_profile(document, path)
    elif "sweep" in document:
        yield from _sweep(document, path)
    elif "k_dead" in document:
        yield from _dial(document, path)
    else:
        reasons = (reason for key, reason in _TABLE_KEYS.items() if key in document)
        raise NotAProfile(next(reasons, "no profile in it: neither ours nor the author's format"))


def _e4_profile(document: Mapping[str, Any], path: Path) -> Profile:
    by_distance = _field(document, "attn_by_distance", dict, path)
    try:
        distances = sorted(int(key) for key in by_distance)
        rows = [by_distance[str(distance)] for distance in distances]
        columns = {
            "attention": [row["mean_across_seeds"] for row in rows],
            "attention_sd": _optional([row.get("std_across_seeds") for row in rows]),
            "per_seed": list(zip(*(row.get("per_seed_means", ()) for row in rows), strict=True)),
        }
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise InputError(
            f"{path} is not a valid profile: attn_by_distance is not a table of means by distance"
        ) from error
    return parse_profile(
        {
            **columns,
            "model": document.get("model"),
            "corpus": document.get("corpus") or _corpus_of(path),
            "theta": document.get("theta"),
            "context": max(distances, default=0),
            "distances": distances,
            "seeds": document.get("seeds", ()),
            "fit_from": document.get("d_min_fit", 1),
            "measured_by": AUTHOR,
            "method": E4_METHOD,
        },
        str(path),
    )


def _corpus_of(path: Path) -> str:
    model, _, corpus = path.stem.rpartition("_")
    return corpus if model else NOT_STATED


def _optional(values: list[Any]) -> list[Any] | None:
    return None if any(value is None for value in values) else values


def _sweep(document: Mapping[str, Any], path: Path) -> Iterator[tuple[str, Profile]]:
    trained = document.get("theta_train")
    for key, row in _field(document, "sweep", dict, path).items():
        theta = _number(key, path)
        yield (
            f"theta={key}",
            _row_profile(document, row, path, trained, theta if theta != trained else None, ""),
        )


def _dial(document: Mapping[str, Any], path: Path) -> Iterator[tuple[str, Profile]]:
    for key, row in _field(document, "results", dict, path).items():
        intervention = "" if _number(key, path) == 1 else f"dead-band frequencies scaled by {key}"
        yield f"alpha={key}", _row_profile(document, row, path, None, None, intervention)


def _row_profile(
    document: Mapping[str, Any],
    row: Any,
    path: Path,
    theta: float | None,
    rescaled: float | None,
    intervention: str,
) -> Profile:
    distances = _field(document, "distances", list, path)
    return parse_profile(
        {
            "model": f"EleutherAI/{document.get('model')}",
            "corpus": NOT_STATED,
            "theta": theta,
            "rescaled_theta": rescaled,
            "intervention": intervention,
            "context": document.get("T_eval", _largest(distances)),
            "distances": distances,
            "attention": _field(row, "means", list, path),
            "measured_by": AUTHOR,
            "method": SWEEP_METHOD,
        },
        str(path),
    )


def _number(key: str, path: Path) -> float:
    try:
        return float(key)
    except ValueError as error:
        raise InputError(f"{path} is not a valid profile: {key!r} is no number") from error


def _largest(distances: list[Any]) -> int:
    """The largest whole distance; validation names what is none."""
    return max((d for d in distances if isinstance(d, int)), default=0)


def _field(document: Any, name: str, kind: type, path: Path) -> Any:
    value = document.get(name) if isinstance(document, Mapping) else None
    if not isinstance(value, kind):
        raise InputError(f"{path} is not a valid profile: {name} is missing or no {kind.__name__}")
    return value
