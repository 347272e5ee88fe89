"""What our own models may decide, and what not."""

from dataclasses import replace

from pycheck.checks.measurement import Reading
from pycheck.evidence import RealityVerdict

_WHY = "our own models are one small architecture and cannot stand for the models of the book"


def not_the_books(reading: Reading) -> Reading:
    """A reading of our own models on a figure that the book gives for its collection of models.

    They do not decide it.
    """
    return replace(reading, verdict=RealityVerdict.UNDECIDED, detail=f"{reading.detail}; {_WHY}")
