"""The pages of the site as a reader without a browser finds them."""

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest


class Page(HTMLParser):
    """Elements, ids, addresses and text of a page; `outward` are the addresses marked external."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.outward: list[str] = []
        self.handlers: list[str] = []
        self.images_without_alt = 0
        self.words: list[str] = []
        self.source = path.read_text(encoding="utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        external = tag == "a" and dict(attrs).get("rel") == "external noreferrer"
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1
            elif name in ("href", "src", "action"):
                (self.outward if external else self.addresses).append(value or "")
            elif name.startswith("on"):
                self.handlers.append(name)
        self.images_without_alt += tag == "img" and not dict(attrs).get("alt")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """All text of the page."""
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Page]:
    return {p.relative_to(site).as_posix(): Page(p) for p in sorted(site.rglob("*.html"))}
