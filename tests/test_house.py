"""Which room may know what: the engine names no book, and checks are found by their names alone."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from pycheck.checks.registry import KINDS, Kind, declared, load
from tests.checks_of import checks_of
from tests.included import PROJECT, ledger

PACKAGE = PROJECT.root / "pycheck"
ENGINE = (
    "auditing",
    "checks",
    "data",
    "ledger",
    "notation",
    "pictures",
    "receipts",
    "report",
    "statements",
    "texts",
)
NAMES = re.compile(r"attention|AttentionDecay|ch22|\bgpt|llama|pythia", re.IGNORECASE)


def _engine_files() -> list[Path]:
    files = [p for room in ENGINE for p in (PACKAGE / room).rglob("*")]
    files += PACKAGE.glob("*.py")
    files += [*(PACKAGE / "cli").glob("*.py"), *(PACKAGE / "cli" / "lean").glob("*.py")]
    return [p for p in files if p.suffix in {".py", ".html", ".js", ".css", ".svg"}]


def test_the_engine_names_no_book() -> None:
    files = _engine_files()
    assert len(files) > 100
    found = [
        f"{path.relative_to(PACKAGE)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if NAMES.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_names_read_from_the_text_are_the_functions_that_are_there(kind: Kind) -> None:
    functions = checks_of(kind)
    assert functions
    for name, function in functions.items():
        module, _, own = name.partition(".")
        assert inspect.isfunction(function)
        assert function.__name__ == own
        assert function.__module__.endswith(f".{module}")
        paragraph, _, _ = (inspect.getdoc(function) or "").partition("\n\n")
        about = declared(PROJECT.checks, kind)[name].about
        assert about == " ".join(paragraph.split()).replace("``", "`")
        assert about


def test_every_check_is_named_by_a_claim() -> None:
    claims = ledger().claims
    named = {
        "derivation": {n for c in claims for n in c.derivations},
        "enclosure": {n for c in claims for n in c.enclosures},
        "measurement": {n for c in claims for n in c.measurements},
    }
    for _, erratum in ledger().errata:
        for reference in erratum.references:
            named.setdefault(reference.kind, set()).add(reference.name)
    for kind in KINDS:
        if kind != "picture":
            assert set(declared(PROJECT.checks, kind)) <= named[kind]


def test_listing_checks_runs_no_code(tmp_path: Path) -> None:
    (tmp_path / "derivations").mkdir()
    (tmp_path / "derivations" / "trap.py").write_text(
        'raise SystemExit("imported")\n\n@check\ndef law():\n    """A law.\n\n    More."""\n'
    )
    assert [d.about for d in declared(tmp_path, "derivation").values()] == ["A law."]
    assert declared(None, "derivation") == {}
    with pytest.raises(SystemExit):
        load(tmp_path, "derivation", "trap.law")


def test_two_audits_may_have_modules_of_one_name(tmp_path: Path) -> None:
    for name in ("a", "b"):
        folder = tmp_path / name / "derivations"
        folder.mkdir(parents=True)
        (folder / "_part.py").write_text(f"VALUE = {name!r}\n")
        (folder / "one.py").write_text(
            "from ._part import VALUE\n\n@check\ndef law():\n    return VALUE\n".replace(
                "@check\n", "check = lambda f: f\n\n@check\n"
            )
        )
    assert [load(tmp_path / n, "derivation", "one.law")() for n in ("a", "b")] == ["a", "b"]


def test_a_module_that_is_no_python_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "derivations").mkdir()
    path = tmp_path / "derivations" / "bad.py"
    path.write_text("x = 1\ndef (:\n")
    with pytest.raises(Exception, match=rf"{re.escape(str(path))}:2: not Python") as caught:
        declared(tmp_path, "derivation")
    assert "\n" not in str(caught.value)


def test_no_module_is_there_for_its_tests_alone() -> None:
    """Every module of the package is imported by another one, or is a door of its own."""
    imported: set[str] = set()
    modules: dict[str, Path] = {}
    for base in ("pycheck", "book"):
        for path in (PROJECT.root / base).rglob("*.py"):
            name = ".".join(path.relative_to(PROJECT.root).with_suffix("").parts)
            modules[name] = path
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                    imported |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
                elif isinstance(node, ast.ImportFrom) and node.level == 1:
                    package = name.rpartition(".")[0]
                    imported |= {f"{package}.{node.module}"}
                elif isinstance(node, ast.Import):
                    imported |= {a.name for a in node.names}
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    imported.add(node.value.partition(":")[0])
    checks = {
        f"book.{kind}s.{name.partition('.')[0]}"
        for kind in KINDS
        for name in declared(PROJECT.checks, kind)
    }
    alone = {n for n in modules if not n.endswith("__init__")} - imported - checks
    # The doors of the command line and of pytest, and what an audit begins with.
    doors = {"pycheck.__main__", "pycheck.pytest_plugin"}
    assert alone == {*doors, "pycheck.template.checks.derivations.dice"}


def test_actions_are_pinned_by_their_commits() -> None:
    """A tag can be moved by whoever owns the action; a commit cannot."""
    workflows = sorted((PROJECT.root / ".github" / "workflows").glob("*.yml"))
    workflows += (PACKAGE / "template").rglob("*.yml")
    used = [
        f"{path.name}: {line.strip()}"
        for path in workflows
        for line in path.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    ]
    assert len(used) > 10
    pinned = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
    assert [line for line in used if not pinned.search(line)] == []


def test_make_tells_of_every_target() -> None:
    text = (PROJECT.root / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    told = re.findall(r"^([a-z]+):.*## \w", text, re.MULTILINE)
    assert sorted(phony.split()) == sorted(told)
