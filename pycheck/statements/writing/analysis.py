"""Derivatives, limits, integrals and series of functions of a real variable."""

from pycheck.errors import InputError
from pycheck.statements.writing.kinds import NAT, REAL, Kind
from pycheck.statements.writing.terms import (
    INSTANCE,
    Term,
    call,
    of_kind,
)


def has_derivative(f: Term, slope: Term | int, at: Term | int) -> Term:
    """``HasDerivAt f slope at``, of a function of a real variable."""
    hidden = [INSTANCE] * 4
    kinds = (REAL, INSTANCE, REAL)
    return call("HasDerivAt", *kinds, *hidden, f, of_kind(slope, REAL), of_kind(at, REAL))


def tends_to(f: Term, limit: Term | int) -> Term:
    """``f n → limit`` as its argument, a natural or real number, grows without bound."""
    return converges(f, call("Filter.atTop", _domain(f), INSTANCE), limit)


def tends_to_from_below(f: Term, at: Term | int, limit: Term | int) -> Term:
    """``f x → limit`` as the real number ``x`` rises to `at`."""
    point = of_kind(at, REAL)
    left = call("Set.Iio", REAL, INSTANCE, point)
    return converges(f, call("nhdsWithin", REAL, INSTANCE, point, left), limit)


def converges(f: Term, source: Term, limit: Term | int) -> Term:
    """``Filter.Tendsto f source (nhds limit)`` of a function with real values."""
    target = call("nhds", REAL, INSTANCE, of_kind(limit, REAL))
    return call("Filter.Tendsto", _domain(f), REAL, f, source, target)


def integral(f: Term, a: Term | int, b: Term | int) -> Term:
    """``∫ x in a..b, f x`` of a function of a real variable."""
    volume = call("MeasureTheory.MeasureSpace.volume", REAL, INSTANCE)
    ends = (of_kind(a, REAL), of_kind(b, REAL))
    return call("intervalIntegral", REAL, INSTANCE, INSTANCE, f, *ends, volume, kind=REAL)


def integral_over(f: Term, collection: Term) -> Term:
    """``∫ x in collection, f x`` of a function of a real variable."""
    volume = call("MeasureTheory.MeasureSpace.volume", REAL, INSTANCE)
    within = call("MeasureTheory.Measure.restrict", REAL, INSTANCE, volume, collection)
    hidden = [INSTANCE] * 3
    return call("MeasureTheory.integral", REAL, REAL, *hidden, within, f, kind=REAL)


def series(f: Term) -> Term:
    """``∑' n, f n`` over the natural numbers; in Lean 0 where it diverges."""
    every = call("SummationFilter.unconditional", NAT)
    kinds = (f.kind.result or REAL, NAT)
    return call("tsum", *kinds, INSTANCE, INSTANCE, f, every, kind=kinds[0])


def continuous_on(f: Term, collection: Term) -> Term:
    """``f`` is continuous on a set."""
    return call("ContinuousOn", _domain(f), REAL, INSTANCE, INSTANCE, f, collection)


def _domain(f: Term) -> Kind:
    if f.kind.domain is None:
        raise InputError(f"a term of type {f.kind} is no function")
    return f.kind.domain
