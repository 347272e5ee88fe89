"""Damage to what pycheck reads: values of a document, and characters of its text."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

HOSTILE: list[Any] = [
    *(None, True, -1, 0, 2**53, 10**400, -(10**30), 0.5, -0.0, 1e308, float("nan"), float("inf")),
    *("", " ", "x", "../x", "\0", "\x1b[2J", "\ud800", "٣", "a" * 5000, "10**10**10", "9" * 5000),
    *([], {}, [[[[[[]]]]]], {"": None}, ["nat", "-1"], ["var", 10**6], ["const", "False"]),
    *("γ", "Nat", "1e400", "<script>", "${x}", "%s", "{0}", "\u202e", "-", "--help"),
]
_TEXTS = ["", "\0", "\x1b", "[" * 3000, '"', "'", "=", "\n\n", "\ufeff", "9" * 5000, "é", "]]", "{"]


def _paths(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    keys = document.keys() if isinstance(document, dict) else ()
    for key in keys or (range(len(document)) if isinstance(document, list) else ()):
        yield from _paths(document[key], (*path, key))


def _changed(document: Any, path: tuple[Any, ...], value: Any, how: str) -> Any:
    if not path:
        return value
    key, *rest = path
    changed = document.copy()
    if rest:
        changed[key] = _changed(document[key], tuple(rest), value, how)
    elif how == "gone":
        del changed[key]
    elif how == "twice" and isinstance(changed, list):
        changed.insert(key, changed[key])
    else:
        changed[key] = value
    return changed


@st.composite
def documents(draw: st.DrawFn, document: Any) -> Any:
    """The document with one to three of its values replaced, gone, twice, or moved elsewhere."""
    for _ in range(draw(st.integers(1, 3))):
        paths = list(_paths(document))
        path = draw(st.sampled_from(paths))
        how = draw(st.sampled_from(["hostile", "gone", "twice", "moved"]))
        value = draw(st.sampled_from(HOSTILE))
        if how == "moved":
            value = document
            for key in draw(st.sampled_from(paths)):
                value = value[key]
        document = _changed(document, path, value, how)
    return document


def written(document: Any) -> str:
    """A document as JSON, as far as JSON goes and a little beyond."""
    return json.dumps(document)


@st.composite
def texts(draw: st.DrawFn, text: str) -> str:
    """A text with some of its characters gone, doubled or replaced by troublesome ones."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.sampled_from([0, 1, 2, 10, 1000])))
        inside = draw(st.sampled_from([*_TEXTS, text[start:stop] * 2]) | st.text(max_size=3))
        text = text[:start] + inside + text[stop:]
    return text


@st.composite
def values(draw: st.DrawFn, text: str) -> str:
    """A text of lines ``key = value`` with one to three of them changed, gone, twice or moved."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["hostile", "hostile", "gone", "twice", "moved"]))
        key, equals, _ = lines[at].partition(" = ")
        if how == "hostile" and equals:
            lines[at] = f"{key} = {_literal(draw(st.sampled_from(HOSTILE)))}"
        elif how == "gone" and len(lines) > 1:
            del lines[at]
        elif how == "twice":
            lines.insert(draw(st.integers(0, len(lines))), lines[at])
        elif how == "moved":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
    return "\n".join(lines)


def _literal(value: Any) -> str:
    """A value as TOML has it, but for what TOML does not have."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{k}" = {_literal(v)}' for k, v in value.items()) + " }"
    return "nan" if value != value else json.dumps(value).replace("Infinity", "inf")
