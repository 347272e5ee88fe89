"""What the ledger may say: claims, errata and chapters, validated before anything is checked.

The ledger states; it never checks. It holds the literal values that a claim prints, the names of
the checks that arrive at values of their own, and the verdict that the audit is expected to
compute. ``docs/ledger.md`` explains every field to a person who adds a claim.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from pycheck.evidence import AlgebraVerdict, RealityVerdict

Kind = Literal["identity", "inequality", "limit", "number", "measured", "prose"]
ErratumStatus = Literal["confirmed", "gap", "open", "acknowledged"]


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
ClaimId = Annotated[str, StringConstraints(pattern=r"\Ach\d\d\.[a-z0-9]+(-[a-z0-9]+)*\Z")]
ErratumId = Annotated[str, StringConstraints(pattern=r"\AE\d+\Z")]
EvidenceRef = Annotated[
    str, StringConstraints(pattern=r"\A(receipt|derivation|enclosure|measurement):[\w.]+\Z")
]

# TOML has arrays only; a strict tuple would refuse them.
Texts = Annotated[tuple[Text, ...], Field(strict=False)]
Names = Annotated[tuple[Name, ...], Field(strict=False)]
EvidenceRefs = Annotated[tuple[EvidenceRef, ...], Field(strict=False)]
States = Mapping[Key, Value]


class _Entry(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, regex_engine="python-re")


class Chapter(_Entry):
    """A chapter of the book; `title` is what the book calls it."""

    number: Annotated[int, Field(ge=1, le=99)]
    title: Text


class Expected(_Entry):
    """The verdicts that the audit must compute; `reality` has one a body of data.

    An empty `reality` says that no data bear on the claim (``not applicable``).
    """

    algebra: Annotated[AlgebraVerdict, Field(strict=False)] = AlgebraVerdict.NONE
    reality: Mapping[Name, Annotated[RealityVerdict, Field(strict=False)]] = {}

    @model_validator(mode="after")
    def _conflicts_are_errors(self) -> Self:
        if self.algebra is AlgebraVerdict.CONFLICT:
            raise ValueError("a conflict is always an error and cannot be expected")
        if RealityVerdict.NOT_APPLICABLE in self.reality.values():
            raise ValueError("leave `reality` empty where no data bear on the claim")
        return self


class Erratum(_Entry):
    """A mistake or a gap of the printed text, with what speaks against it and for its correction.

    `printed_states` must be refuted and `corrected_states` supported by the checks of the claim
    that carries the erratum. `status`: ``acknowledged`` (the author has published it),
    ``confirmed`` (the evidence decides against the printed text), ``gap`` (the text leaves out
    something that it needs), ``open`` (doubtful; the evidence at hand does not decide).
    """

    id: ErratumId
    title: Text
    printed: Text
    corrected: Text
    status: ErratumStatus
    printed_states: States = {}
    corrected_states: States = {}
    against: EvidenceRefs = ()
    evidence_for: EvidenceRefs = ()

    @property
    def number(self) -> int:
        """The number of the id ``E<number>``."""
        return int(self.id[1:])


class Claim(_Entry):
    """One statement of the book, and what may be asked about it.

    `question` is the heading of the exercise that it answers (absent where the claim goes beyond
    the book's exercises). `lean` names declarations that state the claim, `refuted_by` ones that
    state its negation, `lemmas` ones on the way to a proof, which are linked and are no evidence
    of their own; all without their namespace ``AttentionDecay``. `states` are the values that the
    claim states, in sympy syntax, under the names that the checks give their results.
    """

    id: ClaimId
    title: Text
    kind: Kind
    statement: Text
    question: Text | None = None
    assumptions: Texts = ()
    lean: Names = ()
    refuted_by: Names = ()
    lemmas: Names = ()
    derivations: Names = ()
    enclosures: Names = ()
    measurements: Names = ()
    references: Texts = ()
    states: States = {}
    expected: Expected = Expected()
    errata: Annotated[tuple[Erratum, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _prose_is_not_checked(self) -> Self:
        proofs = (*self.lean, *self.refuted_by, *self.lemmas)
        checks = (*self.derivations, *self.enclosures, *self.measurements)
        if self.kind == "prose" and (proofs or checks or self.states):
            raise ValueError("a prose entry has no checks and no values; give the claim a kind")
        if self.kind == "prose" and self.question is None:
            raise ValueError("a prose entry needs the `question` that it answers")
        return self

    @property
    def chapter(self) -> int:
        """The number of the chapter, from the id."""
        return int(self.id[2:4])

    @property
    def checkable(self) -> bool:
        """Whether evidence could bear on the claim at all."""
        return self.kind != "prose"


class LedgerFile(_Entry):
    """One TOML file of the ledger."""

    chapter: Annotated[tuple[Chapter, ...], Field(strict=False)] = ()
    claim: Annotated[tuple[Claim, ...], Field(strict=False)] = ()
