"""The tests of audits and texts for pytest: who collects them, and what those of an audit find."""

import os
from collections.abc import Generator, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from pycheck.auditing.options import Options
from pycheck.auditing.results import ClaimResult, ErratumResult, Surprise
from pycheck.auditing.singly import Singly
from pycheck.errors import InputError
from pycheck.evidence import ErratumStatus, Evidence, Finding, RealityVerdict
from pycheck.formulas.worker import Worker
from pycheck.ledger.schema import Claim
from pycheck.notation import prose
from pycheck.project import CONFIG

_PROCESSES = 2
"""Of an audit, where pytest is one process; a claim has few pieces of work."""


class Collecting:
    """The hooks that collect audits; in a worker of xdist one process does the work of each."""

    def __init__(self, config: pytest.Config) -> None:
        self._jobs = 1 if hasattr(config, "workerinput") else _PROCESSES
        self._audits: list[Singly] = []
        self._worker = Worker()

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        """An audit for its audit.toml; what else is asked for and nobody collects is a text."""
        found = yield
        if file_path.name == CONFIG:
            audit = Singly(Options(project=file_path.parent, jobs=self._jobs))
            self._audits.append(audit)
            found.append(AuditFile.of(parent, file_path, audit))
        elif not found and file_path.suffix != ".py" and parent.session.isinitpath(file_path):
            from pycheck.pytest_texts import TextFile

            found.append(TextFile.of(parent, file_path, lambda: self._worker))
        return found

    @pytest.hookimpl(optionalhook=True, tryfirst=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """Where nobody says how tests are shared out, an erratum goes with its claim."""
        if config.getoption("dist") != "load":
            return None
        from pycheck.pytest_xdist import ByClaim

        return ByClaim(config, log)

    def pytest_sessionfinish(self) -> None:
        """End what was begun."""
        for audit in self._audits:
            audit.close()
        self._worker.stop()


class AuditFile(pytest.File):
    """The tests of an audit, in the order of its text: a claim, then its errata."""

    audit: Singly

    @classmethod
    def of(cls, parent: pytest.Collector, path: Path, audit: Singly) -> "AuditFile":
        """The tests of the audit at a path."""
        file: AuditFile = cls.from_parent(parent, path=path)
        file.audit = audit
        return file

    def collect(self) -> Iterator[pytest.Item]:
        """Raises `CollectError` for an audit that cannot be used."""
        try:
            claims, has_proofs = self.audit.ledger.claims, self.audit.has_proofs
        except InputError as error:
            raise self.CollectError(str(error)) from error
        if has_proofs:
            yield RecordItem.of(self, "receipts")
        for claim in claims:
            if claim.checkable:
                yield ClaimItem.of(self, claim.id, claim.id)
            for erratum in claim.errata:
                yield ErratumItem.of(self, erratum.id, claim.id)


class Unexpected(Exception):
    """Something is not as the ledger expects: the lines that say what."""


class _Item(pytest.Item):
    audit: Singly

    @classmethod
    def of(cls, parent: AuditFile, name: str, claim: str = "") -> "_Item":
        """The test of this name; by the id of its claim it is found too."""
        item: _Item = cls.from_parent(parent, name=name)
        item.audit = parent.audit
        item.extra_keyword_matches.add(claim or name)
        return item

    def runtest(self) -> None:
        """Raises `Unexpected` where something is, and skips what cannot be decided here."""
        if told := list(self.unexpected()):
            raise Unexpected("\n".join(told))
        if reason := self.absent():
            pytest.skip(reason)

    def unexpected(self) -> Iterator[str]:
        """The lines that say what is unexpected, none where nothing is."""
        raise NotImplementedError

    def absent(self) -> str:
        """Why nothing decides it here, with what to do; empty where something does."""
        return ""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What was found, without the lines of our own code."""
        if isinstance(excinfo.value, Unexpected | InputError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    @property
    def title(self) -> str:
        """What it is about."""
        return "the record of the proofs"

    def reportinfo(self) -> tuple[os.PathLike[str], int | None, str]:
        """Where it stands, and the head of a failure."""
        return self.path, None, f"{self.name}: {prose(self.title)}"


class RecordItem(_Item):
    """The record of the proofs as a whole."""

    def unexpected(self) -> Iterator[str]:
        """The faults that belong to no single receipt."""
        yield from self.audit.problems


class _OfClaim(_Item):
    @cached_property
    def claim(self) -> Claim:
        """The claim, or the one that carries the erratum."""
        return self.audit.ledger.carrier(self.name)

    @property
    def result(self) -> ClaimResult:
        """The claim, judged."""
        return self.audit.result(self.claim.id)

    def told(self, surprises: Iterable[Surprise]) -> Iterator[str]:
        """What is unexpected, under the place of the entry in the ledger."""
        for number, surprise in enumerate(surprises):
            if not number:
                yield f"{self.audit.ledger.places[self.claim.id].of(self.name)}:"
            yield prose(str(surprise))


class ClaimItem(_OfClaim):
    """A claim: both verdicts."""

    @property
    def title(self) -> str:
        """Its title in the ledger."""
        return self.claim.title

    def unexpected(self) -> Iterator[str]:
        """What is not as expected, then what does not speak for the claim, with points."""
        found = [s for s in self.result.surprises if s.kind != "erratum"]
        if found:
            yield from self.told(found)
            yield from _parts_against(self.result)
            yield from _against(self.result.algebra.evidence)

    def absent(self) -> str:
        """For a measured claim without data, the command that brings them."""
        if self.claim.kind != "measured":
            return ""
        return _unmeasured(self.result.reality.evidence, self.result.reality.verdict)


class ErratumItem(_OfClaim):
    """An erratum: its status."""

    @property
    def title(self) -> str:
        """Its title in the ledger."""
        return next(e.title for e in self.claim.errata if e.id == self.name)

    @property
    def erratum(self) -> ErratumResult:
        """The erratum, judged."""
        (found,) = (e for e in self.result.errata if e.erratum.id == self.name)
        return found

    def unexpected(self) -> Iterator[str]:
        """What is not as expected; the evidence on both sides stands in it."""
        yield from self.told(s for s in self.result.surprises if s.is_about(self.name))

    def absent(self) -> str:
        """For one that data would decide, the command that brings them."""
        if self.erratum.status is not ErratumStatus.NOT_DECIDED_HERE:
            return ""
        sides = (*self.erratum.against, *self.erratum.evidence_for)
        return _unmeasured(sides, RealityVerdict.UNMEASURED)


def _parts_against(result: ClaimResult) -> Iterator[str]:
    """The formulas that nothing carries, and the smallest point at which one fails."""
    for number, part in enumerate(result.parts, 1):
        if part.check and not part.carried and part.check.verdict != "derived":
            yield f"  part {number}: {part.read}: {part.check.told}"


def _against(evidence: Iterable[Evidence]) -> Iterator[str]:
    for e in evidence:
        if e.says != Finding.SUPPORTS:
            yield prose(f"  {e.kind} {e.name}: {e.says}: {e.detail}")


def _unmeasured(evidence: Iterable[Evidence], verdict: RealityVerdict) -> str:
    if verdict is not RealityVerdict.UNMEASURED:
        return ""
    told = [e.detail for e in evidence if e.says == RealityVerdict.UNMEASURED]
    return "; ".join(dict.fromkeys(told)) or "no measurement bears on it"
