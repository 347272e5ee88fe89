"""How many mutants of a statement sampling refutes, and why the others may not be refutable.

A limit that disagrees as far as it was followed kills a mutant, though it refutes nothing, and so
does what is true at no sample while its contrary agrees: two numbers that are equal within 1e-30.
"""

from dataclasses import dataclass

from flint import ctx

from pycheck.statements.evaluation.evaluate import Machine, UnknownConstant
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.trees import App, Const, Elided, Node, call
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mutants.mutate import Mutant, mutants_of
from pycheck.statements.sampling.runs import Plan, Tally, each_sample, is_closed, run
from pycheck.statements.sampling.sampler import Sample, Sampler
from pycheck.statements.sampling.state import Prepared, realise

_ENOUGH = 10


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no sample refuted.

    `shown_equivalent` says why it is true where the original is: it is closed and was decided, or
    it is implied by the original at every sample. It is None where nothing of the kind was shown;
    `remark` then says what the samples were.
    """

    change: str
    shown_equivalent: str | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class MutationScore:
    """How many mutants of a statement were made and killed, and those that were not."""

    made: int
    killed: int
    survivors: tuple[Survivor, ...] = ()

    @property
    def equivalent(self) -> int:
        """The survivors that were shown to be true."""
        return sum(s.shown_equivalent is not None for s in self.survivors)


def score(machine: Machine, name: str, tree: Node, plan: Plan) -> MutationScore:
    """Sample every mutant of a statement."""
    original = Prepared(take_apart(name, tree, machine), machine)
    made = mutants_of(tree, machine)
    survivors = []
    for mutant in made:
        survivor = _survivor(machine, name, original, mutant, plan)
        if survivor is not None:
            survivors.append(survivor)
    return MutationScore(len(made), len(made) - len(survivors), tuple(survivors))


def _survivor(
    machine: Machine, name: str, original: Prepared, mutant: Mutant, plan: Plan
) -> Survivor | None:
    try:
        prepared = Prepared(take_apart(name, mutant.probe, machine), machine)
        tally = run(prepared, plan, small=False)
        if tally.refuted is not None or (tally.opposed and not tally.decided):
            return None
        reason = _reason(original, prepared, mutant, tally, plan)
    except UnknownConstant as unknown:
        return Survivor(mutant.change, f"no statement: {unknown}")
    except Exception as error:  # a mutant may be anything; it must not take the score down with it
        return Survivor(mutant.change, None, f"not evaluated: {type(error).__name__}: {error}")
    return Survivor(mutant.change, reason, _remark(mutant, tally))


def _reason(
    original: Prepared, prepared: Prepared, mutant: Mutant, tally: Tally, plan: Plan
) -> str | None:
    if is_closed(prepared) and tally.decided:
        return "a closed statement, decided true"
    if not mutant.drops and _implied(original, prepared, plan):
        return "implied by the original at every sample"
    return None


def _remark(mutant: Mutant, tally: Tally) -> str:
    undecided = sum(tally.undecided.values())
    where = " where the hypothesis fails" if mutant.drops else ""
    return f"true at {tally.decided} samples{where}, undecided at {undecided}"


def _implied(original: Prepared, mutant: Prepared, plan: Plan) -> bool:
    """Whether every sample of the mutant is one of the original, with a bound as tight or tighter.

    Then the mutant follows from the original, as far as the samples go.
    """
    before, after = original.statement, mutant.statement
    if len(before.binders) != len(after.binders):
        return False
    bounds = _tighter(before.conclusion, after.conclusion)
    if bounds is None:
        return False
    seen = 0

    def test(drawn: Sample) -> None:
        nonlocal seen
        env = [None] * len(after.binders)
        realise(list(drawn.raw), drawn.order, env)
        for h in before.hypotheses:
            if original.code(h.type)(tuple(env[: h.position])).value is not True:
                raise Undecided("not a sample of the original")
        for bound in bounds:
            if original.code(bound)(tuple(env)).value is not True:
                raise Undecided("not a tighter bound")
        seen += 1

    few = Plan(_ENOUGH, plan.seed, plan.precision)
    with ctx.workprec(plan.precision):
        try:
            each_sample(test, Sampler(mutant).strategy(), few)
        except Undecided:
            return False
    return seen > 0


def _tighter(before: Node, after: Node) -> list[Node] | None:
    """What must hold for the conclusion `before` to imply `after`; None where that is unclear."""
    if before == after:
        return []
    match before, after:
        case App(Const(order), (kind, _, a, b)), App(Const(other), (_, _, c, d)) if (
            order == other and order in ("LE.le", "LT.lt")
        ):
            pairs = [(c, a), (b, d)]
            return [call("LE.le", kind, Elided(), x, y) for x, y in pairs if x != y]
    return None
