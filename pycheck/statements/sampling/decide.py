"""Decide a statement at a sample: double the precision until the balls answer."""

from dataclasses import dataclass

from flint import ctx

from pycheck.statements.evaluation.evaluate import Code
from pycheck.statements.language.truth import Truth
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.sampler import Sample
from pycheck.statements.sampling.samples import show
from pycheck.statements.sampling.state import BASE_PRECISION, Prepared, realise
from pycheck.statements.values.relations import FINEST


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sample says of the conclusion, and the precision at which it was said."""

    truth: Truth
    precision: int


def decide(prepared: Prepared, sample: Sample, precision: int = BASE_PRECISION) -> Verdict:
    """The truth of the conclusion at a sample, starting at `precision` bits."""
    with ctx.workprec(precision):
        truth, bits = _evaluated(prepared, sample, prepared.conclusion, precision, certainly=False)
        if truth.value is False and not truth.evidence:
            doubt = _doubt(prepared, sample, precision)
            if doubt:
                truth = Truth(None, doubt)
        return Verdict(truth, bits)


def _doubt(prepared: Prepared, sample: Sample, precision: int) -> str:
    """Why a sample is no counterexample: a hypothesis that does not hold certainly at it.

    A hypothesis that defined a variable of the sample holds by construction.
    """
    statement = prepared.statement
    for h in statement.hypotheses:
        if h.position in sample.defined:
            continue
        code = _before(prepared.code(h.type), h.position)
        truth, _ = _evaluated(prepared, sample, code, precision, certainly=True)
        if truth.value is not True or not truth.certain:
            why = truth.reason or "it does not hold"
            return f"false, but the hypothesis {h.name or h.position} is not certain there: {why}"
    return ""


def _before(code: Code, position: int) -> Code:
    return lambda env: code(env[:position])


def _evaluated(
    prepared: Prepared, sample: Sample, code: Code, precision: int, *, certainly: bool
) -> tuple[Truth, int]:
    """The truth of a proposition at a sample, and the precision that it took.

    With `certainly` more precision is spent on what agrees and is not certain.
    """
    env = [None] * len(prepared.statement.binders)
    bits = precision
    while True:
        ctx.prec = bits
        prepared.machine.forget()
        try:
            realise(list(sample.raw), sample.order, env)
            truth: Truth = code(tuple(env))
        except Undecided as undecided:
            truth = Truth(None, undecided.reason, retry=undecided.retry)
        settled = truth.value is not None and (truth.certain or not certainly)
        if settled or not truth.retry or bits >= FINEST:
            return truth, bits
        bits *= 2


def describe(prepared: Prepared, sample: Sample) -> dict[str, str]:
    """The values of a sample by the names of the variables."""
    binders = prepared.statement.binders
    env = [None] * len(binders)
    with ctx.workprec(BASE_PRECISION):
        prepared.machine.forget()
        realise(list(sample.raw), sample.order, env)
        return {b.name: show(env[b.position]) for b in binders if b.role in ("type", "variable")}
