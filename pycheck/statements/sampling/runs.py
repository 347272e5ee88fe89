"""Draw samples of a statement with Hypothesis and count what its conclusion says at them."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, configuration, given, seed, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.internal.conjecture.providers import HypothesisProvider
from hypothesis.strategies import SearchStrategy

from pycheck.statements.sampling.decide import Verdict, decide
from pycheck.statements.sampling.rows import Given, Row
from pycheck.statements.sampling.sampler import Sample, Sampler
from pycheck.statements.sampling.state import Prepared
from pycheck.statements.sampling.systems import Preset
from pycheck.statements.values.partial import reading
from pycheck.statements.values.work import TOO_MUCH

GENERATE = (Phase.generate,)
SHRINK = (Phase.generate, Phase.shrink)
_REPLACED = 4
_ALL = 500
"""After so many draws in a row that were all drawn before, there is nothing more to draw."""
_KEPT = 4
_CONSTANTS = "_maybe_draw_constant"


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
    replaced: int = 0
    """Samples in place of which others were drawn: those that were drawn before, and those far out
    at which the conclusion had no value."""
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
    prepared: Prepared, plan: Plan, phases: tuple[Phase, ...], presets: Sequence[Preset] = ()
) -> Tally:
    """Draw and decide samples until one refutes the statement; with `SHRINK`, make that one small.

    Where nothing new is drawn for long there are fewer. A statement without variables has one
    sample. `presets` are values of some of the variables.
    """
    tally = Tally()
    drawn_before: set[tuple[str, ...]] = set()
    repeated = 0

    def test(drawn: Sample) -> None:
        nonlocal repeated
        # What becomes of a sample must not depend on those before it, or Hypothesis gives up; so
        # what is drawn once more in its place is passed over, not rejected.
        searching = tally.refuted is None and tally.replaced < _REPLACED * plan.count
        repeated = repeated + 1 if drawn.key in drawn_before else 0
        if repeated > _ALL and tally.refuted is None:
            raise _Enough
        if searching and drawn.key in drawn_before:
            tally.replaced += 1
            return
        drawn_before.add(drawn.key)
        verdict = decide(prepared, drawn, plan.precision)
        silent = verdict.truth.value is None and not verdict.truth.evidence
        if searching and silent and drawn.is_distant:
            tally.replaced += 1
            return
        tally.note(drawn, verdict)
        if tally.refuted is None and (tally.noted >= plan.count or tally.tires(plan.patience)):
            raise _Enough

    with reading(prepared.machine.mode), suppress(_Refuted, _Enough, Unsatisfiable):
        if is_closed(prepared):
            test(Sample((None,) * len(prepared.statement.binders), ()))
        else:
            sampler = Sampler(prepared, presets)
            rows = () if presets else sampler.rows(plan.count, plan.seed)
            room = replace(plan, count=(1 + _REPLACED) * plan.count)
            each_sample(test, sampler.strategy(), room, phases, rows)
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
    with suppress(_Enough, Unsatisfiable):
        rows = sampler.rows(plan.count, plan.seed)
        each_sample(test, sampler.strategy(), plan, GENERATE, rows)
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
    phases: tuple[Phase, ...],
    rows: tuple[Row, ...] = (),
) -> None:
    """Run `test` on the samples of a strategy, those with the wishes of `rows` first.

    The same plan gives the same samples.
    """
    configured = settings(
        max_examples=plan.count,
        database=Given(rows),
        deadline=None,
        derandomize=False,
        phases=(Phase.reuse, *phases),
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    with _by_itself():
        configured(seed(plan.seed)(given(strategy)(test)))()


@contextmanager
def _by_itself() -> Iterator[None]:
    """Let Hypothesis draw from the strategies alone, and write nothing to the disk.

    It mixes in constants of the modules that happen to be loaded, so that a seed gives other
    samples in another process, and keeps what it read in the current folder of the user.
    """
    home = getattr(configuration, "__hypothesis_home_directory", None)
    drawing = getattr(HypothesisProvider, _CONSTANTS)
    configuration.set_hypothesis_home_dir(Path(os.devnull) / "hypothesis")
    setattr(HypothesisProvider, _CONSTANTS, lambda *_, **__: None)
    try:
        yield
    finally:
        setattr(HypothesisProvider, _CONSTANTS, drawing)
        configuration.set_hypothesis_home_dir(home)
