"""Words of a common form: a function, a pattern of Python, a property of whole numbers."""

from collections.abc import Callable

from pycheck.statements.language.types import INT, NAT
from pycheck.statements.programs.arithmetic import Nodes
from pycheck.statements.programs.scope import Scope, Word
from pycheck.statements.programs.text import ATOM, COMPARE, LOOSE, NoProgram, Text, TextSort, call

Write = Callable[[Scope, Nodes], Text]


def function(name: str, *needs: str, at: int = 0, sort: TextSort = "real") -> Word:
    """A function of one number that a helper, mpmath or Python knows by `name`."""

    def write(scope: Scope, args: Nodes) -> Text:
        scope.use(*(needs or (name,)))
        return call(name, scope.text(args[at]), sort=sort)

    return Word(at + 1, write)


def pattern(
    arity: int,
    code: str,
    *at: int,
    needs: str = "",
    sort: TextSort = "any",
    explicit: bool = False,
) -> Word:
    """A pattern of Python, into which the arguments at some places are put, in parentheses."""

    def write(scope: Scope, args: Nodes) -> Text:
        scope.use(*needs.split())
        level = LOOSE if code.startswith("lambda") else COMPARE if " in " in code else ATOM
        return Text(code.format(*(scope.text(args[i]).at(ATOM) for i in at)), level, sort)

    return Word(arity, write, explicit=explicit)


def constant(code: str, *needs: str, sort: TextSort = "real") -> Word:
    """A constant."""

    def write(scope: Scope, _: Nodes) -> Text:
        scope.use(*needs)
        return Text(code, ATOM, sort)

    return Word(0, write)


def proposition(arity: int, write: Write, *, explicit: bool = False) -> Word:
    """A word that is true or false."""
    return Word(arity, write, proposition=True, explicit=explicit)


def of_whole(code: str, *at: int, kind: int | None = None, needs: str = "") -> Word:
    """A property of whole numbers as a pattern, whose type is the argument `kind`."""

    def write(scope: Scope, args: Nodes) -> Text:
        if kind is not None and scope.kind(args[kind]) not in (NAT, INT):
            raise NoProgram("a property of numbers that are not whole")
        scope.use(*needs.split())
        return Text(f"({code.format(*(scope.text(args[i]).at(ATOM) for i in at))})", ATOM, "bool")

    return proposition(max(at) + 1, write, explicit=True)
