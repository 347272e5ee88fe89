"""The proofs of the audit that comes with pycheck as a library of another name."""

import json
import shutil
from pathlib import Path

from pycheck.receipts.checkout import hashes
from tests.included import NAMESPACE, PROJECT


def renamed_library(root: Path, to: str) -> None:
    """Write the proofs and their record into a folder, the library called `to`."""
    source = PROJECT.proofs
    shutil.copytree(source / "lean", root / "lean")
    for name in ("lakefile.lean", "lean-toolchain", "lake-manifest.json"):
        shutil.copy(source / name, root / name)
    (root / "lean" / NAMESPACE).rename(root / "lean" / to)
    (root / "lean" / f"{NAMESPACE}.lean").rename(root / "lean" / f"{to}.lean")
    record = root / "lean" / "receipts.json"
    for path in [*(root / "lean").rglob("*.lean"), root / "lakefile.lean", record]:
        path.write_text(path.read_text("utf-8").replace(NAMESPACE, to), encoding="utf-8")
    # Renaming changes the files, so that the record has to know their new hashes.
    document = json.loads(record.read_text("utf-8"))
    document["sources"] = hashes(root)
    record.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
