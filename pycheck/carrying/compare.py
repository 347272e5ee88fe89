"""Whether a theorem says what a formula says, and what it assumes beyond the formula's conditions.

The same is: the same relation; in each side the constants by which the formula's side is defined,
and its values at samples that satisfy the conditions; and no hypothesis that fails under them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pycheck.carrying.asking import Answer, Asker
from pycheck.carrying.binders import NotComparable, NotMapped, given, length_of, standing
from pycheck.carrying.constants import closure, made_otherwise, told
from pycheck.carrying.meant import Meant
from pycheck.carrying.shapes import (
    Shape,
    equal,
    read_as,
    shapes,
)
from pycheck.carrying.stated import halves, says_nothing
from pycheck.carrying.work import Relation
from pycheck.formulas.elaborate import Scope
from pycheck.formulas.statement import related
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import Statement, take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import (
    App,
    Const,
    Node,
    Pi,
    call,
)
from pycheck.statements.values.partial import Mode
from pycheck.statements.writing import NAT, PROP, Term
from pycheck.statements.writing import number as numeral


@dataclass
class _Read:
    """A theorem put beside a formula, at the depth at which the formula's conclusion stands."""

    part: Node
    theorem: Node
    hypotheses: tuple[tuple[str, Node], ...]
    extra: list[tuple[str, Node]] = field(default_factory=list)


def compare(
    meant: Meant,
    name: str,
    mapping: Mapping[str, str],
    library: Library,
    *,
    seed: int = 0,
    denied: bool = False,
) -> Relation:
    """What the theorem `name` is to a formula; `mapping` says what stands for its variables.

    Of an equivalence each half is a statement, under the other half. With `denied` it is what the
    theorem says not to hold.
    """
    statement = take_apart(name, library.statement(name), Machine(library, Mode.READER))
    if denied:
        match statement.conclusion:
            case App(Const("Not"), (said,)):
                statement = replace(statement, conclusion=said)
            case _:
                return Relation("disagrees", 0, "it denies nothing")
    found = [_compared(meant, half, mapping, library, seed) for half in halves(statement)]
    return min(found, key=lambda relation: _RANK[relation.relation])


def _compared(
    meant: Meant, statement: Statement, mapping: Mapping[str, str], library: Library, seed: int
) -> Relation:
    if empty := says_nothing(statement, library):
        return Relation("disagrees", 0, empty)
    wanted = frozenset[str]().union(*meant.sides)
    if foreign := wanted - closure(statement.conclusion, library):
        return Relation("disagrees", 0, f"it says nothing of {told(foreign)}")
    try:
        read = _read(meant, statement, mapping, library)
    except NotMapped as error:
        return Relation("disagrees", 0, str(error))
    except NotComparable as error:
        return _by_reading(wanted, str(error))
    asker = Asker(meant.formula, library, seed)
    found = _conclusions(meant, read, library, asker)
    if found.relation == "by reading":
        return _by_reading(wanted, found.reason)
    if found.relation != "same":
        return found
    weight = _weight((*read.hypotheses, *read.extra), asker)
    if weight:
        return Relation("assumes more", found.points, "; ".join(weight))
    return found


def _weight(hypotheses: Sequence[tuple[str, Node]], asker: Asker) -> list[str]:
    """The hypotheses that the conditions do not give, each with a point; all are asked at once."""
    if not hypotheses:
        return []
    together = hypotheses[0][1]
    for _, node in hypotheses[1:]:
        together = call("And", node, together)
    if asker.holds(together).said == "yes":
        return []
    return [
        f"{label} ({answer.reason or 'it could not be matched'})"
        for label, node in hypotheses
        if (answer := asker.holds(node)).said != "yes"
    ]


def _by_reading(wanted: frozenset[str], why: str) -> Relation:
    """What no machine compares, where the formula's constants tie the theorem to it."""
    if not wanted:
        return Relation("disagrees", 0, f"{why}, and no constant of the library ties it to this")
    return Relation("by reading", 0, why)


def _read(
    meant: Meant, statement: Statement, mapping: Mapping[str, str], library: Library
) -> _Read:
    found: list[_Read] = []

    def beside(scope: Scope) -> Term:
        def below(depth: int) -> Node:
            values = given(statement, mapping, scope, depth)
            size = len(statement.binders)
            read = _Read(
                part=related(meant.formula.relations, scope).below(depth),
                theorem=values.put_into(statement.conclusion, size),
                hypotheses=tuple(
                    (b.name, values.put_into(b.type, b.position)) for b in statement.hypotheses
                ),
            )
            for name in _inhabited(statement, library):
                length = length_of(name, standing(name, mapping), scope)
                read.extra.append((f"[Nonempty {name}]", (numeral(1, NAT) <= length).below(depth)))
            found.append(read)
            return Const("True")

        return Term(PROP, below)

    meant.formula.statement(beside)
    return found[0]


def _inhabited(statement: Statement, library: Library) -> Sequence[str]:
    """The types of which an instance says that they have an element."""
    signature = library.signature(statement.name)
    return [b.name for b in statement.types if f"[Nonempty {b.name}]" in signature]


def _conclusions(meant: Meant, read: _Read, library: Library, asker: Asker) -> Relation:
    """Whether every relation of the formula is one that the theorem states."""
    stated = shapes(read.theorem)
    results = []
    for link, wanted in enumerate(shapes(read.part)):
        tries = [_one(meant, link, wanted, shape, library, asker) for shape in stated]
        results.append(min(tries, key=lambda r: _RANK[r.relation]))
    worst = max(results, key=lambda r: _RANK[r.relation])
    return replace(worst, points=min(r.points for r in results))


_RANK = {"same": 0, "assumes more": 1, "by reading": 2, "disagrees": 3}


def _one(
    meant: Meant, link: int, wanted: Shape, stated: Shape, library: Library, asker: Asker
) -> Relation:
    wanted = read_as(wanted, stated.word)
    if stated.word == "other":
        return Relation("by reading", 0, "its conclusion has a form that is not compared")
    if wanted.word != stated.word or len(wanted.pieces) != len(stated.pieces):
        return Relation("disagrees", 0, f"it states {stated.word!r}, not {wanted.word!r}")
    goes = zip(stated.along, wanted.along, strict=True)
    if not all(_at_least_along(library.unfold(a), library.unfold(b)) for a, b in goes):
        return Relation("disagrees", 0, "its variable goes elsewhere")
    ways = [stated, stated.swapped] if stated.swaps else [stated]
    tries = [_pieces(meant, link, wanted, way, library, asker) for way in ways]
    return min(tries, key=lambda r: _RANK[r.relation])


def _at_least_along(stated: Node, wanted: Node) -> bool:
    """Whether a limit along one filter is also one along another: all of a neighbourhood, or less.

    The limit of a formula leaves its point out.
    """
    match stated, wanted:
        case App(Const("nhds"), (*_, at)), App(Const("nhdsWithin"), (*_, point, _)):
            return at == point
    return stated == wanted


def _pieces(
    meant: Meant, link: int, wanted: Shape, stated: Shape, library: Library, asker: Asker
) -> Relation:
    for side in sorted(set(wanted.sides)):
        nodes = [p.node for p, s in zip(stated.pieces, wanted.sides, strict=True) if s == side]
        used = frozenset().union(*(closure(node, library) for node in nodes))
        if missing := meant.of(link, side) - used:
            place = ("left", "right")[side]
            return Relation("disagrees", 0, f"no {told(missing)} where the formula's {place} is")
    if reason := made_otherwise(wanted, stated, library):
        return Relation("disagrees", 0, reason)
    questions = [
        equal(mine, theirs) for mine, theirs in zip(wanted.pieces, stated.pieces, strict=True)
    ]
    asked = [question for question in questions if question is not None]
    if len(asked) < len(questions):
        return Relation("by reading", 0, "functions of something that is not compared")
    if not any(isinstance(question, Pi) for question in asked):
        both = asker.holds(call("And", *asked)) if len(asked) == 2 else None
        if both and both.said == "yes":
            return Relation("same", both.points)
    answers = []
    for question in asked:
        answer = asker.equal(question)
        if answer.said == "no":
            return Relation("disagrees", answer.points, f"another value {answer.reason}")
        answers.append(answer)
    unknown = [a for a in answers if a.said == "unknown"]
    if unknown:
        return Relation("by reading", 0, f"its values were not compared: {unknown[0].reason}")
    return Relation("same", *_counted(answers))


def _counted(answers: Sequence[Answer]) -> tuple[int, str]:
    """At how many points all of them were compared; 0 and why where all of them are one tree."""
    counts = [a.points for a in answers if a.points]
    return (min(counts), "") if counts else (0, answers[0].reason)
