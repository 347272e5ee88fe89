"""How pytest-xdist shares out the tests of audits: a claim and its errata are found out once."""

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

from pycheck.errors import InputError
from pycheck.ledger.loader import Ledger, load_ledger
from pycheck.project import CONFIG, load_project


class ByClaim(LoadScopeScheduling):  # type: ignore[misc]
    """Each test goes where there is room, but for an erratum, which goes with its claim."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, name = nodeid.partition("::")
        if Path(file).name != CONFIG:
            return nodeid
        try:
            claim = _ledger(self.config.rootpath / Path(file).parent).carrier(name)
        except InputError:  # the record of the proofs, or a ledger that the workers tell of
            return nodeid
        return f"{file}::{claim.id}"


@cache
def _ledger(root: Path) -> Ledger:
    return load_ledger(load_project(root).claims)
