"""What `import pycheck` gives: names, help, and results that are short to look at."""

import pydoc
from dataclasses import replace

import pytest

import pycheck
from pycheck.auditing.options import Options
from pycheck.auditing.results import Audit
from tests.command import pycheck_command

QUICK = Options(samples=0)


def test_the_public_names_are_listed_documented_and_there() -> None:
    assert set(pycheck.__all__) <= set(dir(pycheck))
    for name in pycheck.__all__:
        assert getattr(pycheck, name).__doc__
    told = pydoc.plain(pydoc.render_doc(pycheck))
    for name in ("audit(claims", "check(formula", "class Audit", pycheck.__version__):
        assert name in told
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
