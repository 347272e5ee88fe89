"""``pycheck enclose``: one quantity as a ball."""

import json

import click


@click.command()
@click.argument("quantity", required=False)
@click.option("--gamma", metavar="DECIMAL", help="Exponent, or order of a polylogarithm.")
@click.option("--context", metavar="N", help="Context length, e.g. 2048, 1e6 or 1e100000.")
@click.option("--digits", type=int, default=16, show_default=True, help="Certain digits.")
@click.option("--z", metavar="DECIMAL", help="Fugacity of the polylogarithm, 0 to 1.")
@click.option("--order", metavar="K", help="Power of the logarithm, for moments and log-sum.")
@click.option("--distance", metavar="D", help="Distance in tokens, for tail and share.")
@click.option("--share", metavar="DECIMAL", help="Share of the mass, for window.")
@click.option("--within", metavar="DECIMAL", help="Distance from 1/12, for smallest-context.")
@click.option("--list", "show_list", is_flag=True, help="List the quantities and stop.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What to print.",
)
def enclose(
    quantity: str | None,
    digits: int,
    show_list: bool,
    output: str,
    **given: str | None,
) -> None:
    """Enclose QUANTITY of the power law d**-gamma on 1..N in a ball certain to contain it.

    Numbers are exact decimals (0.7, 7/10, 1e-40) and never pass through a float. The digits are
    significant digits, all of them certain.

    \b
    pycheck enclose cv --gamma 1 --context 1e6 --digits 50
    pycheck enclose window --gamma 0.7 --context 4096 --share 0.9
    pycheck enclose polylog --gamma 1.5 --z 0.5 --format json
    """
    from pycheck.balls.api import enclose_options
    from pycheck.balls.quantities import QUANTITIES
    from pycheck.errors import InputError

    if show_list:
        for name, entry in QUANTITIES.items():
            print(f"{name:17} {entry.meaning} ({', '.join(entry.needs)})")
        return
    if quantity is None:
        raise InputError("name a quantity; `pycheck enclose --list` lists them")
    ball = enclose_options(quantity, digits, given)
    if output == "text":
        print(ball)
        return
    record = {
        "quantity": quantity,
        "gamma": given["gamma"],
        "context": given["context"],
        "mid": ball.mid,
        "rad": ball.rad,
        "digits": ball.digits,
    }
    options = ("z", "order", "distance", "share", "within")
    record |= {name: given[name] for name in options if given[name] is not None}
    print(json.dumps(record, indent=2))
