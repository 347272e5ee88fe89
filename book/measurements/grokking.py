"""How a network comes to generalize long after it has learnt its pairs by heart (Ch. 24).

Units are seeds of trainings of one small network on addition modulo a prime. All bounds are ours.
They were set on other seeds than those that decide.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from book.measurements._trainings import Course, Found, Value, courses, read, span
from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.laws import Array
from pycheck.reality.readings import Readings, Table

Indices = NDArray[np.int_]

COURSE, HELD = "grokking", "held norm"
"""The tables: points of trainings, and the ends of trainings with their norm held."""

LEARNT = 0.99
"""Training accuracy at which the training pairs count as learnt."""
BEGUN, HALF, DONE = 0.1, 0.5, 0.9
"""Test accuracies at which the jump begins, is half made, and is over."""
ROUNDING = 1e-8
"""Nats: below this a loss in single precision is rounding."""
RISEN = 0.25
"""Share of its whole rise that a circuit makes on the plateau at least, if it grows there."""

NOTHING = Found((), "no training with decay")


@measurement
def curve(source: Source) -> Reading:
    """Whether training accuracy saturates, test accuracy stays low for long, and then jumps.

    Three parts: the training pairs are learnt (99 %) in at most half of the steps that it takes to
    half the test accuracy; test accuracy is then below a tenth; the jump, from a tenth to nine
    tenths, takes at most half of the steps from there to its end. A jump that is not over at the
    last step counts as all of them.
    """

    def found(readings: Readings) -> Found:
        runs = _decayed(readings)
        if not runs:
            return NOTHING
        learnt = [run.step("training_accuracy", LEARNT) for run in runs]
        half = [run.step("test_accuracy", HALF) for run in runs]
        early = [a / b for a, b in zip(learnt, half, strict=True)]
        low = [float(run["test_accuracy"][run.at("training_accuracy", LEARNT)]) for run in runs]
        done = sum(run.reaches("test_accuracy", DONE) for run in runs)
        told = (
            f"{done} of {len(runs)} seeds come to a test accuracy of {DONE:g}; training accuracy "
            f"is {LEARNT:g} at step {span(learnt)}, test accuracy {HALF:g} at step {span(half)}, "
            f"{span([1 / share for share in early])} times as late; test accuracy at the end "
            f"{span(_ends(runs))}"
        )
        values = (
            Value(
                "steps until the training pairs are learnt over steps until half the test pairs "
                "are known",
                0,
                0.5,
                early,
                ratio=True,
            ),
            Value("test accuracy when the training pairs are learnt", 0, BEGUN, low),
            Value(
                "share of the jump in the steps from there to its end",
                0,
                0.5,
                [_jump(run) for run in runs],
            ),
        )
        return Found(values, told)

    return read(source, [COURSE], found)


def _jump(run: Course) -> float:
    """Steps of the jump over the steps from learnt training pairs to its end; 1 without an end."""
    if not run.reaches("test_accuracy", DONE):
        return 1.0
    begun, done = (run.step("test_accuracy", level) for level in (BEGUN, DONE))
    whole = done - run.step("training_accuracy", LEARNT)
    return min(1.0, (done - begun) / whole) if whole > 0 else 1.0


@measurement
def circuit(source: Source) -> Reading:
    """Whether the circuit that generalizes grows before test accuracy jumps, and gradually.

    Its measure looks at no test pair: the share of the embedding's power, over the residues, in its
    five largest frequencies. Two parts: it makes a quarter of its whole rise between learnt
    training pairs and a test accuracy of a tenth; and test accuracy goes from a tenth to nine
    tenths in fewer steps than the circuit's rise.
    """

    def found(readings: Readings) -> Found:
        runs = _decayed(readings)
        if not runs:
            return NOTHING
        rises = [_rise(run) for run in runs]
        widths = [
            _width(run["step"], run["test_accuracy"]) / _width(run["step"], rise)
            for run, rise in zip(runs, rises, strict=True)
        ]
        begun = [float(run["fourier"][run.at("test_accuracy", BEGUN)]) for run in runs]
        first, last = ([float(run["fourier"][at]) for run in runs] for at in (0, -1))
        told = (
            f"the measure is {span(first)} at first, {span(begun)} at a test accuracy of "
            f"{BEGUN:g}, {span(last)} at the end"
        )
        if control := courses(readings.tables[COURSE], 0.0):
            told += f" (without decay {span([float(run['fourier'][-1]) for run in control])})"
        values = (
            Value(
                "share of the circuit's rise that is made on the plateau",
                RISEN,
                1,
                [_on_plateau(run, rise) for run, rise in zip(runs, rises, strict=True)],
            ),
            Value(
                "steps of the rise of test accuracy over steps of the circuit's",
                0,
                1,
                widths,
                ratio=True,
            ),
        )
        return Found(values, told)

    return read(source, [COURSE], found)


def _rise(run: Course) -> Array:
    """What of the rise of the circuit's measure, from step 0 to its largest value, is made."""
    values = run["fourier"]
    whole = values.max() - values[0]
    made: Array = (values - values[0]) / whole if whole > 0 else np.zeros(len(values))
    return np.clip(made, 0, 1)


def _on_plateau(run: Course, rise: Array) -> float:
    """What the circuit gains between learnt training pairs and the jump; 0 without a jump."""
    if not run.reaches("test_accuracy", BEGUN):
        return 0.0
    learnt, begun = run.at("training_accuracy", LEARNT), run.at("test_accuracy", BEGUN)
    return max(0.0, float(rise[begun] - rise[learnt]))


def _width(steps: Array, values: Array) -> float:
    """Steps from a tenth to nine tenths, at least 1; all steps of what never gets so far."""
    if not (values >= DONE).any():
        return float(steps[-1])
    begun, done = (steps[(values >= level).argmax()] for level in (BEGUN, DONE))
    return float(max(1.0, done - begun))


@measurement
def engine(source: Source) -> Reading:
    """Whether the loss against the norm of the weights has the shapes L and U, and decay leads to
    the bottom of the U.

    Seven parts. Of trainings with their norm held: training loss falls to the bottom and does not
    rise beyond it, test loss is higher at both ends; the bottom of a seed is the inner norm with
    the least test loss of the other seeds. With decay the norm at half the test accuracy is below
    that at learnt training pairs, and test accuracy comes to nine tenths; without decay it stays
    below a tenth in as many steps.
    """

    def found(readings: Readings) -> Found:
        runs, control = _decayed(readings), courses(readings.tables[COURSE], 0.0)
        held = readings.tables[HELD]
        norms = np.unique(held.column("held"))
        train, test = (_by_norm(held, norms, name) for name in ("training_loss", "test_loss"))
        if not runs or not control or len(norms) < 3 or len(test) < 2:
            return Found(
                (), "no training with decay, none without, or too few with their norm held"
            )
        rest = [np.delete(test, place, axis=0) for place in range(len(test))]
        bottom = np.array([1 + np.log(r[:, 1:-1]).mean(axis=0).argmin() for r in rest])
        learnt = [float(run["norm"][run.at("training_accuracy", LEARNT)]) for run in runs]
        half = [float(run["norm"][run.at("test_accuracy", HALF)]) for run in runs]
        least = [float(run.until("test_accuracy", BEGUN)["norm"].min()) for run in runs]
        shapes = "; ".join(
            f"norm {norm:g}: {a:.2g} and {b:.2g}"
            for norm, a, b in zip(norms, np.median(train, 0), np.median(test, 0), strict=True)
        )
        told = (
            f"median losses in training and test with the norm held, {shapes}; bottom at "
            f"{span(norms[bottom].tolist())}; with decay the norm is {span(learnt)} when the "
            f"training pairs are learnt, {span(half)} at half the test accuracy, and as low as "
            f"{span(least)} before a test accuracy of {BEGUN:g}"
        )
        values = (
            *_shapes(train, test, bottom),
            Value(
                "norm at half the test accuracy over that at learnt training pairs",
                0,
                1,
                [a / b for a, b in zip(half, learnt, strict=True)],
                ratio=True,
            ),
            Value("test accuracy with decay at the end", DONE, 1, _ends(runs)),
            Value("test accuracy without decay at the end", 0, BEGUN, _ends(control)),
        )
        return Found(values, told)

    return read(source, [COURSE, HELD], found)


def _shapes(train: Array, test: Array, bottom: Indices) -> Iterator[Value]:
    """L and U: losses (seeds, norms) at the bottom beside those at the ends, each at most as
    high."""
    seeds = np.arange(len(test))
    for loss, above, below, name in (
        (train, 0, bottom, "training loss at the bottom over that at the smallest norm"),
        (train, bottom, -1, "training loss at the largest norm over that at the bottom"),
        (test, 0, bottom, "test loss at the bottom over that at the smallest norm"),
        (test, -1, bottom, "test loss at the bottom over that at the largest norm"),
    ):
        yield Value(name, 0, 1, (loss[seeds, below] / loss[seeds, above]).tolist(), ratio=True)


def _by_norm(held: Table, norms: Array, name: str) -> Array:
    """A loss (seeds, norms), of the seeds that have every norm; not below what rounding leaves."""
    seeds, norm, loss = (held.column(column) for column in ("seed", "held", name))
    rows = [loss[seeds == seed][np.argsort(norm[seeds == seed])] for seed in np.unique(seeds)]
    whole = [row for row in rows if len(row) == len(norms)]
    table: Array = np.array(whole).reshape(-1, len(norms))
    return np.maximum(table, ROUNDING)


def _decayed(readings: Readings) -> tuple[Course, ...]:
    """The trainings with the largest decay; none where nothing decays."""
    table = readings.tables[COURSE]
    largest = float(table.column("decay").max())
    return courses(table, largest) if largest > 0 else ()


def _ends(runs: Sequence[Course]) -> list[float]:
    """Test accuracies after the last step."""
    return [float(run["test_accuracy"][-1]) for run in runs]
