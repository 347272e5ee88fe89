"""Contexts that the checks look at."""

CONTEXTS = {f"10^{k}": 10**k for k in (3, 6, 12, 100, 1000, 100_000)}
