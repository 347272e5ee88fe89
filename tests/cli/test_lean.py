"""`pycheck lean`: exit codes, output, and the record that Lean's exporter turns into."""

import hashlib
import json
import os
import signal
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pycheck.cli.main import run
from tests import needs
from tests.included import PROJECT
from tests.running import children, end_of_all, started

COMMITTED = PROJECT.root / "lean" / "receipts.json"
RECORD = json.loads(COMMITTED.read_text(encoding="utf-8"))


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Pycheck = Callable[..., Outcome]


@pytest.fixture
def pycheck(
    tmp_path: Path,
    project_copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Pycheck:
    """Runs `pycheck lean ...` on the copy of the project, from an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Outcome:
        command = ["pycheck", "lean", *arguments, "--project", str(project_copy)]
        monkeypatch.setattr(sys, "argv", command)
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            run()
        assert isinstance(end.value.code, int)
        captured = capfd.readouterr()
        return Outcome(end.value.code, captured.out, captured.err)

    return call


class Lake:
    """A stand-in for Lake: notes its arguments, and prints what the exporter printed."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.folder, self.project = folder, project
        self.exported = {k: deepcopy(RECORD[k]) for k in ("schema", "lean", "replayed", "receipts")}
        self.answer("exe receipts", json.dumps(self.exported, ensure_ascii=False) + "\n")
        script = folder / "lake"
        script.write_text(
            textwrap.dedent(f"""\
            #!{sys.executable}
            import pathlib, subprocess, sys
            folder = pathlib.Path(__file__).parent
            words = " ".join(sys.argv[1:])
            with (folder / "calls").open("a") as calls:
                print(pathlib.Path.cwd(), words, sep="|", file=calls)
            answer = folder / (words + ".out")
            if answer.exists():
                sys.stdout.write(answer.read_text(encoding="utf-8"))
            side_effect = folder / (words + ".py")
            if side_effect.exists():
                exec(side_effect.read_text())
            """)
        )
        script.chmod(0o755)

    def answer(self, words: str, text: str) -> None:
        (self.folder / f"{words}.out").write_text(text, encoding="utf-8")

    def then(self, words: str, code: str) -> None:
        (self.folder / f"{words}.py").write_text(code)

    def fail(self, words: str, message: str = "no", code: int = 1) -> None:
        self.then(words, f"print({message!r}, file=sys.stderr); sys.exit({code})")

    @property
    def calls(self) -> list[str]:
        lines = (self.folder / "calls").read_text().splitlines()
        assert {line.split("|")[0] for line in lines} == {str(self.project)}
        return [line.split("|")[1] for line in lines]


@pytest.fixture
def lake(tmp_path: Path, project_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return Lake(folder, project_copy)


@pytest.fixture
def no_lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))


def edit(root: Path, **fields: object) -> None:
    """Change fields of the recorded receipts."""
    path = root / "lean" / "receipts.json"
    path.write_text(json.dumps(RECORD | fields, ensure_ascii=False), encoding="utf-8")


# --- verify


def test_verify_shows_every_module_and_what_is_trusted(pycheck: Pycheck) -> None:
    code, out, err = pycheck("verify")
    assert (code, err) == (0, "")
    for module in {r["module"] for r in RECORD["receipts"]}:
        assert module.removeprefix("AttentionDecay.") in out
    assert f"{len(RECORD['receipts'])} valid, 0 stale, 0 invalid" in out
    assert "Trusted: Lean's kernel" in out


def test_verify_names_every_problem_and_exits_with_1(pycheck: Pycheck, project_copy: Path) -> None:
    source = project_copy / "lean" / "AttentionDecay" / "Position" / "Pade.lean"
    source.write_bytes(source.read_bytes() + b" ")
    code, out, _ = pycheck("verify")
    assert code == 1
    assert (
        "problem: lean/AttentionDecay/Position/Pade.lean changed since the receipts were recorded"
        in out
    )
    stale = sum(r["module"] == "AttentionDecay.Position.Pade" for r in RECORD["receipts"])
    assert f"{len(RECORD['receipts']) - stale} valid, {stale} stale, 0 invalid" in out


def test_verify_names_each_receipt_with_a_fault_of_its_own(
    pycheck: Pycheck, project_copy: Path
) -> None:
    receipts = [dict(r) for r in RECORD["receipts"]]
    receipts[-1]["axioms"] = ["sorryAx"]
    edit(project_copy, receipts=receipts)
    code, out, _ = pycheck("verify")
    assert code == 1
    assert f"invalid: {receipts[-1]['name']}: rests on the axiom sorryAx" in out


VERIFY_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "schema",
        "holds",
        "toolchain",
        "mathlib",
        "imports",
        "trust",
        "summary",
        "problems",
        "receipts",
    ],
    "properties": {
        "schema": {"const": 1},
        "holds": {"type": "boolean"},
        "toolchain": {"type": "string"},
        "mathlib": {"type": "string", "pattern": "^[0-9a-f]{40}$"},
        "imports": {"enum": ["trusted", "followed", "refused"]},
        "trust": {"type": "string"},
        "summary": {
            "type": "object",
            "additionalProperties": False,
            "required": ["valid", "stale", "invalid"],
            "properties": {
                state: {"type": "integer", "minimum": 0} for state in ("valid", "stale", "invalid")
            },
        },
        "problems": {"type": "array", "items": {"type": "string"}},
        "receipts": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "module", "state", "reasons"],
                "properties": {
                    "name": {"type": "string"},
                    "module": {"type": "string"},
                    "state": {"enum": ["valid", "stale", "invalid"]},
                    "reasons": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


@pytest.mark.parametrize("toolchain", [RECORD["toolchain"], "leanprover/lean4:v4.1.0"])
def test_verify_as_json_is_the_documented_interface(
    toolchain: str, pycheck: Pycheck, project_copy: Path
) -> None:
    edit(project_copy, toolchain=toolchain)
    code, out, _ = pycheck("verify", "--format", "json")
    report: dict[str, Any] = json.loads(out)
    jsonschema = needs.tool("jsonschema")
    jsonschema.validate(report, VERIFY_SCHEMA)
    holds = toolchain == RECORD["toolchain"]
    total = len(RECORD["receipts"])
    assert code == (0 if holds else 1)
    assert report["holds"] is holds
    assert report["summary"] == {
        "valid": total if holds else 0,
        "stale": 0,
        "invalid": 0 if holds else total,
    }
    assert [r["name"] for r in report["receipts"]] == [r["name"] for r in RECORD["receipts"]]
    assert all(bool(r["reasons"]) is not holds for r in report["receipts"])


def test_verify_without_a_record_is_one_line_and_exits_with_2(
    pycheck: Pycheck, project_copy: Path
) -> None:
    (project_copy / "lean" / "receipts.json").unlink()
    code, out, err = pycheck("verify")
    assert (code, out) == (2, "")
    assert err.startswith("error: cannot read the receipts")
    assert err.count("\n") == 1


# --- build


def test_build_fetches_the_cache_and_builds(pycheck: Pycheck, lake: Lake) -> None:
    assert pycheck("build").code == 0
    assert lake.calls == ["exe cache get", "build"]


@pytest.mark.parametrize(
    ("failing", "calls"),
    [("exe cache get", ["exe cache get"]), ("build", ["exe cache get", "build"])],
)
def test_a_failing_build_stops_and_exits_with_1(
    failing: str, calls: list[str], pycheck: Pycheck, lake: Lake
) -> None:
    lake.fail(failing, message="type mismatch", code=3)
    code, _, err = pycheck("build")
    assert code == 1
    assert lake.calls == calls
    assert "type mismatch" in err
    assert f"error: `lake {failing}` failed with exit code 3" in err


@pytest.mark.usefixtures("no_lake")
@pytest.mark.parametrize("command", [["build"], ["record"], ["record", "--check"]])
def test_without_lake_one_line_says_how_to_get_it(command: list[str], pycheck: Pycheck) -> None:
    code, out, err = pycheck(*command)
    assert (code, out) == (2, "")
    assert err.startswith("error: lake is not on PATH; install Lean with elan")
    assert err.count("\n") == 1


@pytest.mark.usefixtures("lake")
def test_a_folder_without_a_lakefile_is_an_error(pycheck: Pycheck, project_copy: Path) -> None:
    (project_copy / "lakefile.lean").unlink()
    code, _, err = pycheck("build")
    assert code == 2
    assert "has no lakefile.lean" in err


# --- record


def recorded(project: Path, imports: str) -> bytes:
    """The committed record as it is made anew: with the hashes of Lake's own files."""
    build = {
        name: hashlib.sha256((project / name).read_bytes()).hexdigest()
        for name in ("lakefile.lean", "lake-manifest.json")
    }
    text = COMMITTED.read_text(encoding="utf-8")
    text = text.replace('"imports": "trusted"', f'"imports": "{imports}"')
    head, receipts, rest = text.partition(' "receipts": [')
    return f'{head} "build": {json.dumps(build)},\n{receipts}{rest}'.encode()


def test_record_makes_the_committed_bytes(pycheck: Pycheck, lake: Lake, project_copy: Path) -> None:
    path = project_copy / "lean" / "receipts.json"
    path.unlink()
    lake.fail("exe receipts --axioms", message="1 theorems rest on an axiom other than ...")
    code, out, err = pycheck("record")
    assert code == 1
    assert path.read_bytes() == recorded(project_copy, "refused")
    assert lake.calls == ["exe receipts", "exe receipts --axioms"]
    assert "1 theorems rest on an axiom" in err
    assert "0 invalid" in out
    assert "the exporter refused the axioms of a theorem" in out


def test_record_says_followed_where_the_axioms_were_followed(
    pycheck: Pycheck, lake: Lake, project_copy: Path
) -> None:
    lake.answer("exe receipts --axioms", "AttentionDecay.x: [propext]\n")
    code, out, _ = pycheck("record")
    assert code == 0
    path = project_copy / "lean" / "receipts.json"
    assert path.read_bytes() == recorded(project_copy, "followed")
    assert "AttentionDecay.x" not in out


def test_record_takes_the_sources_the_toolchain_and_mathlib_as_they_are(
    pycheck: Pycheck, lake: Lake, project_copy: Path
) -> None:
    source = "lean/AttentionDecay/Position/Pade.lean"
    (project_copy / source).write_bytes((project_copy / source).read_bytes() + b"\n")
    manifest = project_copy / "lake-manifest.json"
    manifest.write_text(manifest.read_text().replace(RECORD["mathlib"], "a" * 40))
    assert pycheck("verify").code == 1
    assert pycheck("record").code == 0
    assert pycheck("verify").code == 0
    recorded = json.loads((project_copy / "lean" / "receipts.json").read_text(encoding="utf-8"))
    changed = {s for s, h in recorded["sources"].items() if RECORD["sources"][s] != h}
    assert changed == {source}
    assert recorded["mathlib"] == "a" * 40
    assert lake.calls == ["exe receipts", "exe receipts --axioms"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_lake_has_started_ends_with_a_record_that_is_stopped(
    lake: Lake, project_copy: Path, number: signal.Signals
) -> None:
    begun = lake.folder / "begun"
    lake.then(
        "exe receipts",
        "import time; subprocess.Popen(['sleep', '100']); "
        f"pathlib.Path({str(begun)!r}).touch(); time.sleep(100)",
    )
    recorded = (project_copy / "lean" / "receipts.json").read_bytes()
    run = started("lean", "record", "--project", str(project_copy))
    stop = time.monotonic() + 60
    while not begun.exists():
        assert time.monotonic() < stop
        time.sleep(0.1)
    below = children(run.pid)
    assert len(below) == 2
    run.send_signal(number)
    run.communicate(timeout=60)
    assert run.returncode == {signal.SIGTERM: 143, signal.SIGINT: 130}[number]
    assert not end_of_all(below, 5)
    assert (project_copy / "lean" / "receipts.json").read_bytes() == recorded


def test_record_exits_with_1_where_a_new_receipt_is_invalid(pycheck: Pycheck, lake: Lake) -> None:
    lake.exported["receipts"][0] = lake.exported["receipts"][0] | {"axioms": ["sorryAx"]}
    lake.answer("exe receipts", json.dumps(lake.exported))
    code, out, _ = pycheck("record")
    assert code == 1
    assert "rests on the axiom sorryAx" in out


@pytest.mark.parametrize(
    ("printed", "code", "words"),
    [
        ("", 2, "the output of `lake exe receipts` is not JSON"),
        ('{"schema": 2, "receipts": []}', 2, "has schema 2"),
        ('{"schema": 1, "lean": "4.27.0", "replayed": 1}', 2, "receipts: Input should be"),
        (None, 1, "`lake exe receipts` failed with exit code 1"),
    ],
)
@pytest.mark.parametrize("option", [[], ["--check"]])
def test_record_keeps_the_old_receipts_where_the_exporter_fails(
    printed: str | None,
    code: int,
    words: str,
    option: list[str],
    pycheck: Pycheck,
    lake: Lake,
    project_copy: Path,
) -> None:
    if printed is None:
        lake.fail("exe receipts")
    else:
        lake.answer("exe receipts", printed)
    outcome = pycheck("record", *option)
    assert outcome.code == code
    assert words in outcome.err
    assert (project_copy / "lean" / "receipts.json").read_bytes() == COMMITTED.read_bytes()
    assert {p.name for p in (project_copy / "lean").iterdir()} == {
        p.name for p in COMMITTED.parent.iterdir() if p.name != ".lake"
    }


def test_record_refuses_sources_that_change_under_it(
    pycheck: Pycheck, lake: Lake, project_copy: Path
) -> None:
    lake.then("exe receipts", "open('lean/AttentionDecay.lean', 'a').write('-- a later thought')")
    code, _, err = pycheck("record")
    assert code == 2
    assert "changed meanwhile" in err
    assert (project_copy / "lean" / "receipts.json").read_bytes() == COMMITTED.read_bytes()


def test_check_passes_on_the_committed_record_and_writes_nothing(
    pycheck: Pycheck, lake: Lake, project_copy: Path
) -> None:
    for receipt in lake.exported["receipts"]:
        receipt["signature"] = receipt["signature"].replace("\n ", "")
    lake.answer("exe receipts", json.dumps(lake.exported))
    path = project_copy / "lean" / "receipts.json"
    before = path.stat()
    code, out, _ = pycheck("record", "--check")
    assert (code, out) == (0, "the receipts are as recorded\n")
    assert lake.calls == ["exe receipts"]
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def change_statement(receipts: list[dict[str, Any]]) -> str:
    receipts[5]["statement"] = ["sort"]
    receipts[5]["line"] += 1
    return f"{receipts[5]['name']}: line, statement not as recorded"


def drop_one(receipts: list[dict[str, Any]]) -> str:
    return f"{receipts.pop(7)['name']}: recorded, and no longer there"


def add_one(receipts: list[dict[str, Any]]) -> str:
    receipts.append(receipts[0] | {"name": "AttentionDecay.fresh"})
    return "AttentionDecay.fresh: not recorded"


@pytest.mark.parametrize("change", [change_statement, drop_one, add_one])
def test_check_names_a_receipt_that_differs(
    change: Callable[[list[dict[str, Any]]], str], pycheck: Pycheck, lake: Lake
) -> None:
    receipts = [dict(r) for r in RECORD["receipts"]]
    expected = change(receipts)
    lake.answer("exe receipts", json.dumps(lake.exported | {"receipts": receipts}))
    code, out, _ = pycheck("record", "--check")
    assert code == 1
    assert out.splitlines()[:-1] == [expected]


def test_check_names_a_header_and_a_source_that_differ(
    pycheck: Pycheck, lake: Lake, project_copy: Path
) -> None:
    lake.answer("exe receipts", json.dumps(lake.exported | {"replayed": 1}))
    (project_copy / "lean" / "AttentionDecay.lean").write_text("")
    (project_copy / "lean-toolchain").write_text("leanprover/lean4:v9.0.0\n")
    code, out, _ = pycheck("record", "--check")
    assert code == 1
    assert out.splitlines()[:-1] == [
        f"toolchain: recorded {RECORD['toolchain']}, now leanprover/lean4:v9.0.0",
        f"replayed: recorded {RECORD['replayed']}, now 1",
        "lean/AttentionDecay.lean: not as recorded",
    ]


# --- trace

LEAN_DOJO = """
from pathlib import Path
from types import SimpleNamespace as Record

class LeanGitRepo:
    def __init__(self, url, commit):
        self.url, self.commit = url, commit

    @classmethod
    def from_path(cls, path):
        if (Path(path) / "broken").exists():
            raise RuntimeError("Command 'lake build'\\nreturned 1")
        return cls(str(path), "0" * 40)

class Tactic:
    tactic, state_before, state_after = "simp [f]", "⊢ f = 1", "no goals"

    def get_annotated_tactic(self):
        where = {"def_path": "lean/A.lean", "def_pos": [1, 1], "def_end_pos": [1, 2]}
        return "simp [<a>f</a>]", [{"full_name": "A.f", **where}, {"full_name": "A.f", **where}]

class Theorem:
    def __init__(self, repo, name, path):
        self.repo = repo
        self.theorem, self.file_path = Record(full_name=name), Path(path)
        self.start = Record(line_nb=12, column_nb=1)

    def get_premise_full_names(self):
        return ["A.f", "Eq.symm", "A.f"]

    def get_traced_tactics(self, atomic_only=False):
        return [Tactic()]

def trace(repo, dst_dir=None, build_deps=True):
    assert repo.commit == "0" * 40 and dst_dir is None and build_deps is False
    mathlib = LeanGitRepo("https://example.org/mathlib4", "1" * 40)
    theorems = [Theorem(repo, "A.t", "lean/A.lean"), Theorem(mathlib, "M.t", "lean/M.lean")]
    return Record(repo=repo, get_traced_theorems=lambda: theorems)
"""


@pytest.fixture
def lean_dojo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package with the names and signatures of LeanDojo 4.20 that a trace uses."""
    package = tmp_path / "site" / "lean_dojo"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(LEAN_DOJO, encoding="utf-8")
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.delitem(sys.modules, "lean_dojo", raising=False)
    yield
    sys.modules.pop("lean_dojo", None)


@pytest.fixture
def no_lean_dojo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lean_dojo", None)


@pytest.fixture
def lean(lake: Lake, project_copy: Path) -> Lake:
    (lake.folder / "lean").write_text("#!/bin/sh\n")
    (lake.folder / "lean").chmod(0o755)
    (project_copy / ".git").mkdir()
    return lake


@pytest.mark.usefixtures("lean", "lean_dojo")
def test_trace_writes_one_theorem_a_line(pycheck: Pycheck, tmp_path: Path) -> None:
    out = tmp_path / "trace.jsonl"
    code, printed, err = pycheck("trace", "--out", str(out))
    assert (code, err) == (0, "")
    assert printed == f"1 theorem traced to {out}\n"
    assert [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] == [
        {
            "name": "A.t",
            "file": "lean/A.lean",
            "line": 12,
            "premises": ["A.f", "Eq.symm"],
            "tactics": [
                {
                    "tactic": "simp [f]",
                    "before": "⊢ f = 1",
                    "after": "no goals",
                    "premises": ["A.f"],
                }
            ],
        }
    ]


@pytest.mark.usefixtures("lean", "lean_dojo")
def test_a_failing_trace_is_one_line_and_writes_nothing(
    pycheck: Pycheck, project_copy: Path, tmp_path: Path
) -> None:
    (project_copy / "broken").touch()
    out = tmp_path / "trace.jsonl"
    code, _, err = pycheck("trace", "--out", str(out))
    assert code == 2
    assert "LeanDojo could not trace" in err
    assert err.count("\n") == 1
    assert not out.exists()


@pytest.mark.usefixtures("no_lake", "lean_dojo")
def test_trace_without_lean_says_that_lean_is_missing(pycheck: Pycheck, project_copy: Path) -> None:
    (project_copy / ".git").mkdir()
    code, out, err = pycheck("trace")
    assert (code, out) == (2, "")
    assert "missing: a Lean toolchain (install elan" in err
    assert "pip install" not in err


@pytest.mark.usefixtures("lean", "no_lean_dojo")
def test_trace_without_leandojo_says_that_leandojo_is_missing(pycheck: Pycheck) -> None:
    code, out, err = pycheck("trace")
    assert (code, out) == (2, "")
    assert "missing: LeanDojo (pip install -e '.[lean]' in the checkout" in err
    assert "elan" not in err


# --- the group


def test_the_group_lists_its_commands(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["pycheck", "lean", "--help"])
    with pytest.raises(SystemExit) as end:
        run()
    assert end.value.code == 0
    listed = capfd.readouterr().out
    for command in ("build", "record", "sample", "trace", "verify"):
        assert f"\n  {command} " in listed
