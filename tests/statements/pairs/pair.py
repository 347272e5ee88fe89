"""A pair of statements, and a short way to write the variables of one."""

from collections.abc import Callable
from dataclasses import dataclass

from pycheck.statements.writing import Kind, Term, forall


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement as it was published, and as it was corrected."""

    before: Term
    after: Term


def over(kind: Kind, names: str, body: Callable[..., Term]) -> Term:
    """``∀ a b … : kind, body a b …``; `names` are divided by blanks."""
    first, *rest = names.split()
    if not rest:
        return forall(first, kind, body)
    return forall(
        first, kind, lambda x: over(kind, " ".join(rest), lambda *others: body(x, *others))
    )
