"""Ten thousand digits, each in a process of its own, beside Arb's own function and bare imports."""

import resource
import subprocess
import sys
from dataclasses import dataclass

DIGITS = 10_000
_AT = "--gamma {} --context 1e12"


@dataclass(frozen=True, slots=True)
class Long:
    """CPU seconds of the command, and of Arb's own function where it has one. 0 stands for none."""

    task: str
    seconds: float
    arb_seconds: float


_TASKS: tuple[tuple[str, str, str], ...] = (
    ("Z, gamma = 1", "z " + _AT.format("1"), "a.digamma(10**12)"),
    ("Z, gamma = 1.3", "z " + _AT.format("1.3"), "a.hurwitz('1.3', 10**12)"),
    ("Z, gamma = 0.7", "z " + _AT.format("0.7"), "a.hurwitz('0.7', 10**12)"),
    ("C_V, gamma = 1", "cv " + _AT.format("1"), "a.zeta_series('1', 10**12)"),
    ("C_V, gamma = 0.7", "cv " + _AT.format("0.7"), "a.zeta_series('0.7', 10**12)"),
    ("C_V, gamma = 1 + 10^-12", "cv " + _AT.format("1.000000000001"), ""),
    ("entropy, gamma = 0.7", "entropy " + _AT.format("0.7"), ""),
    ("moment of order 8, gamma = 0.7", "moment --order 8 " + _AT.format("0.7"), ""),
    ("share within 1000, gamma = 0.7", "share --distance 1000 " + _AT.format("0.7"), ""),
    ("C_V less its limit, gamma = 0.7", "cv-limit-excess " + _AT.format("0.7"), ""),
    ("back moment of order 2", "back-moment --order 2 " + _AT.format("0.7"), ""),
    ("C_V / log(N)^2", "cv-ratio --context 1e12", ""),
    ("Li_1.5(0.5)", "polylog --gamma 1.5 --z 0.5", "a.polylog('1.5', '0.5')"),
    ("Li_1.5(0.999)", "polylog --gamma 1.5 --z 0.999", "a.polylog('1.5', '0.999')"),
    ("normalization, z = 0.5", "normalization --z 0.5 " + _AT.format("1.5"), ""),
    ("window of 0.9, gamma = 0.7", "window --share 0.9 " + _AT.format("0.7"), ""),
    ("smallest context within 5e-6", "smallest-context --within 5e-6", ""),
)


def cpu_seconds(*arguments: str) -> float:
    """User and system time of a Python process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ten_thousand_digits() -> list[Long]:
    """Every task once."""
    rows = []
    for task, command, function in _TASKS:
        ours = cpu_seconds("-m", "pycheck", "enclose", *command.split(), f"--digits={DIGITS}")
        program = f"import bench.enclose_arb as a; a.digits_of(lambda: {function}, {DIGITS}, 3)()"
        rows.append(Long(task, ours, cpu_seconds("-c", program) if function else 0.0))
    return rows


def start() -> dict[str, float]:
    """The command at 50 digits, and what its imports and Python cost alone: the least of five."""
    programs = {
        "command": ("-m", "pycheck", "enclose", "cv", "--gamma=1", "--context=1e12", "--digits=50"),
        "imports_of_click_and_flint": ("-c", "import click, flint, json, decimal, fractions"),
        "python": ("-c", "pass"),
    }
    return {name: min(cpu_seconds(*p) for _ in range(5)) for name, p in programs.items()}
