"""The author's worked figures against certain balls: what reproduces them, and which are off."""

import json
from math import exp, log
from pathlib import Path
from typing import Any

import pytest

from bench import closed_forms
from pycheck.balls.api import enclose

CONTEXT = 2000
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def thermodynamics(published: Path) -> Rows:
    rows: Rows = json.loads((published / "thermodynamics/thermodynamics_results.json").read_text())
    assert len(rows) == 16
    return rows


def exact(name: str, gamma: float) -> float:
    return float(enclose(name, gamma, CONTEXT))


def exact_window(gamma: str | float, context: int) -> int:
    return int(enclose("window", gamma, context, share="0.9").mid)


def test_integrals_and_not_sums_reproduce_the_thermodynamics(thermodynamics: Rows) -> None:
    for row in thermodynamics:
        gamma, amplitude = row["gamma"], exp(row["log_A"])
        assert row["Z"] == pytest.approx(
            amplitude * closed_forms.partition(gamma, CONTEXT), rel=1e-12
        )
        assert row["U"] == pytest.approx(closed_forms.mean(gamma, CONTEXT), rel=1e-11)
        assert row["Cv"] == pytest.approx(closed_forms.heat_capacity(gamma, CONTEXT), rel=1e-7)
        assert row["S"] == pytest.approx(log(row["Z"]) + gamma * row["U"], rel=1e-12)
        assert row["F"] == pytest.approx(-log(row["Z"]), rel=1e-12)
        assert row["D90"] == closed_forms.window_of_thermodynamics(gamma, CONTEXT, 0.9)


def test_the_integrals_are_off_from_the_sums(thermodynamics: Rows) -> None:
    """Reported, not inside: the first summand and an integral exceed the sum by 0.40 to 0.45."""
    worst = {"z": 0.0, "mean": 0.0, "cv": 0.0}
    for row in thermodynamics:
        gamma = row["gamma"]
        published = {"z": row["Z"] / exp(row["log_A"]), "mean": row["U"], "cv": row["Cv"]}
        for name, value in published.items():
            ball = enclose(name, gamma, CONTEXT)
            assert not ball.contains(value)
            worst[name] = max(worst[name], abs(value / float(ball) - 1))
        assert 0.40 < published["z"] - exact("z", gamma) < 0.45
    assert worst["z"] == pytest.approx(0.098, abs=5e-4)
    assert worst["mean"] == pytest.approx(0.083, abs=5e-4)
    assert worst["cv"] == pytest.approx(0.068, abs=5e-4)


def test_the_published_entropy_lacks_the_amplitude(thermodynamics: Rows) -> None:
    """S is computed with log(A * Z) for log Z, so it is off by log A, up to more than 5 nats.

    The entropy of the law does not depend on the amplitude, which cancels in the normalization.
    """
    for row in thermodynamics:
        corrected = row["S"] - row["log_A"]
        assert corrected == pytest.approx(exact("entropy", row["gamma"]), abs=0.15)
        assert abs(row["S"] - exact("entropy", row["gamma"])) > 0.9
    assert max(exact("entropy", r["gamma"]) - r["S"] for r in thermodynamics) > 5


def test_most_published_windows_are_too_short(thermodynamics: Rows) -> None:
    gaps = [exact_window(r["gamma"], CONTEXT) - r["D90"] for r in thermodynamics]
    assert min(gaps) == 0
    assert max(gaps) == 46
    assert sum(gap == 0 for gap in gaps) == 1


def test_the_validation_uses_the_same_windows(published: Path) -> None:
    text = (published / "compress_validation/compression_validation.json").read_text()
    rows: Rows = json.loads(text)
    assert len(rows) == 14
    for row in rows:
        gamma = row["gamma"]
        assert row["d90_th"] == closed_forms.window_of_thermodynamics(gamma, CONTEXT, 0.9)
        assert 0 < exact_window(gamma, CONTEXT) - row["d90_th"] <= 46


def test_the_compression_sweeps_use_a_power_of_the_share(published: Path) -> None:
    off: dict[float, tuple[int, int]] = {}
    for name in ("kv_compression_results", "kv_compression_extended"):
        for row in json.loads((published / f"exp_b2/{name}.json").read_text())["results"]:
            gamma, context = row["gamma"], row["N_full"]
            assert row["D_f"] == closed_forms.window_of_compression(gamma, context, 0.9)
            off[gamma] = (row["D_f"], exact_window(str(gamma), context))
    assert off[0.931] == (445, 1079)
    assert off[1.022] == (2048, 841)
    assert off[0.705] == (1433, 1481)
    assert all(published_window != certain for published_window, certain in off.values())


def test_the_decay_experiments_use_a_third_form(published: Path) -> None:
    found: dict[float, tuple[int, int]] = {}
    for path in sorted((published / "exp_kv_decay").glob("*.json")):
        row = json.loads(path.read_text())
        gamma, context = row["gamma_used"], row["seq_len"]
        assert row["D_f_f0_9"] == closed_forms.window_of_decay(gamma, context, 0.9)
        found[gamma] = (row["D_f_f0_9"], exact_window(str(gamma), context))
    assert found == {0.705: (2960, 2945), 0.674: (3033, 3021), 0.931: (2145, 2074)}
