"""Reading and writing: regular files of a bounded size, whole files, nothing left behind."""

import json
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.errors import InputError
from pycheck.files import (
    MAX_BYTES,
    clean,
    parse_json,
    parse_toml,
    read_text,
    remove_leftovers,
    scratch,
    write_atomically,
)


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    for name, told in {
        "pipe": "no regular file",
        "zero": "no regular file",
        "huge": "64 MiB are read at most",
        ".": "it is a folder",
        "absent": "No such file",
        "a" * 5000: "File name too long",
    }.items():
        with pytest.raises(InputError, match=told) as caught:
            read_text(tmp_path / name, "the text")
        assert "\n" not in str(caught.value)


@given(st.text() | st.text(st.characters(categories=["Cc", "Cf", "Cs"])))
def test_no_control_character_and_no_half_character_is_left(text: str) -> None:
    found = clean(text)
    assert not {c for c in found if unicodedata.category(c) in ("Cc", "Cs")} - set("\n\t")
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not {c for c in found if unicodedata.bidirectional(c) in turning}
    found.encode("utf-8")
    assert clean(found) == found


@pytest.mark.parametrize("escape", ["\\u001b[2J", "\\u0000", "\\ud800", "\\u009b"])
def test_escapes_of_documents_are_cleaned(escape: str) -> None:
    document = parse_json(f'{{"a{escape}": ["b{escape}"]}}', "here", "mend it")
    assert json.dumps(document, ensure_ascii=False).encode("utf-8")
    assert "\x1b" not in str(document)
    assert "\x9b" not in str(document)
    if "d800" not in escape:
        assert "\x1b" not in parse_toml(f'a = "b{escape}"')["a"]


def test_a_key_that_is_given_twice_is_refused() -> None:
    with pytest.raises(InputError, match="'a' occurs twice"):
        parse_json('{"a": 1, "b": {"a": 2, "a": 3}}', "here", "mend it")


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "file").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real" / "file")
    write_atomically(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "file").read_text() == "new"
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["file"]


def test_what_a_killed_process_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    dead = 2**22 + 1  # above the largest process number of Linux
    target = tmp_path / "site"
    (tmp_path / f".site.{dead}.ab12.tmp").mkdir()
    (tmp_path / f".site.{dead}.ab12.tmp" / "index.html").write_text("")
    (tmp_path / f".site.{dead}.cd34.old").write_text("")
    kept = [f"{scratch(target)}ef56.tmp", ".site.tmp", f".other.{dead}.ab12.tmp", "site.txt"]
    for name in kept:
        (tmp_path / name).write_text("")
    remove_leftovers(target)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)
