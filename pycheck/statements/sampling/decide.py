"""Decide a statement at a sample: double the precision until the balls answer."""

from dataclasses import dataclass

from flint import ctx

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
    env = [None] * len(prepared.statement.binders)
    bits = precision
    while True:
        ctx.prec = bits
        prepared.machine.forget()
        try:
            realise(list(sample.raw), sample.order, env)
            truth: Truth = prepared.conclusion(tuple(env))
        except Undecided as undecided:
            truth = Truth(None, undecided.reason, retry=undecided.retry)
        if truth.value is not None or not truth.retry or bits >= FINEST:
            return Verdict(truth, bits)
        bits *= 2


def describe(prepared: Prepared, sample: Sample) -> dict[str, str]:
    """The values of a sample by the names of the variables."""
    ctx.prec = BASE_PRECISION
    prepared.machine.forget()
    env = [None] * len(prepared.statement.binders)
    realise(list(sample.raw), sample.order, env)
    binders = prepared.statement.binders
    return {b.name: show(env[b.position]) for b in binders if b.role in ("type", "variable")}
