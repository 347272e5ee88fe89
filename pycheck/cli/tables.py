"""The audit, a claim and the errata as rich renderables."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pycheck.auditing.results import Audit, CheckRun, ClaimResult, ErratumResult, PartResult
from pycheck.auditing.sections import by_section
from pycheck.checks.measurement import judged, ranged
from pycheck.cli.places import answered, place_of
from pycheck.cli.screen import mark
from pycheck.cli.summary import counts, unexpected, verdict_counts
from pycheck.evidence import AlgebraEvidence, Evidence, RealityEvidence
from pycheck.ledger.schema import EvidenceRef
from pycheck.notation import prose, unicode_of
from pycheck.notation.words import counted, worded
from pycheck.receipts import axioms_told

_NARROW = 110  # columns: below, the titles would push the verdicts out of the table


def audit_tables(audit: Audit, width: int) -> Iterator[RenderableType]:
    """The whole audit: errata, claims, sums, then what is unexpected; `width` in columns."""
    if audit.errata:
        yield _errata_table(audit)
    yield _claims_table(audit, narrow=width < _NARROW)
    yield counts(audit)
    yield _sums(audit)
    yield from unexpected(audit)


def _errata_table(audit: Audit) -> Table:
    table = Table(title="Errata", title_justify="left", show_lines=True)
    for name in ("no.", "claim", "printed", "right", "evidence"):
        table.add_column(name, overflow="fold")
    for item in audit.errata:
        erratum = item.erratum
        table.add_row(
            erratum.id,
            f"{item.claim}\n[dim]{_standing(item)}[/dim]",
            escape(prose(erratum.printed)),
            escape(prose(erratum.corrected)),
            _weight(item),
        )
    return table


def _weight(item: ErratumResult) -> str:
    kinds = [e.kind for e in (*item.against, *item.evidence_for)]
    counted = "\n".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    if item.as_expected:
        return counted
    return f"[bold red]not as expected: {item.status}[/bold red]\n{counted}"


def _standing(item: ErratumResult) -> str:
    """What the evidence says of an erratum, and our reading of it where there is one."""
    reading = item.erratum.reading
    return f"{item.status} (our reading: {reading})" if reading else str(item.status)


def _claims_table(audit: Audit, *, narrow: bool) -> Table:
    table = Table(title="Claims", title_justify="left", expand=not narrow)
    if narrow:
        table.add_column("claim", overflow="fold")
    else:
        table.add_column("claim", overflow="ellipsis", no_wrap=True, min_width=30)
        table.add_column("title", overflow="ellipsis", no_wrap=True, ratio=1)
        table.add_column("kind", no_wrap=True, min_width=10)
    table.add_column("algebra", no_wrap=True, min_width=22)
    table.add_column("reality", no_wrap=True, min_width=16)
    for results in by_section(audit.claims).values():
        for result in results:
            name, title, kind, *verdicts = _cells(result)
            table.add_row(name, *(() if narrow else (title, kind)), *verdicts)
        table.add_section()
    return table


def _cells(result: ClaimResult) -> tuple[str, str, str, str, str]:
    claim = result.claim
    name = f"{'[bold red]![/bold red] ' if result.surprises else ''}{claim.id}"
    if not claim.checkable:
        return name, escape(prose(claim.title)), "[dim]prose[/dim]", "[dim]—[/dim]", "[dim]—[/dim]"
    return (
        name,
        escape(prose(claim.title)),
        claim.kind,
        f"{mark(result.algebra.verdict)} [dim]{_told(result)}[/dim]",
        mark(result.reality.verdict, reality=True),
    )


def _told(result: ClaimResult) -> str:
    return ", ".join(filter(None, (result.proved, _counted(result))))


def _counted(result: ClaimResult) -> str:
    """How much algebra evidence of each kind bears on the claim: ``2r 3d 1e 2s``."""
    kinds = [e.kind for e in result.algebra.evidence if e.finding in ("supports", "refutes")]
    return " ".join(f"{kinds.count(kind)}{kind[0]}" for kind in dict.fromkeys(kinds))


def _sums(audit: Audit) -> Group:
    summary = audit.summary()
    of = summary["claims"]
    lines = [
        f"{counted(of['parts'], 'part')}, {of['parts in words']} of them in words; "
        f"{of['parts by reading']} matched with a theorem by reading; "
        f"{counted(of['without formulas'], 'claim')} without formulas",
        *(f"{side}: {verdict_counts(audit, side)}" for side in ("algebra", "reality")),
        *(line for line in (answered("claims", summary), answered("errata", summary)) if line),
        "[dim]evidence counted beside a verdict: r receipts (Lean), d derivations (sympy), "
        "e enclosures (balls), s sampled statements[/dim]",
        f"[dim]{escape(audit.trust)}[/dim]",
    ]
    if audit.remedy:
        lines.append(f"[dim]{escape(audit.remedy)}[/dim]")
    return Group(*(Text.from_markup(line) for line in lines))


def claim_page(audit: Audit, result: ClaimResult) -> Iterator[RenderableType]:
    """One claim: statement, verdicts, and every piece of evidence with what it found."""
    claim = result.claim
    yield Text(f"{claim.id}  {prose(claim.title)}", style="bold")
    yield Text(prose(claim.statement))
    for label, items in (("assuming", claim.assumptions), ("see", claim.references)):
        if items:
            yield Text(f"{label}: {prose('; '.join(items))}", style="dim")
    for name, value in claim.states.items():
        from pycheck.formulas.printing import expression_shown

        yield Text(f"states: {worded(name)} = {expression_shown(value)}")
    if place := place_of(claim):
        yield Text(place, style="dim")
    if not claim.checkable:
        yield Text("prose: listed so that nobody thinks it was checked")
        return
    yield Text.from_markup(
        f"\nalgebra  {mark(result.algebra.verdict)} (expected: {result.algebra.expected})"
    )
    for number, part in enumerate(result.parts, 1):
        yield Padding(_part(number, part), (0, 0, 0, 2))
    for evidence in result.algebra.evidence:
        yield _line(evidence)
        yield from _body(audit, evidence)
    expected = result.reality.expected
    told = f" (expected: {expected})" if expected else ""
    yield Text.from_markup(f"\nreality  {mark(result.reality.verdict, reality=True)}{told}")
    for measured in result.reality.evidence:
        yield _line(measured)
        if measured.compared:
            yield Padding(_decided(measured), (0, 0, 0, 4))
        if measured.numbers:
            yield Padding(_numbers(measured), (0, 0, 0, 4))
    for item in result.errata:
        yield Text("")
        yield erratum_page(item)
    for reason in result.surprises:
        yield Text(f"unexpected: {prose(str(reason))}", style="bold red")


def _part(number: int, result: PartResult) -> Group:
    """A part: its formula, the theorems that are said to carry it, and what its check says."""
    lines = [Text(f"part {number}: {result.read}", style="bold")]
    definitions, conditions = result.in_print
    if conditions:
        lines.append(Text(f"  where {'; '.join(conditions)}", style="dim"))
    lines += (Text(f"  with {definition}", style="dim") for definition in definitions)
    how = " by reading" if result.carried == "by reading" else ""
    lines.append(Text.from_markup(f"  {mark(result.verdict)}{how}"))
    for theorem in result.theorems:
        points = f" at {counted(theorem.points, 'point')}" if theorem.points else ""
        reason = f": {theorem.reason}" if theorem.reason else ""
        lines.append(Text(f"  theorem {theorem.name}: {theorem.relation}{points}{reason}"))
    if check := result.check:
        at = f" at {counted(check.samples, 'point')}" if check.verdict == "unrefuted" else ""
        reason = f": {check.reason}" if check.reason else ""
        lines.append(Text(f"  the formula itself: {check.verdict}{at}{reason}"))
    return Group(*lines)


def _line(evidence: Evidence) -> Padding:
    where = f" [{evidence.source}]" if isinstance(evidence, RealityEvidence) else ""
    text = f"{evidence.kind} {evidence.name}{where}: {evidence.says}: {prose(evidence.detail)}"
    return Padding(Text(text), (0, 0, 0, 2))


def _body(audit: Audit, evidence: AlgebraEvidence) -> Iterator[RenderableType]:
    match evidence.kind:
        case "receipt":
            assert audit.receipts is not None
            receipt = audit.receipts.find(evidence.name)
            lines = [f"{receipt.source}:{receipt.line}", *receipt.signature.splitlines()]
            lines.append(f"axioms: {axioms_told(receipt, audit.receipts)}")
            if reader := audit.reader():
                lines.append(f"to trust it, read {reader.reading(receipt.name)} (on its page)")
            yield Padding(Text("\n".join(lines), style="dim"), (0, 0, 0, 6))
        case "derivation" | "enclosure" as kind:
            if run := audit.checks.get(EvidenceRef(kind, evidence.name)):
                yield Padding(_run(run), (0, 0, 0, 6))


def _run(run: CheckRun) -> Group:
    parts: list[RenderableType] = []
    for number, (sentence, latex, kind) in enumerate(run.steps, start=1):
        marked = "" if kind == "checked" else f"[{kind}] "
        parts.append(Text(f"{number}. {marked}{prose(sentence)}"))
        if latex:
            parts.append(Text(f"   {unicode_of(latex) or latex}", style="dim"))
    if run.steps:
        for name, value in run.results:
            parts.append(Text(f"=> {worded(name)} = {value}"))
        parts += (
            Text(f"{worded(name)}: no checked step arrives at it, so it is no result")
            for name in run.typed
        )
    if run.rows:
        table = Table(*(escape(prose(cell)) for cell in run.rows[0]), box=None)
        for row in run.rows[1:]:
            table.add_row(*(escape(prose(cell)) for cell in row))
        parts.append(table)
    return Group(*parts)


def _decided(evidence: RealityEvidence) -> Table:
    """The numbers that decide, a row each, with the rule by which they do."""
    table = Table(box=None, show_header=False)
    for number in evidence.compared:
        interval = ""
        if number.interval is not None:
            interval = "{:.3g} %: {:.4g} to {:.4g}".format(100 * number.level, *number.interval)
        table.add_row(
            f"rule: {number.rule}",
            f"{number.quantity}{', ' * bool(number.label)}{number.label}",
            f"{number.value:.4g}",
            interval,
            f"against {ranged(number)}",
            str(judged(number)),
        )
    return table


def _numbers(evidence: RealityEvidence) -> Table:
    table = Table(box=None, show_header=False)
    for name, value in evidence.numbers.items():
        table.add_row(name, f"{value:.6g}" if isinstance(value, float) else str(value))
    return table


def erratum_pages(errata: Iterable[ErratumResult]) -> Iterator[RenderableType]:
    """Errata, one after the other."""
    for item in errata:
        yield erratum_page(item)
        yield Text("")


def erratum_page(item: ErratumResult) -> Group:
    """One erratum: printed, right, and the evidence on both sides."""
    erratum = item.erratum
    lines: list[RenderableType] = [
        Text(
            f"{erratum.id}  {prose(erratum.title)}  ({item.claim}, {_standing(item)})", style="bold"
        ),
        Text(f"  printed: {prose(erratum.printed)}"),
        Text(f"  right:   {prose(erratum.corrected)}"),
    ]
    for title, evidence in (
        ("against what is printed", item.deciding_against),
        ("for what is right", item.deciding_for),
        ("undecided", item.undecided),
    ):
        if evidence:
            lines.append(Text(f"  {title}:"))
        lines += (Padding(_line(piece), (0, 0, 0, 2)) for piece in evidence)
    if not item.as_expected:
        told = f"  not as expected: {item.status}, the ledger expects {erratum.expected}"
        lines.append(Text(told, style="bold red"))
    return Group(*lines)
