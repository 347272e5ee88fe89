"""Where a site comes from: its date, the commit, and what its audit was run with."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pycheck.auditing.options import Options
from pycheck.auditing.results import Audit
from pycheck.data.sources import FETCH
from pycheck.errors import InputError
from pycheck.project import CONFIG

EPOCH = "SOURCE_DATE_EPOCH"
_GIT_SECONDS = 30
# The owner and the name alone: an address may carry a password.
_GITHUB = re.compile(r"(?:^|[/@])github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?$")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a site was built from or with; `address` is where it can be seen, or empty."""

    name: str
    value: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """The commit of a checkout; `modified` says whether its files differ from it.

    `address` is its page, empty where it is not known to be published.
    """

    id: str
    modified: bool
    address: str = ""

    def __str__(self) -> str:
        return f"{self.id[:12]}, modified" if self.modified else self.id[:12]


def build_date() -> str:
    """The day of the build in UTC, ``2026-01-31``: that of ``SOURCE_DATE_EPOCH`` where it is set.

    Raises `InputError` where that is no number of seconds since 1970.
    """
    told = os.environ.get(EPOCH)
    if told is None:
        return datetime.now(UTC).date().isoformat()
    try:
        return datetime.fromtimestamp(int(told), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise InputError(
            f"{EPOCH} is {told!r}; give seconds since 1970-01-01 UTC, or unset it"
        ) from error


def commit_of(folder: Path) -> Commit | None:
    """The commit of a folder whose ``audit.toml`` is tracked by git; None of any other folder."""
    if _git(folder, "ls-files", "--error-unmatch", CONFIG) is None:
        return None
    head, changes = _git(folder, "rev-parse", "HEAD"), _git(folder, "status", "--porcelain", ".")
    if not head or changes is None:
        return None
    return Commit(head.strip(), bool(changes), _page(folder, head.strip()))


def _page(folder: Path, commit: str) -> str:
    """The page of a commit that a branch of ``origin`` on GitHub holds, else empty."""
    found = _GITHUB.search((_git(folder, "remote", "get-url", "origin") or "").strip())
    if found is None or not _git(folder, "branch", "--remotes", "--contains", commit):
        return ""
    return f"https://github.com/{found[1]}/commit/{commit}"


def _git(folder: Path, *command: str) -> str | None:
    """What git prints, or None where there is none or it refuses."""
    # Variables of a hook would speak of another repository.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "--no-optional-locks", *command],
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_GIT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def origin(audit: Audit, options: Options) -> tuple[Fact, ...]:
    """What a site was built from and with. Raises `InputError` for a wrong date."""
    return tuple(_origin(audit, options))


def _origin(audit: Audit, options: Options) -> Iterator[Fact]:
    yield Fact("built on", build_date())
    if commit := commit_of(audit.project.root):
        yield Fact("commit", str(commit), commit.address)
    samples = f"{options.samples} a statement, seed {options.seed}"
    drawn = " (--drawn-only)" if options.drawn_only else ""
    yield Fact("samples", f"{samples}{drawn}" if options.samples else "none")
    for source in audit.given:
        yield Fact(f"data “{source.name}”", "brought along, of which nothing is expected")
    for entry in () if audit.given else audit.project.data:
        here = f"not on the machine that built this ({entry.remedy or f'run `{FETCH}`'})"
        if entry.name in audit.sources:
            here = f"state {entry.version}, each file by its hash" if entry.version else "included"
        yield Fact(f"data “{entry.name}”", f"{entry.title}, {here}")
    if book := audit.receipts:
        yield Fact("proofs", f"{book.toolchain}, Mathlib {book.mathlib[:12]}")
    if since := audit.kept_since:
        told = f"some of {since:%Y-%m-%d %H:%M} UTC or later were kept (--cached)"
        yield Fact("outcomes of checks", told)
    if not options.checks:
        yield Fact("checks", "none were run (--no-checks)")
