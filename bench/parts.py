"""How well a changed formula is told from the theorem that carries the unchanged one.

``python -m bench.parts`` changes one thing in the formula of each part that a theorem carries as
the same (a number, a sign, a function, a variable, the relation), compares the changed formula with
that theorem, prints the score and what keeps its theorem, and writes both.
"""

import argparse
import ast
import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path

from pycheck.carrying.compare import compare
from pycheck.carrying.meant import meant
from pycheck.errors import InputError
from pycheck.files import write_atomically
from pycheck.formulas.syntax import split
from pycheck.ledger.loader import load_ledger
from pycheck.ledger.parts import Definition, Part
from pycheck.project import included_project
from pycheck.receipts import load_receipts
from pycheck.statements.language.library import Library

RESULTS = Path(__file__).parent / "results" / "parts.json"
_RELATIONS = {
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    ">": (">=", "<"),
    ">=": (">", "<="),
    "=": ("<=",),
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
_FUNCTIONS = {"log": "exp", "exp": "log", "sqrt": "log", "cos": "sin", "sin": "cos", "Abs": "exp"}


def mutants(formula: str) -> Iterator[str]:
    """The formula with one thing changed."""
    relations = split(formula)
    texts = [side.text.strip() for side in relations.sides]
    for place, sign in enumerate(relations.signs):
        for other in _RELATIONS.get(sign, ()):
            signs = [*relations.signs[:place], other, *relations.signs[place + 1 :]]
            yield _joined(texts, signs)
    for place, side in enumerate(relations.sides):
        for changed in _changes(side.node):
            yield _joined([*texts[:place], changed, *texts[place + 1 :]], relations.signs)


def _joined(texts: list[str], signs: tuple[str, ...] | list[str]) -> str:
    return " ".join([texts[0], *(f"{s} {t}" for s, t in zip(signs, texts[1:], strict=True))])


def _changes(tree: ast.expr) -> Iterator[str]:
    nodes = list(ast.walk(tree))
    bound = {
        n.elts[0].id for n in nodes if isinstance(n, ast.Tuple) and isinstance(n.elts[0], ast.Name)
    }
    names = sorted({n.id for n in nodes if isinstance(n, ast.Name)} - bound)
    called = {n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    free = [n for n in names if n not in called and n != "oo"]
    for position, node in enumerate(nodes):
        copied = copy.deepcopy(tree)
        there = list(ast.walk(copied))[position]
        match node, there:
            case ast.Constant(value=int(n)), ast.Constant():
                there.value = n + 1
            case ast.BinOp(op=op), ast.BinOp() if type(op) in _OPERATORS:
                there.op = _OPERATORS[type(op)]()
            case ast.Name(id=name), ast.Name() if name in _FUNCTIONS:
                there.id = _FUNCTIONS[name]
            case ast.Name(id=name), ast.Name() if name in free and len(free) > 1:
                there.id = free[(free.index(name) + 1) % len(free)]
            case _:
                continue
        yield ast.unparse(copied)


def main() -> None:
    """Score the formulas of the book's ledger."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--each", type=int, default=6, help="mutants a part")
    options.add_argument("--seed", type=int, default=0)
    asked = options.parse_args()
    project = included_project()
    ledger = load_ledger(project.claims)
    library = Library(load_receipts(project.proofs, project.namespace))
    definitions: dict[str, Definition] = {d.name: d for d in ledger.definitions}
    formalized = {n: f"{project.namespace}.{d.lean}" for n, d in definitions.items() if d.lean}

    def relation(part: Part, name: str) -> str:
        full = f"{project.namespace}.{name}"
        return compare(meant(part, definitions, formalized), full, part.standing, library).relation

    made, kept = 0, []
    for claim in ledger.claims:
        for part in claim.parts:
            if part.formula is None or not part.lean or relation(part, part.lean[0]) != "same":
                continue
            changed = list(dict.fromkeys(mutants(part.formula)))
            random.Random(f"{asked.seed} {part.formula}").shuffle(changed)
            for formula in changed[: asked.each]:
                mutant = part.model_copy(update={"formula": formula})
                try:
                    found = relation(mutant, part.lean[0])
                except InputError:
                    continue
                made += 1
                if found in ("same", "by reading"):
                    kept.append({"claim": claim.id, "formula": formula, "relation": found})
                    print(f"{claim.id}: {formula}: still {found}", flush=True)
    lost = made - len(kept)
    print(f"{made} changed formulas, {lost} lose their theorem ({100 * lost / made:.1f} %)")
    document = {"made": made, "lost": lost, "seed": asked.seed, "kept": kept}
    write_atomically(RESULTS, json.dumps(document, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
