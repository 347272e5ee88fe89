"""Changes of a copy of the ledger."""

import re
from pathlib import Path


def replace_in(folder: Path, claim_id: str, old: str, new: str) -> None:
    """Replace the first `old` by `new` in the lines of one claim."""
    for path in folder.glob("*.toml"):
        blocks = re.split(r"(?m)^(?=\[\[claim\]\]$)", path.read_text())
        for i, block in enumerate(blocks):
            if f"id = '{claim_id}'" in block:
                assert old in block
                blocks[i] = block.replace(old, new, 1)
                path.write_text("".join(blocks))
                return
    raise AssertionError(claim_id)
