"""A whole program: a statement at one sample, to be run with nothing but mpmath."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pycheck.statements.language.forms import Relation, comparison, head_name
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import App, Node
from pycheck.statements.language.types import FIELDS, INT, NAT, REAL, Type
from pycheck.statements.programs import analysis
from pycheck.statements.programs.arithmetic import compared
from pycheck.statements.programs.definitions import define
from pycheck.statements.programs.helpers import HELPERS, STANDARD
from pycheck.statements.programs.logic import negation
from pycheck.statements.programs.scope import Scope, Word, Writer
from pycheck.statements.programs.text import LOOSE, Entry, NoProgram, Text
from pycheck.statements.programs.words import WORDS

DIGITS = 40
"""The decimal digits with which a program computes, where the sample asks for no more."""
LONGEST = 40
"""The most lines of a program."""
ROUGH = 8
"""The digits to which a derivative or an integral is trusted."""
FINE = 25
"""The digits to which numbers must agree that are taken for equal, unless more are asked for."""
_WIDEST = 4000
_ESTIMATES = frozenset({"quad", "quick", "series"})


@dataclass(frozen=True, slots=True)
class Given:
    """The value of one variable as Python; of a type variable the type, without text."""

    kind: Type | None
    code: str = ""
    exact: bool = True
    """Whether it is the value itself, not a decimal near it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A binder of a statement: a variable, a type or an instance, or a hypothesis with its tree."""

    name: str
    role: str
    type: Node


@dataclass(frozen=True, slots=True)
class Program:
    """A program as text; `relation` is that between `left` and `right` where it has two sides.

    `rough` says that it has derivatives, series or integrals, known to fewer digits, and `open`
    that it looks at some of infinitely many values, so that it cannot confirm what holds of all.
    `estimated` says that an integral or a series is in it, of which finitely many values were
    looked at: that may be wrong without a sign of it. Whole numbers are compared as they are:
    then it is `exact`.
    """

    source: str
    relation: str
    rough: bool
    open: bool
    estimated: bool
    exact: bool


def write(
    library: Library,
    name: str,
    parts: Sequence[Part],
    conclusion: Node,
    values: Mapping[int, Given],
    *,
    digits: int = DIGITS,
    tolerance: int = FINE,
    hypotheses: bool = False,
    words: Mapping[str, Word] = WORDS,
) -> Program:
    """The program of a statement, taken apart, at the values of its variables by position.

    Numbers that agree to `tolerance` digits are taken for equal. With `hypotheses` it says of each
    whether it holds, where that does not make it too long. Raises `NoProgram` where it cannot be
    written.
    """
    precision = (digits, tolerance)
    try:
        return _written(library, name, parts, conclusion, values, precision, hypotheses, words)
    except TooLong:
        if not hypotheses:
            raise
    return _written(library, name, parts, conclusion, values, precision, False, words)


class TooLong(NoProgram):
    """A program with more lines than a program may have."""


def _written(
    library: Library,
    name: str,
    parts: Sequence[Part],
    conclusion: Node,
    values: Mapping[int, Given],
    precision: tuple[int, int],
    hypotheses: bool,
    words: Mapping[str, Word],
) -> Program:
    writer = Writer(library, words, define)
    scope = Scope(writer, ())
    sample: list[str] = []
    premises: list[str] = []
    for position, part in enumerate(parts):
        entry: Entry = None
        if position in values:
            entry = _entered(scope, part, values[position], sample)
        elif part.role == "hypothesis" and hypotheses:
            label = f"{_plain(part.name) or 'h'} ({position + 1})"
            premises.append(_premise(scope, label, part.type))
        scope = scope.below(entry)
    writer.open = False
    relation, exact, lines = _concluded(scope, conclusion)
    if premises:
        lines = ["hypotheses = {", *premises, "}", *lines]
    if writer.nested and "series" in writer.used:
        writer.used ^= {"series", "quick"}
    source = _laid_out(writer, name, sample, lines, precision, relation, bool(premises))
    estimated = bool(writer.used & _ESTIMATES)
    return Program(source, relation, writer.rough, writer.open, estimated, exact)


def _entered(scope: Scope, part: Part, given: Given, sample: list[str]) -> Entry:
    if not given.code:
        return given.kind
    bound = scope.variable(part.name, given.kind)
    if "mpf" in given.code:
        scope.use("mpf")
    about = "" if given.exact else "  # to these digits"
    sample.append(f"{bound.text.code} = {given.code}{about}")
    if bound.text.sort == "real":
        scope.writer.numbers.append(bound.text)
    return bound


def _premise(scope: Scope, label: str, node: Node) -> str:
    try:
        return f"    {label!r}: {scope.text(node).at(LOOSE)},"
    except NoProgram as why:
        return f"    # {label} is not written here: {_plain(str(why))}"


def _plain(text: str) -> str:
    """A text of somebody's own where it can end neither a comment nor a string."""
    return "".join(c if c.isalnum() or c in " ._-:,()" else "_" for c in text)


def _concluded(scope: Scope, node: Node) -> tuple[str, bool, list[str]]:
    """The relation between two sides, if it is one, whether it is one of whole numbers, and lines.

    The lines compute the conclusion.
    """
    sides = _sides(scope, node)
    if sides is None:
        return "", False, [f"holds = {scope.text(node).at(LOOSE)}"]
    kind, relation, left, right = sides
    lines = [f"left = {left.at(LOOSE)}", f"right = {right.at(LOOSE)}"]
    ends = Text("left"), Text("right")
    if relation in (Relation.GE, Relation.GT):
        ends = ends[::-1]
    sign = _SIGNS[relation]
    holds = compared(scope, kind, sign, *ends)
    if relation is Relation.NE:
        holds = negation(scope, holds)
    return relation.value, kind in (NAT, INT), [*lines, f"holds = {holds.at(LOOSE)}"]


_SIGNS = {
    Relation.EQ: "=",
    Relation.NE: "=",
    Relation.LE: "≤",
    Relation.GE: "≤",
    Relation.LT: "<",
    Relation.GT: "<",
}


def _sides(scope: Scope, node: Node) -> tuple[Type, Relation, Text, Text] | None:
    """A conclusion that relates two numbers: their type, the relation, and both."""
    if isinstance(node, App):
        if head_name(node) == "HasDerivAt":
            return _real(Relation.EQ, analysis.derivative_sides(scope, node.args))
        if head_name(node) == "HasSum":
            return _real(Relation.EQ, analysis.sum_sides(scope, node.args))
    found = comparison(node)
    if found is None:
        return None
    kind = scope.kind_or_none(found.kind)
    if kind is None or kind not in (*FIELDS, NAT, INT):
        return None
    return kind, found.relation, scope.text(found.left), scope.text(found.right)


def _real(relation: Relation, sides: tuple[Text, Text]) -> tuple[Type, Relation, Text, Text]:
    return REAL, relation, *sides


def _laid_out(
    writer: Writer,
    name: str,
    sample: list[str],
    lines: list[str],
    precision: tuple[int, int],
    relation: str,
    premises: bool,
) -> str:
    digits, tolerance = precision
    needed = writer.needed
    imports = [
        f"from {module} import {', '.join(taken)}"
        for module, names in STANDARD.items()
        if (taken := sorted(names.intersection({"mp", *needed})))
    ]
    about = f'"""{_plain(name)} at one sample, computed by mpmath to {digits} digits."""'
    text = [about, *imports, "", f"mp.dps = {digits}"]
    if "tiny" in needed:
        small = ROUGH if writer.rough else tolerance
        text.append(f"tiny = mpf(10) ** -{small}  # what differs by less is too close to tell")
    helpers = [HELPERS[n][1] for n in needed if n in HELPERS and HELPERS[n][1]]
    for definition in (*helpers, *writer.definitions):
        text += definition.splitlines()
    text += ["", *sample, *lines]
    if premises:
        text.append('print(*(f"{name}: {truth}" for name, truth in hypotheses.items()), sep="\\n")')
    if relation:
        text.append('print(f"left: {left}\\nright: {right}")')
    text.append('print("holds:", "unclear" if holds is None else holds)')
    if len(text) > LONGEST:
        text = [line for line in text if line]
    if len(text) > LONGEST:
        raise TooLong(f"longer than {LONGEST} lines")
    if any(len(line) > _WIDEST for line in text):
        raise NoProgram("a line that nobody reads")
    return "\n".join(text) + "\n"
