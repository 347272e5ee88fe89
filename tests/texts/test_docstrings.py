"""Displayed formulas of docstrings, those in the source and those that are made at run time."""

import sys
from pathlib import Path

import pytest

from pycheck.errors import InputError
from pycheck.texts.displayed import Displayed, of_package

_INIT = '''
"""Formulas.

.. math:: m = 1
"""
from texts_sample._inner import Base, Derived, law, other, relative

__all__ = ["law", "other", "Base", "Derived", "relative"]
'''
_INNER = '''
r"""Private.

.. math:: p = \\frac{1}{2}
"""

def documented(text):
    def decorate(function):
        function.__doc__ = (function.__doc__ or "") + text
        return function
    return decorate

LAW_DOC = r"""A law.

.. math:: l = 1
"""

def law():
    def nested():
        """.. math:: nested = 1"""
    if True:
        def inner():
            """.. math:: hidden = 1"""

law.__doc__ = LAW_DOC

@documented("""
    .. math:: added = 1
    """)
def other():
    """Other.

    .. math::

        o = 1
    """

class Base:
    """.. math:: base = 1"""

    def method(self):
        """.. math:: method = 1"""

class Derived(Base):
    def method(self):
        pass

class law_gen:
    r"""%(name)s is a law.

    .. math:: f = 1
    """
    def __init__(self, name):
        self.__doc__ = type(self).__doc__ % {"name": name}
        self.__doc__ += "\\n\\n    .. math:: mean = " + name + "\\n"

relative = law_gen("r")
'''


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Displayed]:
    folder = tmp_path_factory.mktemp("library")
    package = folder / "texts_sample"
    (package / "sub").mkdir(parents=True)
    (package / "__init__.py").write_text(_INIT.lstrip())
    (package / "_inner.py").write_text(_INNER.lstrip())
    (package / "broken.py").write_text('""".. math:: b = 1"""\nraise SystemExit("run")\n')
    (package / "no_python.py").write_text(".. math:: b = (\n")
    (package / "sub" / "__init__.py").write_text('raise ImportError(""".. math:: no""")\n')
    (package / "sub" / "part.py").write_text(
        'def f():\n    """.. math:: \\frac{1}{2}"""\n\n\nclass C:\n    """.. math:: base = 1"""\n'
    )
    sys.path.insert(0, str(folder))
    try:
        return list(of_package("texts_sample"))
    finally:
        sys.path.remove(str(folder))
        for name in [n for n in sys.modules if n.partition(".")[0] == "texts_sample"]:
            del sys.modules[name]


def test_each_docstring_gives_its_formulas_once(found: list[Displayed]) -> None:
    told = {
        f.latex: (f.place.removeprefix("texts_sample"), f.owner) for f in found if not f.not_read
    }
    assert told == {
        "m = 1": (":3", "texts_sample"),
        r"p = \frac{1}{2}": ("._inner:3", "texts_sample._inner"),
        "l = 1": ("._inner.LAW_DOC:14", "texts_sample.law"),
        "nested = 1": ("._inner.law.nested:19", ""),
        "hidden = 1": ("._inner.law.inner:22", ""),
        "o = 1": ("._inner.other:34", "texts_sample.other"),
        "added = 1": ("texts_sample.other".removeprefix("texts_sample"), "texts_sample.other"),
        "base = 1": ("._inner.Base:38", "texts_sample.Base"),
        "method = 1": ("._inner.Base.method:41", "texts_sample.Base.method"),
        "f = 1": ("._inner.law_gen:50", "texts_sample.relative"),
        "mean = r": (".relative", "texts_sample.relative"),
        "b = 1": (".broken:1", "texts_sample.broken"),
    }
    assert len(found) == len(told) + 1


def test_a_lost_backslash_is_told(found: list[Displayed]) -> None:
    (lost,) = [f for f in found if f.not_read]
    assert (lost.place, lost.owner) == ("texts_sample.sub.part.f:2", "texts_sample.sub.part.f")
    assert "lost a backslash" in lost.not_read


def test_a_library_whose_docstrings_are_set_at_run_time() -> None:
    found = [f for f in of_package("mpmath") if f.owner == "mpmath.zeta"]
    assert found[0].latex.startswith(r"\zeta(s) = 1+\frac{1}{2^s}")
    assert found[0].place.startswith("mpmath.function_docs.zeta:")
    line = int(found[0].place.rpartition(":")[2])
    source = Path(str(sys.modules["mpmath.function_docs"].__file__)).read_text().split("\n")
    assert source[line - 1].strip() == found[0].latex.split("\n")[0]


def test_a_package_that_is_not_there_is_one_line() -> None:
    for name in ("no_such_package", "no_such.package", "", "."):
        with pytest.raises(InputError, match="no package") as caught:
            list(of_package(name))
        assert "\n" not in str(caught.value)


def test_a_package_that_cannot_be_imported_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "texts_failing.py").write_text('raise ValueError("a\\nb")\n')
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(InputError, match="cannot import 'texts_failing': ValueError: a b;"):
        list(of_package("texts_failing"))
