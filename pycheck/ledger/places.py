"""Finds the line of a TOML file that an error is about."""

import re
from dataclasses import dataclass
from pathlib import Path

_HEADER = re.compile(r"\s*\[\[(\w+)\]\]")
_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry of the ledger is written: its file, its first line, and its lines."""

    path: Path
    line: int
    lines: tuple[str, ...]

    def of(self, name: str) -> str:
        """``file:line`` of the first line of the entry that holds `name`, quoted or as a key."""
        quoted = rf"""["'](\w+:)?{re.escape(name)}["']"""
        key = rf"\b{re.escape(name)}\s*="
        for pattern in (quoted, key):
            for offset, text in enumerate(self.lines):
                if name in text and re.search(pattern, text):
                    return f"{self.path}:{self.line + offset}"
        return f"{self.path}:{self.line}"


def entries(path: Path, text: str, table: str) -> list[Place]:
    """The places of the array of tables `table` (``[[table]]``), in the order of the file."""
    lines = text.splitlines()
    heads = [(i, m[1]) for i, line in enumerate(lines) if (m := _HEADER.match(line))]
    ends = [i for i, _ in heads] + [len(lines)]
    return [
        Place(path, start + 1, tuple(lines[start:end]))
        for (start, name), end in zip(heads, ends[1:], strict=True)
        if name == table
    ]


def line_of(text: str, location: tuple[str | int, ...]) -> int:
    """The line of a value by its location, e.g. ``("claim", 3, "errata", 0, "status")``.

    The nearest line above it when the value itself has no line of its own (a missing key, an
    element of an array on one line).
    """
    lines = text.splitlines()
    at, end, header = 0, len(lines), ""
    for part, index in zip(location, (*location[1:], ""), strict=True):
        if isinstance(part, int):
            continue
        header = f"{header}.{part}" if header else part
        if isinstance(index, int):
            heads = [i for i in range(at, end) if lines[i].strip() == f"[[{header}]]"]
            if index < len(heads):
                at, end = heads[index], next(iter(heads[index + 1 :]), end)
                continue
        own = re.compile(rf"\s*(\[+{re.escape(header)}\]|{re.escape(part)}\s*=)")
        at = next((i for i in range(at, end) if own.match(lines[i])), at)
    return at + 1


def syntax_error(message: str, text: str) -> tuple[int, str]:
    """The line and the reason in the message of a `tomllib.TOMLDecodeError`."""
    position = _POSITION.search(message)
    line = int(position[1]) if position and position[1] else len(text.splitlines())
    return max(line, 1), _POSITION.sub("", message)
