"""The ledger's definitions: which ones a formula uses, and whether Lean's constants are they."""

import ast
import re
from collections.abc import Iterable, Mapping, Sequence

from pycheck.carrying.asking import Asker
from pycheck.carrying.binders import NotComparable, NotMapped, given
from pycheck.carrying.compare import Meant, Relation
from pycheck.carrying.shapes import Piece, equal
from pycheck.formulas.conditions import read
from pycheck.formulas.elaborate import Elaborator, Scope
from pycheck.formulas.statement import read_formula
from pycheck.formulas.syntax import split
from pycheck.formulas.terms import as_field
from pycheck.ledger.parts import Definition, Part
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import App, Const, Node
from pycheck.statements.values.partial import Mode
from pycheck.statements.writing import PROP, Term

_WORD = re.compile(r"[A-Za-z]\w*")
Defined = Mapping[str, Definition]


def used(
    texts: Iterable[str], where: Sequence[str], definitions: Defined
) -> tuple[Definition, ...]:
    """The definitions that texts rest on, but for names of which `where` says something else."""
    said = read(where)
    own = {*said.domains, *said.families, *said.recurrences, *said.laws}
    found: dict[str, Definition] = {}
    waiting = [*texts, *where]
    while waiting:
        for name in _WORD.findall(waiting.pop()):
            if name in definitions and name not in found and name not in own:
                found[name] = definitions[name]
                waiting.append(definitions[name].formula)
    return tuple(d for name, d in definitions.items() if name in found)


def meant(part: Part, definitions: Defined, formalized: Mapping[str, str]) -> Meant:
    """The formula of a part, with the constants of the library that define each of its sides.

    `formalized` are the full names of the constants by the names of the definitions.
    Raises `UnreadableFormula`.
    """
    assert part.formula is not None
    texts = (part.formula, *part.standing.values())
    resting = used(texts, part.where, definitions)
    formula = read_formula(part.formula, [*(d.formula for d in resting), *part.where])
    known = {d.name: d for d in resting}
    sides = tuple(
        frozenset(_constants(side.node, known, formalized)) for side in formula.relations.sides
    )
    return Meant(formula, sides)


def _constants(node: ast.AST, definitions: Defined, formalized: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    for name in {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} & definitions.keys():
        if name in formalized:
            found.add(formalized[name])
        else:
            body = split(definitions[name].formula).sides[1].node
            found |= _constants(body, definitions, formalized)
    return found


def compare_definition(
    definition: Definition, full: str, definitions: Defined, library: Library, *, seed: int = 0
) -> Relation:
    """Whether the constant `full` is what the ledger's definition says, at samples."""
    machine = Machine(library, Mode.READER)
    statement = take_apart(full, library.statement(full), machine)
    side = split(definition.formula).sides[0]
    texts = (definition.formula, *definition.standing.values())
    resting = used(texts, definition.where, definitions)
    # The formula only names what is defined; its conclusion is replaced.
    formula = read_formula(
        f"{side.text.strip()} = {side.text.strip()}",
        [*(d.formula for d in resting), *definition.where],
    )

    def same(scope: Scope) -> Term:
        def below(depth: int) -> Node:
            standing = given(statement, definition.standing, scope, depth)
            kind = standing.put_into(statement.conclusion, len(statement.binders))
            mine = as_field(Elaborator(side, scope).term(side.node))
            theirs = App(Const(full), standing.values) if standing.values else Const(full)
            question = equal(
                Piece(mine.below(depth), mine.kind.below(depth)),
                Piece(theirs, kind),
            )
            if question is None:
                raise NotComparable("it is no number")
            return question

        return Term(PROP, below)

    try:
        found: list[Node] = []

        def once(scope: Scope) -> Term:
            term = same(scope)
            return Term(PROP, lambda d: found.append(term.below(d)) or Const("True"))  # type: ignore[func-returns-value]

        formula.statement(once)
    except NotMapped as error:
        return Relation("disagrees", 0, str(error))
    except NotComparable as error:
        return Relation("by reading", 0, str(error))
    answer = Asker(formula, library, seed).equal(found[0])
    words = {"yes": "same", "no": "disagrees", "unknown": "by reading"}
    return Relation(words[answer.said], answer.points, answer.reason)  # type: ignore[arg-type]
