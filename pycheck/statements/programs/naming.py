"""Names of Lean as names of Python, each used once in a program."""

import builtins
import keyword
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from pycheck.statements.programs.helpers import HELPERS, STANDARD

_TAKEN = frozenset(
    {
        *dir(builtins),
        *HELPERS,
        *frozenset().union(*STANDARD.values()),
        "left",
        "right",
        "holds",
        "hypotheses",
    }
)


def identifier(name: str) -> str:
    """A name of Lean as one that Python takes; an index below the line becomes a digit."""
    plain = unicodedata.normalize("NFKC", name.rsplit(".", 1)[-1]).replace("'", "_")
    kept = "".join(c if c.isalnum() or c == "_" else "_" for c in plain).strip("_")
    if not kept.isidentifier():
        kept = f"x_{kept}" if f"x_{kept}".isidentifier() else "x"
    return f"{kept}_" if keyword.iskeyword(kept) or kept in _TAKEN else kept


class Names:
    """The names of one program: those of its definitions, and those inside each of them."""

    def __init__(self) -> None:
        self._outside: set[str] = set()
        self._everywhere: set[str] = set()
        self._inside: set[str] = set()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Within a definition: names that other definitions have inside may be used again."""
        around, self._inside = self._inside, set()
        try:
            yield
        finally:
            self._inside = around

    def fresh(self, name: str) -> str:
        """A name like `name` that nothing else within the definition has."""
        found = _free(name, self._outside | self._inside)
        self._inside.add(found)
        self._everywhere.add(found)
        return found

    def outside(self, name: str) -> str:
        """A name like `name` for a definition, which hides no other name."""
        found = _free(name, self._everywhere | self._outside)
        self._outside.add(found)
        return found


def _free(name: str, used: set[str]) -> str:
    first = found = identifier(name)
    number = 2
    while found in used:
        found = f"{first}_{number}"
        number += 1
    return found
