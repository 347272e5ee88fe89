"""Draw samples of a statement with Hypothesis and count what its conclusion says at them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from hypothesis.strategies import SearchStrategy

from pycheck.statements.sampling.decide import Verdict, decide
from pycheck.statements.sampling.drawing import draw_each
from pycheck.statements.sampling.rows import Row
from pycheck.statements.sampling.sampler import Sample, Sampler
from pycheck.statements.sampling.state import Prepared
from pycheck.statements.sampling.systems import Preset
from pycheck.statements.values.partial import reading
from pycheck.statements.values.work import TOO_MUCH

_REPLACED = 4
_ALL = 500
"""After so many draws in a row that were all drawn before, there is nothing more to draw."""
_KEPT = 4


class _Refuted(Exception):
    pass


class _Enough(BaseException):
    """The samples are there; what is no `Exception` ends a run of Hypothesis at once."""


@dataclass(slots=True)
class Tally:
    """The verdicts of one run; `refuted` is the last sample at which the statement was false.

    Of a limit that is no decision: it disagrees as far as it was followed. `points` are the
    distinct samples at which the conclusion had a value or gave evidence.
    """

    decided: int = 0
    evidence: int = 0
    undecided: Counter[str] = field(default_factory=Counter)
    silent: dict[str, list[Sample]] = field(default_factory=dict)
    """The first few of the samples that were undecided for a reason."""
    opposed: int = 0
    """How many of the undecided samples had a conclusion whose contrary agrees."""
    repeated: int = 0
    """Samples that were drawn before, in place of which others were drawn."""
    distant: int = 0
    """Samples far out at which the conclusion had no value, likewise."""
    numbers: tuple[tuple[str, str], ...] = ()
    refuted: tuple[Sample, Verdict] | None = None
    exhausted: bool = False
    """Whether no values at all satisfy the hypotheses, as a search has shown."""
    points: set[tuple[str, ...]] = field(default_factory=set)
    witnesses: dict[tuple[str, ...], tuple[Sample, Verdict]] = field(default_factory=dict)
    """The distinct samples at which the conclusion was true, the first of each."""

    def note(self, drawn: Sample, verdict: Verdict) -> None:
        """Count one verdict; raises where the statement is false."""
        truth = verdict.truth
        if truth.value is not None or truth.evidence:
            self.points.add(drawn.key)
        if truth.value is False:
            self.refuted = (drawn, verdict)
            raise _Refuted
        if truth.value is True:
            self.decided += 1
            self.witnesses.setdefault(drawn.key, (drawn, verdict))
        elif truth.evidence:
            self.evidence += 1
            self.numbers = self.numbers or truth.numbers
        else:
            self.undecided[truth.reason] += 1
            seen = self.silent.setdefault(truth.reason, [])
            if len(seen) < _KEPT:
                seen.append(drawn)
            self.opposed += not truth.certain

    @property
    def noted(self) -> int:
        """The samples that count: those at which the conclusion was looked at and not replaced."""
        return self.evaluated + sum(self.undecided.values())

    @property
    def agrees_only(self) -> bool:
        """Whether the conclusion was true at samples, and at none of them for certain."""
        seen = [verdict.truth for _, verdict in self.witnesses.values()]
        return bool(seen) and not any(truth.certain for truth in seen)

    def tires(self, patience: int | None) -> bool:
        """Whether so many samples were too much work, and none said anything."""
        return patience is not None and not self.evaluated and self.undecided[TOO_MUCH] >= patience

    @property
    def evaluated(self) -> int:
        """The samples at which the conclusion had a value or gave evidence."""
        return self.decided + self.evidence


@dataclass(frozen=True, slots=True)
class Plan:
    """How many samples to draw, from which seed, and the precision to begin with.

    With `drawn_only` no small cases are gone through where drawn samples refute nothing. Where so
    many samples as `patience` are too much work, and none says anything, no others are drawn.
    """

    count: int
    seed: int
    precision: int
    drawn_only: bool = False
    patience: int | None = None


def run(
    prepared: Prepared, plan: Plan, presets: Sequence[Preset] = (), *, small: bool = True
) -> Tally:
    """Draw and decide samples until one refutes the statement; make that one `small`.

    Where nothing new is drawn for long there are fewer. A statement without variables has one
    sample. `presets` are values of some of the variables.
    """
    tally = Tally()
    drawn_before: set[tuple[str, ...]] = set()
    in_a_row, most = 0, _REPLACED * plan.count

    def test(drawn: Sample) -> None:
        nonlocal in_a_row
        # A failing sample is made small by running it again, so what becomes of it must not depend
        # on those before it: what is drawn once more in its place is passed over, not rejected.
        searching = tally.refuted is None
        in_a_row = in_a_row + 1 if drawn.key in drawn_before else 0
        if in_a_row > _ALL and tally.refuted is None:
            raise _Enough
        if searching and drawn.key in drawn_before and tally.repeated < most:
            tally.repeated += 1
            return
        drawn_before.add(drawn.key)
        verdict = decide(prepared, drawn, plan.precision)
        silent = verdict.truth.value is None and not verdict.truth.evidence
        if searching and silent and drawn.is_distant and tally.distant < most:
            tally.distant += 1
            return
        tally.note(drawn, verdict)
        if tally.refuted is None and (tally.noted >= plan.count or tally.tires(plan.patience)):
            raise _Enough

    with reading(prepared.machine.mode), suppress(_Refuted, _Enough):
        if is_closed(prepared):
            test(Sample((None,) * len(prepared.statement.binders), ()))
        else:
            sampler = Sampler(prepared, presets)
            rows = () if presets else sampler.rows(plan.count, plan.seed)
            room = replace(plan, count=plan.count + 2 * most)
            each_sample(test, sampler.strategy(), room, rows, small=small)
    return tally


def first_samples(prepared: Prepared, plan: Plan, count: int) -> list[Sample]:
    """Distinct samples that satisfy the hypotheses, up to `count` of them; fewer may be found."""
    if is_closed(prepared):
        return [Sample((None,) * len(prepared.statement.binders), ())]
    found: dict[tuple[str, ...], Sample] = {}

    def test(drawn: Sample) -> None:
        found.setdefault(drawn.key, drawn)
        if len(found) >= count:
            raise _Enough

    sampler = Sampler(prepared)
    with suppress(_Enough):
        rows = sampler.rows(plan.count, plan.seed)
        each_sample(test, sampler.strategy(), plan, rows)
    return list(found.values())


def look(prepared: Prepared, samples: Iterable[Sample], plan: Plan, tally: Tally) -> None:
    """Decide further samples, up to the first at which the statement is false."""
    with reading(prepared.machine.mode), suppress(_Refuted):
        for drawn in samples:
            tally.note(drawn, decide(prepared, drawn, plan.precision))


def is_closed(prepared: Prepared) -> bool:
    """Whether the statement speaks of no variable at all."""
    return not prepared.statement.variables and not prepared.statement.types


def each_sample(
    test: Callable[[Sample], None],
    strategy: SearchStrategy[Sample],
    plan: Plan,
    rows: tuple[Row, ...] = (),
    *,
    small: bool = False,
) -> None:
    """Run `test` on the samples of a strategy, those with the wishes of `rows` first.

    The same plan gives the same samples. Raises what `test` raises, where `small` is asked for at
    a sample that Hypothesis made small.
    """
    begun = ([n for wish in row for n in wish] for row in rows)
    draw_each(test, strategy, plan.count, plan.seed, begun, small=small)
