"""Derivatives, series and integrals as mpmath computes them, where it can."""

from pycheck.statements.language.trees import Const, Node
from pycheck.statements.language.types import NAT, REAL
from pycheck.statements.programs.arithmetic import Nodes, compared
from pycheck.statements.programs.scope import Scope
from pycheck.statements.programs.text import ATOM, LOOSE, Bound, NoProgram, Text, call, real


def function_of(scope: Scope, node: Node, kind: object) -> Text:
    """A real function of one variable, whose values are mpf."""
    bound: Bound = scope.variable("k" if kind is NAT else "x", NAT if kind is NAT else REAL)
    inner = scope.applied(node, bound)
    if scope.writer.sums(inner.code):
        scope.writer.nested = True
    if inner.sort != "real":
        scope.use("mpf")
        inner = real(inner)
    return Text(f"lambda {bound.text.code}: {inner.at(LOOSE)}", LOOSE)


def _needs(scope: Scope, node: Node, kind: object) -> None:
    if scope.kind(node) is not kind:
        raise NoProgram("analysis in another type than the reals")


def derivative(scope: Scope, args: Nodes) -> Text:
    """``deriv f x``."""
    _needs(scope, args[0], REAL)
    _needs(scope, args[2], REAL)
    return _slope(scope, args[6], args[7])


def _slope(scope: Scope, f: Node, x: Node) -> Text:
    scope.use("slope")
    scope.writer.rough = True
    return call("slope", function_of(scope, f, REAL), scope.argument(x, REAL), sort="real")


def has_derivative(scope: Scope, args: Nodes) -> Text:
    """``HasDerivAt f slope x``."""
    return compared(scope, REAL, "=", *derivative_sides(scope, args))


def derivative_sides(scope: Scope, args: Nodes) -> tuple[Text, Text]:
    """The two numbers that ``HasDerivAt`` equates."""
    _needs(scope, args[0], REAL)
    _needs(scope, args[2], REAL)
    return _slope(scope, args[7], args[9]), scope.text(args[8])


def series(scope: Scope, args: Nodes) -> Text:
    """``∑' k, f k`` over the natural numbers."""
    _needs(scope, args[0], REAL)
    _needs(scope, args[1], NAT)
    scope.use("series")
    scope.writer.rough = True
    return call("series", function_of(scope, args[4], NAT), sort="real")


def has_sum(scope: Scope, args: Nodes) -> Text:
    """``HasSum f s``."""
    return compared(scope, REAL, "=", *sum_sides(scope, args))


def sum_sides(scope: Scope, args: Nodes) -> tuple[Text, Text]:
    """The two numbers that ``HasSum`` equates."""
    return series(scope, args), scope.text(args[5])


def summable(scope: Scope, args: Nodes) -> Text:
    """``Summable f``, by how fast the terms fall."""
    _needs(scope, args[0], REAL)
    _needs(scope, args[1], NAT)
    scope.use("summable")
    return call("summable", function_of(scope, args[4], NAT), sort="truth")


def integral(scope: Scope, args: Nodes) -> Text:
    """``∫ x in a..b, f x``."""
    _needs(scope, args[0], REAL)
    if getattr(args[6], "head", args[6]) != Const("MeasureTheory.MeasureSpace.volume"):
        raise NoProgram("an integral with another measure")
    scope.use("quad")
    scope.writer.rough = True
    f = function_of(scope, args[3], REAL)
    a, b = (scope.argument(arg, REAL) for arg in args[4:6])
    return Text(f"quad({f.code}, [{a.code}, {b.code}])", ATOM, "real")
