"""Fetching over loopback: every hash checked, resumable, one line when something is wrong."""

import contextlib
import functools
import http.server
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pycheck.data import cache, sources
from pycheck.data.cache import cache_root
from pycheck.data.fetch import Fetched, fetch
from pycheck.errors import InputError
from tests.included import PROJECT, PUBLISHED


def fetch_published(root: Path | None = None, url: str | None = None, **how: Any) -> Fetched:
    return fetch(PROJECT, PUBLISHED, root, url, **how)


def known_files() -> dict[str, cache.Known]:
    return cache.known_files(PROJECT, PUBLISHED)


def missing_from(root: Path) -> list[str]:
    return cache.missing_from(root, PROJECT, PUBLISHED)


def published_root() -> Path | None:
    return sources.fetched_root(PROJECT, PUBLISHED)


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
    monkeypatch.delenv("PYCHECK_PUBLISHED", raising=False)
    monkeypatch.delenv("PYCHECK_PUBLISHED_URL", raising=False)
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(tmp_path / "cache" / name))


def test_the_known_hashes_are_those_of_the_published_files(published: Path) -> None:
    known = known_files()
    there = {p.relative_to(published).as_posix() for p in published.rglob("*") if p.is_file()}
    assert there - set(known) == {"README.md", "LICENSE"}
    assert set(known) <= there
    assert missing_from(published) == []


def test_all_files_come_and_are_found(server: str) -> None:
    assert published_root() is None
    fetched = fetch_published(url=server)
    assert (fetched.brought, fetched.kept) == (len(known_files()), 0)
    assert published_root() == cache_root(PUBLISHED) == fetched.root
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
    fetched = fetch_published(url=server)
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


@pytest.mark.parametrize(
    ("told", "pause"),
    [(r"more than its \d+ bytes came", 0.0), ("it took more than 1 seconds", 0.05)],
)
def test_a_body_without_end_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, pause: float
) -> None:
    class Endless(_Quiet):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                while True:
                    self.wfile.write(b"x" * (1 if pause else 2**16))
                    time.sleep(pause)

    monkeypatch.setattr("pycheck.data.fetch.LONGEST_SECONDS", 1)
    root = tmp_path / "data"
    for url in _serve(Endless):
        with pytest.raises(InputError, match=told):
            fetch_published(root, url, retries=0)
    assert not [p for p in root.rglob("*") if p.is_file()]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Length: 100000", b"[" * 10),
        ("Transfer-Encoding: chunked", b"a\r\n[[[[["),
        ("Transfer-Encoding: chunked", b"no length\r\n[[[[["),
        ("Content-Encoding: gzip", b"no gzip"),
        ("Content-Length: many", b"[" * 10),
    ],
)
def test_an_answer_that_breaks_off_is_one_line(tmp_path: Path, head: str, body: bytes) -> None:
    class Broken(_Quiet):
        def do_GET(self) -> None:
            self.wfile.write(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body)

    root = tmp_path / "data"
    for url in _serve(Broken):
        with pytest.raises(InputError, match="goes on where it stopped") as caught:
            fetch_published(root, url, retries=1)
        assert "\n" not in str(caught.value)
    assert not [p for p in root.rglob("*") if p.is_file()]


def test_what_a_killed_fetch_has_left_is_removed(server: str, tmp_path: Path) -> None:
    root = tmp_path / "data"
    name = next(iter(known_files()))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = root / name
    left = left.with_name(f".{left.name}.{gone.pid}.abc.tmp")
    left.parent.mkdir(parents=True)
    left.write_text("half")
    fetch_published(root, server)
    assert missing_from(root) == []
    assert not left.exists()


def test_a_missing_file_and_no_server_are_told_apart(server: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the server answered 404.*goes on where it stopped"):
        fetch_published(tmp_path / "a", server + "elsewhere/", retries=0)
    with pytest.raises(InputError, match="no answer"):
        fetch_published(tmp_path / "b", "http://127.0.0.1:9/", retries=0)
    with pytest.raises(InputError, match="is no address"):
        fetch_published(tmp_path / "c", "ftp://somewhere/")


def test_a_folder_that_cannot_be_made_is_named(server: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"cannot write .*(Not a directory|File exists)"):
        fetch_published(tmp_path / "file" / "below", server, retries=0)


def test_variables_name_the_folder_and_the_address(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYCHECK_PUBLISHED_URL", server.rstrip("/"))
    fetch_published(tmp_path / "data")
    monkeypatch.setenv("PYCHECK_PUBLISHED", str(tmp_path / "data"))
    assert published_root() == tmp_path / "data"
    monkeypatch.setenv("PYCHECK_PUBLISHED", str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match=r"PYCHECK_PUBLISHED names .*no folder"):
        published_root()


def test_a_folder_with_anything_else_in_it_is_not_the_published_one(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    fetch_published(data, server.rstrip("/"))
    monkeypatch.setenv("PYCHECK_PUBLISHED", str(data))
    (data / "README.md").write_text("a note")
    assert published_root() == data
    first = min(path for path in data.rglob("*.json"))
    forged = first.with_name("forged-1_random.json")
    forged.write_bytes(first.read_bytes())
    with pytest.raises(InputError, match=r"forged-1_random\.json is none of the published files"):
        published_root()
    forged.unlink()
    first.write_bytes(first.read_bytes() + b" ")
    with pytest.raises(InputError, match="is none of the published files as they are listed"):
        published_root()


def test_the_address_is_one_commit() -> None:
    assert PUBLISHED.url is not None
    assert PUBLISHED.version is not None
    commit = PUBLISHED.url.split("/")[-3]
    assert len(commit) == 40
    assert commit.startswith(PUBLISHED.version)
    assert cache_root(PUBLISHED).name == PUBLISHED.version


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/tmp/evil.txt", "a/../../evil.txt", "a\\\\..\\\\b"]
)
def test_a_list_names_files_within_its_folder_alone(tmp_path: Path, name: str) -> None:
    project = replace(PROJECT, root=tmp_path)
    entry = PUBLISHED.model_copy(update={"files": "files.txt"})
    (tmp_path / "files.txt").write_text(f"{name} 5 {'0' * 64}\n")
    with pytest.raises(InputError, match=r"files\.txt:1: .* lies outside of the folder"):
        fetch(project, entry, tmp_path / "data", "http://127.0.0.1:9/")


def test_a_damaged_list_of_files_is_one_line(tmp_path: Path) -> None:
    project = replace(PROJECT, root=tmp_path)
    entry = PUBLISHED.model_copy(update={"files": "files.txt"})
    for line in ("a.json 0123", f"a.json {'0' * 64}", f"a.json 9{'9' * 20} {'0' * 64}"):
        (tmp_path / "files.txt").write_text(f"b.json 1 {'0' * 64}\n{line}\n")
        with pytest.raises(InputError, match=r"files\.txt:2: not a name, its size in bytes and"):
            cache.known_files(project, entry)
