"""Hypotheses that no sample can satisfy, shown and not only suspected."""

from itertools import product
from math import lcm
from typing import Any

from flint import ctx, fmpq

from pycheck.statements.evaluation.polynomials import never, polynomial_of, rational_roots
from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.forms import comparison, numeral, operation
from pycheck.statements.language.trees import (
    App,
    Const,
    Node,
    Var,
    constants,
    count_variable,
    is_call,
)
from pycheck.statements.language.truth import Truth
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling import systems
from pycheck.statements.sampling.domains import Domain, constrain
from pycheck.statements.sampling.infeasible import contradict
from pycheck.statements.sampling.state import BASE_PRECISION, Prepared
from pycheck.statements.values.work import limited

_MOST_CASES = 4000
# What makes a relation no plain bound: cut off, rounded, an alternative, ends that are not exact.
_NOT_READ = ("HSub.hSub", "HDiv.hDiv", "Or")
_WHOLE = (Const("Nat"), Const("Int"))


def contradiction(prepared: Prepared) -> str:
    """Why the hypotheses contradict each other; empty where that is not shown."""
    with ctx.workprec(BASE_PRECISION), limited():
        prepared.machine.forget()
        return (
            _closed(prepared)
            or _linear(prepared)
            or _of_one_variable(prepared)
            or _of_few_cases(prepared)
            or _algebraic(prepared)
        )


def _linear(prepared: Prepared) -> str:
    """Linear relations that contradict each other."""
    hypotheses = prepared.statement.hypotheses
    if contradict((h.type, h.position) for h in hypotheses):
        return "linear relations among the hypotheses contradict each other"
    return ""


def _algebraic(prepared: Prepared) -> str:
    """Polynomial equations without a common solution."""
    if systems.contradict(prepared):
        return "equations among the hypotheses contradict each other"
    return ""


def _closed(prepared: Prepared) -> str:
    """A hypothesis without variables that is false."""
    env: tuple[Any, ...] = (None,) * len(prepared.statement.binders)
    for h in prepared.statement.hypotheses:
        if not h.mentions & _variables(prepared) and _is_false(prepared, h, env):
            return f"the hypothesis {_name(h)} is false"
    return ""


def _of_one_variable(prepared: Prepared) -> str:
    """A polynomial relation without a solution, or bounds of one variable that exclude it."""
    for binder in prepared.statement.variables:
        if binder.type not in (*_WHOLE, Const("Real")):
            continue
        own = [
            h
            for h in prepared.statement.hypotheses
            if h.mentions & _variables(prepared) == {binder.position}
        ]
        for h in own:
            if _unsolvable(prepared, binder, h) or _fails_for_all_residues(prepared, binder, h):
                return f"no {binder.name} satisfies the hypothesis {_name(h)}"
        domain = _exact_domain(prepared, binder, own)
        if domain is not None and _is_empty(domain, binder.type):
            return f"the hypotheses leave no value for {binder.name}"
    return ""


def _unsolvable(prepared: Prepared, binder: Binder, h: Binder) -> bool:
    found = comparison(h.type)
    if found is None or (binder.type == Const("Nat") and _subtracts(found.left, found.right)):
        return False
    evaluate = _exactly(prepared, h)
    index = binder.index_in(h)
    left = polynomial_of(found.left, index, evaluate)
    right = polynomial_of(found.right, index, evaluate)
    if left is None or right is None or _divides(found.left, found.right):
        return False
    difference = left - right
    if never(difference, found.relation):
        return True
    if binder.type in _WHOLE and found.relation.value == "Eq" and difference.degree() > 0:
        least = 0 if binder.type == Const("Nat") else None
        roots = [r for r in rational_roots(difference) if r.q == 1]
        return not [r for r in roots if least is None or r >= least]
    return False


def _fails_for_all_residues(prepared: Prepared, binder: Binder, h: Binder) -> bool:
    """Whether a relation between remainders of a whole number fails for each residue class."""
    if binder.type not in _WHOLE:
        return False
    period = _period(h.type, binder.index_in(h), signed=binder.type == Const("Int"))
    if period is None or period > _MOST_CASES:
        return False
    env: list[Any] = [None] * len(prepared.statement.binders)
    for residue in range(period):
        env[binder.position] = residue
        prepared.machine.forget()
        if not _is_false(prepared, h, tuple(env)):
            return False
    return True


def _period(node: Node, index: int, *, signed: bool) -> int | None:
    """The period of a proposition about whole numbers in a variable; None where none is seen."""
    if not count_variable(node, index):
        return 1
    if not isinstance(node, App):
        return None
    if is_call(node, "HMod.hMod") or is_call(node, "Dvd.dvd"):
        divided, by = node.args[-2:] if is_call(node, "HMod.hMod") else node.args[:-3:-1]
        modulus = numeral(by)
        return modulus if modulus and _is_polynomial(divided, index, signed) else None
    periods = [_period(arg, index, signed=signed) for arg in node.args]
    known = [p for p in periods if p is not None]
    return lcm(*known) if len(known) == len(periods) else None


def _is_polynomial(node: Node, index: int, signed: bool) -> bool:
    """Whether a term is a polynomial with whole coefficients, so that residues go to residues."""
    if node == Var(index) or not count_variable(node, index):
        return True
    found = operation(node)
    signs = ("HAdd.hAdd", "HMul.hMul", *(("HSub.hSub",) if signed else ()))
    if found is None:
        return False
    if found.name == "HPow.hPow":
        return numeral(found.right) is not None and _is_polynomial(found.left, index, signed)
    return found.name in signs and all(
        _is_polynomial(side, index, signed) for side in (found.left, found.right)
    )


def _subtracts(*sides: Node) -> bool:
    """Whether there is a difference, which is cut off at zero in the naturals."""
    return any(_mentions(side, "HSub.hSub") for side in sides)


def _divides(*sides: Node) -> bool:
    """Whether there is a quotient, which is rounded in the whole numbers."""
    return any(_mentions(side, "HDiv.hDiv") for side in sides)


def _mentions(node: Node, name: str) -> bool:
    return name in constants(node)


def _exact_domain(prepared: Prepared, binder: Binder, own: list[Binder]) -> Domain | None:
    """What linear relations leave of a variable, each bound an exact number."""
    domain = Domain()
    if binder.type == Const("Nat"):
        domain.bound_below(fmpq(0), is_open=False)
    for h in own:
        real_set = binder.type not in _WHOLE and _mentions(h.type, "Membership.mem")
        if real_set or any(_mentions(h.type, name) for name in _NOT_READ):
            continue
        try:
            constrain(
                domain, h.type, binder.index_in(h), _exactly(prepared, h), lambda _: 0, linear=True
            )
        except Undecided:
            return None
    return domain


def _is_empty(domain: Domain, kind: Node) -> bool:
    lower, upper = domain.lower, domain.upper
    if lower is None or upper is None:
        return False
    if kind in _WHOLE:
        least, most = int(lower.ceil()), int(upper.floor())
        least += int(domain.lower_open and lower == least)
        most -= int(domain.upper_open and upper == most)
        return least > most
    return bool(lower > upper or (lower == upper and (domain.lower_open or domain.upper_open)))


def _of_few_cases(prepared: Prepared) -> str:
    """Whole numbers that the hypotheses bound on both sides, tried one and all."""
    statement = prepared.statement
    mentioned = frozenset().union(*(h.mentions for h in statement.hypotheses), frozenset())
    wanted = [b for b in statement.variables if b.position in mentioned]
    ranges = []
    for binder in wanted:
        own = [h for h in statement.hypotheses if h.mentions == {binder.position}]
        domain = _exact_domain(prepared, binder, own) if binder.type in _WHOLE else None
        if domain is not None and domain.choices is not None:
            ranges.append(domain.choices)
        elif domain is not None and domain.lower is not None and domain.upper is not None:
            ranges.append(range(int(domain.lower.ceil()), int(domain.upper.floor()) + 1))
        else:
            return ""
    cases = 1
    for values in ranges:
        cases *= len(values)
    if not ranges or cases > _MOST_CASES:
        return ""
    env: list[Any] = [None] * len(statement.binders)
    for case in product(*ranges):
        for binder, value in zip(wanted, case, strict=True):
            env[binder.position] = value
        prepared.machine.forget()
        if not any(_is_false(prepared, h, tuple(env)) for h in statement.hypotheses):
            return ""
    return f"no case of {cases} satisfies the hypotheses"


def _variables(prepared: Prepared) -> frozenset[int]:
    return frozenset(b.position for b in (*prepared.statement.variables, *prepared.statement.types))


def _is_false(prepared: Prepared, h: Binder, env: tuple[Any, ...]) -> bool:
    try:
        truth: Truth = prepared.code(h.type)(env[: h.position])
    except (Undecided, TypeError, AttributeError):  # it speaks of a variable without a value
        return False
    return truth.value is False and not truth.evidence


def _exactly(prepared: Prepared, h: Binder) -> Any:
    """Values of closed trees of a hypothesis; what is not exact is undecided."""
    env = (None,) * h.position

    def evaluate(node: Node) -> Any:
        try:
            value = prepared.code(node)(env)
        except (TypeError, AttributeError) as error:
            raise Undecided("it depends on another variable") from error
        if isinstance(value, int) or type(value) is fmpq or not hasattr(value, "rad"):
            return value
        raise Undecided("a bound that is not exact")

    return evaluate


def _name(h: Binder) -> str:
    return h.name or f"number {h.position}"
