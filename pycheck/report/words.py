"""What each verdict means, in one line: the same words on every page."""

from pycheck.evidence import AlgebraVerdict, RealityVerdict

ALGEBRA_WORDS = {
    AlgebraVerdict.PROVED: "Lean's kernel accepted a proof, its receipt is valid, and an "
    "independent check agrees",
    AlgebraVerdict.PROVED_IN_PART: "some parts of the claim are proved as above, the others are "
    "not proved",
    AlgebraVerdict.DERIVED: "independent checks only, by computer algebra or in ball arithmetic; "
    "no proof in Lean",
    AlgebraVerdict.REFUTED: "a proof or a check of the negation",
    AlgebraVerdict.CONFLICT: "evidence on both sides: always an error of ours",
    AlgebraVerdict.NONE: "nothing here is decided by the definitions",
}
REALITY_WORDS = {
    RealityVerdict.REPRODUCED: "the data agree with the claim",
    RealityVerdict.CONTRADICTED: "the data exclude the claim",
    RealityVerdict.UNDECIDED: "the interval covers both, or bodies of data disagree",
    RealityVerdict.UNMEASURED: "no data at hand bear on it",
    RealityVerdict.NOT_APPLICABLE: "no data could bear on it",
}
