"""The evaluator: a tree compiled to a function of the values of its variables.

An environment is the tuple of the values of the binders around a node, the innermost last;
hypotheses and instances take a place in it too. Values of function type are Python functions,
propositions are `Truth`, types are `types.Type`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from operator import itemgetter
from typing import Any

from pycheck.errors import InputError
from pycheck.statements.evaluation.choices import Choices
from pycheck.statements.evaluation.confinement import Confinement
from pycheck.statements.evaluation.identities import Identity
from pycheck.statements.evaluation.remembered import all_numbers, key_of, some_column
from pycheck.statements.language.library import Definition, Library
from pycheck.statements.language.patterns import match
from pycheck.statements.language.quantifiers import simpler_exists, simpler_forall
from pycheck.statements.language.trees import (
    App,
    Const,
    Elided,
    Inst,
    Lam,
    Let,
    NatLit,
    Node,
    Pi,
    Proj,
    Sort,
    StrLit,
    Var,
    apply,
    lift,
)
from pycheck.statements.language.truth import TRUE, Truth, implication
from pycheck.statements.language.types import RAT, REAL, Arrow
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Code, Row, Table
from pycheck.statements.mathlib.table import TABLE
from pycheck.statements.values import columns, existence, grids
from pycheck.statements.values.partial import Mode
from pycheck.statements.values.reals import derivative
from pycheck.statements.values.relations import FINEST
from pycheck.statements.values.tails import hurried
from pycheck.statements.values.work import spend

Environment = tuple[Any, ...]


class UnknownConstant(InputError):
    """A constant of which the table knows no meaning."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the constant {name} has no row in the table of meanings; add one")
        self.constant = name


class Machine:
    """Compiles the trees of one library; remembers values within one evaluation.

    `mode` says what partial functions are where they are not defined, `table` what the constants
    outside the library mean, `finest` up to how many bits what is undecided is evaluated.
    """

    def __init__(
        self,
        library: Library,
        mode: Mode = Mode.LEAN,
        table: Table = TABLE,
        finest: int = FINEST,
    ) -> None:
        self.library = library
        self.mode = mode
        self.finest = finest
        self._table = table
        self._bodies: dict[str, Code] = {}
        self._memo: dict[Any, Any] = {}
        self._tag = 0
        self._limits: list[tuple[Any, Any]] | None = None
        self._premises: dict[object, bool] | None = None

    def forget(self) -> None:
        """Forget the values of the last evaluation; needed when the precision changes."""
        self._memo.clear()
        columns.forget()
        self._tag = 0

    def differentiate(self, f: Callable[[Any], Any], x: Any) -> Any:
        """The slope of a function, with a tag that no derivative under way has."""
        self._tag += 1
        try:
            return derivative(f, x, self._tag)[1]
        finally:
            self._tag -= 1

    @contextmanager
    def watching_limits(self) -> Iterator[list[tuple[Any, Any]]]:
        """Collect the functions whose limits a proposition speaks of, and where they are taken."""
        self._limits = []
        try:
            yield self._limits
        finally:
            self._limits = None

    @contextmanager
    def watching_premises(self, held: dict[object, bool]) -> Iterator[None]:
        """Note of each implication that is evaluated whether its premise ever held."""
        self._premises = held
        try:
            yield
        finally:
            self._premises = None

    def note_limit(self, f: Callable[[Any], Any], source: Any) -> None:
        """Tell `watching_limits` of a limit."""
        if self._limits is not None:
            self._limits.append((f, source))

    def is_proposition(self, node: Node) -> bool:
        """Whether a type is a proposition, read off its head."""
        while isinstance(node, Pi | Inst):
            node = node.body
        head = node.head if isinstance(node, App) else node
        if not isinstance(head, Const):
            return False
        row = self._table.get(head.name)
        if row is not None:
            return row.kind == "proposition"
        if self.library.is_structure(head.name) or self.library.expand(node) is not None:
            return True
        definition = self.library.definition(head.name)
        return definition is not None and self.is_proposition(definition.body)

    def compile(self, node: Node) -> Code:
        """A function from environments to the value of the tree.

        Raises `UnknownConstant` at once, before anything is evaluated.
        """
        match node:
            case Var(index):
                return itemgetter(-1 - index)
            case NatLit(value) | StrLit(value):
                return lambda _: value
            case Sort() | Elided():
                return lambda _: None
            case Const():
                return self._constant(node, ())
            case App(Const() as head, args):
                return self._constant(head, args)
            case App(head, args):
                return self._application(self.compile(head), args)
            case Lam(_, _, body):
                inner = self.compile(body)
                return lambda env: _function(inner, env)
            case Let(_, _, bound, body):
                outer, inner = self.compile(bound), self.compile(body)
                return lambda env: inner((*env, outer(env)))
            case Inst(body):
                return _below_instance(self.compile(body))
            case Pi():
                return self._quantifier(node)
            case Proj(structure):
                raise UnknownConstant(f"{structure} (a projection)")

    def _application(self, head: Code, args: tuple[Node, ...]) -> Code:
        codes = [self.compile(arg) for arg in args]

        def run(env: Environment) -> Any:
            result = head(env)
            for code in codes:
                result = result(code(env))
            return result

        return run

    def _quantifier(self, node: Pi) -> Code:
        is_proposition = self.is_proposition(node)
        if is_proposition and not self.is_proposition(node.type):
            simple = simpler_forall(node, self.library.expand)
            if simple is not None:
                return self.compile(simple)
        domain = self.compile(node.type)
        body = self.compile(node.body)
        if not is_proposition:
            return lambda env: Arrow(domain(env), body((*env, None)))
        if self.is_proposition(node.type):
            return self._implication(domain, body)
        confined = Confinement(node.body, self, holds=False)
        identity = Identity(node.body, self.compile)

        def run(env: Environment) -> Truth:
            kind = domain(env)
            points = confined.points(env, kind)
            at = _function(body, env)
            if points is not None:
                return grids.within(points, at)
            found = grids.forall(kind, env, at)
            agrees = found.value is True and not found.certain
            return TRUE if agrees and kind in (REAL, RAT) and identity.holds(env, at) else found

        return run

    def _existence(self, node: App) -> Code | None:
        """``∃ x, p x`` of a function that is written out."""
        if (simple := simpler_exists(node)) is not None:
            return self.compile(simple)
        predicate = node.args[-1]
        if not isinstance(predicate, Lam):
            return None
        domain, body = self.compile(node.args[0]), self.compile(predicate.body)
        confined = Confinement(predicate.body, self, holds=True)
        choices = Choices(predicate.body, self)

        def run(env: Environment) -> Truth:
            kind = domain(env)
            of_functions = isinstance(kind, Arrow)
            points = (choices.functions if of_functions else confined.points)(env, kind)
            at = _function(body, env)
            if points is None:
                return existence.exists(self, kind, at)
            return grids.among(points, at)

        return _guarded(run)

    def _implication(self, premise: Code, conclusion: Code) -> Code:
        key = object()

        def run(env: Environment) -> Truth:
            found: Truth = premise(env)
            held = self._premises
            if held is not None:
                held[key] = held.get(key, False) or found.value is True
            return implication(found, lambda: conclusion((*env, None)))

        return run

    def _constant(self, head: Const, args: tuple[Node, ...]) -> Code:
        expanded = self.library.expand(App(head, args)) if args else None
        if expanded is not None:
            return self.compile(expanded)
        if head.name == "Exists" and (found := self._existence(App(head, args))) is not None:
            return found
        definition = self.library.definition(head.name)
        row = self._table.get(head.name)
        if definition is not None:
            arity = definition.arity
        elif row is not None:
            arity = row.arity
            if row.explicit:
                args = tuple(arg for arg in args if not isinstance(arg, Elided))
        else:
            raise UnknownConstant(head.name)
        if len(args) < arity:
            return self.compile(_eta(head, args, arity - len(args)))
        if definition is not None:
            code = self._unfolded(definition, args[:arity])
        else:
            assert row is not None
            code = self._row(row, args[:arity])
        return self._application(code, args[arity:]) if len(args) > arity else code

    def _unfolded(self, definition: Definition, args: tuple[Node, ...]) -> Code:
        values_of = self._tuple(args)
        name, heavy, memo = definition.name, definition.heavy, self._memo
        # The body of a recursive definition is not there yet while it is compiled.
        body: Code | None = None

        def run(env: Environment) -> Any:
            nonlocal body
            spend()
            if body is None:
                body = self._body(definition)
            values = values_of(env)
            looping = columns.under_way()
            if not heavy and not (looping and some_column(values)):
                return body(values)
            key = key_of(name, values)
            found = memo.get(key)
            if found is None:
                if looping and all_numbers(values):
                    value = columns.apart(body, values)
                else:
                    value = body(values)
                # The arguments are kept, so that the identities in the key stay theirs.
                found = (value, values)
                if not hurried(value):
                    memo[key] = found
            return found[0]

        return run

    def _tuple(self, args: tuple[Node, ...]) -> Code:
        """The tuple of the values of so many trees, without a loop for the few."""
        if len(args) > 1 and all(isinstance(arg, Var) for arg in args):
            return itemgetter(*[-1 - arg.index for arg in args if isinstance(arg, Var)])
        codes = [self.compile(arg) for arg in args]
        match codes:
            case [only]:
                return lambda env: (only(env),)
            case [first, second]:
                return lambda env: (first(env), second(env))
            case [first, second, third]:
                return lambda env: (first(env), second(env), third(env))
        return lambda env: tuple([code(env) for code in codes])

    def _body(self, definition: Definition) -> Code:
        code = self._bodies.get(definition.name)
        if code is None:
            if definition.equations:
                code = self._by_equations(definition)
            else:
                code = self.compile(definition.body)
            self._bodies[definition.name] = code
        return code

    def _by_equations(self, definition: Definition) -> Code:
        cases = [(e, self.compile(e.result)) for e in definition.equations]

        def run(values: Environment) -> Any:
            for equation, code in cases:
                bound = match(equation, values)
                if bound is not None:
                    return code(bound)
            raise Undecided(f"no equation of {definition.name} covers its arguments")

        return run

    def _row(self, row: Row, args: tuple[Node, ...]) -> Code:
        kinds = [args[i] for i in row.types]
        names = tuple(kind.name if isinstance(kind, Const) else "" for kind in kinds)
        codes = [self.compile(args[i]) for i in row.uses]
        fixed: tuple[Any, ...] = (self,) if row.context else ()
        meaning = row.meaning
        if names in row.fast and names:
            meaning = row.fast[names]
        elif row.lazy or not all(map(self._is_fixed, names)):
            codes = [self.compile(kind) for kind in kinds] + codes
        else:
            fixed += tuple(self._table[name].meaning() for name in names)
        if fixed:
            meaning = partial(meaning, *fixed)
        literal = all(isinstance(args[i], NatLit) for i in row.uses)
        if row.written and literal and len(codes) == len(row.uses):
            with suppress(Undecided):
                written = meaning(*[code(()) for code in codes])
                return lambda _: written
        code = meaning(*codes) if row.lazy else _strict(meaning, codes)
        return _guarded(code) if row.kind == "proposition" else code

    def _is_fixed(self, name: str) -> bool:
        """Whether a constant is a type of which nothing varies."""
        row = self._table.get(name)
        return row is not None and row.kind == "type" and row.arity == 0


def _function(body: Code, env: Environment) -> Callable[[Any], Any]:
    """A function of one variable; every loop calls one, so here the work is counted."""

    def call(x: Any) -> Any:
        spend()
        return body((*env, x))

    return call


def _below_instance(body: Code) -> Code:
    """What stands below an instance whose class the tree leaves out.

    The class may be a proposition that fails, so a proposition is not false for being so here.
    """

    def run(env: Environment) -> Any:
        value = body((*env, None))
        if isinstance(value, Truth) and value.value is False:
            return Truth(None, "false, but the tree leaves out the class of an instance")
        return value

    return run


def _eta(head: Const, args: tuple[Node, ...], missing: int) -> Node:
    """The constant as a function of the arguments that it was not given."""
    given = tuple(lift(arg, missing) for arg in args)
    rest = tuple(Var(i) for i in reversed(range(missing)))
    node: Node = apply(head, (*given, *rest))
    for _ in range(missing):
        node = Lam("x", Sort(), node)
    return node


def _strict(meaning: Callable[..., Any], codes: list[Code]) -> Code:
    """The meaning of the values of so many codes, without a loop for the few."""
    match codes:
        case []:
            return lambda _: meaning()
        case [only]:
            return lambda env: meaning(only(env))
        case [first, second]:
            return lambda env: meaning(first(env), second(env))
        case [first, second, third]:
            return lambda env: meaning(first(env), second(env), third(env))
    return lambda env: meaning(*[code(env) for code in codes])


def _guarded(code: Code) -> Code:
    """A proposition that is undecided where one of its terms cannot be evaluated."""

    def run(env: Environment) -> Truth:
        try:
            truth: Truth = code(env)
        except Undecided as undecided:
            return Truth(None, undecided.reason, retry=undecided.retry)
        return truth

    return run
