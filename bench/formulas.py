"""Printed formulas: what pycheck, sympy, mpmath, Maxima, PARI/GP and FriCAS say of each.

``python -m bench.formulas`` asks about the formulas of ``examples/public-errata/``, prints the
table and writes it: the numbers to ``bench/results/formulas.json``, the table to
``docs/formulas-peers.md``. Maxima, PARI and FriCAS are optional; a column is left out where one
is not installed.
"""

import argparse
import importlib.metadata
import json
import statistics
import textwrap
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench import python_peers, systems
from bench.judging import AGREES, CANNOT, FALSE, SHOWN, UNDECIDED
from bench.translating import CannotState
from pycheck import __version__
from pycheck.files import write_atomically
from pycheck.formulas.api import read_file
from pycheck.formulas.statement import Formula, read_formula
from pycheck.formulas.worker import Worker

ROOT = Path(__file__).parents[1]
FORMULAS = ROOT / "examples" / "public-errata" / "formulas.toml"
RESULTS = Path(__file__).parent / "results" / "formulas.json"
DOCS = ROOT / "docs" / "formulas-peers.md"
MARK = "<!-- table -->\n"
_WIDTH = 100
_WORDS = {
    "refuted": FALSE,
    "derived": SHOWN,
    "unrefuted": AGREES,
    "not evaluable": CANNOT,
}
_TITLES = {"pari": "PARI/GP", "maxima": "Maxima", "fricas": "FriCAS"}


def by_pycheck(formula: Formula) -> tuple[str, float]:
    """The word of pycheck and its seconds, as ``pycheck check`` has it without options."""
    with Worker() as worker:
        outcome = worker.check(formula.text, formula.where, n=100, seed=0, seconds=60)
    return _WORDS.get(outcome.verdict, UNDECIDED), outcome.seconds


def told(tool: str, formula: Formula) -> dict[str, Any]:
    """What a tool says of a formula: the word, the seconds, and what it has no words for."""
    try:
        if tool == "pycheck":
            word, seconds = by_pycheck(formula)
        elif tool in systems.ROADS:
            word, seconds = systems.asked(tool, formula)
        else:
            word, seconds = python_peers.asked(tool, formula)
    except CannotState as reason:
        return {"says": CANNOT, "lacks": str(reason), "seconds": 0.0}
    return {"says": word, "seconds": round(seconds, 2)}


def verdict(says: str, wrong: bool) -> str:
    """Right or wrong, beside what is known; or the word that is neither."""
    if says in (UNDECIDED, CANNOT):
        return says
    return "right" if (says == FALSE) is wrong else "wrong"


def summary(rows: Sequence[Mapping[str, Any]], tool: str) -> dict[str, Any]:
    """How often a tool is right, wrong, and neither, and its seconds."""
    verdicts = [verdict(row[tool]["says"], row["wrong"]) for row in rows]
    asked = [row[tool]["seconds"] for row in rows if row[tool]["says"] != CANNOT]
    return {
        **{word: verdicts.count(word) for word in ("right", "wrong", UNDECIDED, CANNOT)},
        "false formulas found": sum(r["wrong"] and r[tool]["says"] == FALSE for r in rows),
        "right formulas shown": sum(not r["wrong"] and r[tool]["says"] == SHOWN for r in rows),
        "median seconds": round(statistics.median(asked), 2),
        "longest seconds": max(asked),
    }


def tables(result: Mapping[str, Any]) -> str:
    """The tables of the docs."""
    rows, tools = result["formulas"], list(result["versions"])
    wrong = sum(row["wrong"] for row in rows)
    titles = [_TITLES.get(tool, tool) for tool in tools]
    versions = ", ".join(
        f"{title} {result['versions'][tool]}"
        for title, tool in zip(titles, tools, strict=True)
        if tool != "pycheck"
    )
    found = {tool: summary(rows, tool) for tool in tools}
    lines = [
        *textwrap.wrap(
            f"Of {len(rows)} formulas, {wrong} of them wrong ({versions}):",
            _WIDTH,
            break_on_hyphens=False,
        ),
        "",
        f"| | {' | '.join(titles)} |",
        "| --- |" + " --- |" * len(tools),
    ]
    for what in found[tools[0]]:
        cells = " | ".join(str(found[tool][what]) for tool in tools)
        lines.append(f"| {what} | {cells} |")
    lines += ["", "What is not right, formula by formula:", ""]
    lines += [
        f"| formula | it is | {' | '.join(titles)} |",
        "| --- | --- |" + " --- |" * len(tools),
    ]
    for row in rows:
        says = [row[tool]["says"] for tool in tools]
        verdicts = [verdict(said, row["wrong"]) for said in says]
        if set(verdicts) != {"right"}:
            cells = " | ".join(
                f"**{said}**" if is_ == "wrong" else said
                for said, is_ in zip(says, verdicts, strict=True)
            )
            known = "wrong" if row["wrong"] else "right"
            lines.append(f"| {row['id']}, {row['which']} | {known} | {cells} |")
    return "\n".join(lines) + "\n"


def merged(before: list[dict[str, Any]], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the columns of an earlier run that are not in them."""
    known = {(row["id"], row["which"]): row for row in before}
    return [{**known.get((row["id"], row["which"]), {}), **row} for row in rows]


def versions() -> dict[str, str]:
    """The tools that are here, with their versions."""
    python = {name: importlib.metadata.version(name) for name in ("sympy", "mpmath")}
    python = {"pycheck": __version__, **python}
    return python | {name: systems.version(name) for name in systems.installed()}


def main() -> None:
    """Ask every tool about every formula, print the table, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="some of the entries; then nothing is written")
    parser.add_argument(
        "--tools", nargs="+", help="some of the tools; the others stay as they were"
    )
    parser.add_argument("--jobs", type=int, default=1, help="how many formulas at once")
    given = parser.parse_args()
    here = versions()
    chosen = [tool for tool in here if not given.tools or tool in given.tools]
    for name in systems.ROADS.keys() - here.keys():
        print(f"{name} is not installed: its column is left out")
    asked = [
        (entry.id, which, wrong, read_formula(text, entry.where))
        for entry in read_file(FORMULAS)
        for which, text, wrong in entry.formulas()
        if not given.names or entry.id in given.names
    ]

    def row(one: tuple[str, str, bool, Formula]) -> dict[str, Any]:
        name, which, wrong, formula = one
        says = {tool: told(tool, formula) for tool in chosen}
        words = " ".join(f"{says[tool]['says']:12}" for tool in chosen)
        print(f"{name:32} {which:10} {'wrong' if wrong else 'right':6} {words}", flush=True)
        return {"id": name, "which": which, "wrong": wrong, **says}

    with ThreadPoolExecutor(given.jobs) as pool:
        rows = list(pool.map(row, asked))
    if given.tools and not given.names:
        rows = merged(json.loads(RESULTS.read_text(encoding="utf-8"))["formulas"], rows)
    shown = {tool: here[tool] for tool in here if all(tool in row for row in rows)}
    result = {"seconds": systems.SECONDS, "versions": shown, "formulas": rows}
    print(tables(result))
    if not given.names:
        write_atomically(RESULTS, json.dumps(result, indent=1, ensure_ascii=False) + "\n")
        head, _, _ = DOCS.read_text(encoding="utf-8").partition(MARK)
        write_atomically(DOCS, f"{head}{MARK}\n{tables(result)}")


if __name__ == "__main__":
    main()
