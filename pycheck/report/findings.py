"""What is wrong with the text: the errata by status, and the claims that the evidence denies."""

from collections.abc import Mapping
from dataclasses import dataclass

from pycheck.auditing.results import Audit, ClaimResult, ErratumResult
from pycheck.evidence import AlgebraVerdict, ErratumStatus, RealityVerdict

_ON_ONE_SCREEN = 24
_AGAINST = (
    AlgebraVerdict.REFUTED,
    AlgebraVerdict.CONFLICT,
    RealityVerdict.CONTRADICTED,
    RealityVerdict.UNDECIDED,
)


@dataclass(frozen=True, slots=True)
class Denied:
    """The claims that have one verdict that speaks against them, or leaves them open."""

    side: str
    verdict: AlgebraVerdict | RealityVerdict
    claims: tuple[ClaimResult, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """The errata by status, those with none left out, and the claims that are not borne out."""

    errata: Mapping[ErratumStatus, tuple[ErratumResult, ...]]
    denied: tuple[Denied, ...]

    @property
    def confirmed(self) -> tuple[ErratumResult, ...]:
        """The errata against whose printed text the evidence decides."""
        return self.errata.get(ErratumStatus.CONFIRMED, ())

    @property
    def first(self) -> tuple[ErratumResult, ...]:
        """Those of them that the first screen of the front page has room for."""
        return self.confirmed[:_ON_ONE_SCREEN]

    @property
    def further(self) -> tuple[ErratumResult, ...]:
        """The others, which are told by their numbers."""
        return self.confirmed[_ON_ONE_SCREEN:]


def findings_of(audit: Audit) -> Findings:
    """What an audit found wrong."""
    by_status = {s: tuple(e for e in audit.errata if e.status is s) for s in ErratumStatus}
    return Findings(
        errata={status: items for status, items in by_status.items() if items},
        denied=tuple(d for verdict in _AGAINST if (d := _denied(audit, verdict)).claims),
    )


def _denied(audit: Audit, verdict: AlgebraVerdict | RealityVerdict) -> Denied:
    side = "algebra" if isinstance(verdict, AlgebraVerdict) else "reality"
    checkable = [c for c in audit.claims if c.claim.checkable]
    return Denied(side, verdict, tuple(c for c in checkable if getattr(c, side).verdict == verdict))
