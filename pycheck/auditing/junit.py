"""The audit as JUnit XML: a suite a section, two test cases a claim and one an erratum."""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence

from pycheck.auditing.results import Audit, ClaimResult, Surprise
from pycheck.auditing.sections import by_section
from pycheck.evidence import ErratumStatus, RealityVerdict

_NO_DATA = (RealityVerdict.UNMEASURED, RealityVerdict.NOT_APPLICABLE)


def as_junit(audit: Audit) -> str:
    """The audit as JUnit XML; no data is a skip.

    A fault of the record of the proofs is a failure in a suite of its own.
    """
    root = ET.Element("testsuites", name="pycheck audit")
    if audit.problems:
        suite = _Suite(root, "receipts")
        suite.case("receipts", "record", [Surprise("receipts", p) for p in audit.problems])
        suite.close()
    for section, results in by_section(audit.claims).items():
        suite = _Suite(root, audit.ledger.section(section).name)
        for result in results:
            if result.claim.checkable:
                _claim(suite, result)
        suite.close()
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _claim(suite: "_Suite", result: ClaimResult) -> None:
    def about(kind: str) -> list[Surprise]:
        return [s for s in result.surprises if s.kind == kind]

    name = result.claim.id
    suite.case(name, "algebra", about("algebra"))
    verdict = result.reality.verdict
    suite.case(name, "reality", about("reality"), str(verdict) if verdict in _NO_DATA else "")
    for item in result.errata:
        own = [s for s in result.surprises if s.is_about(item.erratum.id)]
        skipped = item.status is ErratumStatus.NOT_DECIDED_HERE
        suite.case(name, item.erratum.id, own, str(item.status) if skipped else "")


class _Suite:
    def __init__(self, root: ET.Element, name: str) -> None:
        self._element = ET.SubElement(root, "testsuite", name=name)
        self._counts: Counter[str] = Counter(tests=0, failures=0, skipped=0)

    def case(self, claim: str, name: str, wrong: Sequence[Surprise], skipped: str = "") -> None:
        """One test case: failed where something is wrong, else skipped where a reason is given."""
        self._counts["tests"] += 1
        case = ET.SubElement(self._element, "testcase", classname=claim, name=name)
        if wrong:
            self._counts["failures"] += 1
            text = "\n".join(s.reason for s in wrong)
            ET.SubElement(case, "failure", message=wrong[0].reason).text = text
        elif skipped:
            self._counts["skipped"] += 1
            ET.SubElement(case, "skipped", message=skipped)

    def close(self) -> None:
        """Write the counts."""
        self._element.attrib.update({k: str(v) for k, v in self._counts.items()})
