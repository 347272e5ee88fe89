"""What each check is about, in the words of its own docstring."""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pycheck.checks import measurement, outcomes


@cache
def descriptions() -> Mapping[str, str]:
    """The first paragraph of every check's docstring, by ``kind:name``."""
    found: dict[str, str] = {}
    registries: dict[str, Mapping[str, Callable[..., Any]]] = {
        "derivation": outcomes.registry("derivations"),
        "enclosure": outcomes.registry("enclosures"),
        "measurement": measurement.registry(),
    }
    for kind, functions in registries.items():
        for name, function in functions.items():
            paragraph, _, _ = (inspect.getdoc(function) or "").partition("\n\n")
            found[f"{kind}:{name}"] = " ".join(paragraph.split()).replace("``", "`")
    return found
