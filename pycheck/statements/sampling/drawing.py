"""Values drawn from strategies of Hypothesis, one after the other, and a failing one made small.

Hypothesis' own search would remember every draw, look for one that is new, and change draws that
it had: that costs more than most statements. Here each draw stands alone, and Hypothesis shrinks.
One thing of that search is kept: now and then a draw is the one before it with a choice copied to
another place. Two values that are drawn alone are hardly ever equal, and a statement may be false
just where they are.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, configuration, given, settings
from hypothesis.control import BuildContext
from hypothesis.database import ExampleDatabase, choices_to_bytes
from hypothesis.errors import StopTest, UnsatisfiedAssumption
from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.internal.conjecture.providers import HypothesisProvider
from hypothesis.strategies import SearchStrategy

Choices = Sequence[Any]
"""What Hypothesis chose for a value, in order: the value can be drawn from it again."""

_CONSTANTS = "_maybe_draw_constant"
# So many draws may come to nothing, and so many more for each that did not.
_VAIN, _VAIN_EACH = 500, 100
# One in so many draws has a choice of the draw before it in two places.
_COPIED = 16


def draw_each(
    test: Callable[[Any], None],
    strategy: SearchStrategy[Any],
    count: int,
    seed: int,
    begun: Iterable[Choices] = (),
    *,
    small: bool = False,
) -> None:
    """Run `test` on up to `count` values, first on those whose choices begin as those in `begun`.

    The same seed gives the same values. Raises what `test` raises; an `Exception` at a value that
    Hypothesis made small where `small` is asked for.
    """
    random = Random(seed)
    drawn = vain = 0
    before: Choices = ()
    with _by_itself():
        rows = iter(begun)
        while drawn < count and vain <= _VAIN + _VAIN_EACH * drawn:
            prefix = next(rows, None)
            if prefix is None:
                prefix = _begun(before, random)
            data = ConjectureData(random=random, prefix=tuple(prefix))
            with BuildContext(data, wrapped_test=test):
                try:
                    value = data.draw(strategy)
                except (StopTest, UnsatisfiedAssumption):
                    vain += 1
                    continue
            drawn += 1
            try:
                test(value)
            except Exception:
                if small:
                    _shrink(test, strategy, data.choices)
                raise
            before = data.choices


def _begun(before: Choices, random: Random) -> Choices:
    """What a draw begins with: mostly nothing; else the choices `before` with one of them copied.

    It goes to a place with another choice of its type. Where that place does not allow it,
    Hypothesis takes the simplest.
    """
    if random.randrange(_COPIED) or not before:
        return ()
    one = random.choice(before)
    places = [i for i, x in enumerate(before) if type(x) is type(one) and x != one]
    if not places:
        return ()
    place = random.choice(places)
    return (*before[:place], one, *before[place + 1 :])


def _shrink(test: Callable[[Any], None], strategy: SearchStrategy[Any], choices: Choices) -> None:
    """Run `test` on ever smaller values at which it raises an error, and raise that of the last.

    The last choice, which a sample makes for this, is left out: what Hypothesis is given whole it
    takes for small.
    """
    configured = settings(
        database=_Kept(choices[:-1]),
        deadline=None,
        phases=(Phase.reuse, Phase.shrink),
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    configured(given(strategy)(test))()


class _Kept(ExampleDatabase):
    """A database that always has the same choices."""

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices_to_bytes(tuple(choices))

    def fetch(self, key: bytes) -> Iterator[bytes]:
        """The choices, as what to look at again; there are no others."""
        if not key.endswith((b".secondary", b".pareto")):
            yield self._choices

    def save(self, key: bytes, value: bytes) -> None:
        """Nothing is kept."""

    def delete(self, key: bytes, value: bytes) -> None:
        """Nothing is lost."""


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
