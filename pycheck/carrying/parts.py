"""The parts of claims as pieces of work: what each formula comes to, what its theorems are to it.

A piece is made of plain values, so that processes can share it.
"""

import atexit
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pycheck.carrying.compare import Meant, Relation, compare
from pycheck.carrying.definitions import compare_definition, meant, used
from pycheck.carrying.shapes import shapes
from pycheck.carrying.words import compare_words
from pycheck.errors import InputError
from pycheck.formulas.outcome import Outcome
from pycheck.formulas.printing import shown
from pycheck.formulas.worker import Worker
from pycheck.ledger.parts import Definition, Part
from pycheck.receipts import ReceiptBook, load_receipts
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import Node, lift
from pycheck.statements.values.partial import Mode

_SECONDS = 60.0
Wanted = tuple[str, int]
"""A part: the id of its claim, or the text of an erratum, and its number, from 1."""
Related = tuple[tuple[str, Relation], ...]
"""Theorems with what each is to a formula."""


@cache
def _worker() -> Worker:
    """The one worker of this process: it takes longer to start than to judge a formula."""
    worker = Worker()
    atexit.register(worker.stop)
    return worker


@dataclass(frozen=True, slots=True)
class PartsWork:
    """Some parts with everything that is needed to judge them; `root` is None without proofs."""

    root: Path | None
    namespace: str
    definitions: tuple[Definition, ...]
    parts: tuple[tuple[Wanted, Part], ...]
    n: int
    seed: int


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """What a part comes to: the formula as it was read, its check, and each theorem's relation.

    `denials` are those of the theorems that are said to deny it. Words are not checked. `empty` is
    the reason why the formula says nothing at all, `failed` why it could not be judged, or empty.
    """

    part: Wanted
    read: str
    definitions: tuple[str, ...]
    check: Outcome | None
    theorems: Related
    empty: str = ""
    denials: Related = ()
    failed: str = ""


@dataclass(frozen=True, slots=True)
class PartsOutcome:
    """The outcomes of some parts, and what the constants are to the definitions that they use."""

    parts: tuple[PartOutcome, ...]
    definitions: tuple[tuple[str, Relation], ...]


def readable(part: Part, definitions: Iterable[Definition]) -> None:
    """Read the formula of a part; raises `InputError` where it cannot be read."""
    if part.formula is not None:
        shown(meant(part, {d.name: d for d in definitions}, {}).formula)


def run_parts(work: PartsWork) -> PartsOutcome:
    """Judge some parts, one after the other."""
    book = load_receipts(work.root, work.namespace) if work.root is not None else None
    library = Library(book)
    definitions = {d.name: d for d in work.definitions}
    relations: dict[str, Relation] = {}
    found = []
    for wanted, part in work.parts:
        if part.formula is None:
            found.append(_in_words(wanted, part, book, library))
            continue
        formalized = _formalized(part, definitions, book, library, relations, work.seed)
        read = meant(part, definitions, formalized)
        beside = _Beside(read, part, book, library, work.seed)
        theorems = beside.related(part.lean, denied=False)
        denials = beside.related(part.refuted_by, denied=True)
        found.append(_judged(work, wanted, part, read, theorems, denials))
    return PartsOutcome(tuple(found), tuple(relations.items()))


def failed_parts(work: PartsWork, reason: str) -> PartsOutcome:
    """What stands for parts that could not be judged: nothing carries or checks them."""
    told = f"did not run: {reason}"
    found = []
    for wanted, part in work.parts:
        formula = part.formula
        check = None if formula is None else Outcome(formula, part.where, "undecided", told)
        found.append(PartOutcome(wanted, part.text, (), check, (), failed=told))
    return PartsOutcome(tuple(found), ())


def each_alone(work: PartsWork) -> tuple[PartsWork, ...]:
    """The same work, a part a piece."""
    return tuple(replace(work, parts=(part,)) for part in work.parts)


def _in_words(
    wanted: Wanted, part: Part, book: ReceiptBook | None, library: Library
) -> PartOutcome:
    names = [_full(book, name) for name in part.lean]
    of = [book.find(n).name if book and n in book.short_names else n for n in part.of]
    theorems = tuple(zip(part.lean, compare_words(of, names, library), strict=True))
    return PartOutcome(wanted, part.text, (), None, theorems)


def _full(book: ReceiptBook | None, name: str) -> str:
    assert book is not None  # the names of declarations are checked before
    return book.find(name).name


def _formalized(
    part: Part,
    definitions: Mapping[str, Definition],
    book: ReceiptBook | None,
    library: Library,
    relations: dict[str, Relation],
    seed: int,
) -> dict[str, str]:
    """The constants by the definitions that a part uses, where samples find them to be the same."""
    assert part.formula is not None
    texts = (part.formula, *part.standing.values())
    names = {}
    for definition in used(texts, part.where, definitions):
        if definition.lean is None or book is None:
            continue
        full = _full(book, definition.lean)
        if definition.name not in relations:
            relations[definition.name] = compare_definition(
                definition, full, definitions, library, seed=seed
            )
        if relations[definition.name].relation == "same":
            names[definition.name] = full
    return names


@dataclass(frozen=True, slots=True)
class _Beside:
    """The formula of a part, to be put beside theorems."""

    read: Meant
    part: Part
    book: ReceiptBook | None
    library: Library
    seed: int

    def related(self, names: Iterable[str], *, denied: bool) -> Related:
        return tuple((name, self._related(_full(self.book, name), denied)) for name in names)

    def _related(self, name: str, denied: bool) -> Relation:
        standing = self.part.standing
        try:
            return compare(self.read, name, standing, self.library, seed=self.seed, denied=denied)
        except InputError as error:
            return Relation("disagrees", 0, str(error))


def _judged(
    work: PartsWork,
    wanted: Wanted,
    part: Part,
    read: Meant,
    theorems: Related,
    denials: Related,
) -> PartOutcome:
    assert part.formula is not None
    carried = any(r.relation in ("same", "by reading") for _, r in theorems)
    texts = (part.formula, *part.standing.values())
    resting = used(texts, part.where, {d.name: d for d in work.definitions})
    where = (*(d.formula for d in resting), *part.where)
    check = _worker().check(
        part.formula, where, n=work.n, seed=work.seed, seconds=_SECONDS, derive=not carried
    )
    return PartOutcome(
        wanted,
        shown(read.formula),
        tuple(d.formula for d in resting),
        replace(check, seconds=0.0),  # the same audit says the same
        theorems,
        says_nothing(read),
        denials,
    )


def says_nothing(read: Meant) -> str:
    """Why a formula says nothing: both sides are one tree, or a condition is the formula."""
    machine = Machine(Library(), Mode.READER)
    statement = take_apart("formula", read.formula.node, machine)
    for shape in shapes(statement.conclusion):
        nodes: Sequence[Node] = [piece.node for piece in shape.pieces]
        if shape.word in ("=", "<=") and nodes[0] == nodes[1]:
            return "both of its sides are one expression by the definitions"
    size = len(statement.binders)
    for binder in statement.hypotheses:
        if lift(binder.type, size - binder.position) == statement.conclusion:
            return "it is one of its own conditions"
    return ""
