"""How an interval decides."""

from pycheck.checks.measurement import compare, worst
from tests.book.measurements.made import CONTRADICTED, REPRODUCED, UNDECIDED


def test_compare_has_three_answers() -> None:
    assert compare((0.2, 0.3), 0.1, 0.4) is REPRODUCED
    assert compare((0.2, 0.3), 0.25, 0.4) is UNDECIDED
    assert compare((0.2, 0.3), 0.35, 0.4) is CONTRADICTED
    assert worst([REPRODUCED, UNDECIDED]) is UNDECIDED
    assert worst([REPRODUCED, CONTRADICTED, UNDECIDED]) is CONTRADICTED
    assert worst([REPRODUCED]) is REPRODUCED
