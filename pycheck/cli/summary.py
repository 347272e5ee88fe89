"""The audit on one screen: what is wrong with the text, and how to look closer."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from pycheck.auditing.results import Audit, ErratumResult
from pycheck.cli.screen import mark
from pycheck.evidence import AlgebraVerdict, ErratumStatus, RealityVerdict
from pycheck.notation import prose

MOST_LINES = 32
"""Of a list: what is more is counted, with the command that lists it."""
_AGAINST = (
    AlgebraVerdict.REFUTED,
    AlgebraVerdict.CONFLICT,
    RealityVerdict.CONTRADICTED,
    RealityVerdict.UNDECIDED,
)


def one_screen(audit: Audit, options: str = "") -> Iterator[RenderableType]:
    """Counts, confirmed errata, claims that the evidence speaks against, what is missing, counts.

    `options` belong to every command that it names, so that they ask the same audit. At most 60
    lines of 80 columns where nothing is unexpected.
    """
    yield Text(audit.project.title, style="bold", overflow="ellipsis", no_wrap=True)
    yield counts(audit)
    yield from _verdicts(audit)
    confirmed = [e for e in audit.errata if e.status is ErratumStatus.CONFIRMED]
    if confirmed:
        yield Text("\nConfirmed errata", style="bold")
        yield _lines(confirmed)
    yield from _others(audit, len(confirmed), options)
    yield from _against(audit)
    yield from unexpected(audit)
    yield Text(f"\n{audit.trust}", style="dim")
    if audit.remedy:
        yield Text(audit.remedy)
    yield Text(_closer(audit, options))
    yield counts(audit)


def counts(audit: Audit) -> Text:
    """How many claims and errata there are, and how many are not as expected."""
    return Text(audit.counted)


def unexpected(audit: Audit) -> Iterator[Text]:
    """What is not as the ledger expects: a line a fault of the record, then a line each.

    A receipt that is stale for such a fault alone is told with the fault.
    """
    resting: dict[str, dict[str, None]] = {problem: {} for problem in audit.problems}
    others = []
    for claim, surprise in audit.surprises:
        faults = _stale(audit, surprise.receipt)
        if faults and all(fault in resting for fault in faults):
            for fault in faults:
                resting[fault][claim] = None
        elif surprise.kind != "receipts":
            told = str(surprise)
            for problem in audit.problems:  # which is told by itself
                told = told.replace(f"stale: {problem}", "stale")
            others.append(f"{claim}: {prose(told)}")
    for problem, claims in resting.items():
        told = f"; so proofs of {', '.join(claims)} do not count" if claims else ""
        yield Text(f"unexpected: receipts: {problem}{told}", style="bold red")
    for other in others:
        yield Text(f"unexpected: {other}", style="bold red")


def _stale(audit: Audit, receipt: str) -> tuple[str, ...]:
    """Why a receipt is stale; nothing where it is not."""
    if not receipt or audit.receipts is None:
        return ()
    status = audit.statuses[audit.receipts.find(receipt).name]
    return status.reasons if status.state == "stale" else ()


def verdict_counts(audit: Audit, side: str) -> str:
    """How often each verdict occurs, in rich's markup."""
    found = sorted(audit.summary()[side].items())
    return ", ".join(f"{n} {mark(verdict, reality=side == 'reality')}" for verdict, n in found)


def _verdicts(audit: Audit) -> Iterator[Text]:
    for side in ("algebra", "reality"):
        yield Text.from_markup(f"{side}: {verdict_counts(audit, side)}")


def _lines(errata: Sequence[ErratumResult]) -> Table:
    """A line an erratum: its number, the section of its claim, its title."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(no_wrap=True, overflow="ellipsis")
    for item in errata[:MOST_LINES]:
        title = Text(prose(item.erratum.title))
        table.add_row(item.erratum.id, item.claim.partition(".")[0], title)
    return table


def _others(audit: Audit, confirmed: int, options: str) -> Iterator[Text]:
    """The errata that are not listed, as counts with the commands that list them."""
    found = {k: n for k, n in audit.summary()["errata"].items() if k != ErratumStatus.CONFIRMED}
    if confirmed > MOST_LINES:
        found = {"confirmed": confirmed - MOST_LINES, **found}
    for status, count in found.items():
        command = f"pycheck errata --status {status.replace(' ', '-')}{options}"
        more = "more " if status == ErratumStatus.CONFIRMED else ""
        yield Text(f"{count} {more}{status}: {command}")
    if audit.errata:
        yield Text("")


def _against(audit: Audit) -> Iterator[Text]:
    """The claims that are contradicted, refuted or undecided, by verdict."""
    checkable = [c for c in audit.claims if c.claim.checkable]
    for verdict in _AGAINST:
        names = [c.claim.id for c in checkable if verdict in (c.algebra.verdict, c.reality.verdict)]
        if names:
            symbol = mark(verdict, reality=isinstance(verdict, RealityVerdict))
            yield Text.from_markup(f"{symbol}: ").append(", ".join(names))


def _closer(audit: Audit, options: str) -> str:
    examples = [item.erratum.id for item in audit.errata[:1]]
    examples += [c.claim.id for c in audit.claims if c.claim.checkable][:1]
    shown = [f"pycheck show {name}{options}" for name in examples]
    return f"Closer: {', '.join([*shown, f'pycheck audit --all{options}'])}"


def kept(audit: Audit) -> Iterator[RenderableType]:
    """When the outcomes were found that were not found now."""
    if audit.kept_since is not None:
        told = audit.kept_since.astimezone().strftime("%Y-%m-%d %H:%M")
        yield Text(f"\nnot all checked now: outcomes since {told} were kept", style="yellow")
