"""Functions of other people's code in a process of their own, whatever they do there."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pycheck.errors import InputError
from pycheck.formulas.api import check
from pycheck.formulas.calling import Bound, Calls
from pycheck.formulas.outcome import DIFFERS
from tests.command import pycheck_command

MODULE = """
import os, sys, time

def double(x):
    print("noise")
    sys.stdout.flush()
    return 2 * x

def odd(x):
    if x < 0:
        raise KeyError("no")
    if x == 0:
        sys.exit(3)
    return {1: float("nan"), 2: 1j, 3: "3", 4: None, 5: 5 + 0j, 6: [6], 7: input}.get(x, x)

def hangs(x):
    time.sleep(100 if x == 2 else 0)
    return x

def leaves(x):
    os._exit(0) if x == 2 else None
    return x

class Law:
    shapes = "c"
    def support(self, c):
        return 0, 1
    def pdf(self, x, c):
        return c * x ** (c - 1) if 0 <= x <= 1 else 0

law = Law()
number = 3
"""


@pytest.fixture(autouse=True)
def _module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "calling_sample.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "calling_broken.py").write_text("import sys\nsys.exit(1)\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(Path(__file__).parents[2]), *sys.path)))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def calls() -> Iterator[Calls]:
    with Calls() as found:
        yield found


def test_what_a_function_gives(calls: Calls) -> None:
    assert calls.values("calling_sample:double", [[1.5], [2]], 20) == [3.0, 4.0]
    numbers = [[n] for n in (-1, 0, 1, 2, 3, 4, 5, 6, 7, 8)]
    found = calls.values("calling_sample:odd", numbers, 20)
    assert found == [None] * 6 + [5.0, None, None, 8.0]
    assert calls.described("calling_sample:law.pdf")["density"] == "pdf"
    assert calls.support("calling_sample:law.pdf", [2.0]) == (0.0, 1.0)
    assert calls.described("calling_sample:law")["shapes"] == ["c"]


def test_a_function_may_hang_or_end_its_process(calls: Calls) -> None:
    calls.described("calling_sample:hangs")
    assert calls.values("calling_sample:hangs", [[1], [2], [3]], 1) == [1.0, None, None]
    assert calls.lost
    assert calls.values("calling_sample:hangs", [[1]], 1) == [None]
    calls.described("calling_sample:leaves")
    assert calls.values("calling_sample:leaves", [[1], [2], [3]], 20) == [1.0, None, None]


def test_a_function_that_no_other_process_could_import(calls: Calls) -> None:
    secret = 40
    assert calls.values(lambda x: x + secret, [[2]], 20) == [42.0]
    assert calls.values(lambda _: sys.exit(), [[2]], 20) == [None]


BAD = {
    "calling_nowhere:f": "there is no module 'calling_nowhere'",
    "calling_sample:f": "there is no 'f'",
    "calling_sample:law.cdf": "there is no 'cdf'",
    "calling_sample:number": "is not callable",
    "calling_sample": "write package.module:function",
    "calling_broken:f": "its import failed: SystemExit",
}


def test_what_is_no_function_is_told(calls: Calls) -> None:
    for target, told in BAD.items():
        with pytest.raises(InputError) as error:
            Bound.of({"f": target}, calls)
        assert told in str(error.value)
        assert "\n" not in str(error.value)
    with pytest.raises(InputError, match="one function"):
        Bound.of({"f": "math:exp", "g": "math:log"}, calls)


def test_a_formula_in_latex_is_checked_beside_a_function() -> None:
    where = ("c > 0", "0 < x < 1")
    wrong = check("f(x, c) = c x^c", where, latex=True, bind={"f": "calling_sample:law.pdf"})
    assert (wrong.verdict, wrong.as_expected) == (DIFFERS, False)
    assert wrong.as_json()["counterexample"] == {
        "values": {"c": "1", "x": "1/2"}, "left": "1.0", "right": "0.50000000000000000000",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("bind", "told"),
    [
        ("g=math:exp", "g is bound, and is not in the formula"),
        ("f=math:expo", "there is no 'expo'"),
        ("f=calling_nowhere:f", "there is no module"),
        ("f", "write NAME=PACKAGE.MODULE:FUNCTION"),
    ],
)
def test_a_bad_binding_is_one_line(bind: str, told: str) -> None:
    said = pycheck_command("check", "f(x) = x", "--bind", bind)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert told in said.err
