"""What sampling may say of a statement."""

from typing import Literal

Status = Literal[
    "refuted",
    "unrefuted",
    "disagrees so far",
    "undecided",
    "vacuous",
    "not evaluable",
    "conflict",
]
"""What sampling may say of a statement:

- ``refuted``: false at a sample at which every hypothesis certainly holds;
- ``unrefuted``: true at the samples, or agreeing so far along a limit;
- ``disagrees so far``: a limit, or an infinite sum, that is elsewhere as far as it was followed;
- ``undecided``: no sample was found, or none could be decided;
- ``vacuous``: the hypotheses are shown to contradict each other;
- ``not evaluable``: it has a constant without a meaning here, or its evaluation failed;
- ``conflict``: a program that mpmath runs disagrees with the evaluator, an error of ours.
"""
