"""`pycheck measure` in several processes: all in order, and one that ends takes none along."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pycheck.cli.instruments import side_by_side
from pycheck.reality.collect import Found, Skipped
from pycheck.reality.profiles import Profile, write_profile
from tests.command import pycheck_command

D = (1, 2, 5, 10, 20, 50)
GAMMAS = tuple(round(0.4 + 0.05 * n, 2) for n in range(13))
"""More profiles than are measured together."""


def law(gamma: float, **fields: Any) -> Profile:
    """A power law with a wave about it."""
    return Profile(
        model=f"law {gamma}",
        corpus="made",
        context=128,
        distances=D,
        attention=tuple(0.1 * d**-gamma * (1 + 0.05 * np.cos(2.4 * n)) for n, d in enumerate(D)),
        measured_by="test",
        method="a power law",
        **fields,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Power laws whose files are in the order of their exponents, and one that has no fit."""
    for n, gamma in enumerate(GAMMAS):
        write_profile(tmp_path / f"{n:02}.json", law(gamma))
    write_profile(tmp_path / "03-short.json", law(0.5, intervention="cut", fit_from=20))
    return tmp_path


def test_the_numbers_and_their_order_are_those_of_one_process(folder: Path) -> None:
    one, two = (
        pycheck_command("measure", str(folder), "--format", "json", "--jobs", jobs)
        for jobs in ("1", "2")
    )
    assert (one.code, one.out, one.err) == (two.code, two.out, two.err)
    assert one.code == 0
    document = json.loads(two.out)
    found = [profile["gamma"] for profile in document["profiles"]]
    assert np.allclose(found, [slope(g) for g in GAMMAS], atol=1e-12)
    (left_out,) = document["skipped"]
    assert left_out["source"].endswith("03-short.json")
    assert "too few distances of at least 20" in left_out["reason"]


def slope(gamma: float) -> float:
    """The exponent of `law` by numpy's own least squares."""
    return float(-np.polyfit(np.log(D), np.log(law(gamma).attention), 1)[0])


class _Deadly:
    """No profile: it ends the process that asks it for anything."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        os._exit(3)


@pytest.mark.slow
def test_a_profile_that_ends_its_process_is_left_out_alone() -> None:
    deadly: Any = _Deadly()
    found = [Found("a", law(0.5)), Found("deadly", deadly), Found("b", law(0.7))]
    first, lost, last = side_by_side.side_by_side(2)(found, False)
    assert isinstance(first, dict)
    assert isinstance(last, dict)
    assert [first["gamma"], last["gamma"]] == pytest.approx([slope(0.5), slope(0.7)])
    assert lost == Skipped("deadly", "its fit failed: its process ended (code 3)")


def test_a_process_is_begun_for_many_profiles_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Begun(Exception):
        pass

    def begin(*_: object) -> None:
        raise Begun

    monkeypatch.setattr(side_by_side, "Pool", begin)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    few = [Found("a", law(0.5))] * (2 * side_by_side.PROFILES_A_PROCESS)
    assert len(side_by_side.side_by_side(None)(few[:3], False)) == 3
    assert len(side_by_side.side_by_side(1)(few[:3], False)) == 3
    with pytest.raises(Begun):
        side_by_side.side_by_side(None)(few, False)
    with pytest.raises(Begun):
        side_by_side.side_by_side(2)(few[:2], False)
