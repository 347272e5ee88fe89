"""What whole commands cost, before and after: ``python -m bench.commands --before CHECKOUT``.

CHECKOUT is a working tree of an earlier commit (``git worktree add --detach ../before 9337c29``).
Both sides run in this environment, in turns; where the earlier one needs libraries that are no
longer among the requirements, they have to be installed. What is compared is processor time, of a
command and of all its processes, and the memory of the largest of them.

So that both sides do the same work, the later one audits the claims of the earlier ledger with the
checks, theorems and errata that it named there, and as that commit did it: samples are drawn and
evaluated, and that is all (``--drawn-only``). Rows of their own show what came since: first what is
done beside the drawn samples, a second road and small cases, then the claims and checks too.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pycheck.files import write_atomically
from pycheck.project import included_project

RESULTS = Path(__file__).parent / "results" / "commands.json"
HERE = Path(__file__).parent.parent
_RUN = "from pycheck.cli.main import run; run()"
# As where it is installed: modules are compiled once, whatever this environment says.
_ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
_EVIDENCE = ("lean", "refuted_by", "derivations", "enclosures")
_SINCE = ("part", "errata")
_FIGURE = re.compile(r"\{\w+:[^{}]+\}")
"""A figure that an erratum's text takes from evidence, which the earlier ledger did not have."""
_CV = ("enclose", "cv", "--gamma", "1", "--context")
COMMANDS: dict[str, tuple[str, ...]] = {
    "--help": ("--help",),
    "show, prose": ("show", "ch02.the-space"),
    "show, a claim": ("show", "ch22.fisher"),
    "measure": ("measure", "data/profiles"),
    "doctor": ("doctor",),
    "lean verify": ("lean", "verify"),
    "enclose, 50 digits": (*_CV, "1e12", "--digits", "50"),
    "enclose, 50 digits at 10^100000": (*_CV, "1e100000", "--digits", "50"),
    "enclose, 1000 digits": (*_CV, "1e12", "--digits", "1000"),
    "errata": ("errata", "--jobs", "2"),
    "audit": ("audit", "--jobs", "2"),
    "audit, one process": ("audit", "--jobs", "1"),
}
LIMITS: dict[str, str] = {
    "--help": "click",
    "doctor": "click, rich, pydantic",
    "lean verify": "click, rich, pydantic",
    "show": "click, rich, pydantic",
    "measure": "click, rich, pydantic, numpy, scipy.special",
    "enclose": "click, flint",
    "audit": "click, rich, pydantic, numpy, scipy.special, flint, sympy, hypothesis",
    "errata": "click, rich, pydantic, numpy, scipy.special, flint, sympy, hypothesis",
}
"""What a command cannot do without: importing it is what it costs at the very least."""
_AS_THEN = ("--drawn-only",)
_OF_LEDGER = ("show, prose", "show, a claim", "errata", "audit", "audit, one process")
_SHOWN_SINCE = ("show, a claim", "audit")


@dataclass(frozen=True, slots=True)
class Row:
    """Medians of some runs: processor seconds and MiB, before and after, and their ratio.

    `least` is what the imports alone cost that the command needs.
    """

    command: str
    least: float
    seconds_before: float | None
    seconds: float
    ratio: float | None
    memory_before: float | None
    memory: float


def cost(checkout: Path, arguments: tuple[str, ...]) -> tuple[float, float]:
    """Processor seconds and the MiB of the largest process of one command in a checkout."""
    return _run(checkout, [_RUN, *arguments])


def imports(libraries: str) -> float:
    """Processor seconds of importing libraries, in a process of its own."""
    return min(_run(HERE, [f"import {libraries}"])[0] for _ in range(3))


def _run(checkout: Path, arguments: list[str]) -> tuple[float, float]:
    process = subprocess.Popen(
        [sys.executable, "-c", *arguments],
        cwd=checkout,
        env={**_ENVIRONMENT, "PYTHONPATH": str(checkout)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    told = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    code = process.returncode = os.waitstatus_to_exitcode(status)
    if code not in (0, 1) or told.startswith("Traceback"):
        raise SystemExit(f"{checkout}: {' '.join(arguments)}: exit {code}: {told[-300:]}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def same_work(before: Path, folder: Path) -> Path:
    """The ledger of this checkout with the claims and the evidence of the earlier one."""
    then = {c["id"]: c for c in _claims(before / "pycheck" / "ledger" / "claims")}
    for path in sorted(included_project().claims.glob("*.toml")):
        document = tomllib.loads(path.read_text())
        document.pop("definition", None)
        document["claim"] = [
            _as_before(claim, then[claim["id"]])
            for claim in document.get("claim", [])
            if claim["id"] in then
        ]
        (folder / path.name).write_text("".join(_toml(document)))
    return folder


def _claims(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.toml")):
        yield from tomllib.loads(path.read_text()).get("claim", [])


def _as_before(claim: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in claim.items() if key not in (*_EVIDENCE, *_SINCE)}
    if claim["kind"] != "prose":
        kept |= {key: then[key] for key in _EVIDENCE if key in then}
    numbers = {erratum["id"] for erratum in then.get("errata", ())}
    errata = [
        {
            k: _FIGURE.sub("?", v) if isinstance(v, str) else v
            for k, v in erratum.items()
            if not k.endswith("_formulas")
        }
        for erratum in claim.get("errata", ())
        if erratum["id"] in numbers
    ]
    return {**kept, "errata": errata} if errata else kept


def _toml(document: dict[str, Any]) -> Iterator[str]:
    for table, entries in document.items():
        for entry in entries:
            yield f"[[{table}]]\n"
            yield from (f"{key} = {_value(value)}\n" for key, value in entry.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(k)} = {_value(v)}' for k, v in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False)


def compare(before: Path, repeats: int, only: Collection[str] = ()) -> Iterator[Row]:
    """A row a command, or those of `only`; the runs of both sides take turns."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = ("--ledger", str(same_work(before, Path(folder))))
        for name, arguments in COMMANDS.items():
            if only and name not in only:
                continue
            ours = (*arguments, *((*ledger, *_AS_THEN) if name in _OF_LEDGER else ()))
            pairs = [(cost(before, arguments), cost(HERE, ours)) for _ in range(repeats)]
            then, now = (_medians([pair[side] for pair in pairs]) for side in (0, 1))
            least = imports(_limit(name))
            yield Row(name, least, then[0], now[0], now[0] / then[0], then[1], now[1])
        for name in _SHOWN_SINCE:  # once: they are compared with nothing
            for told, since in (("all of their samples", ledger), ("what came since", ())):
                row = f"{name}, with {told}"
                if not only or row in only:
                    seconds, memory = cost(HERE, (*COMMANDS[name], *since))
                    yield Row(row, imports(_limit(name)), None, seconds, None, None, memory)


def _limit(name: str) -> str:
    return LIMITS.get(name) or LIMITS[name.partition(",")[0]]


def table(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The table of docs/commands.md."""
    heads = ("command", "imports, s", "before, s", "after, s", "ratio", "before, MiB", "after, MiB")
    lines = [f"| {' | '.join(heads)} |", "| --- " * len(heads) + "|"]
    for row in rows:
        seconds = (row["least"], row["seconds_before"], row["seconds"], row["ratio"])
        told = ["" if cell is None else f"{cell:.2f}" for cell in seconds]
        memory = (row["memory_before"], row["memory"])
        told += ["" if m is None else f"{m:.0f}" for m in memory]
        lines.append(f"| {' | '.join((row['command'], *told))} |")
    return lines


def _medians(runs: list[tuple[float, float]]) -> tuple[float, float]:
    seconds, memory = zip(*runs, strict=True)
    return statistics.median(seconds), statistics.median(memory)


def main() -> None:
    """Compare, print the table, and save the numbers."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--before", type=Path, required=True, metavar="CHECKOUT")
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--only", action="append", default=[], metavar="ROW", help="Keep others.")
    asked = options.parse_args()
    found = compare(asked.before.resolve(), asked.repeats, asked.only)
    known = json.loads(RESULTS.read_text(encoding="utf-8"))["rows"] if asked.only else []
    rows = {row["command"]: row for row in known}
    rows |= {row.command: {"repeats": asked.repeats, **asdict(row)} for row in found}
    print("\n".join(table(rows.values())))
    write_atomically(RESULTS, json.dumps({"rows": list(rows.values())}, indent=1) + "\n")


if __name__ == "__main__":
    main()
