"""Measuring attention from Python: ``pycheck.measure(maps)``."""

from typing import Any, get_args

from pycheck.errors import InputError
from pycheck.notation.html import html_table
from pycheck.notation.words import alike, counted
from pycheck.reality.collect import Collection, Found
from pycheck.reality.exponents import document_of
from pycheck.reality.maps import maps_of, profile_of_maps
from pycheck.reality.parts import Part
from pycheck.reality.published import NOT_STATED


class Measured(dict[str, Any]):
    """The document of ``pycheck measure --format json``, short to look at."""

    def __repr__(self) -> str:
        profiles = self["profiles"]
        first = profiles[0]
        rest = f" and {counted(len(profiles) - 1, 'profile')} more" if profiles[1:] else ""
        return f"<Measured {first['source']}: γ = {_exponent(first)}{rest}>"

    def _repr_html_(self) -> str:
        rows = (
            (part["source"], _exponent(part), str(part["law"]), "; ".join(part["warnings"]))
            for part in self["profiles"]
        )
        return html_table(rows, ("profile", "γ (95 %)", "law", "warnings"))


def _exponent(part: dict[str, Any]) -> str:
    value, low, high = alike(part["gamma"], *part["gamma_interval"])
    return f"{value} ({low} to {high})"


def measure(
    maps: Any, *, model: str = NOT_STATED, corpus: str = NOT_STATED, by: Part | None = None
) -> Measured:
    """The document of ``pycheck measure --format json`` for attention maps in memory.

    `maps` is a numpy array or a PyTorch tensor [layer, head, query, key] or [batch, layer, head,
    query, key], or one [batch, head, query, key] a layer, as transformers returns them: weights
    after the softmax. ``["profiles"][0]`` is the model's, or with `by` that of its first layer or
    head, with the fields of ``docs/reality.md``. Raises `InputError` when it cannot be measured.
    """
    if by is not None and by not in get_args(Part):
        raise InputError(f"by={by!r} is neither 'layer' nor 'head'; give one of them, or neither")
    profile = profile_of_maps(maps_of(maps), {"model": model, "corpus": corpus})
    document = document_of(Collection((Found("array", profile),), ()), by)
    if not document["profiles"]:
        raise InputError(f"nothing to measure: {document['skipped'][0]['reason']}")
    return Measured(document)
