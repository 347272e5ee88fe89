"""`pycheck measure`: exponents of attention profiles."""

import json
from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def measure(paths: tuple[Path, ...], form: str) -> None:
    """Fit the decay exponent of every attention profile in PATHS (files and folders).

    Files that hold no valid profile are listed with the reason and left out.
    """
    from pycheck.errors import InputError
    from pycheck.notation.words import counted
    from pycheck.reality.exponents import measure as measured

    document = measured(paths)
    if not document["profiles"]:
        skipped = document["skipped"]
        first = f", the first: {skipped[0]['source']}: {skipped[0]['reason']}" if skipped else ""
        raise InputError(
            f"nothing to measure: {counted(len(skipped), 'file')} left out{first}; "
            "give a profile, or a folder with profiles (docs/reality.md describes the format)"
        )
    if form == "json":
        click.echo(json.dumps(document, indent=1, allow_nan=False))
    else:
        _show(document)


def _show(document: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    from pycheck.cli.screen import console
    from pycheck.notation.words import counted

    table = Table(box=None, pad_edge=False)
    for name in ("model", "corpus"):
        table.add_column(name)
    for name in ("θ", "N", "points", "γ", "95 %", "R²"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("law (weight)")
    for profile in document["profiles"]:
        table.add_row(*(Text(cell) for cell in _cells(profile)))
    out = console()
    out.print(table)
    for item in document["skipped"]:
        out.print(Text(f"left out: {item['source']}: {item['reason']}", style="dim"))
    measured = counted(len(document["profiles"]), "profile")
    out.print(
        f"{measured} measured, {len(document['skipped'])} left out. "
        "γ: equal weights, as in the book; --format json adds the weighted fit, the bootstrap, "
        "every law and the influence of every distance."
    )


def _cells(profile: dict[str, Any]) -> tuple[str, ...]:
    low, high = profile["gamma_interval"]
    best = profile["laws"][0]
    return (
        profile["model"] + (f" ({profile['intervention']})" if profile["intervention"] else ""),
        profile["corpus"],
        _theta(profile),
        str(profile["context"]),
        str(profile["points"]),
        f"{profile['gamma']:.4f}",
        f"{low:.3f} to {high:.3f}",
        "-" if profile["r2"] is None else f"{profile['r2']:.4f}",
        f"{best['law']} ({best['weight']:.2f})" if profile["law"] else "too few distances",
    )


def _theta(profile: dict[str, Any]) -> str:
    trained, rescaled = profile["theta"], profile["rescaled_theta"]
    if rescaled is None:
        return "-" if trained is None else f"{trained:g}"
    return f"{rescaled:g}" if trained is None else f"{trained:g} -> {rescaled:g}"
