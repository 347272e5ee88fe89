"""What `import pycheck` gives: names, help, and results that are short to look at."""

import importlib.util
import pydoc
from dataclasses import replace

import numpy as np
import pytest

import pycheck
from pycheck.auditing.options import Options
from pycheck.auditing.results import Audit
from pycheck.notation.html import html_table
from tests.command import pycheck_command

QUICK = Options(samples=0)


def test_the_public_names_are_listed_documented_and_there() -> None:
    assert set(pycheck.__all__) <= set(dir(pycheck))
    for name in pycheck.__all__:
        assert getattr(pycheck, name).__doc__
    told = pydoc.plain(pydoc.render_doc(pycheck))
    for name in ("audit(claims", "check(formula", "enclose(", "class Audit", pycheck.__version__):
        assert name in told
    assert "importlib" not in dir(pycheck)
    with pytest.raises(AttributeError, match="'nothing'"):
        getattr(pycheck, "nothing")  # noqa: B009 (mypy knows that it is none)


def test_the_command_tells_the_same_version() -> None:
    assert pycheck_command("--version").out.split()[-1] == pycheck.__version__


@pytest.fixture(scope="module")
def one() -> Audit:
    return pycheck.audit("ch06.count", options=QUICK)


def test_one_id_may_be_a_string(one: Audit) -> None:
    assert [found.claim.id for found in one.claims] == ["ch06.count"]
    with pytest.raises(pycheck.InputError, match=r"did you mean 'ch06\.count'"):
        pycheck.audit("ch06.cuont", options=QUICK)


def test_an_audit_is_short_to_look_at(one: Audit) -> None:
    assert "1 checkable claim, 0 prose questions, 0 errata; not as expected: 0>" in repr(one)
    assert repr(one).startswith("<Audit of ")
    assert repr(one.claims[0]).startswith("<ClaimResult ch06.count: ")
    assert max(len(repr(one)), len(repr(one.claims[0]))) < 300


def test_a_notebook_shows_a_table(one: Audit) -> None:
    shown = one._repr_html_()
    assert shown.count("<tr>") == 2
    assert f"<td>{one.claims[0].algebra.verdict}</td>" in shown
    claim = one.claims[0].claim.model_copy(update={"title": "<script>"})
    hostile = replace(one, claims=(replace(one.claims[0], claim=claim),))
    assert "<script>" not in hostile._repr_html_()
    assert "&lt;script&gt;" in hostile._repr_html_()


def test_a_name_is_no_module_after_all_is_used() -> None:
    """A submodule of the same name would take the function's place as soon as it is imported."""
    for name in pycheck.__all__:
        assert importlib.util.find_spec(f"pycheck.{name.lower()}") is None


def test_a_ball_is_short_to_look_at() -> None:
    ball = pycheck.enclose("cv", "1", "1e12", digits=100)
    assert repr(ball).startswith("<Ball 66.2161559527809323425768053261684746436… ± ")
    assert len(repr(ball)) < 80
    assert ball.mid in ball._repr_html_()
    assert repr(pycheck.enclose("window", "0.7", 4096, share="0.9")) == (
        "<Ball 2957 ± 0, 16 digits>"
    )


def test_a_measurement_is_short_to_look_at() -> None:
    weights = np.tril(np.random.default_rng(0).random((1, 2, 64, 64)))
    weights /= weights.sum(-1, keepdims=True)
    found = pycheck.measure(weights, model="<b>", by="head")
    first = found["profiles"][0]
    assert repr(found).startswith(f"<Measured {first['source']}: γ = 0.0935 (-0.0")
    assert repr(found).endswith(" and 1 profile more>")
    assert found._repr_html_().count("<tr>") == 3


def test_what_a_notebook_shows_is_escaped() -> None:
    shown = html_table([("<script>", "a & b")], ("<i>",), caption="<u>")
    assert shown == (
        "<table><caption>&lt;u&gt;</caption><tr><th>&lt;i&gt;</th></tr>"
        "<tr><td>&lt;script&gt;</td><td>a &amp; b</td></tr></table>"
    )
