"""Functions that the hypotheses define: ``∀ x, f x = 2 * x + 3``, or a recursion with its start.

Such a hypothesis holds by construction of the function, at every number and not only on a grid.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq
from hypothesis import strategies as st

from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.forms import (
    Relation,
    comparison,
    equation,
    head_name,
    numeral,
    operation,
)
from pycheck.statements.language.trees import (
    App,
    Node,
    Pi,
    Var,
    count_variable,
    free_variables,
    lift,
)
from pycheck.statements.language.types import INT, NAT, RAT, REAL, Arrow, Finite, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Code
from pycheck.statements.sampling.samples import Solved, show
from pycheck.statements.sampling.state import State
from pycheck.statements.values.relations import same
from pycheck.statements.values.work import spend

_FREE = st.lists(st.sampled_from((0, 1, 2, 3, 5, 10, 100, 10**4, 10**6)), min_size=1, max_size=6)
_LONGEST = 10**4


@dataclass(frozen=True, slots=True)
class Pattern:
    """``x + shift`` for a bound variable, or a closed `point` where there is none."""

    variable: int | None
    shift: int = 0
    point: Node | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """``∀ x …, guards → f patterns = result``, a part of a hypothesis."""

    hypothesis: Binder
    binders: int
    guards: tuple[tuple[int, Node], ...]
    patterns: tuple[Pattern, ...]
    result: Node

    @property
    def is_general(self) -> bool:
        """Whether it speaks of more than one point."""
        return any(p.variable is not None for p in self.patterns)


def defined_function(state: State, binder: Binder, kind: Type) -> Any:
    """The function that hypotheses define; None where they do not."""
    domains, codomain = _arguments(kind)
    if codomain not in _NUMBERS or not all(_is_indexed(d) for d in domains):
        return None
    rules: list[Rule] = []
    whole: set[int] = set()
    for h in state.ready(binder):
        found = list(_rules(h, binder, len(domains), state))
        rules += found
        if found and len(found) == _parts(h.type):
            whole.add(h.position)
    general = [r for r in rules if r.is_general]
    if not general or any(_is_circular(r, binder, domains) for r in general):
        return None
    free = _free_values(state, codomain)
    ordered = (*(r for r in rules if not r.is_general), *general)

    def realised(env: list[Any]) -> Defined:
        return Defined(state, binder.position, ordered, tuple(env), free, tuple(domains))

    function = realised(state.env)
    points = [r for r in rules if not r.is_general]
    alone = all(r.hypothesis.mentions == {binder.position} for r in rules)
    if all(_apart(p, r) for p in points for r in general) or (
        alone and all(function.agrees(point, general) for point in points)
    ):
        state.defined |= whole & _made(general)
    return Solved(realised, ", ".join(map(str, free)))


_NUMBERS = (NAT, INT, RAT, REAL)


def _is_circular(rule: Rule, binder: Binder, domains: list[Type]) -> bool:
    """Whether a rule gives a value by others that it does not reach from a first one."""
    function = binder.index_in(rule.hypothesis) + rule.binders
    if not count_variable(rule.result, function):
        return False
    endless = INT in domains and not rule.guards
    return endless or REAL in domains or RAT in domains or not any(p.shift for p in rule.patterns)


def _arguments(kind: Type) -> tuple[list[Type], Type]:
    domains = []
    while isinstance(kind, Arrow):
        domains.append(kind.domain)
        kind = kind.codomain
    return domains, kind


def _is_indexed(kind: Type) -> bool:
    return kind in (NAT, INT, RAT, REAL) or isinstance(kind, Finite)


def _free_values(state: State, codomain: Type) -> tuple[Any, ...]:
    """What the function is where nothing defines it: these values, the last for ever."""
    values = state.draw(_FREE)
    return tuple(n if codomain in (NAT, INT) else fmpq(n) for n in values)


def _parts(node: Node) -> int:
    """How many propositions a conjunction has."""
    if isinstance(node, App) and head_name(node) == "And":
        return sum(map(_parts, node.args))
    return 1


def _rules(h: Binder, binder: Binder, arity: int, state: State) -> Iterable[Rule]:
    index = binder.index_in(h)
    yield from _rules_of(h, h.type, index, 0, (), arity, state)


def _rules_of(
    h: Binder,
    node: Node,
    index: int,
    binders: int,
    guards: tuple[tuple[int, Node], ...],
    arity: int,
    state: State,
) -> Iterable[Rule]:
    if isinstance(node, App) and head_name(node) == "And" and not binders:
        for part in node.args:
            yield from _rules_of(h, part, index, binders, guards, arity, state)
        return
    if isinstance(node, Pi):
        is_guard = state.prepared.machine.is_proposition(node.type)
        more = (*guards, (binders, node.type)) if is_guard else guards
        yield from _rules_of(h, node.body, index + 1, binders + 1, more, arity, state)
        return
    found = equation(node)
    if found is None or any(count_variable(g, index - binders + at) for at, g in guards):
        return
    for side, other in ((found.left, found.right), (found.right, found.left)):
        if not isinstance(side, App) or side.head != Var(index) or len(side.args) != arity:
            continue
        patterns = tuple(_pattern(arg, binders, index) for arg in side.args)
        known = [p for p in patterns if p is not None]
        bound = [p.variable for p in known if p.variable is not None]
        used = {i for i in free_variables(other) if i < binders}
        if len(known) == arity and len(set(bound)) == len(bound) and used <= set(bound):
            yield Rule(h, binders, guards, tuple(known), other)
            return


def _pattern(node: Node, binders: int, function: int) -> Pattern | None:
    if isinstance(node, Var) and node.index < binders:
        return Pattern(node.index)
    found = operation(node, "HAdd.hAdd")
    if found is not None:
        for one, other in ((found.left, found.right), (found.right, found.left)):
            shift = numeral(other)
            if isinstance(one, Var) and one.index < binders and shift is not None:
                return Pattern(one.index, shift)
    if count_variable(node, function) or any(i < binders for i in free_variables(node)):
        return None
    return Pattern(None, point=node)


def _made(general: Sequence[Rule]) -> set[int]:
    """The hypotheses whose rules no other rule can overrule."""
    made: set[int] = set()
    for place, rule in enumerate(general):
        if all(_exclusive(rule, earlier) for earlier in general[:place]):
            made.add(rule.hypothesis.position)
        else:
            made.discard(rule.hypothesis.position)
            return made
    return made


def _apart(point: Rule, rule: Rule) -> bool:
    """Whether a rule for a point is seen to lie before a recursion, whatever other values are."""
    for given, pattern in zip(point.patterns, rule.patterns, strict=True):
        number = None if given.point is None else numeral(given.point)
        if pattern.variable is not None and number is not None and number < pattern.shift:
            return True
    return False


_CONTRARY = {
    Relation.LE: Relation.GT,
    Relation.GT: Relation.LE,
    Relation.LT: Relation.GE,
    Relation.GE: Relation.LT,
    Relation.EQ: Relation.NE,
    Relation.NE: Relation.EQ,
}


def _exclusive(one: Rule, other: Rule) -> bool:
    """Whether the guards of two rules are seen never to hold together."""
    if one.binders - len(one.guards) != 1 or other.binders - len(other.guards) != 1:
        return False
    if one.patterns != other.patterns and any(p.shift for p in (*one.patterns, *other.patterns)):
        return False
    return any(
        _contrary(_within(a, one), _within(b, other)) for a in one.guards for b in other.guards
    )


def _within(guard: tuple[int, Node], rule: Rule) -> Node:
    """A guard in a context that is the same for all rules of one variable."""
    depth, node = guard
    return lift(node, _DEEP - rule.hypothesis.position - depth, depth)


_DEEP = 1000


def _contrary(p: Node, q: Node) -> bool:
    a, b = comparison(p), comparison(q)
    if a is not None and b is not None:
        for left, right, relation in (
            (b.left, b.right, b.relation),
            (b.right, b.left, b.relation.flipped),
        ):
            if (a.left, a.right) == (left, right) and _CONTRARY[a.relation] is relation:
                return True
        if a.relation is b.relation is Relation.EQ and a.left == b.left:
            x, y = numeral(a.right), numeral(b.right)
            return x is not None and y is not None and x != y
        return False
    names = {head_name(p), head_name(q)}
    same = isinstance(p, App) and isinstance(q, App) and p.args[-1] == q.args[-1]
    return same and names == {"Even", "Odd"}


class Defined:
    """A function given by rules, those for single points first, and by `free` values elsewhere."""

    def __init__(
        self,
        state: State,
        position: int,
        rules: Sequence[Rule],
        env: tuple[Any, ...],
        free: tuple[Any, ...],
        domains: tuple[Type, ...],
    ) -> None:
        self._code: Callable[[Node], Code] = state.prepared.code
        self._env = (*env[:position], self, *env[position + 1 :])
        self._rules = rules
        self._free = free
        self._domains = domains
        self._known: dict[tuple[Any, ...], Any] = {}
        self._under_way: set[tuple[Any, ...]] = set()
        self._is_elsewhere = False

    def __call__(self, x: Any) -> Any:
        return self._applied((x,))

    def _applied(self, args: tuple[Any, ...]) -> Any:
        if len(args) < len(self._domains):
            return lambda x: self._applied((*args, x))
        if not all(isinstance(x, int) or type(x) is fmpq for x in args):
            return self._elsewhere(args)
        if args not in self._known:
            if len(args) == 1 and isinstance(args[0], int):
                self._fill(args[0])
            self._known[args] = self._at(args)
        return self._known[args]

    def _fill(self, last: int) -> None:
        """Compute a recursion from its start, so that it does not go deep."""
        if last > _LONGEST:
            raise Undecided("a recursion is too long")
        for n in range(len(self._known), last):
            if (n,) not in self._known and (n,) not in self._under_way:
                self._known[n,] = self._at((n,))

    def _at(self, args: tuple[Any, ...]) -> Any:
        if args in self._under_way:
            raise Undecided("a recursion that does not end")
        spend()
        self._under_way.add(args)
        try:
            for rule in self._rules:
                inner = self.matched(rule, args)
                if inner is not None:
                    return self.result(rule, inner)
        finally:
            self._under_way.discard(args)
        place = args[0] if isinstance(args[0], int) and args[0] >= 0 else 0
        return self._free[min(place, len(self._free) - 1)]

    def _elsewhere(self, args: tuple[Any, ...]) -> Any:
        """A value at something that is no exact number, where one rule speaks of everything."""
        rule = self._rules[0]
        if rule.guards or len(self._rules) > 1 or any(p.shift for p in rule.patterns):
            raise Undecided("a function of a number that is not exact")
        inner: list[Any] = [None] * rule.binders
        for pattern, x in zip(rule.patterns, args, strict=True):
            if pattern.variable is None:
                raise Undecided("a function of a number that is not exact")
            inner[rule.binders - 1 - pattern.variable] = x
        if self._is_elsewhere:
            raise Undecided("a recursion that does not end")
        self._is_elsewhere = True
        try:
            return self.result(rule, tuple(inner))
        finally:
            self._is_elsewhere = False

    def matched(self, rule: Rule, args: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """The values of the variables of a rule where it speaks of these arguments."""
        inner: list[Any] = [None] * rule.binders
        prefix = self._env[: rule.hypothesis.position]
        for pattern, x, domain in zip(rule.patterns, args, self._domains, strict=True):
            if pattern.variable is None:
                assert pattern.point is not None
                closed = (*prefix, *inner)
                if self._code(pattern.point)(closed) != x:
                    return None
            else:
                value = x - pattern.shift
                if value < 0 and domain is NAT:
                    return None
                inner[rule.binders - 1 - pattern.variable] = value
        for depth, guard in rule.guards:
            truth = self._code(guard)((*prefix, *inner[:depth]))
            if truth.value is False:
                return None
            if truth.value is None or not truth.certain:
                raise Undecided("where a function is defined")
        return tuple(inner)

    def result(self, rule: Rule, inner: tuple[Any, ...]) -> Any:
        """What a rule gives for the values of its variables."""
        return self._code(rule.result)((*self._env[: rule.hypothesis.position], *inner))

    def agrees(self, point: Rule, general: Sequence[Rule]) -> bool:
        """Whether the general rules give the same where another one speaks of a point."""
        prefix = self._env[: point.hypothesis.position]
        try:
            args = tuple(self._code(p.point)(prefix) for p in point.patterns if p.point)
            for rule in general:
                inner = self.matched(rule, args) if len(args) == len(point.patterns) else None
                if inner is not None and not same(self._applied(args), self.result(rule, inner)):
                    return False
        except (Undecided, RecursionError):
            return False
        return True

    def __str__(self) -> str:
        if self._domains not in ((NAT,), (INT,)):
            return "as the hypotheses say"
        try:
            return ", ".join(show(self(n)) for n in range(5)) + ", … as the hypotheses say"
        except Undecided:
            return "as the hypotheses say"
