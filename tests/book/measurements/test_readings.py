"""The measurements that read tables, on tables made for them: true, false, and too few."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pycheck.checks.measurement import judged, worst
from pycheck.data.sources import Source
from pycheck.evidence import RealityVerdict
from pycheck.reality.readings import Readings, Table, write_readings
from tests.book.measurements.made import CONTRADICTED, REPRODUCED, UNDECIDED, UNMEASURED, measure

SEQUENCES = 8
Rows = list[dict[str, Any]]


def table(rows: Rows) -> Table:
    columns = {key: tuple(row[key] for row in rows) for key in rows[0]}
    return Table(rows="made", meaning=dict.fromkeys(columns, "made"), columns=columns)


def body(folder: Path, tables: dict[str, Rows], model: str = "m") -> Source:
    readings = Readings(
        model=model,
        corpus="made",
        context=64,
        sequences=SEQUENCES,
        seed=0,
        tables={name: table(rows) for name, rows in tables.items()},
        measured_by="test",
    )
    write_readings(folder / f"{model}.readings.json", readings)
    return Source("pretrained", folder, "make them")


def noise(index: int, size: float = 0.01) -> float:
    return float(np.random.default_rng(index).normal(0, size))


def each(make: Callable[[int], Rows], sequences: int = SEQUENCES) -> Rows:
    return [{"sequence": float(i), **row} for i in range(sequences) for row in make(i)]


def removal(second: float, best: float, previous: float, without: float, late: float) -> Any:
    def rows(i: int) -> Rows:
        plain = {"first_pass": 12.0, "best": best + noise(i), "follower": 0.6}
        plain |= {"second_pass": second + noise(i), "text_late": 3.0 + noise(i)}
        return [
            {"removed": "nothing", **plain},
            {"removed": "induction", **plain, "second_pass": without, "text_late": late},
            {"removed": "previous", **plain, "follower": previous + noise(i)},
            *(
                {"removed": f"others for {kind} {draw}", **plain}
                for kind in ("induction", "previous")
                for draw in range(2)
            ),
        ]

    found = each(rows)
    heads = [
        {"layer": float(a), "head": 0.0, "follower": a / 20, "previous": 1 - a / 20}
        for a in range(12)
    ]
    return {"removal": found, "heads": heads}


def first(norm: float, influence: float, largest: float = 1.0) -> Any:
    return {
        "first token": each(
            lambda i: [
                {
                    "layer": 0.0,
                    "mass": 0.4,
                    "norm": norm + noise(i),
                    "influence": influence + noise(i),
                    "largest": largest,
                }
            ]
        )
    }


def beginning(mass: float, silenced: float, hidden: float) -> Any:
    changes = {
        "nothing": (3.0, 0.4),
        "a random token in its place": (3.0, mass),
        "value silenced": (3.0 + silenced, 0.4),
        "hidden": (3.0 + hidden, 0.0),
        "value silenced elsewhere": (3.01, 0.4),
        "hidden elsewhere": (3.02, 0.4),
    }
    return {
        "beginning": each(
            lambda i: [
                {"change": name, "loss": loss + noise(i + 100 * k), "mass": at}
                for k, (name, (loss, at)) in enumerate(changes.items())
            ]
        )
    }


def windows(gain: float) -> Any:
    def rows(i: int) -> Rows:
        found = [{"window": 64.0, "initial": 0.0, "loss": 3.0}]
        for window in (4.0, 16.0):
            found += [
                {"window": window, "initial": 0.0, "loss": 4.0 + noise(i)},
                {"window": window, "initial": 4.0, "loss": 4.0 - gain},
            ]
        return found

    return {"windows": each(rows)}


def changed(massive: float, centred: float) -> Any:
    def rows(i: int) -> Rows:
        cases = {"nothing": (3.0, 0.4), "massive": (3.1, massive + noise(i, 0.001))}
        cases |= {"others": (3.0, 0.4), "centred": (3.0 + centred + noise(i), 0.4)}
        return [
            {"change": name, "loss": loss, "mass": mass, "entries": 3.0}
            for name, (loss, mass) in cases.items()
        ]

    return {"stream changed": each(rows), "stream": each(lambda _i: [{"mean_share": 0.001}])}


def spread(slope: float, scaled: float) -> Any:
    return {
        "scores": each(
            lambda i: [
                {
                    "layer": float(layer),
                    "dimensions": float(d),
                    "log_variance": slope * np.log(d) + layer + noise(i),
                    "scaled": scaled + noise(i),
                }
                for layer in range(2)
                for d in (4, 16, 64)
            ]
        )
    }


def least(influence: float, move: float) -> Any:
    row = {"mass": 0.09, "layer": 0.0}
    return {
        "least mass": each(
            lambda i: [{**row, "influence": influence + noise(i), "move": move + noise(i)}]
        )
    }


def groups(ratio: float) -> Any:
    return {
        "groups": each(
            lambda i: [
                {
                    "what": what,
                    "group": group,
                    "error": 0.2 * (ratio if group else 1) + noise(i, 0.001),
                    "of_bound": 1.0,
                }
                for what in ("keys", "values")
                for group in (0.0, 32.0)
            ]
        )
    }


def inputs(ratio: float) -> Any:
    return {
        "activations": each(
            lambda i: [
                {
                    "input": name,
                    "error": 0.05,
                    "error_without": 0.05 * ratio + noise(i, 1e-4),
                    "at": 0.0,
                }
                for name in ("a", "b")
            ]
        )
    }


def weights(eight: float, four: float) -> Any:
    rises = {(32.0, 0.0): 0.0, (8.0, 0.0): eight, (4.0, 0.0): four}
    rises |= {(bits, 32.0): 0.1 for bits in (8.0, 4.0, 3.0, 2.0)}
    return {
        "weights": each(
            lambda i: [
                {"bits": bits, "group": group, "loss": 3.0 + rise + noise(i + int(bits))}
                for (bits, group), rise in rises.items()
            ]
        )
    }


def positions(one: float, many: float) -> Any:
    def rows(i: int) -> Rows:
        sizes = [1.0] * round(20 * one) + [500.0] * round(20 * many)
        sizes += [10.0] * (20 - len(sizes))
        sizes[-1] += i % 2
        return [{"nucleus": size} for size in sizes]

    return {"positions": each(rows)}


def hot(nucleus: float, min_p: float) -> Any:
    return {
        "candidates": each(
            lambda i: [
                {
                    "temperature": temperature,
                    "nucleus": 2.0,
                    "min_p": 1.0,
                    "nucleus_absurd": nucleus + noise(i),
                    "min_p_absurd": min_p,
                }
                for temperature in (1.0, 2.0)
            ]
        )
    }


def kernel(same: float, tiled: float) -> Any:
    return {
        "kernels": each(lambda i: [{"same": same, "tiled": tiled * (1 + noise(i)), "dense": 1e-7}])
    }


TRUE, FALSE = REPRODUCED, CONTRADICTED
CASES: list[tuple[str, Any, RealityVerdict]] = [
    ("induction.heads", removal(3, 0.8, 0.1, 9, 3.2), TRUE),
    ("induction.heads", removal(3, 0.3, 0.1, 9, 3.2), FALSE),
    ("induction.heads", removal(11, 0.8, 0.1, 9, 3.2), FALSE),
    ("induction.composition", removal(3, 0.8, 0.1, 9, 3.2), TRUE),
    ("induction.composition", removal(3, 0.8, 0.55, 9, 3.2), FALSE),
    ("induction.learning", removal(3, 0.8, 0.1, 9, 3.2), TRUE),
    ("induction.learning", removal(3, 0.8, 0.1, 9, 2.9), FALSE),
    ("induction.learning", removal(3, 0.8, 0.1, 9, 3.0), UNDECIDED),
    ("first_token.influence", first(0.3, 0.2), TRUE),
    ("first_token.influence", first(0.3, 0.6), FALSE),
    ("first_token.influence", first(0.3, 0.2, largest=0.0), UNDECIDED),
    ("first_token.place", beginning(0.42, 0.0, 0.02), TRUE),
    ("first_token.place", beginning(0.05, 0.0, 0.02), FALSE),
    ("first_token.place", beginning(0.42, 0.0, 0.5), FALSE),
    ("first_token.windows", windows(0.5), TRUE),
    ("first_token.windows", windows(-0.5), FALSE),
    ("first_token.massive", changed(0.01, 0.0), TRUE),
    ("first_token.massive", changed(0.4, 0.0), FALSE),
    ("centring.centred", changed(0.01, 0.02), TRUE),
    ("centring.centred", changed(0.01, 0.5), FALSE),
    ("spread_of_scores.variance", spread(1.0, 1.0), TRUE),
    ("spread_of_scores.variance", spread(1.3, 1.0), FALSE),
    ("spread_of_scores.variance", spread(1.0, 2.2), FALSE),
    ("mass.least", least(0.15, 0.2), TRUE),
    ("mass.least", least(0.15, 0.05), FALSE),
    ("few_bits.groups", groups(0.4), TRUE),
    ("few_bits.groups", groups(1.3), FALSE),
    ("few_bits.outliers", inputs(0.3), TRUE),
    ("few_bits.outliers", inputs(0.9), FALSE),
    ("few_bits.after_training", weights(0.01, 2.0), TRUE),
    ("few_bits.after_training", weights(0.5, 2.0), FALSE),
    ("few_bits.after_training", weights(0.01, 0.0), FALSE),
    ("samplers.nucleus", positions(0.3, 0.4), TRUE),
    ("samplers.nucleus", positions(0.0, 0.4), FALSE),
    ("samplers.min_p", hot(0.3, 0.01), TRUE),
    ("samplers.min_p", hot(0.1, 0.4), FALSE),
    ("samplers.min_p", hot(0.1, 0.1), UNDECIDED),
    ("kernels.bits", kernel(0.3, 1e-7), TRUE),
    ("kernels.bits", kernel(1.0, 1e-7), FALSE),
    ("kernels.quality", kernel(0.3, 1e-7), TRUE),
    ("kernels.quality", kernel(0.3, 5e-7), FALSE),
]


@pytest.mark.parametrize(("name", "tables", "verdict"), CASES)
def test_every_verdict_can_come_out(
    tmp_path: Path, name: str, tables: dict[str, Rows], verdict: RealityVerdict
) -> None:
    evidence = measure(name, body(tmp_path, tables))
    assert evidence.verdict is verdict, evidence.detail
    assert "\n" not in evidence.detail
    if evidence.compared:
        assert evidence.verdict is worst([judged(number) for number in evidence.compared])
        assert all(number.ours for number in evidence.compared)


def test_every_measurement_of_tables_is_tried_both_ways() -> None:
    tried = {(name, verdict) for name, _, verdict in CASES}
    assert tried >= {(name, side) for name, _, _ in CASES for side in (TRUE, FALSE)}


def test_every_model_must_agree(tmp_path: Path) -> None:
    body(tmp_path, kernel(0.3, 1e-7), "one")
    evidence = measure("kernels.bits", body(tmp_path, kernel(1.0, 1e-7), "two"))
    assert evidence.verdict is CONTRADICTED
    assert [number.label for number in evidence.compared] == ["one", "two"]


def test_too_few_sequences_decide_nothing(tmp_path: Path) -> None:
    few = {"kernels": [row for row in kernel(0.3, 1e-7)["kernels"] if row["sequence"] < 4]}
    evidence = measure("kernels.bits", body(tmp_path, few))
    assert evidence.verdict is UNDECIDED
    assert "4 independent of one another" in evidence.detail


def test_the_interval_is_students_over_sequences(tmp_path: Path) -> None:
    """A tenth of the rows would be a tenth of the variance, were they independent."""
    stats = pytest.importorskip("scipy.stats")
    rows = each(lambda i: [{"same": 0.5 + noise(i, 0.1), "tiled": 1.0, "dense": 1.0}] * 10)
    (number,) = measure("kernels.bits", body(tmp_path, {"kernels": rows})).compared
    values = [1 - row["same"] for row in rows[::10]]
    expected = stats.t.interval(0.95, SEQUENCES - 1, np.mean(values), stats.sem(values))
    assert number.interval == pytest.approx(expected)


def test_another_table_is_no_reading_of_this(tmp_path: Path) -> None:
    evidence = measure("kernels.bits", body(tmp_path, windows(0.5)))
    assert evidence.verdict is UNMEASURED
    assert "make them" in evidence.detail
