"""The recorded mutation scores of the sampled statements: how well sampling tells wrong from right.

They take hours, so they are measured apart and read here.
"""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pycheck.errors import InputError
from pycheck.files import parse_json, read_text

_REMEDY = "measure it again, or correct `mutation_scores` in audit.toml"


class Mutant(BaseModel):
    """A mutant that no sample refuted; `reason` says why it is no other statement."""

    change: str
    reason: str = ""


class Score(BaseModel):
    """The mutants of one statement."""

    name: str
    made: int
    killed: int
    equivalent: list[Mutant] = []
    survivors: list[Mutant] = []

    def __str__(self) -> str:
        told = f"{self.killed} of {self.made} mutants refuted by samples"
        if self.equivalent:
            told += f", {len(self.equivalent)} equivalent to the statement"
        return f"{told}, {len(self.survivors)} survive"


class _Record(BaseModel):
    theorems: list[Score]


def load_scores(path: Path | None) -> Mapping[str, Score]:
    """The scores recorded in a file, by full name; none without the file.

    Raises `InputError` where the file is there and cannot be read.
    """
    if path is None or not path.exists():
        return {}
    try:
        text = read_text(path, "the mutation scores")
        record = _Record.model_validate(parse_json(text, str(path), _REMEDY))
    except ValidationError as error:
        raise InputError(f"{path} is no record of mutation scores; {_REMEDY}") from error
    return {score.name: score for score in record.theorems}
