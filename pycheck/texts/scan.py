"""All displayed formulas of a text judged, side by side, and what a person or a program is told."""

import json
import re
import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pycheck.errors import InputError
from pycheck.files import read_text
from pycheck.formulas.worker import Worker
from pycheck.texts.displayed import Displayed
from pycheck.texts.judging import DECIDED, Finding, Plan, defined_by, judged_in_text

WRONG = ("refuted", "differs from the code", "conflict")
"""The verdicts that somebody has to look at."""
SUFFIXES = frozenset((".tex", ".ltx", ".md", ".markdown", ".rst", ".ipynb"))
"""The files of a folder that are texts."""
_AHEAD = 4


_Running = Future[list[Finding]]


class Kept(Protocol):
    """Where findings are kept from one scan to the next."""

    def get(self, piece: object) -> Any:
        """What a formula came to, or None."""

    def put(self, piece: object, outcome: object) -> None:
        """Keep it."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A link of a displayed formula with what was found; `link` is 0 where there is one alone."""

    formula: Displayed
    finding: Finding

    @property
    def is_wrong(self) -> bool:
        """Whether somebody has to look at it."""
        return self.finding.verdict in WRONG

    def as_json(self) -> dict[str, Any]:
        """The formula in the interface of ``pycheck scan --format json``."""
        formula, finding = self.formula, self.finding
        outcome = finding.outcome if self.is_wrong else None
        return {
            "place": formula.place,
            "label": formula.label,
            "link": finding.link,
            "latex": formula.latex,
            "read": list(finding.read),
            "verdict": finding.verdict,
            "reason": finding.reason,
            "holds_under": finding.holds_under,
            "counterexample": outcome.counterexample if outcome is not None else None,
            "seconds": finding.seconds,
        }


def scan(
    formulas: Iterable[Displayed], plan: Plan, *, jobs: int = 1, kept: Kept | None = None
) -> Iterator[list[Scanned]]:
    """The links of each formula with what is said of them, in the order of the text.

    `jobs` formulas are judged at the same time. What `kept` has is not judged again.
    """
    local, workers = threading.local(), []

    def work(formula: Displayed, defined: Mapping[str, str]) -> list[Finding]:
        if not hasattr(local, "worker"):
            local.worker = Worker()
            workers.append(local.worker)
        return judged_in_text(formula, defined, local.worker, plan)

    def ended(formula: Displayed, piece: object, found: _Running | list[Finding]) -> list[Scanned]:
        findings = found if isinstance(found, list) else found.result()
        if found is not findings and kept is not None and all(map(_is_finished, findings)):
            kept.put(piece, findings)
        return [Scanned(formula, finding) for finding in findings]

    with ThreadPoolExecutor(jobs) as pool:
        waiting: deque[tuple[Displayed, object, _Running | list[Finding]]] = deque()
        try:
            for formula, defined in with_definitions(formulas):
                piece = _piece(formula, defined)
                known = kept.get(piece) if kept is not None else None
                running = known if known is not None else pool.submit(work, formula, defined)
                waiting.append((formula, piece, running))
                if len(waiting) > _AHEAD * jobs:
                    yield ended(*waiting.popleft())
            while waiting:
                yield ended(*waiting.popleft())
        finally:
            for *_, running in waiting:
                if isinstance(running, Future):
                    running.cancel()
            for worker in workers:
                worker.stop()


def with_definitions(
    formulas: Iterable[Displayed],
) -> Iterator[tuple[Displayed, dict[str, str]]]:
    """Each formula with what the formulas before it in its file say that names are."""
    file, defined = "", dict[str, str]()
    for formula in formulas:
        if (here := formula.place.rpartition(":")[0]) != file:
            file, defined = here, {}
        yield formula, dict(defined)
        defined |= defined_by(formula)


def _is_finished(finding: Finding) -> bool:
    return finding.outcome is None or not finding.outcome.unfinished


def _piece(formula: Displayed, defined: Mapping[str, str]) -> tuple[object, ...]:
    """All that the verdict on a formula depends on; where it stands is not among that."""
    remarks = tuple((remark.kind, remark.text) for remark in formula.remarks)
    macros, known = tuple(sorted(formula.macros.items())), tuple(sorted(defined.items()))
    return formula.latex, macros, remarks, formula.not_read, formula.owner, known


def summary(found: Sequence[Scanned]) -> dict[str, int]:
    """How many formulas there are, were read, were decided and were refuted."""
    verdicts = Counter(item.finding.verdict for item in found)
    return {
        "found": len(found),
        "read": len(found) - sum(not item.finding.read for item in found),
        "decided": sum(verdicts[word] for word in DECIDED),
        "refuted": verdicts["refuted"],
    }


def document(found: Sequence[Scanned]) -> dict[str, Any]:
    """The interface of ``pycheck scan --format json``."""
    rows = [item.as_json() for item in found]
    return {"schema": 1, "kind": "scan", "summary": summary(found), "formulas": rows}


def baseline(path: Path) -> Counter[tuple[str, ...]]:
    """What an earlier scan found wrong. Raises `InputError` where the file holds none."""
    try:
        data = json.loads(read_text(path, "the earlier scan"))
        if data["kind"] == "scan":
            return Counter(_known(row) for row in data["formulas"] if row["verdict"] in WRONG)
        raise ValueError
    except (ValueError, TypeError, KeyError) as error:
        told = f"{path} is no result of `pycheck scan --format json`; write one with that command"
        raise InputError(told) from error


def new(found: Sequence[Scanned], known: Counter[tuple[str, ...]]) -> list[Scanned]:
    """What is wrong and was not in an earlier scan, wherever its line is now."""
    left = Counter(known)
    fresh = []
    for item in found:
        if not item.is_wrong:
            continue
        key = _known(item.as_json())
        if left[key]:
            left[key] -= 1
        else:
            fresh.append(item)
    return fresh


def _known(row: Mapping[str, Any]) -> tuple[str, ...]:
    place = re.sub(r":\d+$", "", str(row["place"]))
    return place, " ".join(str(row["latex"]).split()), str(row["link"]), str(row["verdict"])


def annotation(item: Scanned) -> str:
    """A line that GitHub shows beside the formula."""
    file, _, line = item.formula.place.rpartition(":")
    place = f"file={_escaped(file)},line={line}" if line.isdigit() else ""
    said = f"{'; '.join(item.finding.read)}: {item.finding.told}"
    return f"::error {place}::{said.replace('%', '%25').replace(chr(10), '%0A')}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


def reasons(found: Sequence[Scanned]) -> dict[str, Counter[str]]:
    """What is not decided, by verdict and by reason without what is particular to a formula."""
    told: dict[str, Counter[str]] = {}
    for item in found:
        if item.finding.verdict not in DECIDED:
            word, reason = item.finding.verdict, item.finding.reason
            short = re.sub(r", at the caret in: .*| *:.*", "", reason, flags=re.DOTALL)
            told.setdefault(word, Counter())[short] += 1
    return told
