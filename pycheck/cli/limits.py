"""The most that may be asked for: more would never end, or fill the memory."""

import click

JOBS = click.IntRange(1, 64)
"""Processes, of some 150 MiB each."""

SAMPLES = click.IntRange(1, 1_000_000)

SAMPLES_OR_NONE = click.IntRange(0, 1_000_000)

SEED = click.IntRange(0, 2**63 - 1)

SECONDS = click.FloatRange(min=0, min_open=True, max=86_400)
