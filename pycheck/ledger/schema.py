"""What the ledger may say: claims, errata and sections, validated before anything is checked.

The ledger states; it never checks. It holds the literal values that a claim prints, the names of
the checks that arrive at values of their own, and the verdict that the audit is expected to
compute. ``docs/ledger.md`` explains every field to a person who adds a claim.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from pycheck.evidence import AlgebraVerdict, ErratumStatus, RealityVerdict
from pycheck.ledger.fields import Digest, Entry, Id, Name, Names, States, Text, Texts
from pycheck.ledger.parts import Definition, Formula, Part

Kind = Literal["identity", "inequality", "limit", "number", "measured", "prose"]
Reading = Literal["gap", "petty", "acknowledged"]
Answers = Literal["sentence", "beyond the text", "data file"]
EvidenceKind = Literal["receipt", "derivation", "enclosure", "measurement"]


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """A piece of evidence by its kind and its name: ``receipt:some_theorem`` in the ledger."""

    kind: EvidenceKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


_REFERENCE = re.compile(rf"({'|'.join(get_args(EvidenceKind))}):([\w.]+)")


def _reference(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no reference; write KIND:NAME, e.g. receipt:NAME")
    return EvidenceRef(match[1], match[2])  # type: ignore[arg-type]


Formulas = Annotated[tuple[Formula, ...], Field(strict=False)]
EvidenceRefs = Annotated[
    tuple[Annotated[EvidenceRef, BeforeValidator(_reference)], ...], Field(strict=False)
]


@dataclass(frozen=True, slots=True)
class Side:
    """What states values: a claim, or the printed or the corrected text of one of its errata."""

    claim: str
    erratum: str = ""
    text: Literal["", "printed", "corrected"] = ""

    def __str__(self) -> str:
        return f"{self.erratum} {self.text}" if self.erratum else "claim"


class _Placed(Entry):
    """What says which sentences it answers, by their SHA-256, or why it answers none."""

    id: Id
    sentences: Annotated[tuple[Digest, ...], Field(strict=False)] = ()
    beyond_text: bool = False
    data_file: Text | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum((bool(self.sentences), self.beyond_text, self.data_file is not None)) > 1:
            raise ValueError("write one of `sentences`, `beyond_text` and `data_file`")
        return self

    @property
    def answers(self) -> Answers | None:
        """What it answers, or None where the ledger does not say."""
        if self.sentences:
            return "sentence"
        if self.beyond_text:
            return "beyond the text"
        return "data file" if self.data_file else None


class Section(Entry):
    """A section of the text: its id, its title, and what a reader calls it (``Chapter 22``)."""

    id: Id
    title: Text
    label: Text | None = None

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return self.label or self.id


class Chapter(Entry):
    """A section that has a number: its id is ``ch`` and two digits."""

    number: Annotated[int, Field(ge=1, le=99)]
    title: Text

    @property
    def section(self) -> Section:
        """The section that this is short for."""
        return Section(id=f"ch{self.number:02}", title=self.title, label=f"Chapter {self.number}")


class Expected(Entry):
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


class Erratum(_Placed):
    """A mistake or a gap of the printed text, with what speaks against it and for its correction.

    `printed_formulas` are what the printed text says and `corrected_formulas` what is right, as far
    as formulas say it; each is checked. `printed_states` must be refuted and `corrected_states`
    supported by the checks of the claim that carries the erratum. Whether it stands is computed
    from evidence; `expected` is the status that the audit must find where the data that decide are
    at hand. `reading` is ours: ``gap`` (the text leaves out something that it needs), ``petty``,
    ``acknowledged`` (the author has published the correction).
    """

    title: Text
    printed: Text
    corrected: Text
    expected: Annotated[ErratumStatus, Field(strict=False)] = ErratumStatus.CONFIRMED
    reading: Reading | None = None
    printed_formulas: Formulas = ()
    corrected_formulas: Formulas = ()
    printed_states: States = Field(default={})
    corrected_states: States = Field(default={})
    against: EvidenceRefs = ()
    evidence_for: EvidenceRefs = ()

    @model_validator(mode="before")
    @classmethod
    def _earlier_form(cls, data: Any) -> Any:
        """Read the one `status` of earlier ledgers as what is expected and what is our reading."""
        if not (isinstance(data, dict) and "status" in data):
            return data
        if "expected" in data or "reading" in data:
            raise ValueError("`status` is the older form; keep `expected` and `reading`")
        fields = {key: value for key, value in data.items() if key != "status"}
        status = data["status"]
        if status in get_args(Reading):
            evidence = ("against", "evidence_for", "printed_states", "corrected_states")
            expected = "confirmed" if any(data.get(name) for name in evidence) else "open"
            return {**fields, "reading": status, "expected": expected}
        return {**fields, "expected": status}

    @model_validator(mode="after")
    def _data_may_be_absent(self) -> Self:
        if self.expected is ErratumStatus.NOT_DECIDED_HERE:
            raise ValueError("expect what the data decide; without them nothing is compared")
        return self

    @property
    def theorems(self) -> tuple[str, ...]:
        """The declarations that its formulas name."""
        parts = (f.part for f in (*self.printed_formulas, *self.corrected_formulas))
        return tuple(name for part in parts for name in (*part.lean, *part.refuted_by))

    @property
    def references(self) -> tuple[EvidenceRef, ...]:
        """All evidence that it names, on both sides."""
        return (*self.against, *self.evidence_for)


class Claim(_Placed):
    """One statement of the text, and what may be asked about it.

    `section` is the id of the section that it stands in; without it, what the claim's id has before
    its first dot. `question` is the heading that it stands under (absent where the claim goes
    beyond the text). `parts` are what it says, one by one; `why` is the reason why a claim that can
    be checked has no formula. `lean` names declarations that state a claim without parts,
    `refuted_by` ones that state the negation of one, `lemmas` ones on the way to a proof, which are
    linked and are no evidence of their own; all without the namespace of the library. `states` are
    the values that the claim states, in sympy syntax, under the names that the checks give their
    results.
    """

    title: Text
    kind: Kind
    statement: Text
    section: Id | None = None
    question: Text | None = None
    assumptions: Texts = ()
    lean: Names = ()
    refuted_by: Names = ()
    lemmas: Names = ()
    derivations: Names = ()
    enclosures: Names = ()
    measurements: Names = ()
    references: Texts = ()
    states: States = Field(default={})
    parts: Annotated[tuple[Part, ...], Field(strict=False, alias="part")] = ()
    why: Text | None = None
    expected: Expected = Expected()
    errata: Annotated[tuple[Erratum, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _prose_is_not_checked(self) -> Self:
        proofs = (*self.lean, *self.refuted_by, *self.lemmas)
        checks = (*self.derivations, *self.enclosures, *self.measurements)
        if self.parts and (self.lean or self.refuted_by):
            raise ValueError("a claim with parts names its declarations in the parts")
        if self.kind == "prose" and (proofs or checks or self.states or self.parts):
            raise ValueError("a prose entry has no checks and no values; give the claim a kind")
        if self.expected.reality and self.kind != "measured" and not self.measurements:
            raise ValueError("no measurement of the claim bears on the reality that it expects")
        if self.kind == "prose" and self.question is None:
            raise ValueError("a prose entry needs the `question` that it answers")
        return self

    @property
    def section_id(self) -> str:
        """The id of its section."""
        return self.section or self.id.partition(".")[0]

    @property
    def declarations(self) -> tuple[str, ...]:
        """The declarations that are said to carry it, or one of its parts, each once."""
        named = (*self.lean, *(name for part in self.parts for name in part.lean))
        return tuple(dict.fromkeys(named))

    @property
    def negations(self) -> tuple[str, ...]:
        """The declarations that are said to deny it, or one of its parts, each once."""
        named = (*self.refuted_by, *(name for part in self.parts for name in part.refuted_by))
        return tuple(dict.fromkeys(named))

    @property
    def checkable(self) -> bool:
        """Whether evidence could bear on the claim at all."""
        return self.kind != "prose"


class LedgerFile(Entry):
    """One TOML file of the ledger."""

    section: Annotated[tuple[Section, ...], Field(strict=False)] = ()
    chapter: Annotated[tuple[Chapter, ...], Field(strict=False)] = ()
    definition: Annotated[tuple[Definition, ...], Field(strict=False)] = ()
    claim: Annotated[tuple[Claim, ...], Field(strict=False)] = ()
