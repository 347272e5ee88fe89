"""How an interval decides."""

import pytest

from pycheck.checks.measurement import (
    Interval,
    Reading,
    compare,
    evidence_of,
    judged,
    worst,
)
from pycheck.data.sources import Source
from pycheck.evidence import Compared, RealityVerdict
from tests.book.measurements.made import CONTRADICTED, REPRODUCED, UNDECIDED


def test_compare_has_three_answers() -> None:
    assert compare((0.2, 0.3), 0.1, 0.4) is REPRODUCED
    assert compare((0.2, 0.3), 0.25, 0.4) is UNDECIDED
    assert compare((0.2, 0.3), 0.35, 0.4) is CONTRADICTED
    assert worst([REPRODUCED, UNDECIDED]) is UNDECIDED
    assert worst([REPRODUCED, CONTRADICTED, UNDECIDED]) is CONTRADICTED
    assert worst([REPRODUCED]) is REPRODUCED


@pytest.mark.parametrize(
    ("value", "interval", "verdict"),
    [
        (0.3, (0.2, 0.4), REPRODUCED),
        (0.3, (0.2, 0.6), UNDECIDED),
        (0.7, (0.6, 0.8), CONTRADICTED),
        (0.3, None, REPRODUCED),
        (0.7, None, CONTRADICTED),
    ],
)
def test_a_number_is_judged_by_its_interval_or_itself(
    value: float, interval: Interval | None, verdict: RealityVerdict
) -> None:
    assert judged(Compared("share", value, interval, (0.1, 0.5))) is verdict


@pytest.mark.parametrize("verdict", list(RealityVerdict))
@pytest.mark.parametrize("sample", [True, False])
@pytest.mark.parametrize("varied", [True, False])
def test_an_experiment_decides_only_what_was_varied_in_it(
    verdict: RealityVerdict, sample: bool, varied: bool
) -> None:
    source = Source("toys", None, sample=sample)
    found = evidence_of("m", lambda _: Reading(verdict, "found", varied=varied), source, {})
    if sample or varied or verdict not in (REPRODUCED, CONTRADICTED):
        assert (found.verdict, found.detail) == (verdict, "found")
    else:
        assert found.verdict is UNDECIDED
        assert found.detail.startswith(f"found; {verdict} in these data, which were made for")
