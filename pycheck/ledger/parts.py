"""The parts of a claim: a formula each, or words, and the theorems that are said to carry it."""

import re
from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from pycheck.ledger.fields import Entry, Name, Names, Text, Texts

_DEFINED = re.compile(r"\A([A-Za-z]\w*)\s*(\(|=)")
Standing = Mapping[str, Text]
"""What stands for the variables of a theorem: expressions by the names of the variables."""


class Definition(Entry):
    """A definition that the text gives: a formula, ``U(N, gamma) = …``.

    `lean` is the constant that formalizes it; both are compared at samples that satisfy `where`.
    A constant that takes the definition's arguments under other names has them in ``with``.
    """

    formula: Text
    where: Texts = ()
    lean: Name | None = None
    standing: Standing = Field(default={}, alias="with")

    @model_validator(mode="after")
    def _defines_a_name(self) -> Self:
        if not _DEFINED.match(self.formula):
            raise ValueError("a definition is written NAME(ARGUMENTS) = … or NAME = …")
        return self

    @property
    def name(self) -> str:
        """The name that it defines."""
        found = _DEFINED.match(self.formula)
        assert found is not None  # the validator has seen it
        return found[1]


class Formula(Entry):
    """What an erratum's text says as a formula, under the conditions `where`.

    `lean` names declarations that carry it, `refuted_by` ones that deny it, and ``with`` what
    stands for their variables.
    """

    formula: Text
    where: Texts = ()
    lean: Names = ()
    refuted_by: Names = ()
    standing: Standing = Field(default={}, alias="with")

    @property
    def part(self) -> "Part":
        """The same as a part."""
        return Part.model_validate(self.model_dump(by_alias=True))


class Part(Entry):
    """One thing that a claim says: a `formula` under the conditions `where`, or `words`.

    `lean` names the declarations that are said to carry it, `refuted_by` those that are said to
    deny it (``¬ …``), ``with`` what stands for their variables. Words with a theorem say of which
    constants of the library, or of Mathlib, they speak: `of`. `unsampled` is the reason why a
    declaration of which no sample satisfies the hypotheses is accepted all the same. `why` says why
    a part has words in place of a formula.
    """

    formula: Text | None = None
    words: Text | None = None
    where: Texts = ()
    lean: Names = ()
    refuted_by: Names = ()
    of: Names = ()
    standing: Standing = Field(default={}, alias="with")
    unsampled: Text | None = None
    why: Text | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.formula is None) is (self.words is None):
            raise ValueError("a part has a `formula` or `words`, one of them")
        if self.words is not None and (self.where or self.standing or self.refuted_by):
            raise ValueError("`where`, `with` and `refuted_by` belong to a formula")
        if bool(self.of) is not bool(self.words and self.lean):
            raise ValueError("`of` names the constants of which words with a theorem speak")
        return self

    @property
    def text(self) -> str:
        """What it says, as the ledger writes it."""
        return self.formula or self.words or ""
