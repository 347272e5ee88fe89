"""Damaged input of every kind: a clear answer in time, never a traceback.

``make fuzz N=10000`` tries as many examples as one likes.
"""

import faulthandler
import json
import os
import resource
import shutil
import string
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pycheck.cli.main import main
from pycheck.errors import InputError
from pycheck.formulas.worker import Worker
from tests.command import pycheck_command
from tests.fuzz.damage import HOSTILE, documents, texts, values, written
from tests.included import NAMESPACE, PROJECT

EXAMPLES = int(os.environ.get("PYCHECK_FUZZ", "200"))
LONGEST = 60
MOST_MEMORY = 2 * 2**30
PROFILE = PROJECT.root / "data" / "profiles" / "theta100-docstrings.json"
MODULE = "AttentionDecay.Transformer.Counting"
THEOREM = f"{NAMESPACE}.two_mul_causal_pairs"
LEDGER = """
[[section]]
id = 'one'
title = 'One'

[[definition]]
formula = 'T(n) = Sum(k, (k, 1, n))'
where = ['n natural']

[[claim]]
id = 'one.sum'
title = 'The sum of $n$ numbers'
kind = 'identity'
statement = 'It is $n(n+1)/2$.'
states = { half = '1/2' }
[[claim.part]]
formula = '2*T(n) = n*(n + 1)'
where = ['n natural', 'n >= 1']
[claim.expected]
algebra = 'derived'
[[claim.errata]]
id = 'E1'
title = 'A factor'
printed = 'n(n+1)'
corrected = 'n(n+1)/2'
expected = 'open'
"""
PROJECT_FILE = "title = 'A paper'\ntext = 'version 3'\nclaims = 'claims'\n"


def some(share: float) -> settings:
    """Settings for a share of all examples."""
    return settings(
        max_examples=max(1, round(EXAMPLES * share)),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@contextmanager
def bounded() -> Iterator[None]:
    """Ends the process with a traceback of every thread where something takes too long."""
    before = _most_memory()
    faulthandler.dump_traceback_later(LONGEST, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
    # What another test has used before counts for this one too.
    assert _most_memory() <= max(before, MOST_MEMORY)


def _most_memory() -> int:
    """The most that this process or one below it has used so far, in bytes."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(usage.ru_maxrss for usage in used) * 1024


def answers(*arguments: str, codes: tuple[int, ...] = (0, 1, 2)) -> None:
    """A command ends with one of the codes; bad input is told in one line."""
    with bounded():
        outcome = pycheck_command(*arguments)
    assert outcome.code in codes, outcome.err
    for stream in (outcome.out, outcome.err):
        assert "Traceback" not in stream
        assert not set(stream) & {chr(c) for c in range(32)} - set("\n\r\t")
    if outcome.code == 2:
        told = [line for line in outcome.err.splitlines() if line.startswith("error: ")]
        assert len(told) == 1, outcome.err


@cache
def record() -> Any:
    """The record of one module, small enough to be damaged often."""
    path = PROJECT.proofs / "lean" / "receipts.json"
    full = json.loads(path.read_text(encoding="utf-8"))
    return {
        **full,
        "sources": {k: v for k, v in full["sources"].items() if MODULE.split(".")[-1] in k},
        "receipts": [r for r in full["receipts"] if r["module"] == MODULE],
    }


@pytest.fixture(scope="module")
def proofs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("proofs")
    for name in ("lakefile.lean", "lean-toolchain", "lake-manifest.json"):
        shutil.copy(PROJECT.proofs / name, root / name)
    inside = Path("lean", *MODULE.split(".")).with_suffix(".lean")
    (root / inside).parent.mkdir(parents=True)
    shutil.copy(PROJECT.proofs / inside, root / inside)
    return root


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def test_the_record_of_one_module_is_read(proofs: Path) -> None:
    _save(proofs / "lean" / "receipts.json", written(record()))
    outcome = pycheck_command("lean", "sample", THEOREM, "--n", "3", "--project", str(proofs))
    assert "unrefuted" in outcome.out


@some(0.1)
@given(documents(record()).map(written) | texts(written(record())))
def test_a_damaged_record(proofs: Path, text: str) -> None:
    _save(proofs / "lean" / "receipts.json", text)
    answers("lean", "verify", "--project", str(proofs))
    answers("lean", "sample", THEOREM, "--n", "2", "--project", str(proofs))


@some(0.1)
@given(
    values(LEDGER) | texts(LEDGER),
    st.just(PROJECT_FILE) | values(PROJECT_FILE) | texts(PROJECT_FILE),
)
def test_a_damaged_ledger(tmp_path_factory: pytest.TempPathFactory, text: str, config: str) -> None:
    folder = tmp_path_factory.mktemp("audit")
    _save(folder / "audit.toml", config)
    _save(folder / "claims" / "one.toml", text)
    answers("audit", "--project", str(folder), "--jobs", "1", "--samples", "2")
    shutil.rmtree(folder)


@some(0.12)
@given(documents(json.loads(PROFILE.read_text("utf-8"))).map(written))
def test_a_damaged_profile(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("profiles")
    _save(folder / "one.json", text)
    answers("measure", str(folder))
    shutil.rmtree(folder)


NAMES = st.sampled_from(["x", "y", "n", "k", "gamma", "pi", "oo", "I", "E", "undeclared"])
NUMBERS = st.sampled_from(["0", "1", "-1", "2.5", "10**10", "1/3", "1e-30", "99999"])
OPERATORS = st.sampled_from(["+", "-", "*", "/", "**"])
FUNCTIONS = st.sampled_from(
    ["exp", "log", "sqrt", "sin", "gamma", "zeta", "factorial", "Abs", "floor", "besselj", "f"]
)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    ranged = st.tuples(st.sampled_from(["Sum", "Product", "Integral"]), inner, inner, inner)
    return (
        st.builds(
            lambda a, o, b: f"({a}{o}{b})", inner, st.sampled_from("+-*/") | st.just("**"), inner
        )
        | st.builds(lambda f, a: f"{f}({a})", FUNCTIONS, inner)
        | st.builds(lambda f, a, b: f"{f}({a}, {b})", FUNCTIONS, inner, inner)
        | ranged.map(lambda t: f"{t[0]}({t[1]}, (k, {t[2]}, {t[3]}))")
        | st.builds(lambda a, b: f"Limit({a}, x, {b})", inner, inner)
        | st.builds(lambda a, n: f"Derivative({a}, x, {n})", inner, st.integers(0, 500))
    )


EXPRESSIONS = st.recursive(NAMES | NUMBERS, _larger, max_leaves=6)
SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "~", "==", ""])
FORMULAS = st.builds(lambda a, sign, b: f"{a} {sign} {b}", EXPRESSIONS, SIGNS, EXPRESSIONS)
CONDITIONS = st.sampled_from(
    ["x > 0", "n natural", "k integer", "f(x) smooth", "x complex", "x = 2", "X ~ Normal(0, 1)"]
)


@cache
def worker() -> Worker:
    return Worker()


@some(0.12)
@given(FORMULAS | FORMULAS.flatmap(texts), st.lists(CONDITIONS, max_size=3, unique=True))
def test_any_formula(formula: str, where: list[str]) -> None:
    with bounded():
        try:
            outcome = worker().check(formula, where, n=5, seconds=5)
        except InputError as error:
            told = str(error)
            outcome = None
    if outcome is None:
        assert len(told.splitlines()) <= 3  # the line, the formula, the caret
        return
    assert outcome.verdict != "conflict"
    assert "Error" not in outcome.reason


ARGUMENTS = st.sampled_from([str(v) for v in HOSTILE if v is not None and v is not True]) | st.text(
    string.printable, max_size=4
)
# Words with which a command has little to do, so that any option may be added.
CHEAP: dict[tuple[str, ...], tuple[str, ...]] = {
    ("audit",): ("--claim", "ch05.split", "--samples", "0", "--jobs", "1"),
    ("show",): ("ch05.split", "--samples", "0", "--jobs", "1"),
    ("errata",): ("--samples", "0", "--jobs", "1", "--ledger", "nowhere"),
    ("report",): ("-o", "site", "--samples", "0", "--jobs", "1", "--ledger", "nowhere"),
    ("check",): ("x = x",),
    ("scan",): ("nowhere.tex",),
    ("init",): (".",),
    ("doctor",): (),
    ("enclose",): ("cv", "--gamma", "1", "--context", "9"),
    ("measure",): (str(PROFILE),),
    ("text",): ("nowhere",),
    ("data", "where"): (),
    ("data", "fetch"): ("--url", "http://127.0.0.1:9/"),
    ("lean", "verify"): (),
    ("lean", "sample"): ("two_mul_causal_pairs", "--n", "2"),
    ("experiment", "grok"): ("--prime", "13", "--steps", "1", "-o", "x.readings.json"),
    ("plot", "profile"): (str(PROFILE), "-o", "picture.svg"),
    ("plot", "fit"): (str(PROFILE), "-o", "picture.svg"),
    ("plot", "atlas"): (str(PROFILE), "-o", "picture.svg"),
    ("plot", "theta"): (str(PROFILE), "-o", "picture.svg"),
    ("plot", "estimates"): ("ch05.nowhere", "-o", "picture.svg"),
    **{
        ("plot", name): ("-o", "picture.svg")
        for name in ("boundary", "fisher", "wavelengths", "windows")
    },
}
# Lean would run; a model would be trained or read.
ELSEWHERE = {
    *(("lean", name) for name in ("build", "record", "trace")),
    *(("experiment", name) for name in ("train", "profile", "readings")),
}
# It serves until it is told to stop.
NEVER_ENDS = {"--serve"}


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[Any]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name), command


def test_every_command_is_tried() -> None:
    assert {path for path, _ in _commands(main)} == set(CHEAP) | ELSEWHERE


@cache
def places() -> list[tuple[tuple[str, ...], bool]]:
    """Where a value may be put: after every option, and in place of every argument."""
    found: list[tuple[tuple[str, ...], bool]] = []
    for path, command in _commands(main):
        if path in ELSEWHERE:
            continue
        found.append((path, False))
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not set(parameter.opts) & NEVER_ENDS:
                words = (*path, *CHEAP[path], parameter.opts[-1])
                found.append((words, parameter.is_flag))
    return found


@some(0.2)
@given(st.deferred(lambda: st.sampled_from(places())), ARGUMENTS)
@example((("check", "x = x", "--certificate"), False), "\x0c")
@example((("measure",), False), "\udcff")
def test_any_argument(
    tmp_path_factory: pytest.TempPathFactory, place: tuple[tuple[str, ...], bool], argument: str
) -> None:
    words, is_flag = place
    # What a system can hand over: no zero byte, and halves of characters only for bytes of no text.
    argument = argument.replace("\0", "").replace("\ud800", "\udcff")
    folder = tmp_path_factory.mktemp("here")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        answers(*words, *(() if is_flag else (argument,)))
    shutil.rmtree(folder, ignore_errors=True)
