"""The shape of a receipt's expression trees, as the head of ``lean/Receipts.lean`` lists it."""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from pydantic import AfterValidator

# One letter an entry after the node's name: an index, digits, a name or other text, a subtree, and
# a subtree below the variable that the node binds.
_ENTRIES = {
    "var": "i",
    "const": "s",
    "nat": "d",
    "str": "s",
    "sort": "",
    "_": "",
    "fun": "stb",
    "all": "stb",
    "inst": "b",
    "let": "sttb",
    "proj": "sit",
}
_TYPES = {"i": int, "s": str, "d": str, "t": list, "b": list}
_DIGITS = re.compile(r"[0-9]{1,1000}")
_DEEPEST = 500


def _well_formed(tree: list[Any]) -> list[Any]:
    stack: list[tuple[list[Any], int, int]] = [(tree, 0, 0)]
    while stack:
        node, bound, depth = stack.pop()
        if depth > _DEEPEST:
            raise ValueError(f"the tree is nested more than {_DEEPEST} deep")
        if not node or not isinstance(node[0], str):
            raise ValueError("a node of the tree has no name")
        entries = "t" * max(2, len(node) - 1) if node[0] == "app" else _ENTRIES.get(node[0])
        if entries is None:
            raise ValueError(f"the tree has a node of unknown name {node[0]!r}")
        if len(node) != len(entries) + 1 or any(
            type(part) is not _TYPES[kind] for part, kind in zip(node[1:], entries, strict=True)
        ):
            raise ValueError(f"the tree has a malformed node {node[0]!r}")
        if node[0] == "var" and not 0 <= node[1] < bound:
            raise ValueError("the tree has a variable that no binder binds")
        if node[0] == "nat" and not _DIGITS.fullmatch(node[1]):
            raise ValueError("the tree has a number that is none, or of more than 1000 digits")
        stack.extend(
            (part, bound + (kind == "b"), depth + 1)
            for part, kind in zip(node[1:], entries, strict=True)
            if kind in "tb"
        )
    return tree


def constants(trees: Iterable[list[Any]]) -> Iterator[str]:
    """The names of the declarations that trees mention, a structure of a projection included."""
    stack = list(trees)
    while stack:
        node = stack.pop()
        if node[0] in ("const", "proj"):
            yield node[1]
        stack.extend(part for part in node[1:] if isinstance(part, list))


Tree = Annotated[list[Any], AfterValidator(_well_formed)]
"""An expression as nested lists; the nodes are listed at the head of ``lean/Receipts.lean``."""
