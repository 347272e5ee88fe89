"""`pycheck measure`: exponents of attention profiles."""

import csv
import io
import json
from pathlib import Path
from typing import Any, Literal

import click

from pycheck.cli import limits

_REJECTED = "†"
_STRAY = "‡"


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
@click.option("--by", type=click.Choice(["layer", "head"]), help="Measure every layer or head.")
@click.option("--model", help="Name of the model, for files that do not say it.")
@click.option("--corpus", help="Name of the text, for files that do not say it.")
@click.option(
    "--context",
    type=click.IntRange(2, 2**53),
    help="Length of the sequences in tokens, for files that do not say it.",
)
@click.option(
    "--jobs",
    type=limits.JOBS,
    help="Processes; with 1, nothing is limited.  [default: all cores; one for few profiles]",
)
def measure(
    paths: tuple[Path, ...],
    form: str,
    by: Literal["layer", "head"] | None,
    model: str | None,
    corpus: str | None,
    context: int | None,
    jobs: int | None,
) -> None:
    """Fit the decay exponent of every attention profile in PATHS (files and folders).

    Profiles (.json), attention maps (.npy, .npz, .safetensors: [layer, head, query, key], or a
    batch of them) and long tables (.csv, .parquet: distance, attention, ...). Files that hold none
    are listed with the reason and left out.
    """
    from pycheck.cli.instruments.side_by_side import side_by_side
    from pycheck.errors import InputError
    from pycheck.notation.words import counted
    from pycheck.reality.exponents import measure as measured
    from pycheck.reality.given import Given

    given, each = Given(model, corpus, context), side_by_side(jobs)
    document = measured(paths, given, by, starts=form == "json", each=each)
    if not document["profiles"]:
        skipped = document["skipped"]
        first = f", the first: {skipped[0]['source']}: {skipped[0]['reason']}" if skipped else ""
        raise InputError(
            f"nothing to measure: {counted(len(skipped), 'file')} left out{first}; "
            "give a profile, or a folder with profiles (docs/reality.md describes the format)"
        )
    if form == "json":
        click.echo(json.dumps(document, indent=1, allow_nan=False))
    elif form == "csv":
        click.echo(_csv(document["profiles"]), nl=False)
    else:
        _show(document)


def _csv(profiles: list[dict[str, Any]]) -> str:
    """A row a profile; empty cells where something is not known."""
    out = io.StringIO()
    rows = [_row(profile) for profile in profiles]
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _row(profile: dict[str, Any]) -> dict[str, Any]:
    pairs = {"gamma_interval": "gamma", "gamma_weighted_interval": "gamma_weighted"}
    pairs |= {"gamma_bootstrap_interval": "gamma_bootstrap", "gamma_seed_interval": "gamma_seed"}
    pairs |= {"gamma_median_interval": "gamma_median"}
    row: dict[str, Any] = {}
    for name, value in profile.items():
        if name in pairs:
            low, high = value or (None, None)
            row |= {f"{pairs[name]}_low": low, f"{pairs[name]}_high": high}
        elif name == "laws":
            row["law_weight"] = value[0]["weight"] if profile["law"] else None
        elif name == "residuals":
            row |= value
        elif name == "rope_scaling":
            row[name] = value.get("rope_type", "by layer" if value else None)
        elif name == "stray_seeds":
            row[name] = len(value)
        elif name == "warnings":
            row[name] = " ".join(value)
        elif not isinstance(value, list):
            row[name] = value
    return row


def _show(document: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    from pycheck.cli.screen import console
    from pycheck.notation.words import counted

    table = Table(box=None, pad_edge=False)
    for name in ("model", "corpus"):
        table.add_column(name)
    for name in ("θ", "N", "points", "γ", "95 %", "median", "over seeds", "R²"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("law (weight)")
    for profile in document["profiles"]:
        table.add_row(*(Text(cell) for cell in _cells(profile)))
    out = console()
    out.print(table)
    if any(profile["law_rejected"] for profile in document["profiles"]):
        out.print(Text(f"{_REJECTED} a straight line is rejected: p < 0.05 for no curvature"))
    if any(profile["stray_seeds"] for profile in document["profiles"]):
        out.print(Text(f"{_STRAY} a seed exceeds three times the median of the seeds somewhere"))
    for profile in document["profiles"]:
        for warning in profile["warnings"]:
            out.print(Text(f"warning: {profile['source']}: {warning}", style="yellow"))
    for item in document["skipped"]:
        out.print(Text(f"left out: {item['source']}: {item['reason']}", style="dim"))
    measured = counted(len(document["profiles"]), "profile")
    out.print(
        f"{measured} measured, {len(document['skipped'])} left out. "
        "γ: equal weights, as in the book; median: γ of the seeds' median; over seeds: 95 % of the "
        "mean of the seeds' own γ, without the misfit of the law; --format json adds the weighted "
        "fit, the bootstrap, every law and the influence of every distance."
    )


def _cells(profile: dict[str, Any]) -> tuple[str, ...]:
    low, high = profile["gamma_interval"]
    return (
        profile["model"] + (f" ({profile['intervention']})" if profile["intervention"] else ""),
        profile["corpus"],
        _theta(profile),
        str(profile["context"]),
        str(profile["points"]),
        f"{profile['gamma']:.4f}",
        f"{low:.3f} to {high:.3f}",
        *_seeds(profile),
        "-" if profile["r2"] is None else f"{profile['r2']:.4f}",
        _law(profile),
    )


def _seeds(profile: dict[str, Any]) -> tuple[str, str]:
    """γ of the seeds' median, marked where a seed stands apart, and the interval over seeds."""
    if profile["gamma_seed_interval"] is None:
        return "-", "-"
    low, high = profile["gamma_seed_interval"]
    mark = _STRAY if profile["stray_seeds"] else ""
    return f"{profile['gamma_median']:.4f}{mark}", f"{low:.2f} to {high:.2f}"


def _law(profile: dict[str, Any]) -> str:
    if not profile["law"]:
        return "too few distances"
    best = profile["laws"][0]
    mark = f" {_REJECTED}" if profile["law_rejected"] else ""
    return f"{best['law']} ({best['weight']:.2f}){mark}"


def _theta(profile: dict[str, Any]) -> str:
    trained, rescaled = profile["theta"], profile["rescaled_theta"]
    scaling = profile["rope_scaling"].get("rope_type")
    kind = f" ({scaling})" if scaling else ""
    if rescaled is None:
        return ("-" if trained is None else f"{trained:g}") + kind
    return (f"{rescaled:g}" if trained is None else f"{trained:g} -> {rescaled:g}") + kind
