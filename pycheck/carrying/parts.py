"""What each part of a claim comes to: its formula judged, and put beside its theorems."""

import atexit
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pycheck.carrying.compare import compare
from pycheck.carrying.definitions import compare_definition
from pycheck.carrying.meant import Meant, meant, resting
from pycheck.carrying.shapes import shapes
from pycheck.carrying.words import compare_words
from pycheck.carrying.work import (
    DefinitionWork,
    PartOutcome,
    PartWork,
    Related,
    Relation,
    Wanted,
)
from pycheck.errors import InputError
from pycheck.formulas.printing import shown
from pycheck.formulas.worker import Worker
from pycheck.ledger.parts import Part
from pycheck.receipts import ReceiptBook, load_receipts
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import Node, lift
from pycheck.statements.values.partial import Mode

_SECONDS = 60.0


@cache
def _worker() -> Worker:
    """The one worker of this process: it takes longer to start than to judge a formula."""
    worker = Worker()
    atexit.register(worker.stop)
    return worker


def run_definition(work: DefinitionWork) -> Relation:
    """What the ledger's definition is to the constant that it names."""
    book = load_receipts(work.root, work.namespace)
    definitions = {d.name: d for d in work.definitions}
    definition = definitions[work.name]
    assert definition.lean is not None
    full = book.find(definition.lean).name
    return compare_definition(definition, full, definitions, Library(book), seed=work.seed)


def run_part(work: PartWork) -> PartOutcome:
    """Judge one part."""
    book = load_receipts(work.root, work.namespace) if work.root is not None else None
    library = Library(book)
    part = work.part
    if part.formula is None:
        return _in_words(work.wanted, part, book, library)
    definitions = {d.name: d for d in work.definitions}
    formalized = {name: _full(book, definitions[name].lean or "") for name in work.same}
    read = meant(part, definitions, formalized)
    beside = _Beside(read, part, book, library, work.seed)
    theorems = beside.related(part.lean, denied=False)
    denials = beside.related(part.refuted_by, denied=True)
    return _judged(work, read, theorems, denials)


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


def _judged(work: PartWork, read: Meant, theorems: Related, denials: Related) -> PartOutcome:
    part = work.part
    assert part.formula is not None
    carried = any(r.relation in ("same", "by reading") for _, r in theorems)
    under = resting(part, {d.name: d for d in work.definitions})
    where = (*(d.formula for d in under), *part.where)
    check = _worker().check(
        part.formula, where, n=work.n, seed=work.seed, seconds=_SECONDS, derive=not carried
    )
    return PartOutcome(
        work.wanted,
        shown(read.formula),
        tuple(d.formula for d in under),
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
