"""Definitions of the library in a program: each written once, for the types that it is used at."""

from collections.abc import Sequence

from pycheck.statements.language.forms import numeral
from pycheck.statements.language.library import Definition, Equation
from pycheck.statements.language.trees import App, Elided, Lam, Node, Var, is_call
from pycheck.statements.language.trees import Sort as Universe
from pycheck.statements.language.types import NAT, Lists, Type
from pycheck.statements.programs.scope import Scope, Writer
from pycheck.statements.programs.text import (
    ATOM,
    LOOSE,
    SUM,
    Bound,
    Entry,
    NoProgram,
    Text,
    call,
    real,
)


def define(scope: Scope, definition: Definition, args: Sequence[Node]) -> Text:
    """A definition applied to all of its arguments; what it says is written out once."""
    writer = scope.writer
    params, kinds, values = _parameters(scope, definition, args)
    key = (definition.name, kinds)
    if key not in writer.written:
        writer.written[key] = writer.names.outside(definition.name), "any"
        try:
            with writer.names.inside():
                _write(writer, key, definition, params)
        except NoProgram:
            del writer.written[key]  # what else needs it cannot be written either
            raise
    name, sort = writer.written[key]
    if not definition.arity:
        return Text(name, ATOM, sort)
    domains = _domains(writer, params)
    texts = [scope.argument(v, k) for v, k in zip(values, domains, strict=True)]
    return call(name, *texts, sort=sort)


Parameter = tuple[Lam, Type | None, bool]
"""A binder of a definition, the type that is given for it, and whether it is a value."""


def _parameters(
    scope: Scope, definition: Definition, args: Sequence[Node]
) -> tuple[list[Parameter], tuple[Type, ...], list[Node]]:
    """The parameters of a definition, the types and the values that are given for them."""
    params: list[Parameter] = []
    kinds: list[Type] = []
    values: list[Node] = []
    node = definition.value
    for arg in args:
        assert isinstance(node, Lam)
        kind = scope.kind(arg) if isinstance(node.type, Universe) else None
        is_value = kind is None and not isinstance(arg, Elided)
        if kind is not None:
            kinds.append(kind)
        elif is_value:
            values.append(arg)
        params.append((node, kind, is_value))
        node = node.body
    return params, tuple(kinds), values


def _domains(writer: Writer, params: Sequence[Parameter]) -> list[Type | None]:
    """The types of the parameters that are values."""
    scope, found = Scope(writer, ()), []
    for binder, kind, is_value in params:
        if is_value:
            found.append(scope.kind_or_none(binder.type))
        scope = scope.below(kind)
    return found


def _write(
    writer: Writer,
    key: tuple[str, tuple[Type, ...]],
    definition: Definition,
    params: Sequence[Parameter],
) -> None:
    scope = Scope(writer, ())
    entries: list[Entry] = []
    for binder, kind, is_value in params:
        entry: Entry = kind
        if is_value:
            entry = scope.variable(binder.name, scope.kind_or_none(binder.type))
        entries.append(entry)
        scope = scope.below(entry)
    name = writer.written[key][0]
    names = ", ".join(e.text.code for e in entries if isinstance(e, Bound))
    if definition.equations:
        lines = [_case(writer, e, entries) for e in definition.equations]
        writer.definitions.append(f"def {name}({names}):\n" + "\n".join(lines))
        return
    body = scope.text(definition.body)
    if body.sort == "int" and scope.is_real(definition):
        writer.use("mpf")
        body = real(body)
    writer.written[key] = name, body.sort
    written = body.at(LOOSE)
    if writer.sums(written):
        writer.summing.add(name)
    if not definition.arity:
        writer.definitions.append(f"{name} = {written}")
    elif definition.heavy:
        writer.use("kept")
        writer.definitions.append(f"{name} = kept(lambda {names}: {written})")
    else:
        writer.definitions.append(f"def {name}({names}): return {written}")


def _case(writer: Writer, equation: Equation, entries: Sequence[Entry]) -> str:
    """One line for one equation: where its patterns fit, the result."""
    env: list[Entry] = [None] * equation.binders
    tests: list[str] = []
    for pattern, entry in zip(equation.patterns, entries, strict=True):
        if isinstance(entry, Bound):
            _matched(pattern, entry, env, tests)
        elif isinstance(pattern, Var):
            env[-1 - pattern.index] = entry
    result = Scope(writer, tuple(env)).text(equation.result).at(LOOSE)
    test = f"if {' and '.join(tests)}: " if tests else ""
    return f"    {test}return {result}"


def _matched(pattern: Node, at: Bound, env: list[Entry], tests: list[str]) -> None:
    """What a pattern asks of the value at a place, and what it calls the parts of it."""
    value = at.text
    if isinstance(pattern, Var):
        env[-1 - pattern.index] = at
    elif (number := numeral(pattern)) is not None:
        tests.append(f"{value.at(SUM)} == {number}")
    elif is_call(pattern, "Nat.succ") and isinstance(pattern, App):
        tests.append(f"{value.at(SUM)} > 0")
        before = Text(f"{value.at(SUM)} - 1", SUM, "int")
        _matched(pattern.args[0], Bound(before, NAT), env, tests)
    elif is_call(pattern, "List.nil"):
        tests.append(f"len({value.code}) == 0")
    elif is_call(pattern, "List.cons") and isinstance(pattern, App):
        tests.append(f"len({value.code}) > 0")
        element = at.kind.element if isinstance(at.kind, Lists) else None
        first, rest = Text(f"{value.at(ATOM)}[0]"), Text(f"{value.at(ATOM)}[1:]")
        _matched(pattern.args[1], Bound(first, element), env, tests)
        _matched(pattern.args[2], Bound(rest, at.kind), env, tests)
    else:
        raise NoProgram("a defining equation with an unknown pattern")
