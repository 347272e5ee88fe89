"""Published slips: what the sampler, z3 and cvc5 make of the wrong and the corrected statements.

``python -m bench.misformalized`` prints the table and writes it. The solvers are optional; a
column of one that is not installed is left out. Both get the same text, `smt.script`, and ten
seconds for each question. A statement that the text cannot say counts as such for both of them.
"""

import argparse
import importlib
import importlib.metadata
import importlib.util
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.smt import CannotState, Script, script
from pycheck.files import write_atomically
from pycheck.statements.reports import examine_tree
from pycheck.statements.sampling.runs import Plan
from tests.statements.pairs import FACTS, PAIRS
from tests.statements.trees import machine

RESULTS = Path(__file__).parent / "results" / "misformalized.json"
SECONDS = 10


def with_z3(text: str) -> str:
    """``sat``, ``unsat`` or ``unknown`` by z3."""
    z3: Any = importlib.import_module("z3")
    solver = z3.Solver()
    solver.set("timeout", SECONDS * 1000)
    solver.from_string(text)
    return str(solver.check())


def with_cvc5(text: str) -> str:
    """``sat``, ``unsat`` or ``unknown`` by cvc5."""
    cvc5: Any = importlib.import_module("cvc5")
    solver = cvc5.Solver()
    for option in ("nl-cov", "fmf-fun"):
        solver.setOption(option, "true")
    solver.setOption("tlimit-per", str(SECONDS * 1000))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "statement")
    answer = "unknown"
    while not (command := parser.nextCommand()).isNull():
        said = str(command.invoke(solver, parser.getSymbolManager())).strip()
        answer = said if said in ("sat", "unsat") else answer
    return answer


SOLVERS: dict[str, Callable[[str], str]] = {"z3": with_z3, "cvc5": with_cvc5}


def ask(solver: str, text: str) -> str:
    """The answer of a solver in a process of its own, which may be stopped."""
    command = [sys.executable, "-m", "bench.misformalized", "--ask", solver]
    try:
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, timeout=SECONDS + 5, check=False
        )
    except subprocess.TimeoutExpired:
        return "unknown"
    return done.stdout.strip() or "unknown (failed)"


def solved(solver: str, asked: Script) -> str:
    """What a solver says of a statement."""
    answer = ask(solver, asked.negation())
    if answer == "sat":
        return "refuted"
    if answer != "unsat":
        return "unknown"
    if asked.premises and ask(solver, asked.hypotheses()) == "unsat":
        return "vacuous"
    return "proved"


def told(name: str, side: str, solvers: list[str]) -> dict[str, Any]:
    """The words of every tool for one statement."""
    node = getattr(PAIRS[name], side).node
    start = time.perf_counter()
    report = examine_tree(machine(), name, node, Plan(20, 0, 128))
    row: dict[str, Any] = {"pycheck": report.status, "seconds": time.perf_counter() - start}
    try:
        asked = script(node, machine())
    except CannotState as reason:
        return {**row, **dict.fromkeys(solvers, "cannot state"), "lacks": str(reason)}
    return {**row, **{solver: solved(solver, asked) for solver in solvers}}


def main() -> None:
    """Ask every tool about every pair, print the table, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="some of the pairs")
    parser.add_argument("--ask", choices=SOLVERS, help="answer the text on the standard input")
    given = parser.parse_args()
    if given.ask:
        print(SOLVERS[given.ask](sys.stdin.read()))
        return
    wanted = given.names or list(PAIRS)
    solvers = [solver for solver in SOLVERS if importlib.util.find_spec(solver)]
    rows = []
    for name in wanted:
        row = {side: told(name, side, solvers) for side in ("before", "after")}
        rows.append(
            {"pair": name, "kind": FACTS[name]["kind"], "known": FACTS[name]["before"], **row}
        )
        said = [f"{row[side][t]:16}" for t in ("pycheck", *solvers) for side in ("before", "after")]
        print(f"{name:20} {FACTS[name]['before']:8}", *said, flush=True)
    counts = {
        tool: {
            side: Counter(r[side][tool].split(" (")[0] for r in rows)
            for side in ("before", "after")
        }
        for tool in ("pycheck", *solvers)
    }
    print(json.dumps(counts, indent=1))
    if len(wanted) == len(PAIRS):
        versions = {s: importlib.metadata.version({"z3": "z3-solver"}.get(s, s)) for s in solvers}
        result = {"seconds": SECONDS, "versions": versions, "counts": counts, "pairs": rows}
        write_atomically(RESULTS, json.dumps(result, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
