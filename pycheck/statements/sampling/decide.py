"""Decide a statement at a sample: double the precision until the balls answer."""

from dataclasses import dataclass
from typing import Any

from flint import acb, arb, ctx, fmpq

from pycheck.statements.language.forms import comparison
from pycheck.statements.language.trees import Node
from pycheck.statements.language.truth import Truth
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Code
from pycheck.statements.sampling.sampler import Sample
from pycheck.statements.sampling.samples import show
from pycheck.statements.sampling.state import BASE_PRECISION, Prepared, realise
from pycheck.statements.values import approximate
from pycheck.statements.values.work import ALLOWED, limited

# So many samples with an agreeing conclusion are looked at once more at the finest precision, so
# many at a quarter of it, and after these one in so many: a difference that is there at all is
# mostly there at many samples.
_CLOSELY, _CLOSER, _NOW_AND_THEN = 20, 400, 10
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sample says of the conclusion, and the precision at which it was said."""

    truth: Truth
    precision: int


def decide(prepared: Prepared, sample: Sample, precision: int = BASE_PRECISION) -> Verdict:
    """The truth of the conclusion at a sample, starting at `precision` bits.

    It is false only where every hypothesis holds for certain.
    """
    with ctx.workprec(precision):
        with prepared.machine.watching_premises(prepared.premises):
            closer = _closer(prepared, precision)
            truth, bits = _evaluated(prepared, sample, prepared.conclusion, precision, closer)
        if truth.value is True and not truth.certain:
            prepared.agreeing += 1
        if truth.value is False and (why := doubt(prepared, sample, precision)):
            truth = Truth(None, f"false at a sample, but {why}")
        return Verdict(truth, bits)


def _closer(prepared: Prepared, precision: int) -> int:
    """The precision at which this sample is looked at once more if the conclusion agrees."""
    finest, before = prepared.machine.finest, prepared.agreeing
    if before < _CLOSELY:
        return finest
    return finest // 4 if before < _CLOSER or before % _NOW_AND_THEN == 0 else precision


def doubt(prepared: Prepared, sample: Sample, precision: int = BASE_PRECISION) -> str:
    """Why a sample is no counterexample: something that does not hold certainly at it.

    A hypothesis from which a variable of the sample was made holds by construction; it need only
    not be seen to fail.
    """
    if prepared.unread:
        return prepared.unread
    for h in prepared.statement.hypotheses:
        code = _before(prepared.code(h.type), h.position)
        truth, _ = _evaluated(prepared, sample, code, precision)
        made = h.position in sample.defined
        if truth.value is not True or not (truth.certain or made):
            why = truth.reason or "it does not hold"
            return f"the hypothesis {h.name or h.position} is not certain there: {why}"
    return ""


def _before(code: Code, position: int) -> Code:
    return lambda env: code(env[:position])


def _evaluated(
    prepared: Prepared, sample: Sample, code: Code, precision: int, closer: int = 0
) -> tuple[Truth, int]:
    """The truth of a proposition at a sample, and the precision that it took.

    The precision doubles until there is an answer. What only agrees is looked at once more, at the
    precision `closer` where that is higher.
    """
    bits, finest = precision, prepared.machine.finest
    closer = closer or finest
    truth = _at(prepared, sample, code, bits)
    while truth.value is None and truth.retry and bits < finest:
        bits *= 2
        truth = _at(prepared, sample, code, bits)
    if truth.value is True and not truth.certain and truth.retry and closer > bits:
        again = _at(prepared, sample, code, closer)
        if again.value is not None:
            return again, closer
    return truth, bits


def _at(prepared: Prepared, sample: Sample, code: Code, bits: int) -> Truth:
    """The truth of a proposition at a sample at one precision."""
    env = [None] * len(prepared.statement.binders)
    ctx.prec = bits
    prepared.machine.forget()
    try:
        with limited(ALLOWED // max(bits // 256, 1)), approximate.watching() as guessed:
            realise(list(sample.raw), sample.order, env)
            truth: Truth = code(tuple(env))
        if guessed:
            return _so_far(truth, guessed[0])
    except Undecided as undecided:
        return Truth(None, undecided.reason, retry=undecided.retry)
    except RecursionError:
        return Truth(None, "too deep a recursion")
    return truth


def _so_far(truth: Truth, guessed: str) -> Truth:
    """What a proposition comes to whose values were only followed so far."""
    if truth.value is None and not truth.retry:
        return truth
    # Values that overlap agree as far as they were followed.
    value = False if truth.value is False else None
    return Truth(value, truth.reason or guessed, evidence=True)


def holds_at(prepared: Prepared, sample: Sample, conclusion: Node, precision: int) -> bool:
    """Whether another conclusion is true at a sample, or undecided."""
    with ctx.workprec(precision):
        truth, _ = _evaluated(prepared, sample, prepared.code(conclusion), precision)
    return truth.value is not False


def sides_at(
    prepared: Prepared, sample: Sample, precision: int, conclusion: Node | None = None
) -> tuple[str, str] | None:
    """Both sides of a conclusion that relates numbers, at a sample; None where it does not."""
    values = values_at(prepared, sample, precision, conclusion or prepared.statement.conclusion)
    if values is None:
        return None
    left, right = (_shown(value) for value in values)
    return (left, right) if left and right else None


def values_at(
    prepared: Prepared, sample: Sample, precision: int, conclusion: Node
) -> tuple[Any, Any] | None:
    """The same as values."""
    related = comparison(conclusion)
    if related is None:
        return None
    env = [None] * len(prepared.statement.binders)
    with ctx.workprec(precision), limited():
        prepared.machine.forget()
        try:
            realise(list(sample.raw), sample.order, env)
            left, right = (prepared.code(s)(tuple(env)) for s in (related.left, related.right))
        except Undecided:
            return None
    return left, right


def _shown(value: object) -> str:
    if isinstance(value, int) or type(value) is fmpq:
        text = str(value)
        return text if len(text) <= _LONGEST else f"{text[:20]}... ({len(text)} characters)"
    return str(value.str(20)) if isinstance(value, arb | acb) else ""


def describe(prepared: Prepared, sample: Sample) -> dict[str, str]:
    """The values of a sample by the names of the variables."""
    binders = prepared.statement.binders
    env = [None] * len(binders)
    with ctx.workprec(BASE_PRECISION):
        prepared.machine.forget()
        realise(list(sample.raw), sample.order, env)
        return {b.name: show(env[b.position]) for b in binders if b.role in ("type", "variable")}
