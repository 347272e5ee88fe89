r"""``pycheck scan`` on real texts: the relations in docstrings, and changes planted in them.

``python -m bench.texts`` scans the docstrings of packages (``docstrings``), plants changes in what
holds (``planted``), and writes ``bench/results/texts.json``, and the tables of
``docs/texts-bench.md`` where that page is there. ``document FILE.tex`` writes a document of a
thousand formulas from both.
"""

import argparse
import importlib.metadata
import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import platformdirs

from bench.planted import KINDS
from bench.planting import PLAN, alone, errata, plant
from bench.still import SAME
from pycheck.auditing.store import Store
from pycheck.files import write_atomically
from pycheck.texts.displayed import displayed
from pycheck.texts.judging import DECIDED, HOLDS, NOT_DECIDED, NOT_READ, Finding
from pycheck.texts.scan import Scanned, scan

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results" / "texts.json"
LOOKED_AT = Path(__file__).parent / "texts_refuted.toml"
DOCS = ROOT / "docs" / "texts-bench.md"
PACKAGES = ("mpmath", "numpy", "scipy", "sympy")
CHANGES = 500
_SAVE_EVERY, _LONG = 10, 20


# The docstrings of a package.


class Kept:
    """What formulas came to in earlier runs, apart from those to be judged again."""

    def __init__(self, again: Sequence[str]) -> None:
        folder = Path(platformdirs.user_cache_dir("pycheck")) / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        self.store = Store(folder, lambda: f"texts-{PLAN.n}-{PLAN.seed}")
        self._again = again

    def get(self, piece: object) -> Any:
        """The findings, or None."""
        found = self.store.get(piece)
        said = repr((piece, [(f.read, f.verdict, f.reason) for f in found or ()]))
        return None if any(word in said for word in self._again) else found

    def put(self, piece: object, outcome: object) -> None:
        """Keep findings."""
        self.store.put(piece, outcome)


def of_docstrings(package: str, kept: Kept, jobs: int) -> dict[str, Any]:
    """What a scan makes of a package: counts, what is refuted, what is open, and what holds.

    The formulas alone are judged, and not held to the code that they describe.
    """
    formulas, found = alone(package), list[Scanned]()
    for number, told in enumerate(scan(formulas, PLAN, kept=kept, jobs=jobs), 1):
        found += told
        for item in told:
            if item.finding.seconds > _LONG:
                print(item.formula.place, item.finding.told, item.finding.seconds, flush=True)
        if number % _SAVE_EVERY == 0:
            kept.store.save()
            print(f"{package}: {number} of {len(formulas)}", flush=True)
    kept.store.save()
    return {
        "package": package,
        "version": importlib.metadata.version(package),
        "formulas": len(formulas),
        **summary(found),
    }


def summary(found: Sequence[Scanned]) -> dict[str, Any]:
    """How many links there are of each kind, with those that are refuted and those that hold."""
    verdicts = Counter(item.finding.verdict for item in found)
    silent = [i.finding for i in found if i.finding.verdict == NOT_DECIDED]
    undeclared = sum("declared" in finding.reason for finding in silent)
    slowest = max((item.finding.seconds for item in found), default=0.0)
    return {
        "found": len(found),
        "read": len(found) - verdicts[NOT_READ],
        "definitions": len(silent) - undeclared,
        "undeclared": undeclared,
        "relations": len(found) - verdicts[NOT_READ] - len(silent),
        "decided": sum(verdicts[word] for word in DECIDED),
        "verdicts": dict(sorted(verdicts.items())),
        "seconds": round(sum(item.finding.seconds for item in found)),
        "longest": round(slowest),
        "refuted": [_told(item) for item in found if item.finding.verdict == "refuted"],
        "open": [_told(item) for item in found if _is_open(item.finding)],
        "holding": [_told(item) for item in found if item.finding.verdict in HOLDS],
    }


def _is_open(finding: Finding) -> bool:
    return finding.verdict not in (*DECIDED, NOT_DECIDED, NOT_READ)


def _told(item: Scanned) -> dict[str, Any]:
    row = item.as_json()
    kept = ("place", "link", "latex", "read", "verdict", "reason", "holds_under", "seconds")
    point = (row["counterexample"] or {}).get("values")
    told = item.finding.told if item.finding.verdict == "refuted" else ""
    return {**{key: row[key] for key in kept}, "values": point, "told": told}


# The tables.


def scanned_table(packages: Sequence[Mapping[str, Any]]) -> list[str]:
    """The table of what the scans found."""
    keys = ("formulas", "found", "read", "definitions", "undeclared", "relations")
    lines = [
        "| package | formulas | links | read | define | undeclared functions | relations "
        "| decided | refuted | seconds |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    numbers = [
        [*(p[key] for key in (*keys, "decided")), len(p["refuted"]), p["seconds"]] for p in packages
    ]
    for package, said in zip(packages, numbers, strict=True):
        name = f"{package['package']} {package['version']}"
        lines.append(f"| {name} | {' | '.join(map(str, said))} |")
    lines.append(f"| together | {' | '.join(str(sum(c)) for c in zip(*numbers, strict=True))} |")
    return lines


def changed_table(changes: Sequence[Mapping[str, Any]]) -> list[str]:
    """The table of what became of the changes, kind by kind."""
    lines = [
        "| kind | planted | value the same | left | refuted | share | holds elsewhere "
        "| no claim | undecided | not read |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for kind in (*KINDS, "all"):
        rows = [row for row in changes if kind in (row["kind"], "all")]
        left = [row for row in rows if not is_same(row)]
        said = Counter(outcome_of(row) for row in left)
        share = f"{100 * said['refuted'] / len(left):.0f} %" if left else "–"
        counts = [said[word] for word in ("holds", "no claim", "undecided", "not read")]
        cells = [len(rows), len(rows) - len(left), len(left), said["refuted"], share, *counts]
        lines.append(f"| {kind} | {' | '.join(map(str, cells))} |")
    return lines


def is_same(row: Mapping[str, Any]) -> bool:
    """Whether a change leaves the relation true, as sympy and mpmath have it."""
    return bool(row["value"] == SAME)


def outcome_of(row: Mapping[str, Any]) -> str:
    """What a scan makes of a change, in a word."""
    words = {"refuted": "refuted", NOT_DECIDED: "no claim", NOT_READ: "not read"}
    return "holds" if row["verdict"] in HOLDS else words.get(row["verdict"], "undecided")


def looked_at() -> dict[str, dict[str, Any]]:
    """What a person found of each refuted link, by its place and LaTeX without its lines."""
    entries = tomllib.loads(LOOKED_AT.read_text(encoding="utf-8"))["refuted"]
    return {name_of(entry): entry for entry in entries}


def name_of(row: Mapping[str, Any]) -> str:
    """A link by the object that it stands at, its source and its number."""
    return f"{row['place'].partition(':')[0]} {' '.join(row['latex'].split())} {row['link']}"


def refuted_table(packages: Sequence[Mapping[str, Any]]) -> list[str]:
    """The table of what is refuted, with what a person found of it."""
    entries = looked_at()
    rows = [(row, entries[name_of(row)]) for p in packages for row in p["refuted"]]
    lines = ["| where | as it was read | counterexample | error of |", "| --- | --- | --- | --- |"]
    for row, entry in rows:
        place = row["place"].partition(":")[0]
        read = "; ".join(row["read"]).replace("|", "\\|")
        said = row["told"].removeprefix("refuted: ").replace("|", "\\|")
        lines.append(f"| `{place}` | {read} | {said} | {entry['error']}: {entry['why']} |")
    return lines if rows else ["None is left."]


def planted_told(planted: Mapping[str, Any]) -> str:
    """What the planted changes come to, in a sentence."""
    left = [row for row in planted["changes"] if not is_same(row)]
    found = sum(outcome_of(row) == "refuted" for row in left)
    return (
        f"{found} of {len(left)} changes are refuted ({100 * found / len(left):.0f} %), and of the "
        f"{planted['unchanged']} unchanged links, with another seed, {len(planted['flagged'])}."
    )


def page(text: str, results: Mapping[str, Any]) -> str:
    """The page with the tables of the results in their places."""
    packages, planted = results["packages"], results["planted"]
    parts = {
        "docstrings": scanned_table(packages),
        "refuted": refuted_table(packages),
        "planted": [planted_told(planted), "", *changed_table(planted["changes"])],
    }
    for name, lines in parts.items():
        mark = f"<!-- {name} -->\n"
        before, _, after = text.partition(mark)
        rest = re.sub(r"\A\n(?:None is left\.\n|\d+ of \d+ changes .*\n\n?|\|.*\n)+", "", after)
        text = f"{before}{mark}\n{chr(10).join(lines)}\n{rest}"
    return text


# A document.


def document(path: Path, count: int, packages: Sequence[str] = PACKAGES) -> None:
    """Write a TeX document of formulas of the errata and of docstrings, by chance."""
    found = [f for key in ("printed_latex", "corrected_latex") for f in errata(key)]
    for package in packages:
        found += [f for f in alone(package) if not f.not_read]
    random.Random(0).shuffle(found)
    lines = [r"\documentclass{article}", r"\usepackage{amsmath}", r"\begin{document}"]
    for formula in found[:count]:
        lines += [f"% pycheck: where {r.text}" for r in formula.remarks if r.kind == "where"]
        aligned = r"\\" in formula.latex or "&" in formula.latex
        name = "align*" if aligned and r"\begin{align" not in formula.latex else "equation*"
        lines += [rf"\begin{{{name}}}", *formula.latex.splitlines(), rf"\end{{{name}}}", ""]
    write_atomically(path, "\n".join([*lines, r"\end{document}"]) + "\n")
    print(f"{path}: {sum(1 for _ in displayed(path))} formulas")


def main() -> None:
    """Scan, plant, write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("what", nargs="*", help="docstrings [PACKAGE]..., planted, document FILE")
    asked.add_argument("--count", type=int, default=CHANGES)
    asked.add_argument("--jobs", type=int, default=1)
    again = "judge again what was kept and has this in its source or verdict; all: ''"
    asked.add_argument("--again", action="append", default=[], help=again)
    given = asked.parse_args()
    what, names = (given.what or ["all"])[0], given.what[1:]
    if what == "document":
        document(Path(names[0]), given.count)
        return
    results: dict[str, Any] = {"packages": []}
    if RESULTS.is_file():
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
    if what in ("docstrings", "all"):
        for name in names or PACKAGES:
            others = [p for p in results["packages"] if p["package"] != name]
            results["packages"] = sorted(
                [*others, of_docstrings(name, Kept(given.again), given.jobs)],
                key=lambda p: p["package"],
            )
            _write(results)
    if what in ("planted", "all"):
        for found in plant(results["packages"], given.count):
            results["planted"] = found
            _write(results)
            print(f"{len(found['changes'])} changes", flush=True)
    print("\n".join(scanned_table(results["packages"])))
    if "planted" in results:
        print("\n".join(changed_table(results["planted"]["changes"])))
        if DOCS.is_file():
            write_atomically(DOCS, page(DOCS.read_text(encoding="utf-8"), results))


def _write(results: Mapping[str, Any]) -> None:
    told = {"schema": 1, "n": PLAN.n, "seconds": PLAN.seconds, **results}
    write_atomically(RESULTS, json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
