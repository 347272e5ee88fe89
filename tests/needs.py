"""What some tests need that not every machine has: they are skipped, and told how to get it."""

from typing import Any

import pytest

LEANCERT = "the extra `leancert` is not installed: pip install -e '.[leancert]'"
BROWSER = "no Chromium: apt-get install chromium, or playwright install chromium"
PUBLISHED = "the published data are not here: pycheck data fetch"


def tool(name: str) -> Any:
    """A module of the developers' tools, or a skip."""
    package = name.partition(".")[0].replace("_", "-")
    return pytest.importorskip(
        name, reason=f"{package} is not installed: pip install -r requirements-dev.lock"
    )


def models(name: str) -> Any:
    """A module of the extra `models`, or a skip."""
    return pytest.importorskip(
        name, reason="the extra `models` is not installed: pip install -e '.[models]'"
    )


def pretrained(name: str) -> Any:
    """A module of the extra `pretrained`, or a skip."""
    return pytest.importorskip(
        name, reason="the extra `pretrained` is not installed: pip install -e '.[pretrained]'"
    )
