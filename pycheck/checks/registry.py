"""The checks of an audit: found by their names without running any of their code.

The folder of checks holds ``derivations/``, ``enclosures/``, ``measurements/`` and ``pictures/``.
The ledger names a check ``module.function`` of the folder of its kind; the function carries the
decorator of its kind. Names, descriptions and commands are read from the text of the modules, so
that listing them costs no import; a module is imported when one of its checks runs.

A module is imported under a name of its own for each folder and state of its files, so that two
audits may both have a ``derivations/boundary.py`` and a changed file is read again; modules of one
folder import each other by relative imports.
"""

import ast
import importlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any, Literal, get_args

from pycheck.errors import InputError
from pycheck.files import read_text

Kind = Literal["derivation", "enclosure", "measurement", "picture"]

KINDS: tuple[Kind, ...] = get_args(Kind)

_FOLDERS: Mapping[Kind, str] = {
    "derivation": "derivations",
    "enclosure": "enclosures",
    "measurement": "measurements",
    "picture": "pictures",
}
_FRESH = 2.0
"""Seconds after which a file that is written again has another time, as bytecode tells it."""
_DECORATORS: Mapping[Kind, str] = {
    "derivation": "check",
    "enclosure": "check",
    "measurement": "measurement",
    "picture": "picture",
}


@dataclass(frozen=True, slots=True)
class Declared:
    """A check as its module declares it: what it is about, and the command that makes it again.

    `about` is the first paragraph of its docstring, `command` the module's ``COMMAND``, or empty.
    """

    kind: Kind
    name: str
    about: str
    command: str


def declared(folder: Path | None, kind: Kind) -> Mapping[str, Declared]:
    """All checks of one kind in a folder of checks, by name; none where no code may run.

    Raises `InputError` where a module cannot be read or is no Python.
    """
    return {} if folder is None else _declared(folder, kind, _state(folder))


@cache
def _declared(folder: Path, kind: Kind, _state_of_files: str) -> Mapping[str, Declared]:
    found = (d for path in _modules(folder / _FOLDERS[kind]) for d in _in_module(path, kind))
    return {check.name: check for check in sorted(found, key=lambda check: check.name)}


def load(folder: Path, kind: Kind, name: str) -> Callable[..., Any]:
    """The function of a check. Imports its module; raises whatever that raises."""
    module, _, function = name.partition(".")
    package = _package(folder)
    with _no_bytecode_of_new_files(folder):
        loaded = importlib.import_module(f"{package}.{_FOLDERS[kind]}.{module}")
    found: Callable[..., Any] = getattr(loaded, function)
    return found


@contextmanager
def _no_bytecode_of_new_files(folder: Path) -> Iterator[None]:
    """Keep none of a file just written: Python tells it by its size and its second."""
    newest = max((f.stat().st_mtime for f in folder.glob("**/*.py")), default=0.0)
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = before or time.time() - newest < _FRESH
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def _modules(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*.py") if not p.name.startswith("_"))


def _in_module(path: Path, kind: Kind) -> Iterator[Declared]:
    text = read_text(path, "the checks")
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise InputError(f"{path}:{line}: not Python: {error}; correct it") from error
    command = next(filter(None, map(_command, tree.body)), "")
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and _is_marked(node, _DECORATORS[kind]):
            paragraph, _, _ = (ast.get_docstring(node) or "").partition("\n\n")
            about = " ".join(paragraph.split()).replace("``", "`")
            yield Declared(kind, f"{path.stem}.{node.name}", about, command)


def _is_marked(node: ast.FunctionDef, decorator: str) -> bool:
    return any(isinstance(d, ast.Name) and d.id == decorator for d in node.decorator_list)


def _command(node: ast.stmt) -> str:
    match node:
        case ast.Assign(targets=[ast.Name(id="COMMAND")], value=ast.Constant(value=str(text))):
            return text
    return ""


def _state(folder: Path) -> str:
    """What tells whether a file of the checks was changed since it was imported."""
    files = sorted(folder.glob("*/*.py")) + sorted(folder.glob("*.py"))
    return " ".join(f"{f.name} {(s := f.stat()).st_mtime_ns} {s.st_size}" for f in files)


def _package(folder: Path) -> str:
    """The name of the package that a folder of checks is imported as, in its present state."""
    path = folder.resolve()
    told = f"{path} {_state(path)}"
    name = f"pycheck_checks_{sha256(told.encode()).hexdigest()[:16]}"
    if name not in sys.modules:
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(path)]
        sys.modules[name] = module_from_spec(spec)
    return name
