r"""The formulas of a docstring held against the code that it describes.

In the docstring of a distribution ``f(x, a) = ...`` is its density and ``F`` its distribution
function; elsewhere a function is meant where its own name stands before the brackets. Arguments
that are not printed are known by the names of the distribution's shapes. What is left open is not
held against anything.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from pycheck.errors import InputError
from pycheck.formulas.calling import Bound, Inside
from pycheck.formulas.characters import plain
from pycheck.formulas.names import NAMES
from pycheck.formulas.outcome import DIFFERS, Outcome
from pycheck.formulas.syntax import expression, split
from pycheck.formulas.tied import called, declared
from pycheck.formulas.worker import Worker
from pycheck.texts.displayed import Displayed
from pycheck.texts.domains import (
    NATURAL,
    PROBABILITY,
    REAL,
    Assignment,
    assignments,
    by_custom,
    letters_of,
    names_in,
)

if TYPE_CHECKING:
    from pycheck.texts.judging import Plan

_CALL = re.compile(r"(?<![\\A-Za-z])(?P<name>[A-Za-z_]\w+)(?=\s*(?:\\left\s*)?\()")
OPEN = "a letter in it is no argument of the code"
_POINTS = 4
"""So many times the samples are looked for: many lie outside of what the code takes."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation of the language with the arguments of the code, and the function it is about."""

    text: str
    bound: Bound
    declared: str
    """The name as an unknown function."""
    kind: Literal["function", "continuous", "discrete"] = "function"


@dataclass(frozen=True, slots=True)
class Described:
    """What a docstring describes: a function by its name, or a distribution by its letters."""

    functions: Mapping[str, Bound]
    known: Mapping[str, Any]
    """As `Calls.described` has it."""

    @property
    def declared(self) -> tuple[str, ...]:
        """The names of functions as conditions."""
        return tuple(f"{name}(x) smooth" for name in self.functions)

    @property
    def kind(self) -> Literal["function", "continuous", "discrete"]:
        """A function, or a distribution of which kind."""
        methods = self.known["methods"]
        return "discrete" if "pmf" in methods else "continuous" if methods else "function"

    def latex(self, latex: str) -> str:
        """The formula with the function's name in one piece where it is printed as letters."""
        return _CALL.sub(
            lambda m: rf"\mathrm{{{m['name']}}}" if m["name"] in self.functions else m[0], latex
        )

    def tied(self, link: str) -> Tie | None:
        """A relation as a tie, if it is one."""
        for name, bound in self.functions.items():
            try:
                arguments, own, _ = called(link, name)
            except InputError:
                continue
            full = self._arguments(arguments, own)
            if full is not None:
                text = f"{name}({', '.join(full)}) = {own}"
                return Tie(text, bound, declared(text, name), self.kind)
        return None

    def _arguments(self, printed: Sequence[str], own: str) -> list[str] | None:
        """What the function is called with; None where that is open."""
        names = {name for text in printed for name in names_in(expression(text).node)}
        free = names_in(expression(own).node)
        if self.known["methods"]:
            shapes = [plain(shape.rstrip("_")).text for shape in self.known["shapes"]]
            first, *others = printed
            if sorted(others) == sorted(shapes) or (not others and set(shapes) <= free):
                full = [first, *shapes]
            elif len(others) == len(shapes):
                full = list(printed)
            else:
                return None
        elif (counts := self.known["counts"]) and counts[0] <= len(printed) <= counts[1]:
            full = list(printed)
        else:
            return None
        known = names | {name for text in full for name in names_in(expression(text).node)}
        return full if free <= known | NAMES else None


def _begins(latex: str, name: str) -> bool:
    """Whether a formula begins with a call of this name."""
    return bool(re.match(rf"(?:\s|&)*(?:\\(?:mathrm|operatorname|text)\s*\{{)?{name}\}}?\s*"
                         r"(?:\\left\s*)?\(", latex))  # fmt: skip


def described(formula: Displayed, worker: Worker) -> Described | None:
    """What the docstring of a formula describes, if it is code that can be called."""
    parts = formula.owner.split(".")
    for place in range(len(parts) - 1, 0, -1):
        target = f"{'.'.join(parts[:place])}:{'.'.join(parts[place:])}"
        known = worker.calls.described(target)
        if "error" not in known:
            break
    else:
        return None
    if methods := known["methods"]:
        inside: Inside = "closed" if "pmf" in methods else "open"
        letters = {"f": "pdf", "p": "pmf", "F": "cdf"} | ({"f": "pmf"} if "pmf" in methods else {})
        functions = {
            letter: Bound(letter, f"{target}.{method}", method != "cdf", inside=inside)
            for letter, method in letters.items()
            if method in methods and _begins(formula.latex, letter)
        }
    elif known["plain"] and _begins(formula.latex, parts[-1]):
        functions = {parts[-1]: Bound(parts[-1], target)}
    else:
        functions = {}
    return Described(functions, known) if functions else None


def held(
    tie: Tie, where: Sequence[str], assumed: Sequence[str], worker: Worker, plan: "Plan"
) -> tuple[Outcome, tuple[str, ...]]:
    """What a function says of a relation, and the domain of its letters where it agrees.

    It differs where it does in every natural reading of the letters. Raises `InputError` where
    the relation is none of numbers.
    """
    arguments, own, _ = called(tie.text, tie.bound.name)
    if tie.kind == "discrete" and arguments[0].isidentifier():
        where = (*where, f"{arguments[0]} integer")
    letters = letters_of(split(" = ".join((own, *arguments))), where, assumed)
    differing: list[Outcome] = []
    silent: Outcome | None = None
    for turn, assignment in enumerate(assignments(letters)):
        known = any(assignment.has(found.values or {}) for found in differing)
        if known or not _is_natural(assignment, tie, arguments[0]):
            continue
        outcome = worker.check(
            tie.text, (*where, *assignment.where), n=_POINTS * plan.n, seed=plan.seed,
            seconds=plan.seconds, bound=tie.bound,
        )  # fmt: skip
        if outcome.verdict == "unrefuted":
            return outcome, assignment.where if turn or letters.whole else ()
        if outcome.verdict == DIFFERS:
            differing.append(outcome)
        elif silent is None or outcome.samples or outcome.unfinished:
            silent = outcome
        if outcome.unfinished:
            break
    if silent is not None and (silent.samples or silent.unfinished or not differing):
        return replace(silent, verdict="undecided"), ()
    return differing[0], ()


def _is_natural(assignment: Assignment, tie: Tie, first: str) -> bool:
    """Whether letters of a distribution may have these domains.

    A continuous one is not of whole numbers, and no probability is one: at the ends that are left
    a wrong formula may agree.
    """
    if tie.kind == "function":
        return True
    whole = {name for name, domain in assignment.domains if domain == NATURAL}
    return not any(
        by_custom(name, REAL) == PROBABILITY or (name == first and tie.kind == "continuous")
        for name in whole
    )
