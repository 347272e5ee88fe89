"""Samples of a statement: drawn, then from the solutions of its equations, then small cases."""

from pycheck.statements.sampling.runs import Plan, Tally, look, run
from pycheck.statements.sampling.search import cases, search, searchable
from pycheck.statements.sampling.state import Prepared
from pycheck.statements.sampling.systems import solutions


def sampled(prepared: Prepared, plan: Plan) -> Tally:
    """What the samples of a statement say, up to the first that refutes it.

    Solutions of several equations together, and the small cases one after the other, are looked at
    where drawn samples refute nothing.
    """
    tally = run(prepared, plan)
    if tally.refuted is None and (presets := solutions(prepared)):
        from_solutions = run(prepared, plan, presets)
        if from_solutions.refuted or not tally.evaluated:
            tally = from_solutions
    if tally.refuted is None and not plan.drawn_only and searchable(prepared):
        found = search(prepared)
        tally.exhausted = found.complete
        if found.counterexample or not tally.evaluated:
            more = [*cases(found)][: 1 if tally.evaluated else plan.count]
            look(prepared, more, plan, tally)
    return tally
