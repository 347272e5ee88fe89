"""Bodies of data: made for a test, and the author's own."""

from pathlib import Path

import pytest

from pycheck.data.sources import Source
from pycheck.reality.profiles import Profile, write_profile
from tests.book.measurements.made import Make


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def build(profiles: list[Profile], name: str = "published") -> Source:
        root = tmp_path / name
        root.mkdir()
        for index, item in enumerate(profiles):
            write_profile(root / f"{index:03}.json", item)
        return Source(name, root, "fetch them")

    return build


@pytest.fixture(scope="module")
def author(published: Path) -> Source:
    return Source("published", published, "fetch them")
