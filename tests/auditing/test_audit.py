"""The audit as a whole: what it concludes, and what makes it conclude something else."""

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pycheck
from pycheck.auditing.algebra import AlgebraFacts
from pycheck.auditing.judge import judge
from pycheck.auditing.options import Options
from pycheck.auditing.pool import Pool
from pycheck.auditing.results import Audit, ClaimResult
from pycheck.auditing.work import CHECKS, CheckWork, SampleOutcome
from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import AlgebraVerdict, RealityEvidence, RealityVerdict
from pycheck.ledger.schema import Claim, Erratum, EvidenceRef, Side
from pycheck.receipts import ReceiptBook, ReceiptStatus, check_receipts, load_receipts
from pycheck.receipts.verify import State
from pycheck.statements.status import Status
from tests.auditing.ledgers import replace_in
from tests.included import NAMESPACE, PROJECT, ledger, receipts

CLAIMS = ledger().claims
ABSENT = tuple(Source(body.name, None, "bring it") for body in PROJECT.data)
OWN, OTHERS = ABSENT[0], ABSENT[1:]
CHECKABLE = [claim for claim in CLAIMS if claim.checkable]


def judged(facts: AlgebraFacts) -> dict[str, ClaimResult]:
    return {claim.id: judge(claim, facts, {}, (), ABSENT) for claim in CLAIMS}


def _with_record(facts: AlgebraFacts, book: ReceiptBook, root: Path) -> AlgebraFacts:
    return dataclasses.replace(facts, receipts=book, statuses=check_receipts(book, root).statuses)


def turned(facts: AlgebraFacts) -> set[str]:
    return {name for name, result in judged(facts).items() if result.surprises}


def test_every_algebra_verdict_is_what_the_ledger_expects(facts: AlgebraFacts) -> None:
    surprises = {name: r.surprises for name, r in judged(facts).items() if r.surprises}
    assert not surprises


def test_the_book_is_covered() -> None:
    assert len(CHECKABLE) >= 65
    assert {claim.section_id for claim in CLAIMS} == {f"ch{i:02}" for i in range(1, 41)}


def test_the_printed_quarter_is_refuted_by_proof_and_by_derivation(facts: AlgebraFacts) -> None:
    quarter = judged(facts)["ch22.heat-capacity-quarter"]
    assert quarter.algebra.verdict is AlgebraVerdict.REFUTED
    kinds = {e.kind for e in quarter.algebra.evidence if e.finding == "refutes"}
    assert {"receipt", "derivation"} <= kinds


def test_no_claim_is_proved_without_an_independent_check(facts: AlgebraFacts) -> None:
    for result in judged(facts).values():
        if result.algebra.verdict is AlgebraVerdict.PROVED:
            kinds = {e.kind for e in result.algebra.evidence if e.finding == "supports"}
            assert "receipt" in kinds
            assert kinds & {"derivation", "enclosure"}


# What one damaged thing turns: exactly the claims that depend on it.


def _importers(root: Path, source: str) -> set[str]:
    """The Lean files that import `source`, directly or not, and itself (read with networkx)."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for path in (root / "lean").rglob("*.lean"):
        name = path.relative_to(root).as_posix()
        graph.add_node(name)
        for module in re.findall(r"^import (AttentionDecay[\w.]*)", path.read_text(), re.M):
            graph.add_edge(f"lean/{module.replace('.', '/')}.lean", name)
    return {source} | nx.descendants(graph, source)


@pytest.mark.parametrize(
    "source",
    [
        "lean/AttentionDecay/Thermodynamics/Fisher.lean",
        "lean/AttentionDecay/Position/Pade.lean",
        "lean/AttentionDecay/Transformer/Softmax.lean",
        "lean/AttentionDecay/Family/PowerLaw.lean",
    ],
)
def test_one_byte_of_a_lean_file(project_copy: Path, facts: AlgebraFacts, source: str) -> None:
    path = project_copy / source
    path.write_bytes(path.read_bytes() + b"\n")
    book = load_receipts(project_copy, NAMESPACE)
    importers = _importers(project_copy, source)
    stale = {book.short(r.name) for r in book.receipts if r.source in importers}
    expected = {c.id for c in CLAIMS if stale & {*c.declarations, *c.negations}} | {
        c.id
        for c in CLAIMS
        for e in c.errata
        for reference in e.references
        if reference.kind == "receipt" and reference.name in stale
    }
    damaged = _with_record(facts, book, project_copy)
    assert expected
    assert turned(damaged) == expected
    for name in expected & {c.id for c in CLAIMS if stale & {*c.declarations}}:
        result = judged(damaged)[name]
        assert result.algebra.verdict is not AlgebraVerdict.PROVED
        assert any("stale" in s.reason for s in result.surprises)


def _edit_receipt(root: Path, name: str, edit: Callable[[dict[str, object]], None]) -> None:
    path = root / "lean" / "receipts.json"
    document = json.loads(path.read_text())
    for receipt in document["receipts"]:
        if receipt["name"] == f"AttentionDecay.{name}":
            edit(receipt)
    path.write_text(json.dumps(document))


def test_an_added_sorry_turns_the_claims_that_rest_on_it(
    project_copy: Path, facts: AlgebraFacts
) -> None:
    target = "fisher_eq_varLog"
    _edit_receipt(project_copy, target, lambda r: r.update(axioms=["sorryAx"]))
    book = load_receipts(project_copy, NAMESPACE)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node(f"AttentionDecay.{target}")
    graph.add_edges_from((used, r.name) for r in book.receipts for used in r.uses)
    tainted = {f"AttentionDecay.{target}"} | nx.descendants(graph, f"AttentionDecay.{target}")
    short = {name.removeprefix("AttentionDecay.") for name in tainted}
    expected = {c.id for c in CLAIMS if short & {*c.declarations, *c.negations}}
    damaged = _with_record(facts, book, project_copy)
    assert "ch22.fisher" in expected
    assert turned(damaged) == expected
    assert any("sorryAx" in s.reason for s in judged(damaged)["ch22.fisher"].surprises)


def test_a_declaration_that_is_gone_is_named_with_file_line_and_nearest(
    project_copy: Path,
) -> None:
    _edit_receipt(
        project_copy,
        "fisher_eq_varLog",
        lambda r: r.update(name="AttentionDecay.fisher_eq_varLogs"),
    )
    with pytest.raises(InputError) as caught:
        pycheck.audit(["ch22.fisher"], options=Options(project=project_copy, samples=0))
    assert re.search(r"\.toml:\d+: ch22\.fisher .*'fisher_eq_varLog'", str(caught.value))
    assert "did you mean 'fisher_eq_varLogs'" in str(caught.value)


def test_a_wrong_constant_in_the_ledger_turns_its_claim_alone(ledger_copy: Path) -> None:
    target = "ch22.heat-capacity-coefficient"
    replace_in(ledger_copy, target, "coefficient = '1/12'", "coefficient = '1/11'")
    beside = ["ch22.heat-capacity-quarter", "ch22.heat-capacity-phase-a"]  # share its checks
    result = pycheck.audit([target, *beside], options=Options(ledger=ledger_copy, samples=0))
    assert {claim for claim, _ in result.surprises} == {target}
    (first, *_) = [s.reason for claim, s in result.surprises if claim == target]
    assert "1/12" in first
    assert "1/11" in first


@pytest.mark.parametrize(
    ("target", "old", "new"),
    [
        ("ch06.count", "[claim.states]\n", "[claim.states]\nunheard = '7'\n"),
        ("ch22.fisher", "states = { ", "states = { unheard = '7', "),
    ],
)
def test_a_stated_value_that_nothing_checks_is_unexpected(
    ledger_copy: Path, target: str, old: str, new: str
) -> None:
    replace_in(ledger_copy, target, old, new)
    result = pycheck.audit([target], options=Options(ledger=ledger_copy, samples=0))
    assert any("'unheard'" in s.reason for _, s in result.surprises)


def test_a_definition_proves_nothing(ledger_copy: Path) -> None:
    replace_in(ledger_copy, "ch22.fisher", "'fisher_eq_varLog'", "'fisher'")
    with pytest.raises(InputError, match=r"\.toml:\d+: ch22\.fisher: 'fisher' is a definition"):
        pycheck.audit(["ch22.fisher"], options=Options(ledger=ledger_copy, samples=0))


_ERRATUM = "printed_states = { coefficient = '1/4' }"


@pytest.mark.parametrize(
    ("instead", "reason"),
    [
        (_ERRATUM.replace("1/4", "1/12"), "E0 is open, the ledger expects confirmed"),
        (
            _ERRATUM.replace("coefficient", "coeficient"),
            "E0 printed states what no check arrives at",
        ),
    ],
)
def test_a_printed_value_that_nothing_refutes_is_unexpected(
    ledger_copy: Path, instead: str, reason: str
) -> None:
    target = "ch22.heat-capacity-coefficient"
    replace_in(ledger_copy, target, _ERRATUM, instead)
    result = pycheck.audit([target], options=Options(ledger=ledger_copy, samples=0))
    assert any(reason in s.reason for _, s in result.surprises)


@pytest.mark.parametrize(("expected", "right"), [("confirmed", False), ("open", True)])
def test_a_confirmed_erratum_needs_evidence(
    facts: AlgebraFacts, expected: str, right: bool
) -> None:
    (claim,) = (c for c in CLAIMS if c.id == "ch06.count")
    bare = Erratum.model_validate(
        {"id": "E99", "title": "t", "printed": "p", "corrected": "c", "expected": expected}
    )
    result = judge(claim.model_copy(update={"errata": (bare,)}), facts, {}, (), ())
    assert result.errata[0].as_expected is right
    assert any("it has no evidence" in s.reason for s in result.surprises) is not right


@pytest.mark.parametrize(
    ("counterexample", "verdict", "finding"),
    [
        ("", AlgebraVerdict.NONE, "undecided"),
        ("N = 2", AlgebraVerdict.CONFLICT, "supports"),
    ],
)
def test_samples_of_the_negation_can_object_to_it_and_never_confirm_it(
    counterexample: str, verdict: AlgebraVerdict, finding: str
) -> None:
    (quarter,) = (c for c in CLAIMS if c.id == "ch22.heat-capacity-quarter")
    name = quarter.negations[0]
    claim = quarter.model_copy(
        update=dict.fromkeys(("derivations", "enclosures", "errata", "parts"), ())
        | {"refuted_by": (name,)}
    )
    state: State = "valid" if counterexample else "stale"
    status: Status = "refuted" if counterexample else "unrefuted"
    facts = AlgebraFacts(
        receipts=receipts(),
        statuses={f"{NAMESPACE}.{name}": ReceiptStatus(state)},
        samples={name: SampleOutcome(name, status, 12, "", counterexample)},
    )
    side = judge(claim, facts, {}, (), ()).algebra
    assert [e.finding for e in side.evidence if e.kind == "sample"] == [finding]
    assert side.verdict is verdict


def test_two_roads_that_disagree_are_unexpected_whatever_else_is_known(
    facts: AlgebraFacts,
) -> None:
    claim = next(c for c in CLAIMS if c.declarations)
    name = claim.declarations[0]
    known = judge(claim, facts, {}, (), ())
    outcome = SampleOutcome(name, "conflict", 12, "an error of pycheck", "N = 2")
    found = judge(claim, dataclasses.replace(facts, samples={name: outcome}), {}, (), ())
    assert found.algebra.verdict is known.algebra.verdict
    (surprise,) = set(found.surprises) - set(known.surprises)
    assert "conflict at N = 2: an error of pycheck" in surprise.reason


_BROKEN = """
from pycheck.checks.outcomes import Derivation, Enclosure, check

class Unprintable:
    def __str__(self):
        raise RuntimeError("no text")

@check
def broken():
    %s
"""


@pytest.mark.parametrize(
    "body",
    [
        "return 1 / 0",
        "return Enclosure('', True, (), {'coefficient': Unprintable()})",
        "return Enclosure('', True, (), {'coefficient': object()})",
        "import nowhere_at_all",
    ],
)
def test_a_check_that_raises_supports_nothing(tmp_path: Path, body: str) -> None:
    (tmp_path / "derivations").mkdir()
    (tmp_path / "derivations" / "bad.py").write_text(_BROKEN % body)
    asked = ((Side("ch22.x"), (("coefficient", "1/12"),)),)
    piece = CheckWork(tmp_path, EvidenceRef("derivation", "bad.broken"), asked)
    with Pool(0, 60, 1, None) as pool:
        (outcome,) = pool.submit(CHECKS, [piece])()
    assert outcome.run.error
    assert outcome.run.holds is None
    assert not outcome.agreements


def test_a_selection_of_nothing_is_no_success() -> None:
    with pytest.raises(InputError, match="nothing would be audited"):
        pycheck.audit(["ch22.fisher"], section="ch03")


def test_a_claim_that_is_asked_for_twice_is_audited_once() -> None:
    result = pycheck.audit(["ch06.count"] * 2, options=Options(samples=0))
    assert [c.claim.id for c in result.claims] == ["ch06.count"]


# Algebra never reaches reality, and the reverse.


def _without_algebra(claim: Claim) -> Claim:
    gone: dict[str, object] = {
        "lean": (),
        "refuted_by": (),
        "derivations": (),
        "enclosures": (),
        "errata": (),
    }
    return claim.model_copy(update=gone)


def _told(claim: Claim, measurement: str) -> dict[str, float]:
    """The numbers of a measurement of our own models that the claim's errata tell."""
    figure = re.compile(rf"\{{measurement:{re.escape(measurement)}@own\|([^|]+)\|")
    return {key: 1.0 for e in claim.errata for key in figure.findall(e.corrected)}


@given(st.sampled_from(CHECKABLE), st.sampled_from(list(RealityVerdict)))
def test_removing_all_algebra_never_changes_reality(
    facts: AlgebraFacts, claim: Claim, verdict: RealityVerdict
) -> None:
    measured = {
        (claim.id, name): (RealityEvidence(name, "own", verdict, "", numbers=_told(claim, name)),)
        for name in claim.measurements
    }
    full = judge(claim, facts, measured, (OWN,), OTHERS)
    bare = judge(_without_algebra(claim), facts, measured, (OWN,), OTHERS)
    assert full.reality == bare.reality
    unmeasured = judge(
        claim.model_copy(update={"measurements": (), "errata": ()}), facts, {}, (OWN,), OTHERS
    )
    assert full.algebra == unmeasured.algebra


def test_the_audit_of_the_book_is_as_the_ledger_expects(full: Audit) -> None:
    assert full.surprises == ()
    assert {c.claim.id for c in full.claims} == {claim.id for claim in CLAIMS}
    assert all(e.as_expected for e in full.errata)
    assert {f"E{i}" for i in range(11)} <= {e.erratum.id for e in full.errata}


def test_the_number_of_processes_changes_nothing(full: Audit) -> None:
    some = ["ch05.split", "ch15.pade", "ch22.heat-capacity-quarter"]
    alone = pycheck.audit(some, options=Options(samples=2, jobs=1))
    assert list(alone.claims) == [c for c in full.claims if c.claim.id in some]


def test_the_audit_with_the_published_data(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYCHECK_PUBLISHED", str(published))
    measured = [claim.id for claim in CLAIMS if claim.measurements]
    result = pycheck.audit(measured, options=Options(samples=0))
    assert not [s for s in result.surprises if s[1].kind == "reality"]
    verdicts = {c.claim.id: c.reality.verdict for c in result.claims}
    assert verdicts["ch16.atlas"] is RealityVerdict.UNDECIDED
