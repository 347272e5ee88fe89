"""What all tests share: reproducible Hypothesis, a copy of the project to tamper with."""

import dataclasses
import fcntl
import os
import pickle
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import mpmath
import pytest
from hypothesis import settings

from pycheck.auditing import run
from pycheck.auditing.algebra import AlgebraFacts
from pycheck.auditing.options import Options
from pycheck.auditing.results import Audit
from pycheck.auditing.run import find_out
from pycheck.data.sources import sources_of
from tests import needs
from tests.included import PROJECT, PUBLISHED

T = TypeVar("T")

mpmath.mp.dps = 40

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
os.environ.pop("COLUMNS", None)  # tables are as wide as they are in a pipe


SLOW = frozenset(
    line
    for line in Path(__file__).with_name("slow.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what `slow.txt` names; a name that a whole file does not have is an error."""
    found = {item.nodeid: item for item in items}
    for name in SLOW & found.keys():
        found[name].add_marker(pytest.mark.slow)
    # Neither single tests nor the last failures are whole files.
    if not config.getoption("lf", False) and not any("::" in argument for argument in config.args):
        files = {name.partition("::")[0] for name in found}
        gone = {name for name in SLOW - found.keys() if name.partition("::")[0] in files}
        if gone:
            raise pytest.UsageError(f"tests/slow.txt names what is not there: {min(gone)}")


@pytest.fixture(autouse=True)
def _digits_given_back() -> Iterator[None]:
    """What a test does to the precision of mpmath, which is global, is not that of the next."""
    with mpmath.workdps(40):
        yield


@pytest.fixture
def project_copy(tmp_path: Path) -> Path:
    """A copy of the proofs and their record, free to be damaged."""
    root = tmp_path / "project"
    root.mkdir()
    proofs = PROJECT.proofs
    for name in ("lakefile.lean", "lean-toolchain", "lake-manifest.json"):
        shutil.copy(proofs / name, root / name)
    shutil.copytree(proofs / "lean", root / "lean", ignore=shutil.ignore_patterns(".lake"))
    return root


@pytest.fixture
def ledger_copy(tmp_path: Path) -> Path:
    """A copy of the claims, free to be changed."""
    return Path(shutil.copytree(PROJECT.claims, tmp_path / "ledger"))


@pytest.fixture(scope="session")
def published() -> Path:
    """The author's published measurements, where the package itself finds them."""
    folder = sources_of(PROJECT)[PUBLISHED.name].root
    if folder is None:
        pytest.skip(needs.PUBLISHED)
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A line a reason for which tests were skipped, with what to do about it."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in skipped
        if isinstance(report.longrepr, tuple)
    )
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"skipped {count}: {reason}")


HOSTILE_CLAIM = r"""
[[claim]]
id = 'ch22.hostile'
title = '<script>alert(1)</script> & "quotes"'
kind = 'prose'
question = '<img src=x onerror=alert(2)>'
statement = 'Not math: $<script>alert(3)</script>$, `</code><b>`, <i>markup</i>, $\frac{1}{$.'
references = ['<a href="javascript:alert(4)">x</a>']
"""


def _once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> T:
    """What `make` returns for a folder, made by the first process that asks for it."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, made = shared / name, shared / f"{name}.pickle"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            folder.mkdir()
            made.write_bytes(pickle.dumps(make(folder)))
    found: T = pickle.loads(made.read_bytes())
    return found


def _audit_and_facts() -> tuple[Audit, AlgebraFacts]:
    found = []

    def watched(*args: Any) -> Any:
        found.append(find_out(*args))
        return found[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "find_out", watched)
        result = run.audit(options=Options(samples=2, jobs=2))
    facts, _ = found[0]
    return result, facts


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Audit, AlgebraFacts]:
    """The whole audit as a person runs it, with few samples, and the facts that it judged."""
    return _once(tmp_path_factory, "audit", lambda _: _audit_and_facts())


@pytest.fixture(scope="session")
def full(whole: tuple[Audit, AlgebraFacts]) -> Audit:
    """The whole audit as a person runs it, with few samples."""
    return whole[0]


@pytest.fixture(scope="session")
def facts(whole: tuple[Audit, AlgebraFacts]) -> AlgebraFacts:
    """What the whole audit found out, but for the samples of theorems."""
    return dataclasses.replace(whole[1], samples={})


@pytest.fixture(scope="session")
def site(full: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the whole ledger and one hostile claim, built once for all processes."""
    from pycheck.report.site import write_site

    def make(folder: Path) -> Path:
        claims = folder / "ledger"
        shutil.copytree(PROJECT.claims, claims)
        with (claims / "ch21-22-thermodynamics.toml").open("a", encoding="utf-8") as file:
            file.write(HOSTILE_CLAIM)
        added = run.audit(["ch22.hostile"], options=Options(samples=0, ledger=claims))
        result = dataclasses.replace(
            full, ledger=added.ledger, claims=(*full.claims, *added.claims)
        )
        write_site(folder / "site", result, Options(samples=2))
        return folder / "site"

    return _once(tmp_path_factory, "site", make)
