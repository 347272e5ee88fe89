"""The claims of an audit, section by section."""

from collections.abc import Iterable

from pycheck.auditing.results import ClaimResult


def by_section(claims: Iterable[ClaimResult]) -> dict[str, list[ClaimResult]]:
    """The claims by the ids of their sections, in the order in which these are met first."""
    found: dict[str, list[ClaimResult]] = {}
    for item in claims:
        found.setdefault(item.claim.section_id, []).append(item)
    return found
