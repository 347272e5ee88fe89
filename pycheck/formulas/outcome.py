"""What is said of a formula, with the evidence for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pycheck.statements.status import Status

Verdict = Literal[Status, "derived", "differs from the code", "not read"]
"""What is said of a formula: the words of sampling, ``derived`` where sympy shows it, ``differs
from the code`` where a bound function gives other values, and ``not read`` for one of a file that
cannot be read."""

DIFFERS: Literal["differs from the code"] = "differs from the code"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on a formula, with the evidence for it.

    `samples` counts the distinct points at which it was evaluated. `holds_under` is a further
    condition under which a refuted formula survives. Numbers are strings, exact where they can be.
    `program` needs nothing but mpmath and finds the counterexample again; it is empty where none
    could be written. `unfinished` says that more time or memory could have said more.
    """

    formula: str
    where: tuple[str, ...]
    verdict: Verdict
    reason: str = ""
    holds_under: str = ""
    samples: int = 0
    values: Mapping[str, str] | None = None
    left: str = ""
    right: str = ""
    assumed_real: tuple[str, ...] = ()
    seconds: float = 0.0
    program: str = ""
    unfinished: bool = False

    @property
    def counterexample(self) -> dict[str, Any] | None:
        """The point at which the formula fails, with both sides."""
        if self.values is None:
            return None
        return {"values": dict(self.values), "left": self.left, "right": self.right}

    @property
    def told(self) -> str:
        """The verdict in a line, with the counterexample or the reason."""
        told = [self.verdict, self.reason]
        if self.values is not None and self.left:
            at = ", ".join(f"{name} = {value}" for name, value in self.values.items())
            told = [self.verdict, f"at {at}" if at else "", f"{self.left} against {self.right}"]
        elif self.verdict == "unrefuted":
            told = [f"unrefuted at {self.samples} samples"]
        return ": ".join(filter(None, told))
