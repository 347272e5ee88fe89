"""Fetching over loopback: every hash checked, resumable, one line when something is wrong."""

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pycheck.data import fetch
from pycheck.data.fetch import (
    cache_root,
    fetch_published,
    known_files,
    missing_from,
    published_root,
)
from pycheck.errors import InputError


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def requests_seen() -> list[str]:
    return []


@pytest.fixture
def server(published: Path, requests_seen: list[str]) -> Iterator[str]:
    class Handler(_Quiet):
        def do_GET(self) -> None:
            requests_seen.append(self.path)
            super().do_GET()

    yield from _serve(functools.partial(Handler, directory=str(published)))


def _serve(handler: Callable[..., _Quiet]) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{httpd.server_address[1]}/"
        finally:
            httpd.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(fetch.ROOT_VARIABLE, raising=False)
    monkeypatch.delenv(fetch.URL_VARIABLE, raising=False)
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(tmp_path / "cache" / name))


def test_the_known_hashes_are_those_of_the_published_files(published: Path) -> None:
    known = known_files()
    there = {p.relative_to(published).as_posix() for p in published.rglob("*") if p.is_file()}
    assert there - set(known) == {"README.md", "LICENSE"}
    assert set(known) <= there
    assert missing_from(published) == []


def test_all_files_come_and_are_found(server: str) -> None:
    assert published_root() is None
    fetched = fetch_published(base_url=server)
    assert (fetched.brought, fetched.kept) == (len(known_files()), 0)
    assert published_root() == cache_root() == fetched.root
    assert missing_from(fetched.root) == []


def test_a_second_fetch_asks_only_for_what_is_missing(
    server: str, tmp_path: Path, requests_seen: list[str]
) -> None:
    root = tmp_path / "data"
    fetch_published(root, server)
    gone, damaged = "e4_gamma/gpt2_mongo.json", "exp_b2/kv_compression_results.json"
    (root / gone).unlink()
    (root / damaged).write_text("{}")
    requests_seen.clear()
    fetched = fetch_published(root, server)
    assert fetched.brought == 2
    assert sorted(requests_seen) == [f"/{gone}", f"/{damaged}"]
    assert missing_from(root) == []


def test_an_interrupted_fetch_goes_on_where_it_stopped(server: str, tmp_path: Path) -> None:
    root = tmp_path / "data"

    def stop_after_ten(names: object) -> Iterator[str]:
        assert isinstance(names, list)
        yield from names[:10]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_published(root, server, track=stop_after_ten)
    there = [p for p in root.rglob("*") if p.is_file()]
    assert len(there) == 10
    fetched = fetch_published(root, server)
    assert fetched.kept == 10
    assert missing_from(root) == []


def test_an_incomplete_cache_is_no_data(server: str) -> None:
    fetched = fetch_published(base_url=server)
    (fetched.root / "master_gamma_results.json").write_text("[]")
    assert published_root() is None


def test_another_content_is_refused_and_not_kept(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    for name in known_files():
        (wrong / name).parent.mkdir(parents=True, exist_ok=True)
        (wrong / name).write_text("{}")
    handler = functools.partial(_Quiet, directory=str(wrong))
    root = tmp_path / "data"
    for url in _serve(handler):
        with pytest.raises(InputError, match="another SHA-256") as caught:
            fetch_published(root, url, retries=0)
    assert "\n" not in str(caught.value)
    assert not [p for p in root.rglob("*") if p.is_file()]


def test_a_missing_file_and_no_server_are_told_apart(server: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the server answered 404.*goes on where it stopped"):
        fetch_published(tmp_path / "a", server + "elsewhere/", retries=0)
    with pytest.raises(InputError, match="no answer"):
        fetch_published(tmp_path / "b", "http://127.0.0.1:9/", retries=0)
    with pytest.raises(InputError, match="is no address"):
        fetch_published(tmp_path / "c", "ftp://somewhere/")


def test_a_folder_that_cannot_be_made_is_named(server: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"cannot fetch .*Not a directory|File exists"):
        fetch_published(tmp_path / "file" / "below", server, retries=0)


def test_variables_name_the_folder_and_the_address(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(fetch.URL_VARIABLE, server.rstrip("/"))
    fetch_published(tmp_path / "data")
    monkeypatch.setenv(fetch.ROOT_VARIABLE, str(tmp_path / "data"))
    assert published_root() == tmp_path / "data"
    monkeypatch.setenv(fetch.ROOT_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match=r"PYCHECK_PUBLISHED names .*no folder"):
        published_root()


def test_the_address_is_one_commit() -> None:
    assert fetch.COMMIT in fetch.BASE_URL
    assert len(fetch.COMMIT) == 40
    assert cache_root().name == fetch.COMMIT[:12]
