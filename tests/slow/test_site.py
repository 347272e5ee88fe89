"""The whole audit with every body of data, as a site."""

import json
from pathlib import Path

import pytest

from pycheck.auditing.options import Options
from pycheck.report.site import build_site

pytestmark = pytest.mark.slow


def test_the_site_of_the_published_data(
    tmp_path: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYCHECK_PUBLISHED", str(published))
    result = build_site(tmp_path / "site", Options(jobs=2))
    assert result.surprises == ()
    document = json.loads((tmp_path / "site" / "audit.json").read_text("utf-8"))
    sources = {e["source"] for c in document["claims"] for e in c["reality"]["evidence"]}
    assert sources == {"own", "pretrained", "published"}
    assert (tmp_path / "site" / "pictures" / "atlas-published.svg").is_file()
