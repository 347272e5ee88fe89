"""What `where` says: the domains of names, relations between them, families and definitions."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pycheck.formulas import expectations
from pycheck.formulas.expectations import AnyLaw
from pycheck.formulas.names import FUNCTIONS, NAMES, REDEFINED
from pycheck.formulas.syntax import Relations, Side, UnreadableFormula, expression, nearest, split

KINDS = ("real", "integer", "natural", "prime", "complex", "smooth")
"""What the values of a name are."""
SIGNS = {"positive": "> 0", "nonnegative": ">= 0", "negative": "< 0", "nonpositive": "<= 0"}
SIGNS |= {"nonzero": "!= 0"}
PARITIES = {"even": 0, "odd": 1}
DOMAINS = (*KINDS, *SIGNS, *PARITIES)
_PLURALS = {f"{kind}s": kind for kind in ("real", "integer", "natural", "prime")}
_SOME = "|".join((*DOMAINS, *_PLURALS))
_DOMAIN = re.compile(
    rf"^\s*(?P<names>[^=<>~!]+?)\s+((is|are)\s+(an?\s+)?)?"
    rf"(?P<domains>({_SOME})(\s+({_SOME})|\s+numbers?)*)\s*$"
)
_WORD = re.compile(r"^\s*(?P<names>[\w\s,()]+?)\s+(?P<word>[a-z]+)\s*$")
_FOR = re.compile(r"^(?P<rule>.*?)\s+for\s+(?P<range>.*)$")
_WITHIN = re.compile(
    r"^\s*(?P<names>[^=<>~!]+?)\s+in\s*(?P<opens>[(\[])(?P<low>.*),(?P<high>.*)(?P<closes>[)\]])\s*$"
)
_BINDERS = frozenset({"Sum", "Product", "Integral", "Limit"})


@dataclass(frozen=True)
class Recurrence:
    """A sequence by its first values and the rule for the others."""

    argument: str
    first: tuple[tuple[int, Side], ...]
    rule: Side
    start: int


@dataclass
class Conditions:
    """Everything that `where` says, by kind; the order of the relations is kept."""

    domains: dict[str, str] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    """Functions that are variables, each with its domain: ``smooth`` or that of its values."""
    arities: dict[str, int] = field(default_factory=dict)
    relations: list[Relations] = field(default_factory=list)
    definitions: dict[str, tuple[tuple[str, ...], Side]] = field(default_factory=dict)
    recurrences: dict[str, Recurrence] = field(default_factory=dict)
    laws: dict[str, AnyLaw] = field(default_factory=dict)

    def is_function(self, name: str) -> bool:
        """Whether a condition says that a name is a function."""
        defined = name in self.definitions and bool(self.definitions[name][0])
        return name in self.families or name in self.recurrences or defined


def read(where: Iterable[str]) -> Conditions:
    """Sort the conditions.

    Raises `UnreadableFormula` for one that cannot be read.
    """
    found = Conditions()
    relations: list[tuple[str, Relations]] = []
    rules: dict[str, list[tuple[str, Side, Side, str]]] = {}
    for text in where:
        if told := expectations.table(text):
            found.laws[told[0]] = told[1]
            continue
        if _domain(found, text):
            continue
        if _within(relations, text):
            continue
        if not any(sign in text for sign in "=<>~"):
            raise UnreadableFormula(_no_condition(text), text, 0)
        if _recurrence(rules, text):
            continue
        relations += [(text, relation) for relation in _each(split(text))]
    _finish_recurrences(found, rules)
    for text, relation in relations:
        if not _definition(found, relation, text):
            found.relations.append(relation)
    return found


def _no_condition(text: str) -> str:
    if word := _WORD.match(text):
        return f"the domain {word['word']!r} is unknown{nearest(word['word'], DOMAINS)}"
    return "no condition: neither a domain like 'x real' nor a relation"


def _domain(found: Conditions, text: str) -> bool:
    """``x real``, ``m, n positive integers``, ``f(x) smooth``."""
    said = _DOMAIN.match(text)
    if said is None:
        return False
    words = [_PLURALS.get(word, word) for word in said["domains"].split()]
    for name in _split_names(said["names"]):
        for word in words:
            if word in DOMAINS:
                _say(found, name.strip(), word, text)
    return True


def _say(found: Conditions, name: str, domain: str, text: str) -> None:
    """One word about one name; the sign of a number says nothing of its kind."""
    node = expression(name).node
    if domain in SIGNS:
        found.relations.append(split(f"{name} {SIGNS[domain]}"))
    if domain in PARITIES:
        found.relations.append(split(f"Mod({name}, 2) = {PARITIES[domain]}"))
        domain = "integer"
    weak = domain not in KINDS or domain in ("real", "integer")
    kind = domain if domain in KINDS else "real"
    match node:
        case ast.Name(id=known):
            if domain == "smooth":
                raise UnreadableFormula("a smooth function is written f(x) smooth", text, 0)
            kinds = found.domains
        case ast.Call(func=ast.Name(id=known), args=args):
            kinds = found.families
            found.arities[known] = len(args)
        case _:
            raise UnreadableFormula("a domain is said of a name", text, 0)
    if not weak or known not in kinds or (kinds[known] == "real" and domain in KINDS):
        kinds[known] = kind


def _within(found: list[tuple[str, Relations]], text: str) -> bool:
    """``x in (a, b]``, an interval of numbers."""
    said = _WITHIN.match(text)
    if said is None:
        return False
    low = "<" if said["opens"] == "(" else "<="
    high = "<" if said["closes"] == ")" else "<="
    found += [
        (text, split(f"{said['low']} {low} {name} {high} {said['high']}"))
        for name in _split_names(said["names"])
    ]
    return True


def _each(relation: Relations) -> Iterable[Relations]:
    """``a, b > 0`` as a relation of each name before the sign."""
    first, *others = relation.sides
    if not isinstance(first.node, ast.Tuple):
        return [relation]
    sides = [replace(first, node=item) for item in first.node.elts]
    return [Relations((side, *others), relation.signs) for side in sides]


def _split_names(text: str) -> list[str]:
    """Names separated by commas outside of brackets."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _recurrence(rules: dict[str, list[tuple[str, Side, Side, str]]], text: str) -> bool:
    said = _FOR.match(text)
    rule = split(said["rule"] if said else text)
    if rule.signs != ("=",):
        return False
    left, right = rule.sides
    match left.node:
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            known = isinstance(argument, ast.Constant) or said is not None
            if known and (name != "P" or said is None):
                rules.setdefault(name, []).append(
                    (text, left, right, said["range"] if said else "")
                )
                return True
    return False


def _finish_recurrences(
    found: Conditions, rules: dict[str, list[tuple[str, Side, Side, str]]]
) -> None:
    for name, parts in rules.items():
        first: list[tuple[int, Side]] = []
        rule: tuple[str, Side, int] | None = None
        for text, left, right, within in parts:
            assert isinstance(left.node, ast.Call)
            (argument,) = left.node.args
            match argument:
                case ast.Constant(value=int(n)):
                    first.append((n, right))
                case ast.Name(id=variable) if rule is None:
                    rule = variable, right, _start(variable, within, text)
                case _:
                    raise UnreadableFormula("a recurrence has one rule, of a name", text, 0)
        if rule is None:
            # Values at single points are relations of a function that is something else.
            found.relations += [split(text) for text, *_ in parts]
            continue
        found.recurrences[name] = Recurrence(rule[0], tuple(first), rule[1], rule[2])


def _start(variable: str, within: str, text: str) -> int:
    range_of = split(within)
    match [side.node for side in range_of.sides], range_of.signs:
        case [ast.Name(id=name), ast.Constant(value=int(n))], (">=" | ">" as sign,):
            if name == variable:
                return n + (sign == ">")
    raise UnreadableFormula("a recurrence says for which it holds, as in 'for n >= 2'", text, 0)


def _definition(found: Conditions, relation: Relations, text: str) -> bool:
    """``v = …``, ``f(x) = …`` and ``X ~ …`` of names of which nothing else is said."""
    if relation.signs not in (("=",), ("~",)):
        return False
    left, right = relation.sides
    match left.node:
        case ast.Name(id=name):
            if relation.signs == ("~",):
                found.laws[name] = expectations.law(right)
                return True
            mentioned = {n.id for n in ast.walk(right.node) if isinstance(n, ast.Name)}
            if name in found.domains or name in mentioned:
                return False
            found.definitions[name] = ((), right)
            return True
        case ast.Call(func=ast.Name(id=name), args=args):
            new = name not in found.families and (name not in FUNCTIONS or name in REDEFINED)
            if relation.signs == ("~",):
                raise UnreadableFormula("a random variable is a name", text, 0)
            names = [a.id for a in args if isinstance(a, ast.Name)]
            mentioned = {n.id for n in ast.walk(right.node) if isinstance(n, ast.Name)}
            if name in FUNCTIONS and not mentioned >= set(names):
                return False  # a relation like catalan(n) = 5
            if new and name not in mentioned and len(names) == len(args) == len(set(names)):
                found.definitions[name] = (tuple(names), right)
                return True
    return False


def free_names(node: ast.AST) -> set[str]:
    """The names of variables that an expression leaves unbound."""
    match node:
        case ast.Name(id=name):
            return {name}
        case ast.Call(func=ast.Name(id=name), args=args) if name in _BINDERS and args:
            return _outside_binder(name, args)
        case ast.Call(func=ast.Name(id="Subs"), args=[body, ast.Name(id=name), value]):
            return (free_names(body) - {name}) | free_names(value)
        case ast.Call(args=args):
            return {name for arg in args for name in free_names(arg)}
    return {n for child in ast.iter_child_nodes(node) for n in free_names(child)}


def _outside_binder(name: str, args: list[ast.expr]) -> set[str]:
    body, *ranges = args
    found = free_names(body)
    if name == "Limit":
        if len(ranges) == 2 and isinstance(ranges[0], ast.Name):
            return (found - {ranges[0].id}) | free_names(ranges[1])
        return found
    for part in ranges:
        if isinstance(part, ast.Tuple) and part.elts and isinstance(part.elts[0], ast.Name):
            found -= {part.elts[0].id}
            for end in part.elts[1:]:
                found |= free_names(end)
    return found


def undeclared(names: Iterable[str], conditions: Conditions) -> list[str]:
    """The names of which no condition says what they are, constants of the language apart."""
    said = {
        *conditions.domains,
        *conditions.definitions,
        *conditions.families,
        *conditions.recurrences,
        *conditions.laws,
    }
    return sorted(n for n in set(names) if n not in said and n not in NAMES)
