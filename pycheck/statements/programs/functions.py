"""Words for functions, vectors and matrices."""

from collections.abc import Mapping

from pycheck.statements.language.types import FIELDS, Arrow
from pycheck.statements.programs.arithmetic import Nodes, size_of
from pycheck.statements.programs.patterns import pattern
from pycheck.statements.programs.scope import Scope, Word
from pycheck.statements.programs.text import ATOM, COMPARE, LOOSE, SUM, Bound, NoProgram, Text, call


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
    scope.use("svd_r", "matrix", "mp", "mpf")
    i, j = scope.variable("i", None).text, scope.variable("j", None).text
    row = f"[{call(call(m, i), j).code} for {j.code} in range({columns})]"
    entries = f"matrix([{row} for {i.code} in range({rows})])"
    return Text(
        f"sum(s > mpf(10) ** -(mp.dps // 2) for s in svd_r({entries}, compute_uv=False))",
        ATOM,
        "int",
    )


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


FUNCTIONS: Mapping[str, Word] = {
    "Function.comp": Word(5, _composition),
    "Function.update": Word(6, _update),
    "Pi.single": Word(6, _single),
    "DFunLike.coe": pattern(5, "{0}", 4),
    "Matrix.mulVec": Word(7, _mul_vec),
    "Matrix.transpose": Word(4, _transpose),
    "Matrix.rank": Word(6, _rank),
    "Norm.norm": Word(3, _norm),
    "id": pattern(2, "{0}", 1),
    "Function.const": pattern(3, "(lambda _: {0})", 2, explicit=True),
}
