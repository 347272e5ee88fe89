"""The verdict lattice: what more or less evidence can and cannot do."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.evidence import (
    AlgebraEvidence,
    AlgebraVerdict,
    Finding,
    RealityVerdict,
    algebra_verdict,
    reality_verdict,
)

evidence = st.builds(
    AlgebraEvidence,
    kind=st.sampled_from(["receipt", "derivation", "enclosure", "sample"]),
    name=st.just("x"),
    finding=st.sampled_from(list(Finding)),
    detail=st.just(""),
)
bodies = st.lists(
    st.sampled_from([v for v in RealityVerdict if v is not RealityVerdict.NOT_APPLICABLE])
)


@given(st.lists(evidence), st.lists(evidence))
def test_more_evidence_never_turns_refuted_into_proved(
    some: list[AlgebraEvidence], more: list[AlgebraEvidence]
) -> None:
    if algebra_verdict(some) in (AlgebraVerdict.REFUTED, AlgebraVerdict.CONFLICT):
        assert algebra_verdict(some + more) in (AlgebraVerdict.REFUTED, AlgebraVerdict.CONFLICT)


@given(st.lists(evidence), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(
    items: list[AlgebraEvidence], rng: random.Random
) -> None:
    shuffled = rng.sample(items, len(items))
    assert algebra_verdict(shuffled + items) is algebra_verdict(items)


@given(st.lists(evidence))
def test_proved_needs_a_receipt_an_independent_check_and_no_objection(
    items: list[AlgebraEvidence],
) -> None:
    says = {(e.kind, e.finding) for e in items}
    proved = (
        ("receipt", Finding.SUPPORTS) in says
        and ("receipt", Finding.INVALID) not in says
        and bool(says & {("derivation", Finding.SUPPORTS), ("enclosure", Finding.SUPPORTS)})
        and not any(finding is Finding.REFUTES for _, finding in says)
    )
    assert (algebra_verdict(items) is AlgebraVerdict.PROVED) == proved


@pytest.mark.parametrize(
    ("pairs", "verdict"),
    [
        ([], AlgebraVerdict.NONE),
        ([("receipt", "supports")], AlgebraVerdict.NONE),
        ([("receipt", "supports"), ("sample", "supports")], AlgebraVerdict.NONE),
        ([("derivation", "supports")], AlgebraVerdict.DERIVED),
        ([("receipt", "supports"), ("enclosure", "supports")], AlgebraVerdict.PROVED),
        ([("receipt", "invalid"), ("derivation", "supports")], AlgebraVerdict.DERIVED),
        ([("receipt", "refutes"), ("derivation", "refutes")], AlgebraVerdict.REFUTED),
        ([("receipt", "supports"), ("derivation", "refutes")], AlgebraVerdict.CONFLICT),
        (
            [("receipt", "supports"), ("derivation", "supports"), ("sample", "refutes")],
            AlgebraVerdict.CONFLICT,
        ),
        ([("derivation", "undecided"), ("receipt", "supports")], AlgebraVerdict.NONE),
    ],
)
def test_the_verdicts_of_the_design(pairs: list[tuple[str, str]], verdict: AlgebraVerdict) -> None:
    items = [AlgebraEvidence(k, "x", Finding(f), "") for k, f in pairs]  # type: ignore[arg-type]
    assert algebra_verdict(items) is verdict


@given(bodies)
def test_reality_is_decided_only_by_data_that_agree(verdicts: list[RealityVerdict]) -> None:
    verdict = reality_verdict(verdicts, bears=True)
    sides = {RealityVerdict.REPRODUCED, RealityVerdict.CONTRADICTED} & set(verdicts)
    if verdict in (RealityVerdict.REPRODUCED, RealityVerdict.CONTRADICTED):
        assert sides == {verdict}
    else:
        assert len(sides) != 1
    assert (verdict is RealityVerdict.UNMEASURED) == (set(verdicts) <= {RealityVerdict.UNMEASURED})


@given(bodies)
def test_data_never_bear_on_a_claim_that_they_cannot_bear_on(
    verdicts: list[RealityVerdict],
) -> None:
    assert reality_verdict(verdicts, bears=False) is RealityVerdict.NOT_APPLICABLE
