"""Natural text for our own models: the prose of the docstrings of packages pycheck depends on.

Every installation of pycheck has this text, it is English, and its licences (BSD-3-Clause) allow
the use. It changes with the versions of the packages, so a corpus carries them and its SHA-256.
"""

import ast
import hashlib
import importlib.metadata
import importlib.util
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pycheck.errors import InputError
from pycheck.files import read_text

DOCSTRINGS = "docstrings"
"""The name of the built-in corpus."""

PACKAGES = ("networkx", "numpy", "scipy", "statsmodels")
"""Packages whose docstrings are read, all under BSD-3-Clause."""

_Documented = ast.Module | ast.ClassDef | ast.FunctionDef

_HELD_OUT_EVERY = 10
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
_WORD = re.compile(r"[A-Za-z]+")
_FEWEST_WORDS = 8
_PLAIN = frozenset(" .,;:'\"()`-")
_PROSE_SHARE = 0.93


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents for training and for measuring, and where they come from.

    Every tenth document is held out: models are trained on the others, and measured on it.
    """

    name: str
    documents: tuple[str, ...]
    versions: dict[str, str] = field(default_factory=dict)
    """Package versions that the text depends on."""

    @property
    def sha256(self) -> str:
        """Digest of all documents in their order."""
        return hashlib.sha256("\0".join(self.documents).encode()).hexdigest()

    @property
    def text(self) -> str:
        """All documents."""
        return "\n\n".join(self.documents)

    @property
    def training_text(self) -> str:
        """The documents that models are trained on."""
        kept = (d for i, d in enumerate(self.documents) if (i + 1) % _HELD_OUT_EVERY)
        return "\n\n".join(kept)

    @property
    def held_out_text(self) -> str:
        """The documents that profiles are measured on."""
        return "\n\n".join(self.documents[_HELD_OUT_EVERY - 1 :: _HELD_OUT_EVERY])


def load_corpus(name: str) -> Corpus:
    """The built-in corpus ``docstrings``, or the paragraphs of the UTF-8 text file `name`.

    Raises `InputError` when the file cannot be read.
    """
    if name == DOCSTRINGS:
        return docstring_corpus()
    text = read_text(Path(name), "corpus", f"give a UTF-8 text file or {DOCSTRINGS!r}")
    documents = tuple(p.strip() for p in _PARAGRAPH_BREAK.split(text) if p.strip())
    return Corpus(Path(name).name, documents)


def docstring_corpus(packages: tuple[str, ...] = PACKAGES) -> Corpus:
    """The prose of the docstrings of `packages`: one document a docstring.

    A paragraph that occurs in several docstrings stays in the first alone, so that none of the
    held-out text is learnt elsewhere.
    """
    seen: set[str] = set()
    documents = []
    for package in packages:
        for docstring in _docstrings(package):
            paragraphs = [p for p in _prose_paragraphs(docstring) if p not in seen]
            seen.update(paragraphs)
            if paragraphs:
                documents.append("\n\n".join(paragraphs))
    versions = {name: importlib.metadata.version(name) for name in packages}
    return Corpus(DOCSTRINGS, tuple(documents), versions)


def _docstrings(package: str) -> Iterator[str]:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise InputError(f"the package {package} is not installed; reinstall pycheck")
    root = Path(spec.submodule_search_locations[0])
    for path in sorted(root.rglob("*.py"), key=lambda p: p.relative_to(root).as_posix()):
        if "tests" in path.relative_to(root).parts:
            continue
        for node in _documented(ast.parse(path.read_text(encoding="utf-8"))):
            docstring = ast.get_docstring(node, clean=False)
            if docstring:
                yield inspect.cleandoc(docstring)


def _documented(node: _Documented) -> Iterator[_Documented]:
    """A module, class or function and those defined directly in it, in the order of the source."""
    yield node
    for inner in node.body:
        if isinstance(inner, ast.ClassDef | ast.FunctionDef):
            yield from _documented(inner)


def _prose_paragraphs(docstring: str) -> Iterator[str]:
    for raw in _PARAGRAPH_BREAK.split(docstring):
        paragraph = " ".join(raw.split())
        if _is_prose(paragraph):
            yield paragraph


def _is_prose(paragraph: str) -> bool:
    """Sentences rather than code, tables, formulas or markup."""
    if any(mark in paragraph for mark in (">>>", "::", "----")):
        return False
    if len(_WORD.findall(paragraph)) < _FEWEST_WORDS:
        return False
    plain = sum(c.isalpha() or c in _PLAIN for c in paragraph)
    return plain >= _PROSE_SHARE * len(paragraph)
