"""`pycheck experiment grok`: a network that learns addition modulo a prime, and when it can do it.

Readings that say of many seeds what each showed on the way.
"""

import shlex
from pathlib import Path

import click

from pycheck.cli.instruments.given import Finite, each_once, readings_option, seeds_option
from pycheck.cli.streams import say

_PRIME, _STEPS = 59, 2500


def _prime(_ctx: click.Context, _param: click.Parameter, value: int) -> int:
    from sympy import isprime, prevprime

    if not isprime(value):
        near = prevprime(value)
        raise click.BadParameter(f"{value} is no prime; the nearest below it is {near}")
    return value


def _short(value: float) -> str:
    """A number as a person writes it: 0 and not 0.0."""
    return repr(value).removesuffix(".0")


@click.command()
@seeds_option("Fixes first weights and which pairs are learnt; repeat it for several trainings.")
@click.option(
    "--decay",
    "decays",
    type=Finite(0, 10),
    multiple=True,
    callback=each_once,
    default=(0.5, 0.0),
    show_default=True,
    help="Weight decay of AdamW; repeat it, and 0 is the control.",
)
@click.option(
    "--norm",
    "norms",
    type=Finite(1, 1000),
    multiple=True,
    callback=each_once,
    help="Train with the norm of all weights held here as well, without decay; may be repeated.",
)
@click.option(
    "--prime",
    type=click.IntRange(13, 199),
    callback=_prime,
    default=_PRIME,
    show_default=True,
    help="Modulus of the addition.",
)
@click.option(
    "--steps",
    type=click.IntRange(1, 1_000_000),
    default=_STEPS,
    show_default=True,
    help="Steps a training.",
)
@readings_option
def grok(
    seeds: tuple[int, ...],
    decays: tuple[float, ...],
    norms: tuple[float, ...],
    prime: int,
    steps: int,
    output: Path,
) -> None:
    """Train a small network on addition modulo a prime, and record how it comes to generalize."""
    from pycheck.reality.experiments.extra import require_models_extra

    require_models_extra(["torch"])
    from pycheck.reality.experiments.grokking import COURSE, Plan, readings_of
    from pycheck.reality.readings import write_readings

    words = [
        *("pycheck", "experiment", "grok"),
        *(word for seed in seeds for word in ("--seed", str(seed))),
        *(word for decay in decays for word in ("--decay", _short(decay))),
        *(word for norm in norms for word in ("--norm", _short(norm))),
        *("--prime", str(prime), "--steps", str(steps), "--output", output.name),
    ]
    made = readings_of(Plan(prime, seeds, decays, norms, steps), shlex.join(words))
    write_readings(output, made)
    table = made.tables[COURSE]
    ended = table.column("step") == steps
    for decay in decays:
        accuracies = table.column("test_accuracy")[ended & (table.column("decay") == decay)]
        say(
            f"{output}: decay {_short(decay)}, {len(accuracies)} seeds: test accuracy "
            f"{accuracies.min():.3f} to {accuracies.max():.3f} after {steps} steps"
        )
