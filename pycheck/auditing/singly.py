"""The claims of an audit, one at a time: what two of them rest on is found out once."""

from dataclasses import dataclass, field
from functools import cached_property

from pycheck.auditing.opened import Opened
from pycheck.auditing.options import Options
from pycheck.auditing.pool import Pool
from pycheck.auditing.results import ClaimResult
from pycheck.auditing.run import audit_opened
from pycheck.auditing.store import name_of
from pycheck.ledger.loader import Ledger


@dataclass
class _Memory:
    """Outcomes of pieces of work, for as long as this process lives."""

    _kept: dict[str, object] = field(default_factory=dict)

    def get(self, piece: object) -> object:
        """What a piece of work came to, or None."""
        return self._kept.get(name_of(piece))

    def put(self, piece: object, outcome: object) -> None:
        """Keep what a piece came to."""
        self._kept[name_of(piece)] = outcome


class Singly:
    """An audit that is asked for one claim after the other, in processes that stay until `close`.

    Raises `InputError` as `audit` does.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._results: dict[str, ClaimResult] = {}
        self._pool = Pool(options.jobs, options.seconds, 0, None, _Memory())

    @cached_property
    def _opened(self) -> Opened:
        return Opened(self._options)

    @property
    def ledger(self) -> Ledger:
        """Its claims."""
        return self._opened.ledger

    @property
    def has_proofs(self) -> bool:
        """Whether it names a Lean project."""
        return self._opened.project.lean is not None

    @property
    def problems(self) -> tuple[str, ...]:
        """The faults of the record of its proofs that belong to no single receipt."""
        _, record = self._opened.proofs
        return record.problems

    def result(self, name: str) -> ClaimResult:
        """The claim of this id with its errata, judged when it is asked for the first time."""
        if name not in self._results:
            claim = self.ledger.find(name)
            audit = audit_opened(self._opened, (claim,), self._options, pool=self._pool)
            self._results[name] = audit.claims[0]
        return self._results[name]

    def close(self) -> None:
        """End its processes."""
        self._pool.end(at_once=True)
