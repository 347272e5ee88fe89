"""Figures in an erratum's text follow what a measurement, a check or a formula returned."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from pycheck.auditing.figures import ABSENT, with_figures
from pycheck.auditing.results import CheckRun
from pycheck.errors import InputError
from pycheck.evidence import RealityEvidence, RealityVerdict
from pycheck.ledger.schema import Erratum, EvidenceRef
from tests.included import ledger

TEXT = "Below 1 are {measurement:a.b@published|mongo: below 1|.0f} of them."


def erratum(text: str, *formulas: str) -> Erratum:
    return Erratum.model_validate(
        {
            "id": "E4",
            "title": "t",
            "printed": "p",
            "corrected": text,
            "corrected_formulas": tuple({"formula": formula} for formula in formulas),
        }
    )


def _evidence(
    numbers: Mapping[str, float], verdict: RealityVerdict = RealityVerdict.UNDECIDED
) -> RealityEvidence:
    return RealityEvidence(
        "a.b", "published", verdict, "", estimate=0.25, interval=(0.125, 0.5), numbers=numbers
    )


@pytest.mark.parametrize("count", [19, 2])
def test_another_measurement_is_another_text(count: int) -> None:
    data = [_evidence({"mongo: below 1": count})]
    assert with_figures(erratum(TEXT), data, {}) == f"Below 1 are {count} of them."


def test_an_estimate_and_its_interval() -> None:
    ends = ("estimate", "low", "high")
    text = " ".join(f"{{measurement:a.b@published|{end}|.2f}}" for end in ends)
    assert with_figures(erratum(text), [_evidence({})], {}) == "0.25 0.12 0.50"


@pytest.mark.parametrize("value", ["[0.0795584 +/- 4.64e-19]", "0.0795584", "5/64"])
def test_a_result_of_a_check(value: str) -> None:
    runs = {EvidenceRef("enclosure", "c.d"): CheckRun("c.d", True, results=(("excess", value),))}
    assert with_figures(erratum("{enclosure:c.d|excess|.0%} more"), [], runs) == "8% more"


def test_the_digits_of_a_formula() -> None:
    found = erratum("{formula:2} tokens", "1 + 1 = 2", "10000*sqrt(2) ~ 14142")
    assert with_figures(found, [], {}) == "14142 tokens"


def test_without_data_there_is_no_figure() -> None:
    absent = _evidence({}, RealityVerdict.UNMEASURED)
    told = with_figures(erratum(TEXT), [absent], {})
    assert told == f"Below 1 are ? of them. {ABSENT}"


def test_what_did_not_come_to_an_end_has_no_figure() -> None:
    """It is told as a surprise, and keeps no other claim from being audited."""
    failed = replace(_evidence({}), failed=True)
    assert with_figures(erratum(TEXT), [failed], {}) == f"Below 1 are ? of them. {ABSENT}"
    runs = {EvidenceRef("derivation", "c.d"): CheckRun("c.d", None, error="did not run: late")}
    told = with_figures(erratum("{derivation:c.d|excess|.0%} more"), [], runs)
    assert told == f"? more {ABSENT}"


def test_where_nothing_ran_there_is_no_figure() -> None:
    text = "{derivation:c.d|excess|.0%} and {measurement:a.b@published|x|.0f}"
    assert with_figures(erratum(text), [], {}, ran=False) == f"? and ? {ABSENT}"


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("a.b", "a.c"),
        "{measurement:a.b}",
        TEXT.replace(".0f", "%%").replace("mongo: below 1", "x"),
        "{derivation:c.d|excess|.0%}",
        "{enclosure:c.d|other|.0%}",
        "{enclosure:c.d|symbol|.0%}",
        "{formula:1}",
        "{formula:2}",
        "{formula:x}",
    ],
)
def test_a_figure_that_nothing_returns_is_a_bad_ledger(text: str) -> None:
    results = (("excess", "1/2"), ("symbol", "γ/6"))
    runs = {EvidenceRef("enclosure", "c.d"): CheckRun("c.d", True, results=results)}
    with pytest.raises(InputError, match="E4"):
        with_figures(erratum(text, "1 + 1 = 2"), [_evidence({"x": 1})], runs)


# Figures that nothing returns: quoted from the text or from the author's files, or a convention.
QUOTED = {
    "E2": {"100": "an end of the file's profile", "10": "the first distance in the files"},
    "E4": {"38": "printed", "42": "printed"},
    "E5": dict.fromkeys(
        ("0.714", "0.479", "0.540", "0.745", "0.749", "0.753", "0.772", "0.705", "0.701"),
        "an exponent in the author's file",
    ),
    "E7": {"38": "printed in chapter 16", "42": "printed in chapter 16"},
    "E20": {"99": "a share that we chose", "90": "a share that we chose", "4096": "a context"},
    "E29": {"0.885": "printed in chapter 16"},
}
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def _figures(text: str) -> set[str]:
    """The numbers of a text, but for single digits, names of chapters and powers of ten."""
    bare = re.sub(r"\{\w+:[^{}]*\}|10\^|pythia-2\.8b|ch\d\d\.", " ", text)
    return {number for number in _FIGURE.findall(bare) if len(number) > 1}


def _known(found: Erratum) -> set[str]:
    formulas = (f.formula for f in (*found.printed_formulas, *found.corrected_formulas))
    return _figures(" ".join((found.printed, *formulas, *QUOTED.get(found.id, {}))))


def test_no_figure_of_an_erratum_is_typed() -> None:
    typed = {
        found.id: missing
        for _, found in ledger().errata
        if (missing := _figures(found.corrected) - _known(found))
    }
    assert not typed
    needed = {e.id: _figures(e.corrected) for _, e in ledger().errata}
    assert all(set(figures) <= needed[name] for name, figures in QUOTED.items())


def test_a_typed_figure_is_found() -> None:
    found = erratum("It is 17 %, or {formula:1}.", "1 + 1 ~ 2.0")
    assert _figures(found.corrected) - _known(found) == {"17"}
