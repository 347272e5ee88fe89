"""The tables of the enclosures are those that were measured, and say what is told of them."""

import json
from fractions import Fraction
from typing import Any

import pytest
from flint import arb

from bench import enclose_arb, enclose_table
from bench.enclose import RESULTS, least_ratio, merged
from bench.enclose_peers import VALUE, Method, Row, as_fraction, compare
from pycheck.balls.api import enclose
from tests.included import PROJECT

RECORD: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))


def test_the_tables_of_the_page_are_the_measured_ones() -> None:
    text = (PROJECT.root / "docs" / "enclosures.md").read_text(encoding="utf-8")
    assert enclose_table.speeds(RECORD) in text
    assert enclose_table.long(RECORD) in text
    slower = {**RECORD, "peers": [{**r, "seconds": 9.0} for r in RECORD["peers"]]}
    assert enclose_table.speeds(slower) not in text


def test_no_function_of_arb_beats_the_value_nor_the_ball_by_far() -> None:
    rows = [Row(**row) for row in RECORD["peers"]]
    told = RECORD["targets"]["least_ratio_of_arb_and_mpmath_from_0.1_ms"]
    assert least_ratio(rows) == told
    assert told["value_without_text"] >= 0.8
    assert told["ball"] >= 0.8


def test_a_ratio_counts_where_the_peer_takes_long_enough() -> None:
    def row(method: str, seconds: float, times_ours: float) -> Row:
        return Row("task", method, seconds, times_ours, "0", "certain")

    rows = [row(VALUE, 2e-4, 0.8), row("Arb slow", 1e-4, 0.4), row("Arb fast", 9e-5, 0.1)]
    assert least_ratio(rows) == {"ball": 0.4, "value_without_text": 0.5}


def test_methods_are_compared_with_the_first() -> None:
    rows = compare(
        "a half", Fraction(1, 2), [Method("ours", lambda: 0.5), Method("other", lambda: "0.6")]
    )
    assert [(r.method, r.error) for r in rows] == [("ours", "0"), ("other", "2e-1")]
    assert rows[0].times_ours == 1


def test_passes_are_merged() -> None:
    passes = [
        [Row("task", "ours", seconds, 1.0, "0", "certain"), Row("task", "b", 2.0, ratio, "0", "")]
        for seconds, ratio in ((3.0, 0.5), (1.0, 0.7), (2.0, 9.0))
    ]
    ours, other = merged(passes)
    assert (ours.seconds, ours.times_ours) == (1.0, 1.0)
    assert (other.method, other.seconds, other.times_ours) == ("b", 2.0, 0.7)


def test_pairs_begin_in_turn_and_are_prepared() -> None:
    runs = ""

    def method(name: str, repeats: int) -> Method:
        def note(what: str) -> str:
            nonlocal runs
            runs += what
            return "1"

        return Method(name, lambda: note(name), repeats=repeats, prepare=lambda: note("-"))

    compare("one", Fraction(1), [method("o", 9), method("a", 3), method("b", 1)])
    assert runs.startswith("-a-o-o-a-a-o-b-o")


def test_numbers_are_taken_as_fractions() -> None:
    assert as_fraction(arb("0.75")) == Fraction(3, 4)


@pytest.mark.parametrize(
    ("told", "name", "options"),
    [
        (enclose_arb.digits_of(lambda: enclose_arb.zeta_series("0.7", 999), 30, 3), "cv", "0.7"),
        (enclose_arb.digits_of(lambda: enclose_arb.stieltjes(999), 30), "cv", "1"),
        (enclose_arb.digits_of(lambda: enclose_arb.hurwitz("1.3", 999), 30), "z", "1.3"),
        (enclose_arb.digits_of(lambda: enclose_arb.digamma(999), 30), "z", "1"),
    ],
)
def test_the_peers_compute_what_ours_do(told: Any, name: str, options: str) -> None:
    ball = enclose(name, options, 999, digits=20)
    assert ball.overlaps(type(ball)(told(), "1e-26", 0))
