"""What `pycheck lean verify` says of a verification: a table for people, JSON for programs."""

from collections import Counter
from typing import Any, get_args

from rich.table import Table

from pycheck.cli.screen import console
from pycheck.receipts import ReceiptBook, Verification, trust_sentence
from pycheck.receipts.verify import State

_STATES: tuple[State, ...] = get_args(State)


def as_json(book: ReceiptBook, verification: Verification) -> dict[str, Any]:
    """The interface that ``docs/receipts.md`` describes."""
    statuses = verification.statuses
    return {
        "schema": 1,
        "holds": verification.holds,
        "toolchain": book.toolchain,
        "mathlib": book.mathlib,
        "imports": book.imports,
        "trust": trust_sentence(book),
        "summary": _totals(verification),
        "problems": list(verification.problems),
        "receipts": [
            {
                "name": receipt.name,
                "module": receipt.module,
                "state": statuses[receipt.name].state,
                "reasons": list(statuses[receipt.name].reasons),
            }
            for receipt in book.receipts
        ],
    }


def print_report(book: ReceiptBook, verification: Verification) -> None:
    """A row a module, then every problem once, then the sums and what is trusted."""
    screen = console()

    def say(text: str) -> None:
        screen.print(text, soft_wrap=True, markup=False)

    screen.print(_modules(book, verification))
    for problem in verification.problems:
        say(f"problem: {problem}")
    for name, status in verification.statuses.items():
        if more := [reason for reason in status.reasons if reason not in verification.problems]:
            say(f"{status.state}: {name}: {'; '.join(more)}")
    say(", ".join(f"{n} {state}" for state, n in _totals(verification).items()))
    say(trust_sentence(book))


def _modules(book: ReceiptBook, verification: Verification) -> Table:
    modules: dict[str, Counter[str]] = {}
    for receipt in book.receipts:
        states = modules.setdefault(receipt.module, Counter())
        states[verification.statuses[receipt.name].state] += 1
    table = Table("module")
    for heading in ("receipts", *_STATES):
        table.add_column(heading, justify="right")
    for module, states in sorted(modules.items()):
        counts = (str(states[state] or "") for state in _STATES)
        table.add_row(book.short(module), str(states.total()), *counts)
    return table


def _totals(verification: Verification) -> dict[str, int]:
    totals = Counter(status.state for status in verification.statuses.values())
    return {state: totals[state] for state in _STATES}
