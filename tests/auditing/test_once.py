"""Claims that ask for the same thing share its outcome, and those that ask for another do not."""

from pathlib import Path

import pytest

import pycheck
from pycheck.auditing.options import Options
from pycheck.auditing.results import Audit

_AUDIT = """
title = 'A text'
text = 'a text'
claims = 'claims'
checks = 'checks'

[[data]]
name = 'here'
title = 'a body of data'
path = 'data'
remedy = 'none'

[[data]]
name = 'there'
title = 'another one'
path = 'more'
remedy = 'none'
"""
_MEASUREMENT = """
from pathlib import Path

from pycheck.checks.measurement import Reading, compare, measurement, stated
from pycheck.evidence import RealityVerdict

RUNS = Path(__file__).parent / "runs.txt"

@measurement
def seven(source, states):
    low = stated(states, "low")
    with RUNS.open("a") as runs:
        runs.write(f"{source.name} {low}\\n")
    return Reading(compare((7.0, 7.0), low, 8.0), f"7 on {source.name}", 7.0, (7.0, 7.0))
"""
_CLAIM = """
[[claim]]
id = 's.{id}'
title = 'Seven'
kind = 'measured'
statement = 'The number is {low} to 8.'
measurements = ['number.seven']
[claim.states]
low = '{low}'
[claim.expected]
reality = {{ here = '{verdict}', there = '{verdict}' }}
"""
ASKED = (("a", "6", "reproduced"), ("b", "7.5", "contradicted"), ("c", "6", "reproduced"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("claims", "checks/measurements", "data", "more"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "audit.toml").write_text(_AUDIT)
    (tmp_path / "checks" / "measurements" / "number.py").write_text(_MEASUREMENT)
    claims = (_CLAIM.format(id=i, low=low, verdict=verdict) for i, low, verdict in ASKED)
    (tmp_path / "claims" / "s.toml").write_text("".join(claims))
    return tmp_path


def _audited(project: Path, *ids: str) -> Audit:
    return pycheck.audit(ids, options=Options(project=project))


def test_the_same_question_is_measured_once_for_all_claims(project: Path) -> None:
    result = _audited(project)
    runs = (project / "checks" / "measurements" / "runs.txt").read_text().splitlines()
    assert sorted(runs) == ["here 6.0", "here 7.5", "there 6.0", "there 7.5"]
    assert [str(c.reality.verdict) for c in result.claims] == [said for _, _, said in ASKED]
    assert not result.surprises
    first, _, last = result.claims
    assert first.reality.evidence == last.reality.evidence
    assert [e.source for e in first.reality.evidence] == ["here", "there"]


def test_a_claim_alone_has_the_evidence_that_it_has_among_others(project: Path) -> None:
    among = {c.claim.id: c.reality for c in _audited(project).claims}
    for name, _, _ in ASKED:
        (alone,) = _audited(project, f"s.{name}").claims
        assert alone.reality == among[f"s.{name}"]
