"""What all tests share: reproducible Hypothesis, a copy of the project to tamper with."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.included import PROJECT

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


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


@pytest.fixture(scope="session")
def published() -> Path:
    """The author's published measurements, where this machine has them."""
    beside = PROJECT.root.parent / "shared" / "data" / "published"
    folder = Path(os.environ.get("PYCHECK_PUBLISHED", beside))
    if not folder.is_dir():
        pytest.skip("the published data are not here: set PYCHECK_PUBLISHED to their folder")
    return folder


HOSTILE_CLAIM = r"""
[[claim]]
id = 'ch22.hostile'
title = '<script>alert(1)</script> & "quotes"'
kind = 'prose'
question = '<img src=x onerror=alert(2)>'
statement = 'Not math: $<script>alert(3)</script>$, `</code><b>`, <i>markup</i>, $\frac{1}{$.'
references = ['<a href="javascript:alert(4)">x</a>']
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the whole ledger and one hostile claim, built once for all processes."""
    from pycheck.auditing.run import Options
    from pycheck.report.site import build_site

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, ledger = shared / "site", shared / "ledger"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.copytree(PROJECT.claims, ledger)
            with (ledger / "ch21-22-thermodynamics.toml").open("a", encoding="utf-8") as file:
                file.write(HOSTILE_CLAIM)
            build_site(folder, Options(samples=0, jobs=2, ledger=ledger))
    return folder
