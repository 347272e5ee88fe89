"""How far out a number of a statement may be sampled, judged by what the statement does with it."""

from enum import IntEnum

from pycheck.statements.evaluation.statement import Binder, Statement
from pycheck.statements.language.forms import head_name, numeral, operation
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import (
    App,
    Const,
    Lam,
    Node,
    Pi,
    Sort,
    Var,
    children,
    constants,
    count_variable,
)


class Reach(IntEnum):
    """How far out evaluation stays cheap and sharp.

    `NEAR` is for what counts a sum, a family or the steps of a recursion, or goes into a function
    of which nothing is known here; `MIDDLE` for what stands below an inner quantifier, which is
    searched; `STEEP` for exponents and for functions whose values grow fast; `FAR` for arithmetic,
    where a large number costs no more than a small one.
    """

    NEAR = 0
    MIDDLE = 1
    STEEP = 2
    FAR = 3


_PLAIN = frozenset(
    {
        *("True", "False", "And", "Or", "Not", "Iff", "Eq", "Ne", "LE.le", "LT.lt", "GE.ge"),
        *("GT.gt", "Dvd.dvd", "Even", "Odd", "Nat.Coprime", "IsSquare", "Membership.mem"),
        *("Set.Icc", "Set.Ico", "Set.Ioc", "Set.Ioo", "Set.Ici", "Set.Ioi", "Set.Iic", "Set.Iio"),
        *("OfNat.ofNat", "OfScientific.ofScientific", "HAdd.hAdd", "HSub.hSub", "HMul.hMul"),
        *("HDiv.hDiv", "HMod.hMod", "Neg.neg", "Inv.inv", "Min.min", "Max.max", "abs"),
        *("Nat.cast", "Int.cast", "Rat.cast", "Nat.succ", "Nat.pred", "Int.natAbs", "Int.toNat"),
        *("Nat.gcd", "Nat.lcm", "Int.gcd", "Nat.sqrt", "Real.sqrt", "round", "Int.floor"),
        *("Int.ceil", "Nat.floor", "Nat.ceil", "Int.fract", "Real.log", "SetLike.coe", "ite"),
        *("Nat.ModEq", "Int.ModEq", "IsCoprime", "Int.lcm", "Int.sign", "Nat.log", "Nat.clog"),
        *("GCDMonoid.gcd", "GCDMonoid.lcm", "Real.sign", "Real.arctan", "Nat.size", "Norm.norm"),
    }
)
_STEEP = frozenset(
    {
        *("Real.exp", "Real.sin", "Real.cos", "Real.sigmoid", "Real.negMulLog"),
        *("Nat.Prime", "Nat.factorial", "Nat.choose", "Nat.fib", "HPow.hPow", "Prime"),
        *("Real.sinh", "Real.cosh", "Real.tanh", "Real.tan", "Nat.totient", "Nat.divisors"),
        *("Nat.primeFactors", "Nat.minFac", "Nat.digits", "Squarefree", "Irreducible"),
        *("Nat.Perfect", "Finset.card", "Nat.centralBinom", "catalan", "Nat.primeCounting"),
        *("Nat.properDivisors", "ArithmeticFunction.sigma", "ArithmeticFunction.moebius"),
        *("DFunLike.coe", "Real.rpow", "Irrational", "Nat.doubleFactorial"),
    }
)


def reach(statement: Statement, binder: Binder, library: Library) -> Reach:
    """How far out a variable of a statement may be sampled: as far as the worst of its uses."""
    if "Filter.Tendsto" in constants(statement.conclusion):
        return Reach.NEAR
    later = statement.binders[binder.position + 1 :]
    uses = [(b.type, binder.index_in(b)) for b in later]
    uses.append((statement.conclusion, len(statement.binders) - 1 - binder.position))
    return min((_of(node, index, library) for node, index in uses), default=Reach.FAR)


def is_arithmetic(node: Node) -> bool:
    """Whether a proposition is written with arithmetic and logic alone."""
    return all(
        not isinstance(part, Lam | Pi | Sort)
        and not (isinstance(part, App) and not head_name(part))
        and all(
            name in _PLAIN or name in ("HPow.hPow", "Nat", "Int", "Real") for name in _names(part)
        )
        for part in _parts(node)
    )


def _parts(node: Node) -> list[Node]:
    found = [node]
    for part, _ in children(node):
        found += _parts(part)
    return found


def _names(node: Node) -> tuple[str, ...]:
    return (node.name,) if isinstance(node, Const) else ()


def _of(node: Node, index: int, library: Library) -> Reach:
    if not count_variable(node, index):
        return Reach.FAR
    if node == Var(index):
        return Reach.FAR
    if isinstance(node, App) and (name := head_name(node)):
        return _of_call(node, name, index, library)
    if isinstance(node, Pi):
        parts = [(node.type, index), (node.body, index + 1)]
        worst = min(_of(part, i, library) for part, i in parts)
        # A grid in place of every number says less the further out it is.
        number = isinstance(node.type, Const)
        return min(worst, Reach.MIDDLE) if number else worst
    if isinstance(node, Lam):
        return _of(node.body, index + 1, library)
    return Reach.NEAR


def _of_call(node: App, name: str, index: int, library: Library) -> Reach:
    used = [i for i, arg in enumerate(node.args) if count_variable(arg, index)]
    worst = min(_of(node.args[i], index, library) for i in used)
    if name == "HPow.hPow":
        power = operation(node)
        fixed = power is not None and numeral(power.right) is not None
        return worst if fixed else min(worst, Reach.STEEP)
    if name in _PLAIN:
        return worst
    if name in _STEEP:
        return min(worst, Reach.STEEP)
    if name == "Exists":
        return min(worst, Reach.MIDDLE)
    definition = library.definition(name)
    if definition is None or definition.equations:
        return Reach.NEAR
    if any(i >= definition.arity for i in used):
        return Reach.NEAR
    inside = (_of(definition.body, definition.arity - 1 - i, library) for i in used)
    return min(worst, *inside)
