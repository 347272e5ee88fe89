"""What theorems are to a part in words: found by the constants of which the words speak."""

from collections.abc import Sequence

from pycheck.carrying.constants import closure, told
from pycheck.carrying.stated import halves, says_nothing
from pycheck.carrying.work import Relation
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.values.partial import Mode


def compare_words(
    constants: Sequence[str], theorems: Sequence[str], library: Library
) -> tuple[Relation, ...]:
    """What each theorem is to words that speak of `constants`, all under their full names.

    A theorem is matched by reading only where its conclusion rests on one of the constants and the
    theorems together on all of them; no machine reads the words themselves.
    """
    wanted = frozenset(constants)
    rests = [_conclusion_rests_on(name, library) for name in theorems]
    missing = wanted.difference(*rests)
    found = []
    for name, constants_of_it in zip(theorems, rests, strict=True):
        statement = take_apart(name, library.statement(name), Machine(library, Mode.READER))
        empty = next((e for h in halves(statement) if (e := says_nothing(h, library))), "")
        if not wanted & constants_of_it or missing:
            lacking = missing or wanted
            found.append(Relation("disagrees", 0, f"it says nothing of {told(lacking)}"))
        elif empty:
            found.append(Relation("disagrees", 0, empty))
        else:
            found.append(Relation("by reading", 0, "the part is in words"))
    return tuple(found)


def _conclusion_rests_on(name: str, library: Library) -> frozenset[str]:
    statement = take_apart(name, library.statement(name), Machine(library, Mode.READER))
    return closure(statement.conclusion, library)
