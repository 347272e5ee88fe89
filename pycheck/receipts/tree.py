"""The shape of a receipt's expression trees, as the head of ``lean/Receipts.lean`` lists it."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from pydantic import AfterValidator

# One letter an entry after the node's name: an index, a name or other text, a subtree.
_ENTRIES = {
    "var": "i",
    "const": "s",
    "nat": "s",
    "str": "s",
    "sort": "",
    "_": "",
    "fun": "stt",
    "all": "stt",
    "inst": "t",
    "let": "sttt",
    "proj": "sit",
}
_TYPES = {"i": int, "s": str, "t": list}


def _well_formed(tree: list[Any]) -> list[Any]:
    stack = [tree]
    while stack:
        node = stack.pop()
        if not node or not isinstance(node[0], str):
            raise ValueError("a node of the tree has no name")
        entries = "t" * max(2, len(node) - 1) if node[0] == "app" else _ENTRIES.get(node[0])
        if entries is None:
            raise ValueError(f"the tree has a node of unknown name {node[0]!r}")
        if len(node) != len(entries) + 1 or any(
            type(part) is not _TYPES[kind] for part, kind in zip(node[1:], entries, strict=True)
        ):
            raise ValueError(f"the tree has a malformed node {node[0]!r}")
        stack.extend(part for part in node[1:] if isinstance(part, list))
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
