"""The kinds of text that entries of the ledger are made of."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise ValueError("write something")
    return line


# Line breaks in the TOML are for its reader; the text is one line.
Text = Annotated[str, AfterValidator(_one_line)]
Name = Annotated[str, StringConstraints(pattern=r"\A[^\W\d]\w*(\.\w+)*\Z")]
Key = Annotated[str, StringConstraints(pattern=r"\A[a-z][a-z0-9_]*\Z")]
# Sympy will parse these: letters, digits and arithmetic only, so that nothing else can be run.
Value = Annotated[str, StringConstraints(pattern=r"\A(?!.*__)[A-Za-z0-9_+\-*/(),. ]+\Z")]
# Ids name files and addresses of a report.
Id = Annotated[
    str, StringConstraints(pattern=r"\A[A-Za-z0-9]+([._-][A-Za-z0-9]+)*\Z", max_length=100)
]
# The SHA-256 of a sentence.
Digest = Annotated[str, StringConstraints(pattern=r"\A[0-9a-f]{64}\Z")]

# TOML has arrays only; a strict tuple would refuse them.
Texts = Annotated[tuple[Text, ...], Field(strict=False)]
Names = Annotated[tuple[Name, ...], Field(strict=False)]
States = Mapping[Key, Value]


class Entry(BaseModel):
    """An entry of the ledger: immutable, and without keys that nobody knows."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, regex_engine="python-re")
