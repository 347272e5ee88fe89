"""The conditions of a whole tree: those of its constants, carried out of the binders."""

from collections.abc import Iterator

from pycheck.statements.language.forms import head_name
from pycheck.statements.language.trees import (
    App,
    Const,
    Elided,
    Inst,
    Lam,
    Let,
    Node,
    Pi,
    Proj,
    Var,
    call,
    count_variable,
    instantiate,
    lift,
)
from pycheck.statements.lean.conditions import CONDITIONS, HIDDEN, Site, half_line
from pycheck.statements.lean.signs import Signs
from pycheck.statements.writing import COMPLEX, NAT, REAL, Kind

Types = tuple[Node, ...]

_TO_COMPLEX = frozenset({"Special.csqrt", "Special.conjugate", "Complex.ofReal"})
_OF_ARGUMENT = frozenset({"Special.gamma", "Special.loggamma", "Special.digamma", "Special.zeta"})
_TYPED = frozenset({"Neg.neg", "Inv.inv", "ite", "Finset.sum", "Finset.prod", "tsum"})
_ARITHMETIC = frozenset({"HAdd.hAdd", "HSub.hSub", "HMul.hMul", "HDiv.hDiv", "HPow.hPow"})


def kind_of(node: Node, types: Types) -> Kind:
    """Whether a number is complex or natural; all others count as real."""
    name = head_name(node)
    if isinstance(node, Var):
        found = types[-1 - node.index]
    elif isinstance(node, App) and name in ("Finset.sum", "Finset.prod"):
        found = node.args[1]
    elif isinstance(node, App) and name in _ARITHMETIC | _TYPED:
        found = node.args[0]
    elif isinstance(node, App) and name in _OF_ARGUMENT:
        return kind_of(node.args[-1], types)
    elif name.startswith("Complex.") and name not in ("Complex.re", "Complex.im"):
        return COMPLEX
    else:
        return COMPLEX if name in _TO_COMPLEX else REAL
    return COMPLEX if found == COMPLEX.node else NAT if found == NAT.node else REAL


def conditions(node: Node, types: Types, signs: Signs) -> Iterator[Node]:
    """Propositions under which every part of the tree means the same in both modes.

    They stand below the same binders as the tree, whose types are `types`.
    """
    match node:
        case App(head, args):
            name = head_name(node)
            if name == "ite":
                yield from _of_cases(args, types, signs)
                return
            for arg in args:
                if isinstance(arg, Lam):
                    yield from _of_function(name, args, arg, types, signs)
                else:
                    yield from conditions(arg, types, signs)
            if not isinstance(head, Const):
                yield from conditions(head, types, signs)
            row = CONDITIONS.get(name)
            if row is not None:
                yield from row(Site(args, kind_of(args[-1], types), signs))
        case Lam(bound, kind, body):
            for found in conditions(body, (*types, kind), signs.below()):
                yield Pi(bound, kind, found)
        case Pi(bound, kind, body):
            yield from conditions(kind, types, signs)
            for found in conditions(body, (*types, kind), signs.below()):
                yield Pi(bound, kind, found)
        case Inst(body):
            for found in conditions(body, (*types, Elided()), signs.below()):
                yield Inst(found)
        case Let() | Proj():
            raise ValueError("a tree with local definitions; reduce it first")


def _of_cases(args: tuple[Node, ...], types: Types, signs: Signs) -> Iterator[Node]:
    """What a branch needs is asked where it is taken."""
    condition, chosen, other = args[1], args[3], args[4]
    yield from conditions(condition, types, signs)
    for premise, branch in ((condition, chosen), (call("Not", condition), other)):
        inner = signs.below(lift(premise, 1))
        for found in conditions(lift(branch, 1), (*types, HIDDEN), inner):
            yield Pi("h", premise, found)


def _of_function(
    name: str, args: tuple[Node, ...], f: Lam, types: Types, signs: Signs
) -> Iterator[Node]:
    """What the body of a function needs, where the constant around it looks at it."""
    inner = signs.below(*_within(name, args))
    for found in conditions(f.body, (*types, f.type), inner):
        if name in ("deriv", "iteratedDeriv"):
            yield instantiate(found, args[-1])
        elif not count_variable(found, 0):
            yield instantiate(found, HIDDEN)
        elif name in ("Filter.Tendsto", "Special.limit"):
            source = args[args.index(f) + 1]
            yield call("Filter.Eventually", f.type, Lam(f.name, f.type, found), source)
        elif (collection := _collection(name, args)) is not None:
            sets = Const("Finset" if name.startswith("Finset") else "Set")
            of = App(sets, (f.type,))
            within = call("Membership.mem", f.type, of, HIDDEN, lift(collection, 1), Var(0))
            yield Pi(f.name, f.type, Pi("h", within, lift(found, 1)))
        else:
            yield Pi(f.name, f.type, found)


def _within(name: str, args: tuple[Node, ...]) -> Iterator[Node]:
    """What the lower end of a range says of the variable that goes through it."""
    if name in ("Finset.sum", "Finset.prod") and isinstance(args[3], App):
        if head_name(args[3]) in ("Finset.Icc", "Finset.Ico"):
            lower = lift(args[3].args[-2], 1)
            yield call("LE.le", args[0], HIDDEN, lower, Var(0))
    elif name == "Special.integralFrom":
        yield call("LT.lt", REAL.node, HIDDEN, lift(args[1], 1), Var(0))


def _collection(name: str, args: tuple[Node, ...]) -> Node | None:
    """The set over which a function is summed or integrated, if it is not everything."""
    if name in ("Finset.sum", "Finset.prod"):
        return args[3]
    if name == "Special.integral":
        ends = (call(sign, REAL.node, HIDDEN, *args[1:]) for sign in ("Min.min", "Max.max"))
        return call("Set.Ioo", REAL.node, HIDDEN, *ends)
    if name == "Special.integralFrom":
        return half_line("Set.Ioi", args[1])
    if name == "Special.integralUpTo":
        return half_line("Set.Iio", args[1])
    return None
