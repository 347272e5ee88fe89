"""Constants of Lean and Mathlib: logic, derivatives, series, integrals and limits."""

from collections.abc import Callable
from typing import Any

from pycheck.statements.language.truth import (
    FALSE,
    TRUE,
    Truth,
    conjunction,
    decided,
    disjunction,
    equivalence,
    negation,
)
from pycheck.statements.language.types import NAT, REAL, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Code, Row, Table, explicit, proposition, value
from pycheck.statements.values import (
    existence,
    integrals,
    limits,
    operations,
    reals,
    relations,
    sets,
    sums,
)
from pycheck.statements.values.sets import AtBot, AtTop, Filter, Near
from pycheck.statements.values.tails import eventually

_MOST_DERIVATIVES = 12


def _conjunction(p: Code, q: Code) -> Code:
    def run(env: Any) -> Truth:
        first: Truth = p(env)
        return first if first.value is False else conjunction((first, q(env)))

    return run


def _disjunction(p: Code, q: Code) -> Code:
    def run(env: Any) -> Truth:
        first: Truth = p(env)
        known = first.value is True and first.certain
        return first if known else disjunction((first, q(env)))

    return run


def _tendsto(context: Any, f: Callable[[Any], Any], source: Filter, target: Filter) -> Truth:
    context.note_limit(f, source)
    return limits.tendsto(f, source, target)


def _real(*kinds: Type) -> None:
    """Derivatives, integrals and series are those of real functions; others are not known here."""
    for kind in kinds:
        if kind is not REAL:
            raise Undecided(f"analysis in {getattr(kind, 'value', kind)}")


def _over_naturals(codomain: Type, domain: Type) -> None:
    """Series go over the natural numbers; another index type has other sums."""
    _real(codomain)
    if domain is not NAT:
        raise Undecided(f"a series over {getattr(domain, 'value', domain)}")


def _deriv(context: Any, field: Type, codomain: Type, f: Callable[[Any], Any], x: Any) -> Any:
    _real(field, codomain)
    return context.differentiate(f, x)


def _has_deriv(
    context: Any, field: Type, codomain: Type, f: Callable[[Any], Any], slope: Any, x: Any
) -> Truth:
    """``HasDerivAt f slope x``; at a singular point the quotients of differences give evidence."""
    _real(field, codomain)
    try:
        actual = context.differentiate(f, x)
    except reals.Singular:
        if isinstance(x, reals.Jet) or isinstance(slope, reals.Jet):
            raise
        start = f(x)

        def quotient(y: Any) -> Any:
            return reals.div(reals.sub(f(y), start), reals.sub(y, x))

        beside = sets.complement(sets.singleton(REAL, x))
        return limits.tendsto(quotient, Near(x, beside), Near(slope))
    return relations.equal_reals(actual, slope)


def _differentiable(
    context: Any, field: Type, codomain: Type, f: Callable[[Any], Any], x: Any
) -> Truth:
    """Whether `f` is differentiable at `x`: only what the chain rule shows."""
    _deriv(context, field, codomain, f, x)
    return TRUE


def _continuous(context: Any, kind: Type, codomain: Type, f: Callable[[Any], Any], x: Any) -> Truth:
    """Whether `f` is continuous at `x`: it is where it is differentiable."""
    return _differentiable(context, kind, codomain, f, x)


def _iterated(
    context: Any, field: Type, codomain: Type, n: int, f: Callable[[Any], Any], x: Any
) -> Any:
    """``iteratedDeriv n f x``."""
    if operations.natural(n) > _MOST_DERIVATIVES:
        raise Undecided("the order of a derivative is too large")
    if n == 0:
        return f(x)

    def before(y: Any) -> Any:
        return _iterated(context, field, codomain, n - 1, f, y)

    return _deriv(context, field, codomain, before, x)


def _eventually(holds: Callable[[Any], Truth], source: Filter) -> Truth:
    """``∀ᶠ x in source, p x``."""
    if not isinstance(source, AtTop) or source.kind is not NAT:
        raise Undecided("what holds near a point")
    known = eventually(holds)
    if known is not None:
        return known
    far = [holds(10**e + beside) for e in (3, 6, 9) for beside in (0, 1)]
    if all(truth.value is True for truth in far):
        return Truth(None, "it holds as far as it was looked", evidence=True)
    if all(truth.value is False for truth in far):
        return Truth(False, "it fails as far as it was looked", evidence=True)
    raise Undecided("it holds now and then as far as it was looked")


def _tsum(codomain: Type, domain: Type, f: Callable[[Any], Any], _: None) -> Any:
    _over_naturals(codomain, domain)
    return sums.series(f)


def _summable(codomain: Type, domain: Type, f: Callable[[Any], Any], _: None) -> Truth:
    _over_naturals(codomain, domain)
    return decided(sums.is_summable(f))


def _has_sum(codomain: Type, domain: Type, f: Callable[[Any], Any], total: Any, _: None) -> Truth:
    _over_naturals(codomain, domain)
    if not sums.is_summable(f):
        return FALSE
    return relations.equal_reals(sums.series(f), total)


def _integral(codomain: Type, f: Callable[[Any], Any], a: Any, b: Any, _: None) -> Any:
    _real(codomain)
    return integrals.enclosed(f, a, b)


ANALYSIS: Table = {
    "True": proposition(0, lambda: TRUE),
    "False": proposition(0, lambda: FALSE),
    "And": proposition(2, _conjunction, 0, 1, lazy=True),
    "Or": proposition(2, _disjunction, 0, 1, lazy=True),
    "Not": proposition(1, negation, 0),
    "Iff": proposition(2, equivalence, 0, 1),
    "Exists": proposition(2, existence.exists, 1, types=(0,), context=True),
    "Ne": proposition(
        3, lambda kind, x, y: negation(relations.equal(kind, x, y)), 1, 2, types=(0,)
    ),
    "deriv": Row(8, _deriv, (6, 7), (0, 2), context=True),
    "HasDerivAt": proposition(10, _has_deriv, 7, 8, 9, types=(0, 2), context=True),
    "SummationFilter.unconditional": value(1, lambda: None),
    # The filter and the measure are evaluated too, for only the ones named here have a meaning.
    "tsum": Row(6, _tsum, (4, 5), (0, 1)),
    "HasSum": proposition(7, _has_sum, 4, 5, 6, types=(0, 1)),
    "Summable": proposition(6, _summable, 4, 5, types=(0, 1)),
    "MeasureTheory.MeasureSpace.volume": value(2, lambda: None),
    "intervalIntegral": Row(7, _integral, (3, 4, 5, 6), (0,)),
    "Filter.Tendsto": proposition(5, _tendsto, 2, 3, 4, context=True),
    "Filter.atTop": Row(2, AtTop, (), (0,)),
    "Filter.atBot": Row(2, AtBot, (), (0,)),
    "Filter.Eventually": explicit(3, _eventually, 1, 2, kind="proposition"),
    "DifferentiableAt": explicit(
        5, _differentiable, 3, 4, types=(0, 2), kind="proposition", context=True
    ),
    "ContinuousAt": explicit(4, _continuous, 2, 3, types=(0, 1), kind="proposition", context=True),
    "iteratedDeriv": explicit(5, _iterated, 2, 3, 4, types=(0, 1), context=True),
    "nhds": value(3, Near, 2),
    "nhdsWithin": value(4, Near, 2, 3),
}
