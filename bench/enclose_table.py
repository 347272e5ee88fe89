"""The tables of docs/enclosures.md, from ``bench/results/enclose.json``."""

from typing import Any

_VALUE = "value without text"


def speeds(record: dict[str, Any]) -> str:
    """A line a task: times of ours, and of the others as multiples of them."""
    before = {(r["task"], r["method"]): r for r in record["before"]}
    lines = [
        "| task | ball, before | ball | without text | others, as a multiple of the ball |",
        "|---|---|---|---|---|",
    ]
    for task in dict.fromkeys(row["task"] for row in record["peers"]):
        rows = {r["method"]: r for r in record["peers"] if r["task"] == task}
        value = rows.get(_VALUE)
        others = [
            _other(row, before.get((task, name)), value)
            for name, row in rows.items()
            if name not in ("ball", _VALUE)
        ]
        old = before.get((task, "ball"))
        cells = [_time(old), _time(rows["ball"]), _time(value), ", ".join(others)]
        lines.append(f"| {task} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _time(row: dict[str, Any] | None) -> str:
    return f"{_number(row['seconds'] * 1e3)} ms" if row else ""


def _other(row: dict[str, Any], before: dict[str, Any] | None, value: dict[str, Any] | None) -> str:
    told = f"{row['method']} {_number(row['times_ours'])}"
    if not row["method"].startswith("Arb") or value is None:
        return told
    bare = _number(row["times_ours"] / value["times_ours"])
    was = f"was {_number(before['times_ours'])}, " if before else ""
    return f"{told} ({was}without text {bare})"


def _number(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"


def long(record: dict[str, Any]) -> str:
    """A line a quantity at 10,000 digits."""
    lines = ["| 10,000 digits of | command | Arb's own function |", "|---|---|---|"]
    for row in record["ten_thousand_digits"]:
        arb = f"{row['arb_seconds']:.1f} s" if row["arb_seconds"] else ""
        lines.append(f"| {row['task']} | {row['seconds']:.1f} s | {arb} |")
    return "\n".join(lines)
