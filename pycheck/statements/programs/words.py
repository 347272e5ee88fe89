"""The table of the second road: each constant of Mathlib in the words of Python and mpmath.

It shares nothing with the evaluator's table: what a constant means is written here once more.
"""

from collections.abc import Callable, Mapping, Sequence

from pycheck.statements.language.trees import App, Const, Node
from pycheck.statements.language.types import FIELDS, Arrow, Finsets, Type
from pycheck.statements.programs import analysis, arithmetic, logic
from pycheck.statements.programs.arithmetic import Nodes, size_of
from pycheck.statements.programs.scope import Scope, Word
from pycheck.statements.programs.text import (
    ATOM,
    COMPARE,
    LOOSE,
    SUM,
    Bound,
    NoProgram,
    Text,
    TextSort,
    call,
)

Write = Callable[[Scope, Nodes], Text]


def _function(name: str, *needs: str, at: int = 0, sort: TextSort = "real") -> Word:
    """A function of one number that a helper, mpmath or Python knows by `name`."""

    def write(scope: Scope, args: Nodes) -> Text:
        scope.use(*(needs or (name,)))
        argument = scope.text(args[at])
        return call(name, argument, sort=sort)

    return Word(at + 1, write)


def _pattern(arity: int, code: str, *at: int, needs: str = "", sort: TextSort = "any") -> Word:
    """A pattern of Python, into which the arguments at some places are put, in parentheses."""

    def write(scope: Scope, args: Nodes) -> Text:
        scope.use(*needs.split())
        level = LOOSE if code.startswith("lambda") else COMPARE if " in " in code else ATOM
        return Text(code.format(*(scope.text(args[i]).at(ATOM) for i in at)), level, sort)

    return Word(arity, write)


def _constant(code: str, *needs: str, sort: TextSort = "real") -> Word:
    def write(scope: Scope, _: Nodes) -> Text:
        scope.use(*needs)
        return Text(code, ATOM, sort)

    return Word(0, write)


def _proposition(arity: int, write: Write) -> Word:
    return Word(arity, write, proposition=True)


def _cast(scope: Scope, args: Nodes) -> Text:
    return scope.text(args[2])


def _sum(scope: Scope, args: Nodes) -> Text:
    return _folded(scope, args, ("fsum", "sum"))


def _folded(scope: Scope, args: Nodes, names: tuple[str, str]) -> Text:
    """A sum over a finite set, at each point where it is one of functions."""
    element, codomain, support, summand = scope.kind(args[0]), scope.kind(args[1]), args[3], args[4]
    over = scope.text(support).at(LOOSE)
    bound = scope.variable("k", element)
    if codomain in FIELDS:
        scope.use(names[0])
        inner = scope.applied(summand, bound)
        return Text(
            f"{names[0]}({inner.at(COMPARE)} for {bound.text.code} in {over})", ATOM, "real"
        )
    if isinstance(codomain, Arrow):
        term = scope.applied(summand, bound)

        def at_point(s: Scope, _: Type, values: Sequence[Text]) -> Text:
            (point,) = values
            s.use("fsum")
            return Text(f"fsum({point.code} for {bound.text.code} in {over})", ATOM, "real")

        return arithmetic.lifted(scope, codomain, [term], at_point)
    inner = scope.applied(summand, bound)
    return Text(f"{names[1]}({inner.at(COMPARE)} for {bound.text.code} in {over})", ATOM, "int")


def _product(scope: Scope, args: Nodes) -> Text:
    element, codomain = scope.kind(args[0]), scope.kind(args[1])
    bound = scope.variable("k", element)
    inner, over = scope.applied(args[4], bound), scope.text(args[3]).at(LOOSE)
    scope.use("prod")
    sort: TextSort = "any" if codomain in FIELDS else "int"
    return Text(f"prod({inner.at(COMPARE)} for {bound.text.code} in {over})", ATOM, sort)


def _universe(scope: Scope, args: Nodes) -> Text:
    return Text(f"range({size_of(scope.kind(args[0]))})")


def _cardinality(scope: Scope, args: Nodes) -> Text:
    return Text(str(size_of(scope.kind(args[0]))), ATOM, "int")


def _interval(extra: tuple[int, int]) -> Write:
    """A finite interval of whole numbers as a range; `extra` is added to its ends."""

    def write(scope: Scope, args: Nodes) -> Text:
        ends = [scope.text(arg) for arg in args[3:5]]
        first, last = (
            f"{end.at(SUM)} + {more}" if more else end.code
            for end, more in zip(ends, extra, strict=True)
        )
        return Text(f"range({first}, {last})")

    return write


def _filter(scope: Scope, args: Nodes) -> Text:
    bound = scope.variable("k", scope.kind(args[0]))
    holds, over = scope.applied(args[1], bound), scope.text(args[3]).at(SUM)
    if holds.sort != "bool":
        scope.use("sure")
        holds = call("sure", holds, sort="bool")
    k = bound.text.code
    return Text(f"tuple({k} for {k} in {over} if {holds.at(COMPARE)})")


def _union(scope: Scope, args: Nodes) -> Text:
    _only_finite(scope, args[0])
    a, b = (scope.text(arg).code for arg in args[2:4])
    return Text(f"frozenset({a}).union({b})")


def _only_finite(scope: Scope, node: Node) -> None:
    if not isinstance(scope.kind(node), Finsets):
        raise NoProgram("an infinite set as a value")


def _empty(scope: Scope, args: Nodes) -> Text:
    _only_finite(scope, args[0])
    return Text("frozenset()")


def _singleton(scope: Scope, args: Nodes) -> Text:
    _only_finite(scope, args[1])
    return Text(f"frozenset([{scope.text(args[3]).code}])")


def _complement(scope: Scope, args: Nodes) -> Text:
    kind = scope.kind(args[0])
    if not isinstance(kind, Finsets):
        raise NoProgram("an infinite set as a value")
    whole = f"frozenset(range({size_of(kind.element)}))"
    return Text(f"{whole}.difference({scope.text(args[2]).code})")


def _disjoint(scope: Scope, args: Nodes) -> Text:
    _only_finite(scope, args[0])
    a, b = (scope.text(arg).code for arg in args[3:5])
    return Text(f"(not set({a}) & set({b}))", ATOM, "bool")


def _map(scope: Scope, args: Nodes) -> Text:
    bound = scope.variable("item", scope.kind(args[0]))
    inner, items = scope.applied(args[2], bound), scope.text(args[3])
    return Text(f"tuple({inner.at(COMPARE)} for {bound.text.code} in {items.at(LOOSE)})")


def _list(scope: Scope, args: Nodes) -> Text:
    """A list written out, as a tuple."""
    items: list[str] = []
    node: Node = App(Const("List.cons"), args)
    while isinstance(node, App) and node.head == Const("List.cons"):
        items.append(scope.text(node.args[1]).at(COMPARE))
        node = node.args[2]
    first = f"({', '.join(items)},)"
    rest = scope.text(node)
    return Text(first) if rest.code == "()" else Text(f"({first} + {rest.at(SUM)})")


def _count(scope: Scope, args: Nodes) -> Text:
    item, items = scope.text(args[2]), scope.text(args[3])
    return call(f"{items.at(ATOM)}.count", item, sort="int")


def _mul_vec(scope: Scope, args: Nodes) -> Text:
    size = size_of(scope.kind(args[1]))
    m, v = scope.text(args[5]), scope.text(args[6])
    i, k = scope.variable("i", None).text.code, scope.variable("k", None).text.code
    scope.use("fsum")
    inner = f"{m.at(ATOM)}({i})({k}) * {v.at(ATOM)}({k})"
    return Text(f"lambda {i}: fsum({inner} for {k} in range({size}))", LOOSE)


def _transpose(scope: Scope, args: Nodes) -> Text:
    m = scope.text(args[3])
    i, j = scope.variable("i", None).text, scope.variable("j", None).text
    return Text(f"lambda {i.code}: lambda {j.code}: {call(call(m, j), i).code}", LOOSE)


def _rank(scope: Scope, args: Nodes) -> Text:
    """The number of singular values that are no rounding error."""
    rows, columns = size_of(scope.kind(args[0])), size_of(scope.kind(args[1]))
    m = scope.text(args[5])
    scope.use("svd_r", "matrix", "tiny")
    i, j = scope.variable("i", None).text, scope.variable("j", None).text
    row = f"[{call(call(m, i), j).code} for {j.code} in range({columns})]"
    entries = f"matrix([{row} for {i.code} in range({rows})])"
    return Text(f"sum(s > tiny for s in svd_r({entries}, compute_uv=False))", ATOM, "int")


def _norm(scope: Scope, args: Nodes) -> Text:
    """The norm of a number, or the largest one of the entries of a vector."""
    kind, x = scope.kind(args[0]), scope.text(args[2])
    if kind in FIELDS:
        return call("abs", x, sort=x.sort)
    if isinstance(kind, Arrow) and kind.codomain in FIELDS:
        size = size_of(kind.domain)
        i = scope.variable("i", None).text
        entries = f"abs({call(x, i).code}) for {i.code} in range({size})"
        return Text(f"max({entries})" if size else "0")
    raise NoProgram("a norm of something that is no vector")


def _update(scope: Scope, args: Nodes) -> Text:
    f, point, new = (scope.text(arg) for arg in args[3:6])
    at = scope.variable("k", None).text
    code = f"{new.at(COMPARE)} if {at.code} == {point.at(SUM)} else {call(f, at).code}"
    return Text(f"lambda {at.code}: {code}", LOOSE)


def _single(scope: Scope, args: Nodes) -> Text:
    point, x = (scope.text(arg) for arg in args[4:6])
    at = scope.variable("k", None).text
    scope.use("mpf")
    return Text(
        f"lambda {at.code}: {x.at(COMPARE)} if {at.code} == {point.at(SUM)} else mpf(0)", LOOSE
    )


def _composition(scope: Scope, args: Nodes) -> Text:
    bound: Bound = scope.variable("x", scope.kind_or_none(args[0]))
    inner = Bound(scope.applied(args[4], bound), scope.kind_or_none(args[1]))
    return Text(f"lambda {bound.text.code}: {scope.applied(args[3], inner).at(LOOSE)}", LOOSE)


_ZETA = "zeta({0}) if {0} != 1 else (euler - log(4 * pi)) / 2"

WORDS: Mapping[str, Word] = {
    "→": Word(2, logic.implication),
    "∀": Word(1, logic.for_all),
    "True": _proposition(0, lambda *_: Text("True", ATOM, "bool")),
    "False": _proposition(0, lambda *_: Text("False", ATOM, "bool")),
    "And": _proposition(2, logic.joined("every")),
    "Or": _proposition(2, logic.joined("some")),
    "Not": _proposition(1, lambda s, args: logic.negation(s, s.text(args[0]))),
    "Iff": _proposition(2, logic.equivalence),
    "Exists": _proposition(2, logic.exists),
    "Eq": _proposition(3, logic.relation("=")),
    "Ne": _proposition(3, lambda s, args: logic.negation(s, logic.relation("=")(s, args))),
    "LE.le": _proposition(4, logic.relation("≤")),
    "LT.lt": _proposition(4, logic.relation("<")),
    "GE.ge": _proposition(4, logic.relation("≤", flipped=True)),
    "GT.gt": _proposition(4, logic.relation("<", flipped=True)),
    "Membership.mem": _proposition(5, logic.member),
    "Disjoint": _proposition(5, _disjoint),
    "HasDerivAt": _proposition(10, analysis.has_derivative),
    "HasSum": _proposition(7, analysis.has_sum),
    "Summable": _proposition(6, analysis.summable),
    "OfNat.ofNat": Word(3, arithmetic.number),
    "OfScientific.ofScientific": Word(5, arithmetic.decimal),
    "HAdd.hAdd": Word(6, arithmetic.plus),
    "HSub.hSub": Word(6, arithmetic.minus),
    "HMul.hMul": Word(6, arithmetic.product),
    "HDiv.hDiv": Word(6, arithmetic.quotient),
    "HMod.hMod": Word(6, arithmetic.remainder),
    "HPow.hPow": Word(6, arithmetic.power),
    "HSMul.hSMul": Word(6, arithmetic.scaled),
    "Neg.neg": Word(3, arithmetic.negative),
    "Inv.inv": Word(3, arithmetic.inverse),
    "Min.min": _pattern(4, "min({0}, {1})", 2, 3),
    "Max.max": _pattern(4, "max({0}, {1})", 2, 3),
    "abs": _pattern(4, "abs({0})", 3),
    "Norm.norm": Word(3, _norm),
    "Nat.cast": Word(3, _cast),
    "Int.cast": Word(3, _cast),
    "Rat.cast": Word(3, _cast),
    "Complex.ofReal": _pattern(1, "{0}", 0),
    "Nat.succ": _pattern(1, "({0} + 1)", 0, sort="int"),
    "Nat.factorial": _pattern(1, "factorial({0})", 0, needs="factorial", sort="int"),
    "round": _pattern(5, "whole({0} + mpf(1) / 2)", 4, needs="whole mpf", sort="int"),
    "harmonic": _pattern(1, "(digamma({0} + 1) + euler)", 0, needs="digamma euler", sort="real"),
    "Real.log": _function("ln"),
    "Real.exp": _function("exp"),
    "Real.sqrt": _function("root"),
    "Real.cos": _function("cos"),
    "Real.sin": _function("sin"),
    "Real.negMulLog": _function("minus_x_log_x"),
    "Real.sigmoid": _pattern(1, "(1 / (1 + exp(-{0})))", 0, needs="exp", sort="real"),
    "Real.pi": _constant("pi", "pi"),
    "Real.eulerMascheroniConstant": _constant("euler", "euler"),
    "riemannZeta": _pattern(1, f"({_ZETA})", 0, needs="zeta euler log pi", sort="real"),
    "deriv": Word(8, analysis.derivative),
    "tsum": Word(6, analysis.series),
    "intervalIntegral": Word(7, analysis.integral),
    "Finset.univ": Word(2, _universe),
    "Fintype.card": Word(2, _cardinality),
    "Finset.Icc": Word(5, _interval((0, 1))),
    "Finset.Ico": Word(5, _interval((0, 0))),
    "Finset.Ioc": Word(5, _interval((1, 1))),
    "Finset.Ioo": Word(5, _interval((1, 0))),
    "Finset.range": _pattern(1, "range({0})", 0),
    "Finset.filter": Word(4, _filter),
    "Finset.sum": Word(5, _sum),
    "Finset.prod": Word(5, _product),
    "Finset.card": _pattern(2, "len(set({0}))", 1, sort="int"),
    "Union.union": Word(4, _union),
    "EmptyCollection.emptyCollection": Word(2, _empty),
    "Singleton.singleton": Word(4, _singleton),
    "Compl.compl": Word(3, _complement),
    "setOf": _pattern(2, "{0}", 1),
    **{
        name: Word(4 if name[-2:] in ("cc", "co", "oc", "oo") else 3, logic.interval(name))
        for name in logic.INTERVALS
    },
    "Function.comp": Word(5, _composition),
    "Function.update": Word(6, _update),
    "Pi.single": Word(6, _single),
    "DFunLike.coe": _pattern(5, "{0}", 4),
    "Matrix.mulVec": Word(7, _mul_vec),
    "Matrix.transpose": Word(4, _transpose),
    "Matrix.rank": Word(6, _rank),
    "Char.ofNat": _pattern(1, "{0}", 0, sort="int"),
    "Prod.mk": _pattern(4, "({0}, {1})", 2, 3),
    "Prod.fst": _pattern(3, "{0}[0]", 2),
    "Prod.snd": _pattern(3, "{0}[1]", 2),
    "List.nil": _pattern(1, "()"),
    "List.cons": Word(3, _list),
    "HAppend.hAppend": _pattern(6, "({0} + {1})", 4, 5),
    "List.map": Word(4, _map),
    "List.tail": _pattern(2, "{0}[1:]", 1),
    "List.zip": _pattern(4, "tuple(zip({0}, {1}))", 2, 3),
    "List.count": Word(4, _count),
    "List.sum": _pattern(4, "sum({0})", 3),
    "ite": Word(5, logic.if_then_else),
}
