"""Where Lean's mode and the reader's agree: one table, from a constant to what its arguments need.

In Lean ``1 / 0`` is 0 and a divergent sum too; for a reader they have no value. Each row gives
propositions under which the constant means the same to both. They are sufficient, not always
necessary: a power of a negative number with a real exponent is left out altogether.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pycheck.statements.language.forms import negated, numeral
from pycheck.statements.language.trees import App, Const, Elided, Lam, Node, Pi, Var, call, lift
from pycheck.statements.lean.signs import Signs, natural
from pycheck.statements.writing import COMPLEX, INT, NAT, REAL, Kind, number

HIDDEN = Elided()
VOLUME = call("MeasureTheory.MeasureSpace.volume", REAL.node, HIDDEN)
SLIT = Const("Complex.slitPlane")


@dataclass(frozen=True)
class Site:
    """A constant where it is applied: its arguments, the kind of the last, and known signs."""

    args: tuple[Node, ...]
    kind: Kind
    signs: Signs


Row = Callable[[Site], list[Node]]


def _zero(kind: Kind) -> Node:
    return number(0, kind).below(0)


def nonzero(x: Node, kind: Kind, signs: Signs) -> list[Node]:
    """``x ≠ 0``, where it is not seen; of the cast of a natural number, of the number."""
    if signs.positive(x):
        return []
    if isinstance(x, App) and x.head == Const("Nat.cast"):
        return nonzero(x.args[-1], NAT, signs)
    if isinstance(x, App) and x.head == Const("Complex.ofReal"):
        return nonzero(x.args[-1], REAL, signs)
    return [call("Ne", kind.node, x, _zero(kind))]


def positive(x: Node, signs: Signs) -> list[Node]:
    """``0 < x``, where it is not seen."""
    if signs.positive(x):
        return []
    if isinstance(x, App) and x.head == Const("Nat.cast"):
        return [call("LT.lt", NAT.node, HIDDEN, _zero(NAT), x.args[-1])]
    return [call("LT.lt", REAL.node, HIDDEN, _zero(REAL), x)]


def _at_least(low: Node, x: Node) -> Node:
    return call("LE.le", REAL.node, HIDDEN, low, x)


def _no_pole(x: Node, kind: Kind, signs: Signs) -> list[Node]:
    """``∀ m : ℕ, x ≠ -m``."""
    if signs.positive(x):
        return []
    m = call("Nat.cast", kind.node, HIDDEN, Var(0))
    minus = call("Neg.neg", kind.node, HIDDEN, m)
    return [Pi("m", NAT.node, call("Ne", kind.node, lift(x, 1), minus))]


def _denominator(site: Site) -> list[Node]:
    return nonzero(site.args[-1], site.kind, site.signs)


def _power(site: Site) -> list[Node]:
    base, exponent = site.args[-2:]
    of = site.args[1]
    if of == NAT.node:
        return []
    if of == COMPLEX.node:
        return [slit(base)]
    if of == REAL.node:
        if site.signs.positive(exponent):
            return [] if site.signs.nonnegative(base) else [_at_least(_zero(REAL), base)]
        return positive(base, site.signs)
    if site.signs.nonnegative(exponent) or site.signs.positive(base):
        return []
    kind = COMPLEX if site.args[0] == COMPLEX.node else REAL
    below = negated(exponent)
    if below is not None and (numeral(below) or 0) > 0:
        return nonzero(base, kind, site.signs)
    away = call("Ne", kind.node, base, _zero(kind))
    return [call("Or", away, call("LE.le", INT.node, HIDDEN, _zero(INT), exponent))]


def slit(z: Node) -> Node:
    """``z ∈ Complex.slitPlane``: off the branch cut."""
    sets = call("Set", COMPLEX.node)
    return call("Membership.mem", COMPLEX.node, sets, HIDDEN, SLIT, z)


def _root(site: Site) -> list[Node]:
    x = site.args[-1]
    return [] if site.signs.nonnegative(x) else [_at_least(_zero(REAL), x)]


def _arc(site: Site) -> list[Node]:
    one, x = number(1, REAL).below(0), site.args[-1]
    return [_at_least(call("Neg.neg", REAL.node, HIDDEN, one), x), _at_least(x, one)]


def _tangent(site: Site) -> list[Node]:
    return nonzero(call("Real.cos", site.args[-1]), REAL, site.signs)


def _gamma(site: Site) -> list[Node]:
    return _no_pole(site.args[-1], site.kind, site.signs)


def plus(x: Node, y: Node) -> Node:
    """``x + y`` of real numbers."""
    return call("HAdd.hAdd", *[REAL.node] * 3, HIDDEN, x, y)


def minus(x: Node, y: Node) -> Node:
    """``x - y`` of real numbers."""
    return call("HSub.hSub", *[REAL.node] * 3, HIDDEN, x, y)


def one_more(x: Node) -> Node:
    """``x + 1``."""
    return plus(x, number(1, REAL).below(0))


def _factorial(site: Site) -> list[Node]:
    x = site.args[-1]
    whole = natural(x) is not None or site.signs.nonnegative(x)
    return [] if whole else _no_pole(one_more(x), REAL, site.signs)


def _binomial(site: Site) -> list[Node]:
    n, k = site.args
    if natural(k) is not None:
        return []
    arguments = (one_more(n), one_more(k), one_more(minus(n, k)))
    return [p for x in arguments for p in _no_pole(x, REAL, site.signs)]


def _beta(site: Site) -> list[Node]:
    a, b = site.args
    return [p for x in (a, b, plus(a, b)) for p in _no_pole(x, REAL, site.signs)]


def _zeta(site: Site) -> list[Node]:
    return [call("Ne", site.kind.node, site.args[-1], number(1, site.kind).below(0))]


def _natural(site: Site) -> list[Node]:
    return [call("LE.le", INT.node, HIDDEN, _zero(INT), site.args[-1])]


def _series(site: Site) -> list[Node]:
    kinds, f, over = site.args[:2], site.args[4], site.args[5]
    return [call("Summable", *kinds, HIDDEN, HIDDEN, f, over)]


def half_line(name: str, end: Node) -> Node:
    """``Set.Ioi a`` and its like, of real numbers."""
    return call(name, REAL.node, HIDDEN, end)


def _between(site: Site) -> list[Node]:
    f, a, b = site.args
    return [call("IntervalIntegrable", REAL.node, HIDDEN, f, VOLUME, a, b)]


def _on(name: str) -> Row:
    def row(site: Site) -> list[Node]:
        f, end = site.args
        return [call("MeasureTheory.IntegrableOn", f, half_line(name, end), VOLUME)]

    return row


def _line(site: Site) -> list[Node]:
    return [call("MeasureTheory.Integrable", site.args[0], VOLUME)]


def _derivative(site: Site) -> list[Node]:
    return [call("DifferentiableAt", REAL.node, *site.args[-2:])]


def _derivatives(site: Site) -> list[Node]:
    return [call("ContDiffAt", REAL.node, *site.args[-3:])]


def _limit(site: Site) -> list[Node]:
    f, source = site.args
    at = call("nhds", REAL.node, HIDDEN, Var(0))
    of = f.type if isinstance(f, Lam) else REAL.node
    tends = call("Filter.Tendsto", of, REAL.node, lift(f, 1), lift(source, 1), at)
    return [call("Exists", REAL.node, Lam("l", REAL.node, tends))]


def _cut(site: Site) -> list[Node]:
    return [slit(site.args[-1])]


def _log(site: Site) -> list[Node]:
    return positive(site.args[-1], site.signs)


CONDITIONS: Mapping[str, Row] = {
    "HDiv.hDiv": _denominator,
    "Inv.inv": _denominator,
    "HPow.hPow": _power,
    "Real.log": _log,
    "Real.sqrt": _root,
    "Real.arcsin": _arc,
    "Real.arccos": _arc,
    "Real.tan": _tangent,
    "Special.gamma": _gamma,
    "Special.digamma": _gamma,
    "Special.loggamma": _log,
    "Special.beta": _beta,
    "Special.factorial": _factorial,
    "Special.binomial": _binomial,
    "Special.zeta": _zeta,
    "Special.modulo": _denominator,
    "Special.natural": _natural,
    "Special.integral": _between,
    "Special.integralFrom": _on("Set.Ioi"),
    "Special.integralUpTo": _on("Set.Iic"),
    "Special.integralOverLine": _line,
    "Special.limit": _limit,
    "Special.csqrt": _cut,
    "Complex.log": _cut,
    "tsum": _series,
    "deriv": _derivative,
    "iteratedDeriv": _derivatives,
}
