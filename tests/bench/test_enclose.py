"""The tables of the enclosures are those that were measured, and say what is told of them."""

import json
from fractions import Fraction
from typing import Any

import pytest
from flint import arb

from bench import enclose_arb, enclose_table
from bench.enclose import RESULTS, least_ratio
from bench.enclose_peers import Method, Row, as_fraction, compare
from pycheck.balls.api import enclose
from tests.included import PROJECT

RECORD: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))


def test_the_tables_of_the_page_are_the_measured_ones() -> None:
    text = (PROJECT.root / "docs" / "enclosures.md").read_text(encoding="utf-8")
    assert enclose_table.speeds(RECORD) in text
    assert enclose_table.long(RECORD) in text
    slower = {**RECORD, "peers": [{**r, "seconds": 9.0} for r in RECORD["peers"]]}
    assert enclose_table.speeds(slower) not in text


def test_no_function_of_arb_beats_the_value() -> None:
    rows = [Row(**row) for row in RECORD["peers"]]
    told = RECORD["targets"]["least_ratio_of_arb_and_mpmath_from_0.1_ms"]
    assert least_ratio(rows) == told
    assert told["value_without_text"] >= 0.8


def test_methods_are_compared_with_the_first() -> None:
    rows = compare(
        "a half", Fraction(1, 2), [Method("ours", lambda: 0.5), Method("other", lambda: "0.6")]
    )
    assert [(r.method, r.error) for r in rows] == [("ours", "0"), ("other", "2e-1")]
    assert rows[0].times_ours == 1
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
