"""A measured attention profile: mean attention at distance d, and how it came to be measured.

One JSON file holds one profile. ``docs/reality.md`` describes the fields for people who write
such files with other tools.
"""

import itertools
import json
import math
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    model_validator,
)

from pycheck.errors import InputError
from pycheck.files import KeyTwiceError, load_json, read_text, write_atomically

# A larger whole number is no float; text is no number, and neither is true or false.
Count = Annotated[int, Field(strict=True, gt=0, le=2**53)]
Base = Annotated[float, Field(strict=True, gt=0)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Weight = Annotated[float, Field(strict=True, le=1)]
Spread = Annotated[float, Field(strict=True, ge=0)]
Row = tuple[Weight, ...]
Shares = tuple[Share, ...]
Digest = Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]

ROUNDING = 1e-3
"""By how much printed digits may make the weights of a query add up to more than 1."""


class Profile(BaseModel):
    """Mean attention by distance of one model on one corpus.

    Attention values are positive. ``distances`` are in tokens, strictly increasing, at least 1;
    every other row has one entry a distance.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    format: Literal["pycheck-profile"] = "pycheck-profile"
    version: Annotated[int, Field(strict=True, ge=1, le=1)] = 1

    model: str = Field(min_length=1)
    weights_sha256: tuple[Digest, ...] = ()
    """Digest of the file of weights of each model that was measured."""
    corpus: str = Field(min_length=1)
    corpus_sha256: str = ""
    """Digest of the measured text, where it can change with the versions of packages."""
    theta: Base | None = None
    """RoPE base that the model was trained with; None without RoPE or where it is unknown."""
    rescaled_theta: Base | None = None
    """RoPE base during the measurement, where it is another one than in training."""
    rope_scaling: dict[str, JsonValue] = {}
    """What the model's configuration says of scaled rotary positions (``rope_type``, ``factor``,
    ...), or of the bases of each kind of layer; empty for plain ones."""
    context: Count
    """Length in tokens of the measured sequences."""
    intervention: str = ""
    """What was changed in the model before the measurement, besides theta."""
    step: Count | None = None
    """Step of the training after which the model was saved to be measured, where it went on."""

    distances: tuple[Count, ...] = Field(min_length=1)
    attention: Row
    """Mean attention weight at each distance, over queries, heads, layers and seeds."""
    attention_sd: tuple[Spread, ...] | None = None
    """Standard deviation of the seeds' means (n - 1 in the denominator)."""
    seeds: tuple[Annotated[int, Field(strict=True)], ...] = ()
    seed_kind: Literal["training", "prompts"] = "prompts"
    """What the seeds vary: the trained weights, or only the measured text."""
    per_seed: tuple[Row, ...] = ()
    """One row a seed."""
    pooled_distances: tuple[Count, ...] = ()
    """Distances of ``layers``, ``heads`` and ``rows`` where these are not at every one of
    ``distances``: the middle of each run of distances that they are the mean over."""
    layers: tuple[Row, ...] = ()
    """One row a layer: mean over its heads."""
    heads: tuple[tuple[Shares, ...], ...] = ()
    """One row a head, grouped by layer."""
    rows: tuple[Row, ...] = ()
    """One row a sequence: mean over layers and heads, as many a seed, in the order of the seeds."""

    sink_mass: Share | None = None
    """Mean attention mass on the first token of the sequence."""
    sink_mass_per_seed: Shares = ()
    sink_mass_rows: Shares = ()
    """One mass a sequence, in the order of ``rows``."""
    losses: tuple[Spread, ...] = ()
    """Mean loss in nats a token on the measured sequences, one a seed."""
    self_mass: Share | None = None
    """Mean attention mass of a token on itself (distance 0, which is not in ``distances``)."""
    last_query: Shares = ()
    """Mean attention of the last token of a sequence at distance 0, 1, .. context - 1; the last
    entry is the weight on the first token."""

    fit_from: Count = 1
    """Smallest distance that whoever measured the profile uses in a fit."""
    measured_by: str = Field(min_length=1)
    method: str = Field(min_length=1)
    command: str = ""
    """The command that made the profile, from which it can be made again."""
    software: dict[str, str] = {}

    @property
    def used_theta(self) -> float | None:
        """RoPE base in effect during the measurement."""
        return self.rescaled_theta if self.rescaled_theta is not None else self.theta

    @property
    def base_says_all(self) -> bool:
        """Whether the base alone says how positions turn: no scaling was recorded beside it."""
        return not self.rope_scaling

    @property
    def part_distances(self) -> tuple[int, ...]:
        """Distances of the rows of layers, heads and sequences."""
        return self.pooled_distances or self.distances

    @property
    def as_trained(self) -> bool:
        """Whether nothing was changed in the model between training and measurement."""
        return self.rescaled_theta is None and self.but_for_theta

    @property
    def but_for_theta(self) -> bool:
        """Whether the model is one at the end of its training, unchanged but for its base."""
        return not self.intervention and self.step is None

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_distances(self.distances)
        if self.distances[-1] > self.context:
            raise ValueError(
                f"distance {self.distances[-1]} does not fit into {self.context} tokens of context"
            )
        size = len(self.distances)
        if self.last_query and len(self.last_query) != self.context:
            raise ValueError(f"last_query has {len(self.last_query)} values, not {self.context}")
        if sum(self.last_query) > 1 + ROUNDING:
            raise ValueError(
                f"last_query adds up to {sum(self.last_query):.4g}; the weights of a query add up "
                "to 1 at most"
            )
        _check_row("attention", self.attention, self.distances)
        if self.attention_sd is not None:
            _check_length("attention_sd", self.attention_sd, size)
        for index, row in enumerate(self.per_seed):
            _check_row(f"per_seed[{index}]", row, self.distances)
        self._check_parts()
        if len(set(self.seeds)) < len(self.seeds):
            raise ValueError("a seed occurs twice; a repeated draw has no spread of its own")
        for name, values in (("per_seed", self.per_seed), ("sink masses", self.sink_mass_per_seed)):
            if values and self.seeds and len(values) != len(self.seeds):
                raise ValueError(f"{len(values)} {name} for {len(self.seeds)} seeds")
        return self

    def _check_parts(self) -> None:
        _check_distances(self.pooled_distances)
        at = self.part_distances
        if not self.distances[0] <= at[0] <= at[-1] <= self.distances[-1]:
            raise ValueError(f"pooled distances {at[0]} to {at[-1]} reach beyond the distances")
        for name, rows in (("layers", self.layers), ("rows", self.rows)):
            for index, row in enumerate(rows):
                _check_row(f"{name}[{index}]", row, at)
        for layer, in_layer in enumerate(self.heads):
            for head, row in enumerate(in_layer):
                _check_length(f"heads[{layer}][{head}]", row, len(at))
        masses = self.sink_mass_rows
        if masses and self.rows and len(masses) != len(self.rows):
            raise ValueError(f"{len(masses)} sink masses of sequences for {len(self.rows)} rows")


def _check_distances(distances: tuple[int, ...]) -> None:
    for before, after in itertools.pairwise(distances):
        if before == after:
            raise ValueError(f"distance {after} occurs twice")
        if before > after:
            raise ValueError(f"distances must increase, but {after} follows {before}")


def _check_length(name: str, row: tuple[float, ...], size: int) -> None:
    if len(row) != size:
        raise ValueError(f"{name} has {len(row)} values for {size} distances")


def _check_row(name: str, row: Row, distances: tuple[int, ...]) -> None:
    _check_length(name, row, len(distances))
    for distance, value in zip(distances, row, strict=True):
        if not value > 0:
            raise ValueError(f"{name} at distance {distance} is {value:g}; it must be positive")


def read_json(path: Path) -> Any:
    """The JSON document in `path` (NaN and infinities are kept for later checks to name).

    Raises `InputError` when the file is too large, unreadable or not JSON.
    """
    text = read_text(path, "JSON file").removeprefix("\ufeff")
    try:
        return load_json(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path} is not valid JSON (line {error.lineno}, column {error.colno}: {error.msg}); "
            "the file may be truncated"
        ) from error
    except KeyTwiceError as error:
        raise InputError(f"{path} is ambiguous: {error}; keep one of them") from error
    except ValueError as error:
        raise InputError(
            f"{path} is not a profile: it holds a number of too many digits"
        ) from error
    except RecursionError as error:
        raise InputError(f"{path} is not a profile: its JSON is nested too deeply") from error


def load_profile(path: Path) -> Profile:
    """The profile in `path`. Raises `InputError` that names the first thing wrong with it."""
    return parse_profile(read_json(path), str(path))


def parse_profile(document: Any, source: str) -> Profile:
    """The profile in a JSON document that came from `source`; raises `InputError`."""
    try:
        return Profile.model_validate(document)
    except ValidationError as error:
        problem = _first_problem(error, document)
        raise InputError(f"{source} is not a valid profile: {problem}") from error


def _first_problem(error: ValidationError, document: Any) -> str:
    """The first problem of a validation error, with the place and the offending number."""
    problems = error.errors()
    first = problems[0]
    place = _place(first["loc"], document)
    value = first["input"]
    message = first["msg"].removeprefix("Value error, ")
    shown = f" (is {value})" if isinstance(value, float) and not math.isfinite(value) else ""
    more = f" (and {len(problems) - 1} more problems)" if len(problems) > 1 else ""
    return f"{place + ': ' if place else ''}{message}{shown}{more}"


def _place(location: tuple[int | str, ...], document: Any) -> str:
    match location:
        case ("attention" | "attention_sd" as row, int(index)):
            distances = document.get("distances", ())
            if index < len(distances):
                return f"{row} at distance {distances[index]}"
    return ".".join(str(part) for part in location)


def write_profile(path: Path, profile: Profile) -> None:
    """Write `profile` to `path` atomically, one line a field, leaving out what is empty."""
    document = profile.model_dump(mode="json", exclude_defaults=True)
    document = {"format": profile.format, "version": profile.version, **document}
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in document.items()]
    write_atomically(path, "{\n" + ",\n".join(lines) + "\n}\n")
