"""Whether samples are instances of the classes and universes that a tree leaves out.

A tree says neither of which class an instance is nor whether a universe is ``Prop``. A sample may
then break a hypothesis that nobody can see. What the tree leaves out, the recorded signature says.
"""

import re

from pycheck.statements.evaluation.statement import Binder, Statement, is_vector_type
from pycheck.statements.language.library import Library

_TYPES = re.compile(r"[{(⦃]([^(){}⦃⦄:]*): Type")
_CLASSES = re.compile(r"\[([^\[\]]*)\]")
# Classes that hold of every finite type with an element, and of vectors over the reals with the
# norm of the largest entry. What is not listed may not hold of the samples.
_OF_LABELS = frozenset({"Fintype", "Finite", "Nonempty", "Inhabited", "DecidableEq"})
_OF_VECTORS = frozenset(
    {
        "Nonempty",
        "Inhabited",
        "AddCommMonoid",
        "AddCommGroup",
        "Module ℝ",
        "NormedAddCommGroup",
        "NormedSpace ℝ",
        "SeminormedAddCommGroup",
    }
)


def unread(statement: Statement, library: Library) -> str:
    """Why samples may break what the tree of a statement leaves out; empty where they cannot."""
    types = {b.name: b for b in statement.types}
    count = sum(b.role == "instance" for b in statement.binders)
    if not types and not count:
        return ""
    signature = library.signature(statement.name)
    for name in types:
        if not any(name in names.split() for names in _TYPES.findall(signature)):
            return f"the tree leaves out whether {name} is a type"
    classes = _CLASSES.findall(signature)[:count]
    if len(classes) < count:
        return "the tree leaves out the class of an instance"
    for written in classes:
        of, _, name = written.split(": ")[-1].rpartition(" ")
        if name not in types or not _holds(of, types[name], statement, library):
            return f"samples may be no instances of {written}"
    return ""


def _holds(of: str, binder: Binder, statement: Statement, library: Library) -> bool:
    """Whether every sample of a type variable is an instance of the class."""
    return of in (_OF_VECTORS if is_vector_type(statement, binder, library) else _OF_LABELS)
