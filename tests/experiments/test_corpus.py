"""The corpus: prose, in a fixed order, no paragraph shared, the held-out part apart. No PyTorch."""

import hashlib
import importlib.metadata
from pathlib import Path

import pytest

from pycheck.errors import InputError
from pycheck.reality.experiments.corpus import PACKAGES, Corpus, docstring_corpus, load_corpus

SOURCE = '''
"""The module says what this little package is for, in one sentence.

>>> this is an example of code that has more than enough words in it but is not prose

The module says another thing in a second paragraph of plain English.
"""


class Thing:
    """A thing of this package that is described by a sentence of words.

    Parameters
    ----------
    a : int
    """

    def method(self):
        """The module says another thing in a second paragraph of plain English."""

        def inner():
            """A function inside a method can have a docstring of its own too."""

    def undocumented(self):
        return "A string that is no docstring, although it has enough words for one."


def table():
    """1 2 3 4 5 6 a b c d e f g h 7 8 9 10 11 12 13 14 15"""
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package with docstrings, a test folder that must not be read, and a version."""
    root = tmp_path / "littlepackage"
    (root / "tests").mkdir(parents=True)
    (root / "__init__.py").write_text(SOURCE)
    (root / "zebra.py").write_text(
        '"""The last file of the package in the order of names is this."""'
    )
    (root / "tests" / "test_it.py").write_text(
        '"""Words of a test are not read, however many there are."""'
    )
    metadata = tmp_path / "littlepackage-1.5.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Name: littlepackage\nVersion: 1.5\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    return root.name


def test_docstrings_become_documents_of_prose(package: str) -> None:
    corpus = docstring_corpus((package,))
    assert corpus.documents == (
        "The module says what this little package is for, in one sentence.\n\n"
        "The module says another thing in a second paragraph of plain English.",
        "A thing of this package that is described by a sentence of words.",
        "A function inside a method can have a docstring of its own too.",
        "The last file of the package in the order of names is this.",
    )
    assert corpus.versions == {package: "1.5"}


def test_every_tenth_document_is_held_out() -> None:
    corpus = Corpus("numbers", tuple(str(i) for i in range(1, 26)))
    assert corpus.held_out_text == "10\n\n20"
    learnt = corpus.training_text.split("\n\n")
    assert learnt == [str(i) for i in range(1, 26) if i not in (10, 20)]
    assert corpus.text == "\n\n".join(str(i) for i in range(1, 26))


def test_the_digest_depends_on_every_document_and_its_bounds() -> None:
    digest = Corpus("a", ("one", "two")).sha256
    assert digest == hashlib.sha256(b"one\0two").hexdigest()
    assert digest == Corpus("b", ("one", "two"), {"x": "1"}).sha256
    assert digest != Corpus("a", ("one\n\ntwo",)).sha256


def test_a_file_is_split_at_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("First paragraph,\ntwo lines.\n\n \nSecond paragraph.\n")
    corpus = load_corpus(str(path))
    assert corpus.name == "text.txt"
    assert corpus.documents == ("First paragraph,\ntwo lines.", "Second paragraph.")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_an_unreadable_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "text.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"cannot read corpus .*text\.txt"):
        load_corpus(str(path))


def test_a_missing_package_is_named() -> None:
    with pytest.raises(InputError, match="no_such_package_here"):
        docstring_corpus(("no_such_package_here",))


def test_the_built_in_corpus_is_english_with_a_licence_that_allows_it() -> None:
    corpus = docstring_corpus(("networkx",))
    words = corpus.text.lower().split()
    assert len(words) > 50_000
    assert 0.04 < words.count("the") / len(words) < 0.12
    paragraphs = [set(document.split("\n\n")) for document in corpus.documents]
    assert sum(map(len, paragraphs)) == len(set().union(*paragraphs))
    for name in PACKAGES:
        metadata = importlib.metadata.metadata(name)
        fields = (metadata["License-Expression"], metadata["License"])
        licence = " ".join([*filter(None, fields), *(metadata.get_all("Classifier") or [])])
        assert "BSD" in licence, name
