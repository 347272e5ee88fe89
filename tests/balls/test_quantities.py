"""The public functions and the command: exact reading, certain digits, numpy as the other way."""

import doctest
import json
from decimal import Decimal
from fractions import Fraction
from types import ModuleType

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.balls import api, power_law
from pycheck.balls import ball as ball_module
from pycheck.balls.api import enclose, enclose_array
from pycheck.balls.ball import Ball, decimal_ball
from pycheck.balls.exact import read_context, read_exponent, read_unit
from pycheck.balls.precision import working
from pycheck.balls.quantities import QUANTITIES
from pycheck.errors import InputError
from tests.command import pycheck_command

OPTIONS: dict[str, dict[str, str]] = {
    "log-sum": {"order": "2"},
    "moment": {"order": "2"},
    "back-moment": {"order": "2"},
    "back-moment-excess": {"order": "2"},
    "share": {"distance": "50"},
    "tail": {"distance": "50"},
    "window": {"share": "0.9"},
    "polylog": {"z": "0.25"},
    "normalization": {"z": "0.25"},
    "smallest-context": {"within": "0.02"},
}

NOT_EVERYWHERE = {"window", "smallest-context", "back-moment-excess", "cv-limit-excess"}


def by_numpy(gamma: float, context: int) -> dict[str, float]:
    """Every quantity by direct summation in float64."""
    d = np.arange(1.0, context + 1)
    logs = np.log(d)
    weights = d**-gamma
    z = weights.sum()
    p = weights / z
    mean = float((p * logs).sum())
    var = float((p * (logs - mean) ** 2).sum())
    damped = 0.25**d * weights
    endless = np.arange(1.0, 200)
    share = np.cumsum(p)
    return {
        "z": float(z),
        "log-sum": float((weights * logs**2).sum()),
        "moment": float((p * logs**2).sum()),
        "mean": mean,
        "back-moment": float((p * np.log(context / d) ** 2).sum()),
        "var": var,
        "fisher": var,
        "cv": gamma**2 * var,
        "entropy": float(-(p * np.log(p)).sum()),
        "free-energy": -float(np.log(z)),
        "share": float(p[:50].sum()),
        "tail": float(p[50:].sum()),
        "window": float(1 + np.searchsorted(share, 0.9)),
        "polylog": float((0.25**endless * endless**-gamma).sum()),
        "normalization": float(damped.sum() / (0.25**endless * endless**-gamma).sum()),
    }


@pytest.mark.parametrize("gamma", [-1.5, 0.0, 0.7, 1.0, 1.3, 4.0])
@pytest.mark.parametrize("context", [100, 3001])
def test_every_quantity_agrees_with_float_sums(gamma: float, context: int) -> None:
    for name, value in by_numpy(gamma, context).items():
        ball = enclose(name, gamma, context, **OPTIONS.get(name, {}))  # type: ignore[arg-type]
        assert float(ball) == pytest.approx(value, rel=1e-10), name
        assert ball.digits >= 16 or ball.rad == "0"


@settings(max_examples=100)
@given(
    st.sampled_from(sorted(set(QUANTITIES) - NOT_EVERYWHERE)),
    st.decimals(-9, 9, places=3),
    st.integers(2, 10**30),
    st.sampled_from(["0.001", "0.5", "0.99", "0.9999999999"]),
    st.integers(3, 60),
)
def test_more_digits_stay_inside_fewer(
    name: str, gamma: Decimal, context: int, z: str, digits: int
) -> None:
    options: dict[str, str] = dict(OPTIONS.get(name, {}))
    if "z" in options:
        options["z"] = z
    few = enclose(name, str(gamma), context, digits=digits, **options)
    many = enclose(name, str(gamma), context, digits=digits + 25, **options)
    assert few.overlaps(many)
    assert few.digits >= digits
    assert Fraction(few.rad) <= abs(Fraction(few.mid)) / 10**digits


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("z", {"gamma": "1", "context": "1e12"}),
        ("z", {"gamma": "3", "context": "1e12"}),
        ("var", {"gamma": "2", "context": "50"}),
        ("window", {"gamma": "0.7", "context": "4096", "share": "0.9"}),
        ("smallest-context", {"within": "0.001"}),
    ],
)
def test_ten_thousand_digits(name: str, options: dict[str, str]) -> None:
    many, few = (enclose(name, digits=d, **options) for d in (10_000, 50))
    assert many.digits >= 10_000
    assert few.contains(many.mid)
    assert many.rad == "0" or Decimal(many.rad) < abs(Decimal(many.mid)) * Decimal("1e-10000")
    assert many.contains(many.mid)
    assert not many.contains(Fraction(Decimal(many.mid)) + Fraction(1, 10**9000))


def test_ten_thousand_digits_of_a_harmonic_number_are_exact() -> None:
    """Against the rational number itself."""
    exact = fmpq.harmonic(500)
    ball = enclose("z", "1", 500, digits=10_000)
    assert ball.contains(Fraction(int(exact.p), int(exact.q)))
    assert Fraction(Decimal(ball.rad)) < Fraction(1, 10**9998)


def test_heat_capacity_of_the_longest_context() -> None:
    ball = enclose("cv", "1", "1e100000", digits=50)
    log_n = 100_000 * np.log(10)
    assert float(ball) == pytest.approx(log_n**2 / 12 + 0.5772156649 / 6 * log_n, rel=1e-9)
    assert ball.digits >= 50


@pytest.mark.parametrize("gamma", ["0.7", "0.99", "1.01", "2"])
def test_distances_from_the_limits_are_bounded_where_they_vanish(gamma: str) -> None:
    near = enclose("cv-limit-excess", gamma, "1e6")
    far = enclose("cv-limit-excess", gamma, "1e100000")
    assert near.digits >= 16
    assert abs(Fraction(far.mid)) + Fraction(far.rad) < Fraction(1, 10**900)
    limit = Fraction(enclose("cv", gamma, "1e100000", digits=40).mid)
    cv = Fraction(enclose("cv", gamma, "1e6", digits=40).mid)
    assert float(near) == pytest.approx(float(cv - limit), rel=1e-12)


def test_back_moments_have_no_limit_from_the_boundary_on() -> None:
    excess = enclose("back-moment-excess", "0.5", "1e30", order=1)
    assert 0 < abs(float(excess)) < 1e-12
    for name, options in (("back-moment-excess", {"order": 2}), ("cv-limit-excess", {})):
        with pytest.raises(InputError, match="gamma"):
            enclose(name, "1", "1e3", **options)


def test_arrays_broadcast_and_enclose() -> None:
    gammas, contexts = np.linspace(0.5, 1.5, 5)[:, None], np.array([10, 1000])
    mid, rad = enclose_array("cv", gammas, contexts)
    assert mid.shape == rad.shape == (5, 2)
    for i, gamma in enumerate(gammas[:, 0]):
        for j, context in enumerate(contexts):
            exact = enclose("cv", float(gamma), int(context), digits=40)
            gap = abs(Fraction(exact.mid) - Fraction(float(mid[i, j])))
            assert gap <= Fraction(float(rad[i, j])) <= Fraction(1, 10**14)
    assert enclose_array("window", 0.0, [10, 20], share="0.5")[0].tolist() == [5.0, 10.0]
    with pytest.raises(InputError, match="float64"):
        enclose_array("z", [-300.0], [10**9])


@pytest.mark.parametrize(
    ("text", "value"),
    [("2048", 2048), ("1e6", 10**6), ("2.5E3", 2500), ("100e-2", 1), ("+7", 7), ("3.0", 3)],
)
def test_contexts_are_exact(text: str, value: int) -> None:
    assert read_context(text) == value


def test_a_long_context_is_the_whole_power_of_ten() -> None:
    assert read_context("1e100000") == 10**100_000
    assert read_context("1e20") + 1 == 10**20 + 1


@pytest.mark.parametrize(
    "text",
    ["0", "-3", "2.5", "1e-3", "1e1000001", "ten", "", "1e", "nan", "inf", "0x10", "1e99999999"],
)
def test_what_is_no_context(text: str) -> None:
    with pytest.raises(InputError, match="context"):
        read_context(text)


@pytest.mark.parametrize(
    ("value", "exact"),
    [("0.1", Fraction(1, 10)), ("-7/10", Fraction(-7, 10)), ("1e-40", Fraction(1, 10**40)),
     (0.1, Fraction(0.1)), (".5", Fraction(1, 2)), (3, Fraction(3)), ("+7/10", Fraction(7, 10)),
     (" -1.50e1 ", Fraction(-15)), ("0." + "3" * 50, Fraction("0." + "3" * 50))],
)  # fmt: skip
def test_exponents_are_exact(value: str | float, exact: Fraction) -> None:
    found = read_exponent(value)
    assert Fraction(int(found.p), int(found.q)) == exact


@pytest.mark.parametrize(
    "text", ["1001", "-1e9", "1/0", "x", "1e999999", "nan", "1_0", "\u0663", "1000.1"]
)
def test_what_is_no_exponent(text: str) -> None:
    with pytest.raises(InputError, match="gamma"):
        read_exponent(text)
    with pytest.raises(InputError):
        read_exponent(float("nan"))


def test_a_share_is_between_0_and_1() -> None:
    assert read_unit("1", "z") == 1
    for text in ("1.0000001", "-0.1"):
        with pytest.raises(InputError, match="between 0 and 1"):
            read_unit(text, "z")


@given(st.integers(-(10**30), 10**30), st.integers(-60, 60), st.integers(1, 40))
def test_decimal_balls_contain_the_balls_they_print(mid: int, power: int, digits: int) -> None:
    with working(200):
        ball = arb(mid) * arb(10) ** power + arb(0, abs(mid) * 10.0**power * 1e-20)
        printed = decimal_ball(ball, digits)
        assert printed.to_arb().overlaps(ball)
        assert bool(abs(printed.to_arb() - ball).abs_lower() == 0)
        low, high = ball.lower().fmpq(), ball.upper().fmpq()
    for end in (low, high):
        assert printed.contains(Fraction(int(end.p), int(end.q)))
    for text in (printed.mid, printed.rad):
        number = Decimal(text)
        assert text == str(number)
        assert not number or number.as_tuple().digits[-1] != 0
    if printed.rad != "0":
        share = abs(Fraction(printed.mid)) / Fraction(printed.rad)
        assert printed.digits == (len(str(int(share))) - 1 if share >= 1 else 0)


def test_balls_that_lie_apart() -> None:
    assert Ball("1", "0.1", 1).overlaps(Ball("1.15", "0.05", 1))
    assert not Ball("1", "0.1", 1).overlaps(Ball("1.16", "0.05", 1))
    assert not Ball("1", "0", 1).contains("1.0001")
    assert str(Ball("1", "0", 1)) == "1"


@pytest.mark.parametrize("name", sorted(QUANTITIES))
def test_json_holds_a_ball(name: str) -> None:
    options = [f"--{k}={v}" for k, v in OPTIONS.get(name, {}).items()]
    outcome = pycheck_command(
        "enclose", name, "--gamma", "0.9", "--context", "1e3", "--format", "json", *options
    )
    assert (outcome.code, outcome.err) == (0, "")
    record = json.loads(outcome.out)
    assert record["quantity"] == name
    assert (record["gamma"], record["context"]) == ("0.9", "1e3")
    assert Decimal(record["rad"]) <= abs(Decimal(record["mid"])) * Decimal(10) ** -record["digits"]


def test_fifty_digits_in_text() -> None:
    outcome = pycheck_command("enclose", "z", "--gamma", "2", "--context", "1e30", "--digits", "50")
    mid, rad = outcome.out.split(" +/- ")
    with working(300):
        truth = arb.pi() ** 2 / 6 - arb(fmpq(1, 10**30)) + arb(fmpq(1, 2 * 10**60))
        assert abs(arb(mid) - truth) < arb(rad) + arb("1e-90")
    assert Decimal(rad) < Decimal("1e-49")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["cvv", "--gamma", "1", "--context", "3"], "did you mean 'cv'"),
        (["cv", "--gamma", "1"], "cv needs context"),
        (["window", "--gamma", "1", "--context", "9"], "--share"),
        (["cv", "--gamma", "1", "--context", "9", "--z", "0.5"], "does not depend on z"),
        (["cv", "--gamma", "abc", "--context", "9"], "not an exact decimal"),
        (["cv", "--gamma", "\u0663", "--context", "9"], "not an exact decimal"),
        (["cv", "--gamma", "\u0663/7", "--context", "9"], "not an exact decimal"),
        (["cv", "--gamma", "1", "--context", "\u0661\u0662"], "not an exact decimal"),
        (["cv", "--gamma", "1", "--context", "1.5"], "not a whole number"),
        (["cv", "--gamma", "1", "--context", "9", "--digits", "0"], "digits 0 is out of range"),
        (["cv", "--gamma", "1", "--context", "9", "--digits", "10001"], "1 to 10000"),
        (["polylog", "--gamma", "1", "--z", "1"], "diverges"),
        (["polylog", "--gamma", "1", "--z", "2"], "between 0 and 1"),
        (["moment", "--gamma", "1", "--context", "9", "--order", "99"], "from 0 to 20"),
        (["smallest-context", "--within", "1e-9"], "5e-8"),
        (["cv-ratio", "--context", "1"], "from 2 up"),
        ([], "name a quantity"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(arguments: list[str], says: str) -> None:
    outcome = pycheck_command("enclose", *arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("error: ")
    assert outcome.err.count("\n") == 1
    assert says in outcome.err


@pytest.mark.parametrize("module", [api, ball_module, power_law])
def test_examples_of_the_docstrings(module: ModuleType) -> None:
    assert doctest.testmod(module) == (0, {api: 1, ball_module: 1, power_law: 3}[module])


def test_the_list_names_every_quantity() -> None:
    listed = [line.split()[0] for line in pycheck_command("enclose", "--list").out.splitlines()]
    assert listed == list(QUANTITIES)
