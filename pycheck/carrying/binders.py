"""A theorem's variables as expressions of a formula: what stands for each of them.

The ledger gives expressions in the language of formulas, ``γ = "gamma"`` or ``s = "s(i)"``; a
variable without one stands for the name of the formula that is spelt alike. A finite type is
``"1..n"``, whose labels are the numbers from 1 to n.
"""

import ast
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from pycheck.formulas.conditions import free_names
from pycheck.formulas.elaborate import Elaborator, Scope
from pycheck.formulas.names import COMPLEX
from pycheck.formulas.syntax import Side, UnreadableFormula, expression
from pycheck.formulas.terms import as_field
from pycheck.statements.evaluation.statement import Statement
from pycheck.statements.language.trees import (
    App,
    Const,
    Elided,
    Node,
    Pi,
    Var,
    beta,
    instantiate,
    is_call,
    lift,
)
from pycheck.statements.writing import INT, NAT, REAL, Kind, Term, call, function
from pycheck.statements.writing import number as numeral

_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_RANGE = ".."
_REAL_LINE = "real"
_KINDS: Mapping[str, Kind] = {"Real": REAL, "Nat": NAT, "Int": INT, "Complex": COMPLEX}


class NotMapped(Exception):
    """A variable of a theorem for which nothing in the formula stands."""


class NotComparable(Exception):
    """A variable of a theorem that ranges over something that no formula can name."""


@dataclass(frozen=True)
class Given:
    """What stands for the binders of a theorem, by position, at some depth of binders."""

    values: tuple[Node, ...]

    def put_into(self, node: Node, position: int) -> Node:
        """A tree below the first `position` binders, with what stands for them in their place."""
        for p in range(position - 1, -1, -1):
            node = instantiate(node, lift(self.values[p], p))
        return beta(node)


def spelt(name: str) -> str:
    """A Lean name in the letters of formulas: ``γ₀`` as ``gamma0``."""
    return "".join(map(_latin, name)).translate(_SUBSCRIPTS)


def _latin(letter: str) -> str:
    """The name of a Greek letter, any other letter itself."""
    words = unicodedata.name(letter, "").split()
    if words[:1] != ["GREEK"] or words[2:3] != ["LETTER"] or len(words) != 4:
        return letter
    name = {"LAMDA": "lambda_"}.get(words[3], words[3].lower())
    return name.capitalize() if words[1] == "CAPITAL" else name


def given(statement: Statement, mapping: Mapping[str, str], scope: Scope, depth: int) -> Given:
    """What stands for each binder of `statement` in `scope`, as trees below `depth` binders.

    Raises `NotMapped` and `NotComparable`, each with the name of the variable.
    """
    found: list[Node] = []
    for binder in statement.binders:
        if binder.role in ("hypothesis", "instance"):
            found.append(Elided())
            continue
        text = standing(binder.name, mapping)
        if binder.role == "type":
            found.append(_type(binder.name, text, scope, depth))
            continue
        so_far = Given(tuple(found))
        kind = so_far.put_into(binder.type, binder.position)
        found.append(_value(binder.name, kind, text, scope, depth).below(depth))
    return Given(tuple(found))


def standing(name: str, mapping: Mapping[str, str]) -> str | None:
    """What a mapping gives for a variable, under its Lean name or in the letters of formulas."""
    return mapping.get(name, mapping.get(spelt(name)))


def length_of(name: str, text: str | None, scope: Scope) -> Term:
    """The number of elements of a finite type that is written ``1..n``."""
    if text is None:
        raise NotMapped(f"nothing stands for the type {name}")
    first, dots, last = text.partition(_RANGE)
    if not dots or first.strip() != "1":
        raise NotComparable(f"the type {name} is compared as 1..n, not as {text!r}")
    side = expression(last)
    return Elaborator(side, scope).natural(side.node)


def _type(name: str, text: str | None, scope: Scope, depth: int) -> Node:
    if text == _REAL_LINE:
        return REAL.node
    return App(Const("Fin"), (length_of(name, text, scope).below(depth),))


def _value(name: str, kind: Node, text: str | None, scope: Scope, depth: int) -> Term:
    domains = _domains(kind)
    written = _alike(name, len(domains), scope) if text is None else text
    if is_call(kind, "Finset"):
        return _labels(name, written, scope)
    side = expression(written)
    unknown = _indices(side, scope)
    if len(unknown) > len(domains):
        strange = unknown[len(domains)]
        raise NotMapped(f"{name} = {side.text!r} speaks of {strange}, which is no name")
    if domains and not unknown and _applies_a_family(side, scope):
        raise NotMapped(
            f"{name} = {side.text!r} is a function; write its argument with a name of its own"
        )
    try:
        return _function(name, kind, tuple(unknown), side, scope, depth)
    except UnreadableFormula as error:
        raise NotMapped(f"{name} = {side.text!r}: {error.what}") from error


def _applies_a_family(side: Side, scope: Scope) -> bool:
    return any(
        isinstance(n, ast.Name) and n.id in scope.terms and scope.terms[n.id].kind.result
        for n in ast.walk(side.node)
    )


def _alike(name: str, arguments: int, scope: Scope) -> str:
    """The name of the formula that a variable of the theorem is spelt like, with indices."""
    for known in (spelt(name), name):
        term = scope.terms.get(known)
        if term is not None:
            indices = [f"i{n}" for n in range(arguments)]
            return f"{known}({', '.join(indices)})" if indices else known
    raise NotMapped(f"nothing stands for {name}")


def _domains(kind: Node) -> list[Node]:
    found = []
    while True:
        if isinstance(kind, Pi):
            found.append(kind.type)
            kind = kind.body
        elif is_call(kind, "Matrix") and isinstance(kind, App):
            found += kind.args[:2]
            kind = kind.args[2]
        else:
            return found


def _indices(side: Side, scope: Scope) -> list[str]:
    """The names that stand for arguments of a function, in their order."""
    known = {*scope.terms, *scope.definitions, "pi", "E", "EulerGamma", "GoldenRatio"}
    free = free_names(side.node) - known
    names = [n.id for n in ast.walk(side.node) if isinstance(n, ast.Name) and n.id in free]
    return sorted(dict.fromkeys(names), key=lambda n: _place(side.node, n))


def _place(node: ast.AST, name: str) -> tuple[int, int]:
    places = (
        (n.lineno, n.col_offset) for n in ast.walk(node) if isinstance(n, ast.Name) and n.id == name
    )
    return min(places)


def _function(
    name: str, kind: Node, indices: tuple[str, ...], side: Side, scope: Scope, depth: int
) -> Term:
    """The expression of a type; where it is a function, of the next index."""
    if isinstance(kind, Pi):
        domain, result = kind.type, kind.body
    elif is_call(kind, "Matrix") and isinstance(kind, App):
        rows, columns, entries = kind.args
        domain, result = rows, Pi("j", columns, lift(entries, 1))
        result = lift(result, 1)
    else:
        return _number(name, kind, side, scope)
    of = _kind(name, domain, depth)
    index, rest = (indices[0], indices[1:]) if indices else ("", ())

    def value(x: Term) -> Term:
        label = _label(domain, x, depth)
        inner = scope.with_term(index, label) if index else scope
        # The result is looked at below the new binder, but never speaks of its variable.
        return _function(name, instantiate(result, Elided()), rest, side, inner, depth)

    return function(index or "x", of, value)


def _kind(name: str, domain: Node, depth: int) -> Kind:
    match domain:
        case Const(known) if known in _KINDS:
            return _KINDS[known]
        case App(Const("Fin"), _):
            return Kind("Fin", lambda d: lift(domain, d - depth))
    raise NotComparable(f"{name} is a function of something that no formula names")


def _label(domain: Node, x: Term, depth: int) -> Term:
    """The argument of a function as a number: the labels of a finite type count from 1."""
    if not is_call(domain, "Fin") or not isinstance(domain, App):
        return x
    size = domain.args[0]
    inside = Term(NAT, lambda d: App(Const("Fin.val"), (lift(size, d - depth), x.below(d))))
    return inside + numeral(1, NAT)


def _labels(name: str, text: str, scope: Scope) -> Term:
    """A set of labels that is written ``a..b``, by their places from 0."""
    first, dots, last = text.partition(_RANGE)
    if not dots:
        raise NotComparable(f"the set {name} is compared as a..b")
    ends = [Elaborator(expression(end), scope) for end in (first, last)]
    low, high = (reader.natural(reader.side.node) for reader in ends)
    ends_at = (low - numeral(1, NAT), high)
    return call("Finset.Ico", NAT.node, Elided(), Elided(), *ends_at, kind=NAT)


def _number(name: str, kind: Node, side: Side, scope: Scope) -> Term:
    reader = Elaborator(side, scope)
    match kind:
        case Const("Real"):
            return reader.real(side.node)
        case Const("Nat"):
            return reader.natural(side.node)
        case Const("Int"):
            return reader.whole(side.node)
        case Const("Complex"):
            return call("Complex.ofReal", as_field(reader.term(side.node)), kind=COMPLEX)
        case App(Const("Fin"), _):
            return reader.natural(side.node) - numeral(1, NAT)
        case Var():
            raise NotMapped(f"nothing stands for the type of {name}")
    raise NotComparable(f"{name} ranges over something that no formula names")
