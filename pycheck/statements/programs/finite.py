"""Words for finite sets, lists, sums and products."""

from collections.abc import Mapping, Sequence

from pycheck.statements.language.trees import App, Const, Node
from pycheck.statements.language.types import FIELDS, Arrow, Finsets, Type
from pycheck.statements.programs import arithmetic
from pycheck.statements.programs.arithmetic import Nodes, size_of
from pycheck.statements.programs.patterns import Write, pattern, proposition
from pycheck.statements.programs.scope import Scope, Word
from pycheck.statements.programs.text import (
    ATOM,
    COMPARE,
    LOOSE,
    SUM,
    NoProgram,
    Text,
    TextSort,
    call,
)


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
    inner, over = scope.applied(args[3], bound), scope.text(args[2]).at(LOOSE)
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


def _image(scope: Scope, args: Nodes) -> Text:
    bound = scope.variable("k", scope.kind(args[0]))
    inner, over = scope.applied(args[2], bound), scope.text(args[3])
    return Text(f"frozenset({inner.at(COMPARE)} for {bound.text.code} in {over.at(LOOSE)})")


def _between_sets(method: str) -> Write:
    """A finite set made of two by a method of Python's."""

    def write(scope: Scope, args: Nodes) -> Text:
        _only_finite(scope, args[0])
        a, b = (scope.text(arg).code for arg in args[1:3])
        return Text(f"frozenset({a}).{method}({b})")

    return write


def _inserted(scope: Scope, args: Nodes) -> Text:
    _only_finite(scope, args[1])
    x, s = (scope.text(arg).code for arg in args[2:4])
    return Text(f"frozenset([{x}]).union({s})")


def _moved(extra: tuple[int, int]) -> Word:
    """A finite interval, whose arguments follow its type."""
    write = _interval(extra)
    return Word(3, lambda scope, args: write(scope, (args[0], *args)), explicit=True)


COLLECTIONS: Mapping[str, Word] = {
    "Finset.univ": Word(2, _universe),
    "Fintype.card": Word(2, _cardinality),
    "Finset.Icc": Word(5, _interval((0, 1))),
    "Finset.Ico": Word(5, _interval((0, 0))),
    "Finset.range": pattern(1, "range({0})", 0),
    "Finset.filter": Word(4, _filter),
    "Finset.sum": Word(5, _sum),
    "Finset.prod": Word(4, _product, explicit=True),
    "Union.union": Word(4, _union),
    "EmptyCollection.emptyCollection": Word(2, _empty),
    "Singleton.singleton": Word(4, _singleton),
    "Compl.compl": Word(3, _complement),
    "Disjoint": proposition(5, _disjoint),
    "Char.ofNat": pattern(1, "{0}", 0, sort="int"),
    "Prod.mk": pattern(4, "({0}, {1})", 2, 3),
    "Prod.fst": pattern(3, "{0}[0]", 2),
    "Prod.snd": pattern(3, "{0}[1]", 2),
    "List.nil": pattern(1, "()"),
    "List.cons": Word(3, _list),
    "HAppend.hAppend": pattern(6, "({0} + {1})", 4, 5),
    "List.map": Word(4, _map),
    "List.tail": pattern(2, "{0}[1:]", 1),
    "List.zip": pattern(4, "tuple(zip({0}, {1}))", 2, 3),
    "List.count": Word(4, _count),
    "List.sum": pattern(4, "sum({0})", 3),
    "Finset.card": pattern(2, "len(frozenset({0}))", 1, sort="int", explicit=True),
    "Finset.Ioc": _moved((1, 1)),
    "Finset.Ioo": _moved((1, 0)),
    "Finset.Iic": pattern(2, "range({0} + 1)", 1, explicit=True),
    "Finset.Iio": pattern(2, "range({0})", 1, explicit=True),
    "Finset.image": Word(4, _image, explicit=True),
    "Finset.erase": pattern(3, "frozenset({0}).difference([{1}])", 1, 2, explicit=True),
    "Finset.Nonempty": proposition(
        2, lambda s, args: Text(f"(len({s.text(args[1]).code}) > 0)", ATOM, "bool"), explicit=True
    ),
    "Insert.insert": Word(4, _inserted, explicit=True),
    "Inter.inter": Word(3, _between_sets("intersection"), explicit=True),
    "SDiff.sdiff": Word(3, _between_sets("difference"), explicit=True),
    "Fin.val": pattern(2, "{0}", 1, sort="int", explicit=True),
    "List.length": pattern(2, "len({0})", 1, sort="int", explicit=True),
    "List.range": pattern(1, "tuple(range({0}))", 0),
    "List.reverse": pattern(2, "{0}[::-1]", 1),
}
