"""What a person says of measurements whose files do not."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pycheck.errors import InputError
from pycheck.files import clean


@dataclass(frozen=True, slots=True)
class Given:
    """Fields for files that lack them; `context` in tokens."""

    model: str | None = None
    corpus: str | None = None
    context: int | None = None

    def filled(
        self, document: Mapping[str, Any], needed: Sequence[str], example: str
    ) -> dict[str, Any]:
        """`document` with what it lacks. Raises `InputError` with an `example` when fields of
        `needed` are in neither."""
        said = asdict(self).items()
        known = {n: clean(v) if isinstance(v, str) else v for n, v in said if v is not None}
        found = {**known, **document}
        missing = [name for name in needed if found.get(name) in (None, "")]
        if missing:
            options = " ".join(f"--{name} {name.upper()}" for name in missing)
            raise InputError(
                f"it does not say {' or '.join(missing)}; add {options}, as in: {example}"
            )
        return found
