"""Statements that come as trees in a file, without a proof of them anywhere."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pycheck.errors import InputError
from pycheck.files import parse_json, read_text
from pycheck.receipts import ReceiptBook, Tree
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import Node, free_variables, parse
from pycheck.statements.programs.runner import shared_runner
from pycheck.statements.reports import TheoremReport, examine_tree
from pycheck.statements.sampling.runs import Plan

_REMEDY = "the format is in docs/statements.md, or write it with pycheck.statements.writing"


class LooseStatement(BaseModel):
    """A statement by name, with its tree in the receipts' format.

    `signature`, as Lean prints it, says of which classes its instances are; a tree does not.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    statement: Tree
    signature: str = ""

    @property
    def node(self) -> Node:
        """The tree; raises `InputError` where a variable in it is bound nowhere."""
        try:
            node = parse(self.statement, self.name)
            free = free_variables(node)
        except RecursionError:
            raise InputError(f"{self.name}: its tree is nested too deeply") from None
        if free:
            raise InputError(f"{self.name}: its tree has a variable that no binder binds")
        return node


def read_statements(path: Path) -> tuple[LooseStatement, ...]:
    """The statements of a JSON file: one object with `name` and `statement`, or a list of them.

    Raises `InputError` where the file cannot be read, is malformed, holds none, or two of a name.
    """
    text = read_text(path, "the statements")
    data = parse_json(text, str(path), _REMEDY)
    items = data if isinstance(data, list) else [data]
    try:
        found = tuple(LooseStatement.model_validate(item) for item in items)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"])) or "the statement"
        raise InputError(f"{path}: {where}: {fault['msg']}; {_REMEDY}") from error
    names = [s.name for s in found]
    if not names:
        raise InputError(f"{path} holds no statement; {_REMEDY}")
    if twice := next((n for n in names if names.count(n) > 1), None):
        raise InputError(f"{path}: two statements are named {twice!r}; rename one")
    for statement in found:
        _ = statement.node
    return found


def sample_loose(
    book: ReceiptBook, statements: Sequence[LooseStatement], *, n: int, seed: int, precision: int
) -> Iterator[TheoremReport]:
    """The reports of statements one by one; definitions of the book may occur in them."""
    signatures = {s.name: s.signature for s in statements}
    machine = Machine(Library(book, signatures))
    plan = Plan(n, seed, precision)
    return _each(machine, statements, plan)


def _each(
    machine: Machine, statements: Sequence[LooseStatement], plan: Plan
) -> Iterator[TheoremReport]:
    for s in statements:
        yield examine_tree(machine, s.name, s.node, plan, runner=shared_runner())
