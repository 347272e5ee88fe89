"""Whether Lean's constants are what the ledger's definitions say."""

from pycheck.carrying.asking import Asker
from pycheck.carrying.binders import NotComparable, NotMapped, given
from pycheck.carrying.meant import Defined, used
from pycheck.carrying.shapes import Piece, equal
from pycheck.carrying.work import Relation
from pycheck.formulas.elaborate import Elaborator, Scope
from pycheck.formulas.statement import read_formula
from pycheck.formulas.syntax import split
from pycheck.formulas.terms import as_field
from pycheck.ledger.parts import Definition
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import App, Const, Node
from pycheck.statements.values.partial import Mode
from pycheck.statements.writing import PROP, Term


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
