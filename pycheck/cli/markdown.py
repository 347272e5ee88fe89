"""The audit as Markdown, for a pull request or an issue."""

from pycheck.auditing.results import Audit, ClaimResult


def as_markdown(audit: Audit) -> str:
    """Errata, claims and sums as Markdown tables."""
    lines: list[str] = []
    if audit.errata:
        lines += [
            "## Errata",
            "",
            "| no. | claim | printed | right | status |",
            "|---|" + "---|" * 4,
        ]
        lines += [
            _row(
                e.erratum.id,
                e.claim,
                e.erratum.printed,
                e.erratum.corrected,
                str(e.status) if e.as_expected else f"**{e.status}**",
            )
            for e in audit.errata
        ]
        lines.append("")
    lines += ["## Claims", "", "| claim | title | kind | algebra | reality |", "|---|" + "---|" * 4]
    lines += [_claim(result) for result in audit.claims]
    summary = audit.summary()
    for side in ("algebra", "reality"):
        sums = ", ".join(f"{n} {verdict}" for verdict, n in sorted(summary[side].items()))
        lines += ["", f"{side.capitalize()}: {sums}."]
    lines += ["", audit.trust]
    if audit.remedy:
        lines += ["", audit.remedy]
    lines += [f"- **unexpected** {claim}: {reason}" for claim, reason in audit.surprises]
    return "\n".join(lines) + "\n"


def _claim(result: ClaimResult) -> str:
    claim = result.claim
    if not claim.checkable:
        return _row(claim.id, claim.title, "prose", "—", "—")
    return _row(claim.id, claim.title, claim.kind, result.algebra.verdict, result.reality.verdict)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
