"""The displayed formulas of the docstrings of an installed package.

Docstrings that stand in the source are read there, without running it: of modules, classes,
functions and methods. The package and its public packages are then imported, for the docstrings
that are made at run time (``scipy.stats.norm``) or stand in compiled code, and for the names under
which things are public; modules that are no packages are not run for it.
"""

import ast
import contextlib
import importlib
import importlib.util
import inspect
import io
import sys
import types
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pycheck.errors import InputError
from pycheck.files import read_bytes
from pycheck.texts.displayed import Displayed
from pycheck.texts.document import Document
from pycheck.texts.rest import of_rest_source

_NOT_IMPORTED = frozenset(("tests", "testing", "conftest", "setup", "__main__", "benchmarks"))
_SIGNS_OF_DISPLAYS = (".. math", "$$", "pycheck:")
_BODIES = ("body", "orelse", "finalbody", "handlers", "cases")


@dataclass(frozen=True, slots=True)
class _Docstring:
    """A docstring, what it describes, and the line of its file where it begins, or 0."""

    name: str
    text: str
    line: int = 0
    importable: bool = True


def of_docstrings(name: str) -> Iterator[Displayed]:
    """Every displayed formula of a package's docstrings, each docstring once.

    `owner` is the public name of what is described where there is one, else the name under which
    it can be imported, and nothing for what is defined inside of a function. Where an object has
    its docstring from that of its class or its function, with more in it, `owner` is the object and
    `place` where that one stands. Raises `InputError` for a package that is not installed or
    cannot be imported, or a remark that is none.
    """
    modules = dict(_modules(name))
    written: list[_Docstring] = []
    texts: dict[str, _Docstring] = {}
    for module, path in modules.items():
        tree = _tree(path)
        if tree is not None:
            written += _inside(tree, module, True)
            for called, found_text in _texts(tree, module):
                texts |= {inspect.cleandoc(found_text.text): found_text, called: found_text}
    public = _Public(name, [m for m, path in modules.items() if path.stem == "__init__"])
    seen: set[str] = set()
    for docstring in written:
        text = inspect.cleandoc(docstring.text)
        if text in seen:
            continue
        seen.add(text)
        found = list(_formulas(docstring))
        owner = public.names.get(docstring.name, docstring.name) if docstring.importable else ""
        made = public.remade.pop(docstring.name, None)
        if made is not None and inspect.cleandoc(made[1]) != text:
            owner = made[0]
            found = list(_merged(found, _formulas(_Docstring(*made))))
            seen.add(inspect.cleandoc(made[1]))
        yield from (replace(f, owner=owner) for f in found)
    for owner, text in public.made:
        if (cleaned := inspect.cleandoc(text)) not in seen:
            seen.add(cleaned)
            # A compiled function's docstring may begin with its signature, and have more in it.
            home = texts.get(cleaned) or texts.get(owner.rpartition(".")[2])
            found = list(_formulas(_Docstring(owner, text)))
            if home is not None:
                places = {f.latex: f for f in reversed(list(_formulas(home)))}
                found = [places.get(f.latex, f) for f in found]
            yield from (replace(f, owner=owner) for f in found)


def _merged(written: list[Displayed], made: Iterator[Displayed]) -> Iterator[Displayed]:
    """The formulas of a docstring made at run time, with their places in the one it is made of."""
    places = {f.latex: f for f in reversed(written)}
    yield from (places.pop(formula.latex, formula) for formula in made)
    yield from places.values()


def _formulas(docstring: _Docstring) -> Iterator[Displayed]:
    if not any(sign in docstring.text for sign in _SIGNS_OF_DISPLAYS):
        return

    def place(line: int) -> str:
        return f"{docstring.name}:{line}" if docstring.line else docstring.name

    document = Document(place)
    yield from of_rest_source(document, docstring.text, docstring.line or 1)
    document.end()


def _modules(name: str) -> Iterator[tuple[str, Path]]:
    """The modules of a package that are written in Python, with their files."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError, AttributeError):
        spec = None
    if spec is None:
        raise InputError(f"no package {name!r} is installed; give the name that Python imports")
    if spec.origin is not None and spec.origin.endswith(".py"):
        yield name, Path(spec.origin)
    for folder in spec.submodule_search_locations or ():
        for path in sorted(Path(folder).rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            parts = parts[:-1] if parts[-1] == "__init__" else parts
            if parts and all(part.isidentifier() for part in parts):
                yield ".".join((name, *parts)), path


def _tree(path: Path) -> ast.Module | None:
    source = read_bytes(path, "the module")
    if not any(sign.encode() in source for sign in _SIGNS_OF_DISPLAYS):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that are none
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None  # no module of this Python


def _inside(node: ast.AST, name: str, importable: bool) -> Iterator[_Docstring]:
    """The docstrings that stand in a module, a class or a function."""
    local = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    if local or isinstance(node, ast.Module | ast.ClassDef):
        first = next(iter(getattr(node, "body", ())), None)
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            yield from _constant(first.value, name, importable)
    for child in (c for body in _BODIES for c in getattr(node, body, ())):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _inside(child, f"{name}.{child.name}", importable and not local)
        else:
            yield from _inside(child, name, importable and not local)


def _texts(tree: ast.Module, module: str) -> Iterator[tuple[str, _Docstring]]:
    """Texts that become docstrings at run time, with the name of what they describe.

    They are written ``NAME = "..."`` or ``add_newdoc("NAME", "...")``.
    """
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() as constant):
                for found in _constant(constant, f"{module}.{name}", True):
                    yield name, found
            case ast.Expr(value=ast.Call(args=[*_, ast.Constant(value=str(name)), constant])):
                if isinstance(constant, ast.Constant):
                    for found in _constant(constant, module, True):
                        yield name, found


def _constant(constant: ast.Constant, name: str, importable: bool) -> Iterator[_Docstring]:
    if isinstance(constant.value, str):
        # An escaped line break moves the lines behind it away from those of the file.
        lines = (constant.end_lineno or 0) - constant.lineno
        line = constant.lineno if constant.value.count("\n") == lines else 0
        yield _Docstring(name, constant.value, line, importable)


class _Public:
    """What a package offers once it and its public packages are imported.

    `names` gives the public name of what is defined somewhere in it, `remade` for it the name and
    the docstring of what is found at run time, `made` all that are found there. Raises `InputError`
    where the package itself cannot be imported.
    """

    def __init__(self, package: str, packages: list[str]) -> None:
        self.names: dict[str, str] = {}
        self.remade: dict[str, tuple[str, str]] = {}
        self.made: list[tuple[str, str]] = []
        self._own = package.partition(".")[0]
        self._seen: set[int] = set()
        if reason := _import(package):
            raise InputError(f"cannot import {package!r}: {reason}; mend the installation")
        for name in filter(_is_public, packages):
            _import(name)
        loaded = [n for n in sys.modules if f"{n}.".startswith(f"{package}.") and _is_public(n)]
        classes: list[tuple[str, type]] = []
        for name in sorted(loaded, key=lambda n: (n.count("."), n)):
            for member, value in _members(sys.modules[name]):
                if id(value) not in self._seen and self._is_own(value):
                    self._seen.add(id(value))
                    self._object(f"{name}.{member}", value)
                    if isinstance(value, type):
                        classes.append((f"{name}.{member}", value))
        for name, kind in classes:  # a function's own name comes before that of a method
            for member, value in sorted(vars(kind).items()):
                if not member.startswith("_"):
                    self._object(
                        f"{name}.{member}", value, f"{kind.__module__}.{kind.__qualname__}"
                    )

    def _object(self, name: str, value: Any, inside: str = "") -> None:
        kind, text = type(value), _docstring(value)
        home = f"{_text(value, '__module__')}.{_text(value, '__qualname__')}"
        if inside:
            home = f"{inside}.{name.rpartition('.')[2]}"
        if not isinstance(value, type) and _text(kind, "__module__").partition(".")[0] == self._own:
            home = f"{kind.__module__}.{kind.__qualname__}"
        elif callable(value) or inside:
            self.names.setdefault(home, name)
        if text is not None:
            self.remade.setdefault(home, (name, text))
            self.made.append((name, text))

    def _is_own(self, value: Any) -> bool:
        """Whether it is of this package, as far as it says."""
        home = _text(value, "__module__")
        return not home or home.partition(".")[0] in (self._own, "builtins")


def _members(module: types.ModuleType) -> Iterator[tuple[str, Any]]:
    listed = getattr(module, "__all__", None)
    names = sorted(vars(module)) if listed is None else [m for m in listed if isinstance(m, str)]
    found = [(m, vars(module).get(m)) for m in names if not m.startswith("_")]
    # Its own name comes before another one.
    for member, value in sorted(found, key=lambda pair: _text(pair[1], "__name__") != pair[0]):
        if value is not None and not isinstance(value, types.ModuleType):
            yield member, value


def _text(value: Any, attribute: str) -> str:
    try:
        found = getattr(value, attribute, "")
    except Exception:  # whatever an object does when it is asked
        return ""
    return found if isinstance(found, str) else ""


def _is_public(module: str) -> bool:
    return not any(part.startswith("_") or part in _NOT_IMPORTED for part in module.split("."))


def _docstring(value: Any) -> str | None:
    try:
        text = value.__doc__
        inherited = not isinstance(value, type) and text is type(value).__doc__
    except Exception:  # whatever an object does when it is asked
        return None
    return text if isinstance(text, str) and not inherited else None


def _import(name: str) -> str:
    """Import a module; why it cannot be, or nothing."""
    quiet = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            try:
                importlib.import_module(name)
            except (Exception, SystemExit) as error:  # whatever it does when it is run
                return " ".join(f"{type(error).__name__}: {error}".split())
    return ""
