"""``python -m bench [NAME]...``: benchmarks, each of which prints its tables and saves its numbers.

Each runs in a process of its own.
"""

import subprocess
import sys

import click

BENCHMARKS = {
    "enclose": "balls beside Arb, mpmath, numpy and scipy: time and true error (minutes)",
    "recovery": "fits of profiles from known laws: coverage and preferred law (minutes)",
    "measuring": "a thousand profiles, beside statsmodels and numpy: time and memory (minutes)",
    "growth": "an audit of ten times the claims: what grows with them (minutes)",
    "statements": "samples of the proved statements, and of mutants of them (long)",
    "parts": "changed formulas of the claims: how many lose their theorem (long)",
    "formulas": "published errors beside sympy, mpmath and algebra systems that are here (long)",
    "texts": "scans of docstrings, and of changes planted in what holds there (hours)",
    "misformalized": "statements formalized wrongly, beside z3 and cvc5 where installed (long)",
}
USUAL = ("enclose", "recovery", "statements")
_LIST = "\n".join(f"{name:14} {told}" for name, told in BENCHMARKS.items())


@click.command(
    epilog=f"\b\n{_LIST}",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)), metavar="[NAME]...")
def main(names: tuple[str, ...]) -> None:
    """Run benchmarks; each prints its tables and writes to bench/results/.

    Without a NAME: enclose, recovery and statements, in this order.
    """
    for name in names or USUAL:
        if code := subprocess.run([sys.executable, "-m", f"bench.{name}"]).returncode:
            sys.exit(code)


if __name__ == "__main__":
    main(prog_name="python -m bench")
