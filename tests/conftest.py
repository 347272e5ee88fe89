"""What all tests share: reproducible Hypothesis, a copy of the project to tamper with."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from pycheck.project import project_root

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture
def project_copy(tmp_path: Path) -> Path:
    """A copy of the proofs and their record, free to be damaged."""
    root = tmp_path / "project"
    root.mkdir()
    for name in ("lakefile.lean", "lean-toolchain", "lake-manifest.json"):
        shutil.copy(project_root() / name, root / name)
    shutil.copytree(project_root() / "lean", root / "lean", ignore=shutil.ignore_patterns(".lake"))
    return root


@pytest.fixture(scope="session")
def published() -> Path:
    """The author's published measurements, where this machine has them."""
    beside = project_root().parent / "shared" / "data" / "published"
    folder = Path(os.environ.get("PYCHECK_PUBLISHED", beside))
    if not folder.is_dir():
        pytest.skip("the published data are not here: set PYCHECK_PUBLISHED to their folder")
    return folder
