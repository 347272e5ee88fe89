"""One further condition under which a formula that is false survives everywhere."""

from collections.abc import Iterator, Sequence
from itertools import islice

from pycheck.errors import InputError
from pycheck.formulas.statement import Formula, read_formula
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.sampling.runs import GENERATE, Plan, run
from pycheck.statements.sampling.state import BASE_PRECISION, Prepared
from pycheck.statements.values.partial import Mode, reading
from pycheck.statements.values.work import ALLOWED, limited

_MOST_CONDITIONS = 16


def holds_under(formula: Formula, n: int, seed: int) -> str:
    """One further condition under which a formula that is false survives everywhere."""
    names = [*formula.assumed_real]
    names += [n for n, d in formula.conditions.domains.items() if d in ("real", "integer")]
    for condition in islice(_conditions(names), _MOST_CONDITIONS):
        try:
            narrower = read_formula(formula.text, formula.where, extra=condition)
        except InputError:
            continue
        if _survives(narrower, n, seed):
            return ", ".join(condition)
    return ""


def _survives(formula: Formula, n: int, seed: int) -> bool:
    """Whether no sample refutes a formula, and some of them decide it."""
    machine = Machine(Library(), Mode.READER)
    with reading(machine.mode), limited(ALLOWED * (5 + n // 8)):
        prepared = Prepared(take_apart("formula", formula.node, machine), machine)
        tally = run(prepared, Plan(n, seed, BASE_PRECISION), GENERATE)
    return tally.refuted is None and len(tally.points) >= min(n // 4, 5)


def _conditions(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    yield from ((f"{name} > 0",) for name in names)
    if len(names) > 1:
        yield tuple(f"{name} > 0" for name in names)
    for condition in ("{} != 0", "{} >= 0", "{} != 1"):
        yield from ((condition.format(name),) for name in names)
