"""How an interval decides."""

import pytest

from pycheck.checks.measurement import Interval, compare, judged, worst
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
