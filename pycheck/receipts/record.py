"""Make the receipts anew with Lean, and compare them with the recorded ones."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pycheck.errors import InputError
from pycheck.files import write_atomically
from pycheck.processes import run_whole
from pycheck.receipts.book import (
    LOCATION,
    Receipt,
    ReceiptBook,
    dump_receipts,
    parse_object,
    parse_receipts,
)
from pycheck.receipts.checkout import build_hashes, hashes, mathlib_revision, toolchain

_NO_LAKE = (
    "lake is not on PATH; install Lean with elan "
    "(https://lean-lang.org/install/), open a new terminal and run this again"
)


class LakeFailure(Exception):
    """Lake ran and failed: the proofs do not build, or the exporter refused them."""


def lake(root: Path, *arguments: str) -> None:
    """Run Lake in the folder `root`, its output shown as it comes.

    Raises `InputError` where Lake is not on PATH, `LakeFailure` where it fails.
    """
    _run(root, arguments, stdout=None)


def build(root: Path) -> None:
    """Fetch Mathlib's cached build and build the proofs. Raises as `lake` does."""
    lake(root, "exe", "cache", "get")
    lake(root, "build")


def export(root: Path, namespace: str) -> ReceiptBook:
    """The receipts that Lean makes now of the library `namespace` in the folder `root`.

    `imports` is ``trusted``: the exporter's default run does not follow the proofs of Mathlib.
    """
    sources = hashes(root)
    printed = _run(root, ("exe", "receipts"), stdout=subprocess.PIPE)
    where = "the output of `lake exe receipts`"
    remedy = "run `pycheck lean build`, then `lake exe receipts` to see what it prints"
    exported = parse_object(printed, where, remedy)
    if hashes(root) != sources:
        raise InputError(f"a Lean file in {root / 'lean'} changed meanwhile; run this again")
    fields: dict[str, Any] = {
        "schema": exported.get("schema"),
        "lean": exported.get("lean"),
        "toolchain": toolchain(root),
        "mathlib": mathlib_revision(root),
        "replayed": exported.get("replayed"),
        "imports": "trusted",
        "sources": sources,
        "build": build_hashes(root),
        "receipts": exported.get("receipts"),
    }
    return parse_receipts(fields, where, namespace)


def record(root: Path, namespace: str) -> ReceiptBook:
    """Export the receipts, follow their axioms through Mathlib, and write ``lean/receipts.json``.

    `imports` becomes ``followed`` where every theorem rests on the accepted axioms alone, and
    ``refused`` where the exporter says otherwise, or fails.
    """
    book = export(root, namespace)
    book = book.model_copy(update={"imports": followed(root)})
    write_atomically(root / LOCATION, dump_receipts(book))
    return book


def export_like(recorded: ReceiptBook, root: Path, namespace: str) -> ReceiptBook:
    """The receipts that Lean makes now; axioms are followed where those of the record were."""
    fresh = export(root, namespace)
    if recorded.imports == "trusted":
        return fresh
    return fresh.model_copy(update={"imports": followed(root)})


def followed(root: Path) -> Literal["followed", "refused"]:
    """What the exporter says of the axioms below every theorem, Mathlib's proofs included."""
    try:
        _run(root, ("exe", "receipts", "--axioms"), stdout=subprocess.DEVNULL)
    except LakeFailure:
        return "refused"
    return "followed"


def differences(recorded: ReceiptBook, fresh: ReceiptBook) -> Iterator[str]:
    """Where two books differ, for a person.

    The text of a signature does not count, since Lean may print it otherwise on another platform;
    nor do the files of Lake where an older record has none.
    """
    for field in "lean", "toolchain", "mathlib", "replayed", "imports":
        old, new = getattr(recorded, field), getattr(fresh, field)
        if old != new:
            yield f"{field}: recorded {old}, now {new}"
    for source in sorted(recorded.sources.keys() | fresh.sources.keys()):
        if recorded.sources.get(source) != fresh.sources.get(source):
            yield f"{source}: not as recorded"
    for name in recorded.build:
        if recorded.build[name] != fresh.build.get(name):
            yield f"{name}: not as recorded"
    for name in sorted(recorded.by_name.keys() | fresh.by_name.keys()):
        yield from _difference(name, recorded.by_name.get(name), fresh.by_name.get(name))


def _difference(name: str, old: Receipt | None, new: Receipt | None) -> Iterator[str]:
    if old is None:
        yield f"{name}: not recorded"
    elif new is None:
        yield f"{name}: recorded, and no longer there"
    else:
        before, after = (r.model_dump(exclude={"signature"}) for r in (old, new))
        if changed := [field for field in before if before[field] != after[field]]:
            yield f"{name}: {', '.join(changed)} not as recorded"


def _run(root: Path, arguments: tuple[str, ...], stdout: int | None) -> str:
    program = shutil.which("lake")
    if program is None:
        raise InputError(_NO_LAKE)
    if not (root / "lakefile.lean").is_file():
        raise InputError(f"{root} is not a Lean project: it has no lakefile.lean; name its folder")
    try:
        code, printed = run_whole([program, *arguments], root, stdout)
    except OSError as error:
        raise InputError(f"cannot run {program}: {error.strerror}; {_NO_LAKE}") from error
    if code != 0:
        raise LakeFailure(f"`lake {' '.join(arguments)}` failed with exit code {code}")
    return printed
