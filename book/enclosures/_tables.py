"""What the enclosure checks share: printing balls in tables, and contexts to try."""

from flint import arb

CONTEXTS = {f"10^{k}": 10**k for k in (3, 6, 12, 100, 1000, 100_000)}


def shown(ball: arb, digits: int = 8) -> str:
    """The ball to a few digits, as people read it."""
    return ball.str(digits, radius=False)
