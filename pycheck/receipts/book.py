"""The record of what Lean proved: ``lean/receipts.json`` as typed, immutable objects.

The file is what the exporter ``lean/Receipts.lean`` prints (documented at its head) plus four
fields that `pycheck lean record` adds: ``toolchain``, ``mathlib`` (a git revision), ``sources``
(SHA-256 of every Lean file) and ``imports``.
"""

import json
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    PositiveInt,
    PrivateAttr,
    StringConstraints,
    ValidationError,
    model_validator,
)

from pycheck.errors import InputError, did_you_mean
from pycheck.files import parse_json, read_text
from pycheck.receipts.source import source_of
from pycheck.receipts.tree import Tree

SCHEMA = 1
LOCATION = Path("lean", "receipts.json")

_REMEDY = "restore the file, or build the proofs and run `pycheck lean record`"


Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Revision = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Receipt(_Record):
    """One theorem, definition or structure of the library, as Lean's kernel accepted it.

    `axioms` are those that the library itself puts under it, `uses` the declarations of the
    library that its type and term mention. `value` is a definition's body, `equations` its
    defining equations where it recurses, `constructor` the type of a structure's constructor.
    """

    name: str
    kind: Literal["theorem", "definition", "structure"]
    module: str
    line: PositiveInt
    doc: str | None
    signature: str
    axioms: list[str]
    uses: list[str]
    statement: Tree
    value: Tree | None = None
    equations: list[Tree] | None = None
    constructor: list[Tree] | None = None

    @property
    def source(self) -> str:
        """The file that declares it, relative to the project's root."""
        return source_of(self.module)


class ReceiptBook(_Record):
    """All receipts of the library, and what they were recorded with.

    `sources` maps every Lean file, relative to the project's root, to its SHA-256. `replayed` is
    the number of declarations that went through the kernel a second time. `imports` is ``followed``
    where every theorem's axioms were followed through Mathlib when it was recorded, and ``refused``
    where that was tried and failed. `build` has the SHA-256 of Lake's own files; a record of before
    has none.
    """

    schema_version: Literal[1] = Field(alias="schema")
    lean: str
    toolchain: str
    mathlib: Revision
    replayed: NonNegativeInt
    imports: Literal["trusted", "followed", "refused"]
    sources: dict[str, Sha256]
    build: dict[str, Sha256] = {}
    receipts: list[Receipt]
    _namespace: str = PrivateAttr("")

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        if len(self.by_name) != len(self.receipts):
            names = [r.name for r in self.receipts]
            twice = next(n for n in names if names.count(n) > 1)
            raise ValueError(f"two receipts are named {twice}")
        return self

    @cached_property
    def by_name(self) -> dict[str, Receipt]:
        """The receipts by full name."""
        return {r.name: r for r in self.receipts}

    @property
    def namespace(self) -> str:
        """The namespace of the library, which the audit names; the record itself never does."""
        return self._namespace

    def holds_name(self, name: str) -> bool:
        """Whether a declaration or a module of this full name belongs to the library."""
        return name == self._namespace or name.startswith(f"{self._namespace}.")

    def short(self, name: str) -> str:
        """A full name without the library's namespace."""
        return name.removeprefix(f"{self._namespace}.")

    def full(self, name: str) -> str:
        """The full name of a declaration whose namespace may have been left out."""
        return name if self.holds_name(name) else f"{self._namespace}.{name}"

    @cached_property
    def short_names(self) -> tuple[str, ...]:
        """The names of the library's declarations without their namespace."""
        return tuple(self.short(r.name) for r in self.receipts if self.holds_name(r.name))

    def find(self, name: str) -> Receipt:
        """The receipt of a declaration of the library; the namespace may be left out.

        Raises `InputError` with the nearest name where there is none: a receipt outside the
        namespace is never found.
        """
        found = self.by_name.get(self.full(name))
        if found is None:
            near = did_you_mean(self.short(name), self.short_names)
            raise InputError(f"{LOCATION} has no receipt of a declaration {name!r}{near}")
        return found


def load_receipts(root: Path, namespace: str) -> ReceiptBook:
    """The receipts of the library `namespace` of the Lean project in the folder `root`.

    Raises `InputError` where the file is missing, unreadable, malformed, of another schema version
    or lacks a field.
    """
    path = root / LOCATION
    return _parsed(read_text(path, "the receipts", _REMEDY), str(path), namespace)


@lru_cache(maxsize=2)
def _parsed(text: str, where: str, namespace: str) -> ReceiptBook:
    """The same text is parsed once a process: many pieces of work read it."""
    return parse_receipts(parse_object(text, where), where, namespace)


def parse_receipts(data: dict[str, Any], where: str, namespace: str) -> ReceiptBook:
    """The receipts in a JSON object; `where` names it in the `InputError` of a malformed one."""
    schema = data.get("schema")
    if schema != SCHEMA:
        raise InputError(
            f"{where} has schema {schema!r}, this pycheck reads schema {SCHEMA}; "
            "record the receipts again with `pycheck lean record`, or upgrade pycheck"
        )
    try:
        book = ReceiptBook.model_validate(data)
    except ValidationError as error:
        raise InputError(f"{where}: {_first_fault(error, data)}; {_REMEDY}") from error
    book._namespace = namespace
    return book


def read_json(path: Path, what: str, remedy: str = _REMEDY) -> dict[str, Any]:
    """The JSON object in a file; `InputError` where it cannot be read or is none."""
    return parse_object(read_text(path, what, remedy), str(path), remedy)


def parse_object(text: str, where: str, remedy: str = _REMEDY) -> dict[str, Any]:
    """The JSON object in a text; `InputError` where there is none."""
    data = parse_json(text, where, remedy)
    if not isinstance(data, dict):
        raise InputError(f"{where} is not a JSON object; {remedy}")
    return data


def _first_fault(error: ValidationError, data: dict[str, Any]) -> str:
    """Which field of which receipt is wrong, for a person."""
    faults = error.errors(include_url=False, include_input=False)
    where = [str(part) for part in faults[0]["loc"]]
    if where[:1] == ["receipts"] and len(where) > 1 and isinstance(data["receipts"], list):
        item = data["receipts"][int(where[1])]
        if isinstance(item, dict) and isinstance(item.get("name"), str):
            where[:2] = [f"receipt of {item['name']}"]
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{': '.join([*where, faults[0]['msg']])}{more}"


def dump_receipts(book: ReceiptBook) -> str:
    """The text of ``lean/receipts.json``: one line a field, one line a receipt."""
    unwritten = {"receipts"} if book.build else {"receipts", "build"}
    fields = book.model_dump(by_alias=True, exclude=unwritten)
    head = [
        f" {_compact(key)}: {json.dumps(value, ensure_ascii=False)},"
        for key, value in fields.items()
    ]
    lines = [f"  {_compact(r.model_dump(exclude_unset=True))}" for r in book.receipts]
    return "\n".join(["{", *head, ' "receipts": [', ",\n".join(lines), " ]", "}", ""])


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
