"""A profile taken apart into those of its layers or of its heads."""

from collections.abc import Iterator
from typing import Literal

from pycheck.errors import InputError
from pycheck.reality.collect import Found, Skipped
from pycheck.reality.profiles import Profile, Row

Part = Literal["layer", "head"]


def parts_of(item: Found, by: Part) -> Iterator[Found | Skipped]:
    """The profiles of the layers or heads of one found, and those that attend too little to fit.

    What is known of the whole model alone, its seeds and its sink, is known of no part. Raises
    `InputError` when the profile has no such rows.
    """
    profile = item.profile
    rows: list[tuple[int, int | None, Row]] = []
    if by == "layer":
        rows += ((i, None, row) for i, row in enumerate(profile.layers))
    else:
        rows += ((i, j, row) for i, part in enumerate(profile.heads) for j, row in enumerate(part))
    if not rows:
        raise InputError(
            f"it has no row a {by}; give attention maps (.npz, .npy, .safetensors), or measure it "
            f"again with: pycheck experiment profile{' --heads' if by == 'head' else ''}"
        )
    for layer, head, row in rows:
        name = f"layer {layer}" + ("" if head is None else f" head {head}")
        source = f"{item.source}#{name}"
        unseen = [
            d for d, weight in zip(profile.part_distances, row, strict=True) if not weight > 0
        ]
        if unseen:
            yield Skipped(source, f"no attention at distance {unseen[0]} (a sliding window?)")
        else:
            yield Found(source, _part(profile, f"{profile.model}, {name}", row), layer, head)


def _part(profile: Profile, name: str, row: Row) -> Profile:
    return profile.model_copy(
        update={
            "model": name,
            "distances": profile.part_distances,
            "attention": row,
            "attention_sd": None,
            "seeds": (),
            "per_seed": (),
            "pooled_distances": (),
            "layers": (),
            "heads": (),
            "rows": (),
            "sink_mass": None,
            "sink_mass_per_seed": (),
            "sink_mass_rows": (),
            "self_mass": None,
            "last_query": (),
        }
    )
