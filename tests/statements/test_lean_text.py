"""Trees printed as Lean prints them: the receipts hold both, from Lean itself.

Nothing but white space is set aside: what stands after the binders is compared sign by sign.
"""

import json
import re
from itertools import accumulate
from pathlib import Path

import pytest

from pycheck.statements.language.trees import Node, Pi, parse
from pycheck.statements.lean.text import Printer, explicit_arguments
from pycheck.statements.writing import REAL, Term, log, number, sqrt

# Theorems whose text is not reproduced, each with the reason.
NOT_REPRODUCED: dict[str, str] = {}

_RECEIPTS = json.loads(Path("lean/receipts.json").read_text(encoding="utf-8"))["receipts"]
_THEOREMS = {r["name"]: r for r in _RECEIPTS if r["kind"] == "theorem"}
_EXPLICIT = {
    r["name"]: explicit_arguments(parse(r["statement"]))
    for r in _RECEIPTS
    if r["kind"] != "theorem"
}


def _conclusion(signature: str) -> tuple[int, str]:
    """How many binders a signature names, and what stands behind them."""
    rest = re.sub(r"^[^ ]*?(\.\{[^}]*\})? ", "", " ".join(signature.split()))
    count = 0
    while rest[0] in "({[":
        depths = accumulate((sign in "({[") - (sign in ")}]") for sign in rest)
        end = next(at for at, depth in enumerate(depths) if not depth)
        count += 1 if rest[0] == "[" else len(rest[1:end].split(" : ")[0].split())
        rest = rest[end + 1 :].lstrip()
    assert rest.startswith(": ")
    return count, rest[2:]


def _below(node: Node, count: int) -> tuple[Node, tuple[str, ...]]:
    names: tuple[str, ...] = ()
    for _ in range(count):
        names = (*names, node.name if isinstance(node, Pi) else "inst")
        node = node.body  # type: ignore[union-attr]
    return node, names


def _is_reproduced(name: str) -> bool:
    count, printed = _conclusion(_THEOREMS[name]["signature"])
    node, names = _below(parse(_THEOREMS[name]["statement"]), count)
    return Printer(_EXPLICIT).text(node, names) == printed


def test_the_text_of_the_theorems_is_reproduced() -> None:
    assert len(_THEOREMS) > 150
    missed = {name for name in _THEOREMS if not _is_reproduced(name)}
    assert missed == set(NOT_REPRODUCED)


def _binder_types(signature: str) -> list[str]:
    """The type of each binder that a signature names; empty for an instance."""
    rest = re.sub(r"^[^ ]*?(\.\{[^}]*\})? ", "", " ".join(signature.split()))
    found: list[str] = []
    while rest[0] in "({[":
        depths = accumulate((sign in "({[") - (sign in ")}]") for sign in rest)
        end = next(at for at, depth in enumerate(depths) if not depth)
        names, _, kind = rest[1:end].partition(" : ")
        found += [""] if rest[0] == "[" else [kind] * len(names.split())
        rest = rest[end + 1 :].lstrip()
    return found


def test_the_types_of_all_binders_are_reproduced() -> None:
    """Hypotheses too. The trees leave out the universe of a type, and instances."""
    count = 0
    for name, record in _THEOREMS.items():
        tree = parse(record["statement"])
        for at, kind in enumerate(_binder_types(record["signature"])):
            node, names = _below(tree, at)
            if isinstance(node, Pi) and not kind.startswith("Type"):
                count += 1
                assert Printer(_EXPLICIT).text(node.type, names) == kind, name
    assert count > 600


def test_another_tree_is_another_text() -> None:
    name = next(n for n in _THEOREMS if n.endswith("fractionalOrder_thirteen_tenths"))
    record = _THEOREMS[name]
    changed = json.loads(json.dumps(record["statement"]).replace('"13"', '"14"'))
    assert Printer(_EXPLICIT).text(parse(changed), ()) != _conclusion(record["signature"])[1]


X = Term(REAL, lambda depth: parse(["var", depth]))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (-(X**2), "-x ^ 2"),
        ((-X) ** 2, "(-x) ^ 2"),
        (X - (X - X), "x - (x - x)"),
        (X - X - X, "x - x - x"),
        (X / (X * X), "x / (x * x)"),
        (X * X / X, "x * x / x"),
        ((X**2) ** 3, "(x ^ 2) ^ 3"),
        (sqrt(X + 1), "√(x + 1)"),
        (abs(X) + log(X * 2), "|x| + Real.log (x * 2)"),
        (number(1, REAL) / 3 == number(2, REAL), "(1 : ℝ) / 3 = 2"),
        (number(1, REAL) / 3 == X, "1 / 3 = x"),
        (X ** (number(1, REAL) / 2), "x ^ ((1 : ℝ) / 2)"),
    ],
)
def test_signs_bind_as_in_lean(term: Term, text: str) -> None:
    assert Printer(ascribe=True).text(term.below(0), ("x",)) == text
