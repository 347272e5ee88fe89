"""Sample the whole library: no theorem may come out false, and mutants should.

Run ``python -m bench.statements samples`` (10 000 samples and their throughput) and
``python -m bench.statements mutants`` (how many mutants sampling kills); the results are saved in
``bench/results``. A surviving mutant counts as equivalent where the run itself shows it, or where
``bench/statements_equivalent.toml`` gives the reason why it is as true as the original. ``tree``
times one statement, evaluated from its tree, beside the same sums written by hand with mpmath.
"""

import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flint import ctx, fmpq
from mpmath import mp

from pycheck.files import write_atomically
from pycheck.project import included_project
from pycheck.receipts import load_receipts
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.reports import TheoremReport, examine
from pycheck.statements.sampling.runs import Plan

HERE = Path(__file__).parent
TOTAL = 10_000
SEED = 20240501
PRECISION = 128
_FISHER = "AttentionDecay.fisher_eq_heatCapacity_div_sq"


def samples() -> dict[str, Any]:
    """At least `TOTAL` samples, spread evenly over the statements with variables."""
    machine = Machine(
        Library(load_receipts(included_project().proofs, included_project().namespace))
    )
    theorems = machine.library.theorems
    closed = {n for n in theorems if examine(machine, n, Plan(2, SEED, PRECISION)).samples == 1}
    # Some statements have fewer different samples than that, so the others get a few more.
    each = 11 * TOTAL // (10 * (len(theorems) - len(closed)))
    reports, seconds = [], {}
    started, processor = time.perf_counter(), time.process_time()
    for name in theorems:
        before = time.perf_counter()
        reports.append(examine(machine, name, Plan(each, SEED, PRECISION)))
        seconds[name] = round(time.perf_counter() - before, 3)
        print(f"{reports[-1].samples:4} {seconds[name]:7.2f} s  {name}", file=sys.stderr)
    elapsed = time.perf_counter() - started
    total = sum(r.samples for r in reports)
    return {
        "samples": total,
        "seconds": round(elapsed, 1),
        "samples_per_second": round(total / elapsed, 1),
        "samples_per_processor_second": round(total / (time.process_time() - processor), 1),
        "seed": SEED,
        "theorems": len(reports),
        "statuses": dict(Counter(r.status for r in reports)),
        "refuted": [r.name for r in reports if r.counterexample],
        "not_evaluable": {r.name: r.reason for r in reports if r.status == "not evaluable"},
        "partly_undecided": {r.name: r.reason for r in reports if "undecided" in r.reason},
        "slowest": dict(sorted(seconds.items(), key=lambda item: -item[1])[:10]),
    }


def tree() -> dict[str, Any]:
    """Milliseconds of one evaluation of Fisher's statement at 128 bits, beside mpmath at 40 digits.

    The tree derives every probability and the mean energy; mpmath sums the closed form of a side.
    """
    machine = Machine(
        Library(load_receipts(included_project().proofs, included_project().namespace))
    )
    taken = take_apart(_FISHER, machine.library.statement(_FISHER), machine)
    conclusion = machine.compile(taken.conclusion)

    def ours(length: int) -> None:
        machine.forget()
        with ctx.workprec(PRECISION):
            assert conclusion((length, fmpq(13, 10), None, None)).value

    rows: dict[str, dict[str, float]] = {}
    for length in (8, 16, 32, 64, 96, 1000):
        own, peer = _milliseconds((ours, _by_hand), length)
        rows[str(length)] = {"tree": own, "mpmath": peer, "mpmath / tree": round(peer / own, 2)}
    return {"statement": _FISHER, "milliseconds": rows}


def table(result: dict[str, Any]) -> str:
    """The result of `tree` as the table of docs/statements.md."""
    lines = ["| terms | tree, ms | mpmath, ms | mpmath / tree |", "| --- | --- | --- | --- |"]
    for length, row in result["milliseconds"].items():
        lines.append(f"| {length} | {row['tree']} | {row['mpmath']} | {row['mpmath / tree']} |")
    return "\n".join(lines)


def _by_hand(length: int) -> None:
    with mp.workdps(40):
        distances = [mp.mpf(d) for d in range(1, length + 1)]
        logs, weights = [mp.log(d) for d in distances], [d ** mp.mpf("-1.3") for d in distances]
        mean = mp.fsum(w * x for w, x in zip(weights, logs, strict=True)) / mp.fsum(weights)
        mp.fsum(w * (x - mean) ** 2 for w, x in zip(weights, logs, strict=True)) / mp.fsum(weights)


def _milliseconds(
    functions: Sequence[Callable[[int], None]], length: int, rounds: int = 200
) -> list[float]:
    """The least processor time of each function, called in turn: others may use the machine too."""
    least = [float("inf")] * len(functions)
    for _ in range(rounds):
        for place, function in enumerate(functions):
            start = time.process_time()
            function(length)
            least[place] = min(least[place], time.process_time() - start)
    return [round(1000 * seconds, 3) for seconds in least]


def mutants(count: int = 70) -> dict[str, Any]:
    """The mutation score of every theorem, each mutant with at most `count` samples."""
    machine = Machine(
        Library(load_receipts(included_project().proofs, included_project().namespace))
    )
    reasons = _written_reasons()
    plan = Plan(count, SEED, PRECISION)
    rows = []
    for name in machine.library.theorems:
        report = examine(machine, name, plan, mutate=True)
        rows.append(_row(report, reasons))
        print(f"{rows[-1]['killed']:3} of {rows[-1]['made']:3}  {name}", file=sys.stderr)
    stale = {f"{theorem}: {change}" for theorem, change in reasons} - {
        f"{row['name']}: {s['change']}" for row in rows for s in row["equivalent"]
    }
    decided = [row for row in rows if row["status"] == "unrefuted" and not row["so_far"]]
    return {
        "samples_per_mutant": count,
        "seed": SEED,
        "decided": _total(decided),
        "evidence_only": _total([row for row in rows if row["so_far"]]),
        "reasons_without_a_survivor": sorted(stale),
        "theorems": rows,
    }


def _written_reasons() -> dict[tuple[str, str], str]:
    document = tomllib.loads((HERE / "statements_equivalent.toml").read_text(encoding="utf-8"))
    return {
        (f"AttentionDecay.{theorem}", change): entry["reason"]
        for entry in document["mutant"]
        for theorem in entry["theorems"]
        for change in entry["changes"]
    }


def _row(report: TheoremReport, reasons: dict[tuple[str, str], str]) -> dict[str, Any]:
    score = report.mutants
    assert score is not None
    equivalent, survivors = [], []
    for s in score.survivors:
        reason = s.shown_equivalent or reasons.get((report.name, s.change))
        if reason:
            equivalent.append({"change": s.change, "reason": reason})
        else:
            survivors.append({"change": s.change, "remark": s.remark})
    return {
        "name": report.name,
        "status": report.status,
        "so_far": report.so_far,
        "made": score.made,
        "killed": score.killed,
        "equivalent": equivalent,
        "survivors": survivors,
    }


def _total(rows: list[dict[str, Any]]) -> dict[str, Any]:
    made = sum(row["made"] for row in rows)
    killed = sum(row["killed"] for row in rows)
    equivalent = sum(len(row["equivalent"]) for row in rows)
    return {
        "theorems": len(rows),
        "made": made,
        "killed": killed,
        "equivalent": equivalent,
        "survivors": made - killed - equivalent,
        "score": round(killed / (made - equivalent), 4),
    }


def main(names: Sequence[str] = ("samples", "mutants")) -> None:
    """Run the parts and save the results of each."""
    parts = {"samples": samples, "mutants": mutants, "tree": tree}
    if unknown := set(names) - parts.keys():
        sys.exit(f"no part {', '.join(sorted(unknown))}; the parts are {', '.join(parts)}")
    for name in names:
        result = parts[name]()
        path = HERE / "results" / f"statements_{name}.json"
        write_atomically(path, json.dumps(result, ensure_ascii=False, indent=1) + "\n")
        print(json.dumps({k: v for k, v in result.items() if k != "theorems"}, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:] or ("samples", "mutants"))
