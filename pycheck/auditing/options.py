"""What an audit looks at and how: all that a command needs to know before it begins."""

from dataclasses import dataclass
from pathlib import Path

SAMPLES = 12
SEED = 20260101
SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Options:
    """What an audit looks at and how.

    `project` is the folder of the audit (by default the current one where it is one, else the audit
    that comes with pycheck), `ledger` a folder of claims in place of its own. `checks` says whether
    the audit's checks, which are code of that folder, may run. `samples` is the number of samples a
    proved statement (0: none); with `drawn_only` no programs decide them once more and no small
    cases are gone through beside them. With 1 job all is done in this process; with more, that many
    others do it, one for `pieces_a_process` pieces of work, and none spends more than `seconds` on
    one check, measurement, theorem or formula. Where `cached`, outcomes of checks that an earlier
    run kept are used, and what is new is kept. `data` is a folder in place of all bodies of data:
    then only claims that are measured are looked at, without their errata.
    """

    samples: int = SAMPLES
    seed: int = SEED
    jobs: int = 1
    seconds: float = SECONDS
    project: Path | None = None
    ledger: Path | None = None
    checks: bool = True
    cached: bool = False
    data: Path | None = None
    drawn_only: bool = False
    pieces_a_process: int = 1
