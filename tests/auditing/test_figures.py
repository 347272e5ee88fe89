"""Figures in an erratum's text follow what a measurement returned."""

from collections.abc import Mapping

import pytest

from pycheck.auditing.figures import ABSENT, with_figures
from pycheck.errors import InputError
from pycheck.evidence import RealityEvidence, RealityVerdict

TEXT = "Below 1 are {measurement:a.b@published|mongo: below 1|.0f} of them."


def _evidence(
    numbers: Mapping[str, float], verdict: RealityVerdict = RealityVerdict.UNDECIDED
) -> RealityEvidence:
    return RealityEvidence("a.b", "published", verdict, "", numbers=numbers)


@pytest.mark.parametrize("count", [19, 2])
def test_another_measurement_is_another_text(count: int) -> None:
    assert with_figures(TEXT, "E4", [_evidence({"mongo: below 1": count})]) == (
        f"Below 1 are {count} of them."
    )


def test_without_data_there_is_no_figure() -> None:
    absent = _evidence({}, RealityVerdict.UNMEASURED)
    told = with_figures(TEXT, "E4", [absent])
    assert told == f"Below 1 are ? of them. {ABSENT}"


@pytest.mark.parametrize(
    "text", [TEXT, TEXT.replace("a.b", "a.c"), "{measurement:a.b}", TEXT.replace(".0f", "%%")]
)
def test_a_figure_that_nothing_returns_is_a_bad_ledger(text: str) -> None:
    with pytest.raises(InputError, match="E4"):
        with_figures(text, "E4", [_evidence({"mongo: below 1" if "%%" in text else "x": 1})])
