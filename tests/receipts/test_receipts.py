"""Receipts: what is recorded holds, and every kind of tampering turns exactly what rests on it."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.errors import InputError
from pycheck.receipts import Verification, check_receipts, load_receipts, trust_sentence
from pycheck.receipts.book import dump_receipts, parse_receipts
from tests.included import NAMESPACE, PROJECT

ROOT = PROJECT.root
BOOK = load_receipts(ROOT, NAMESPACE)
SOURCES = sorted(BOOK.sources)
EXPORTER = "lean/Receipts.lean"
LIBRARY_ROOT = "lean/AttentionDecay.lean"
MUCH_USED = "AttentionDecay.hasDerivAt_logMoment"

Tamper = Callable[[dict[str, Any]], None]


def change_record(root: Path, tamper: Tamper) -> None:
    path = root / "lean" / "receipts.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    tamper(data)
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def entry(data: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(r for r in data["receipts"] if r["name"] == name)
    return found


def checked(root: Path) -> Verification:
    return check_receipts(load_receipts(root, NAMESPACE), root)


def names(verification: Verification, state: str) -> set[str]:
    return {name for name, status in verification.statuses.items() if status.state == state}


def resting_on_source(source: str) -> set[str]:
    """The receipts whose module is `source` or imports it, read off the plain text."""
    if source == EXPORTER:
        return set(BOOK.by_name)
    graph: nx.DiGraph[str] = nx.DiGraph()
    for file in SOURCES:
        text = (ROOT / file).read_text(encoding="utf-8")
        module = file.removeprefix("lean/").removesuffix(".lean").replace("/", ".")
        graph.add_node(module)
        if file != EXPORTER:
            for imported in re.findall(r"^import (AttentionDecay\S*)$", text, re.MULTILINE):
                graph.add_edge(module, imported)
    edited = source.removeprefix("lean/").removesuffix(".lean").replace("/", ".")
    modules = {edited, *nx.ancestors(graph, edited)}
    return {r.name for r in BOOK.receipts if r.module in modules}


def resting_on_receipt(name: str) -> set[str]:
    """The receipts that use `name` or a part of it, found by growing the set until it is closed."""
    found = {name}
    while True:
        users = {
            r.name
            for r in BOOK.receipts
            if any(u == f or u.startswith((f"{f}._", f"{f}.eq_")) for u in r.uses for f in found)
        }
        if users <= found:
            return found
        found |= users


# --- the committed record


def test_every_committed_receipt_is_valid() -> None:
    verification = check_receipts(BOOK, ROOT)
    assert verification.problems == ()
    assert names(verification, "valid") == set(BOOK.by_name)
    assert verification.holds


def test_writing_the_committed_record_again_gives_the_same_bytes() -> None:
    committed = (ROOT / "lean" / "receipts.json").read_bytes()
    assert dump_receipts(load_receipts(ROOT, NAMESPACE)).encode() == committed


def test_a_receipt_is_found_by_its_full_name_and_without_the_namespace() -> None:
    receipt = BOOK.find("hasDerivAt_logMoment")
    assert receipt is BOOK.find(MUCH_USED)
    assert receipt.kind == "theorem"
    assert receipt.source == "lean/AttentionDecay/Family/PowerLaw.lean"
    assert receipt.statement[0] == "all"
    assert BOOK.find("IsLogSummable").constructor is not None
    assert BOOK.find("weight").value is not None


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("hasDerivAt_logMomnt", "hasDerivAt_logMoment"),
        ("AttentionDecay.hasDerivAt_logMomnt", "hasDerivAt_logMoment"),
    ],
)
def test_an_unknown_name_is_an_error_with_the_nearest_one(name: str, nearest: str) -> None:
    with pytest.raises(InputError, match=rf"{name}.*did you mean '{nearest}'"):
        BOOK.find(name)


@pytest.mark.parametrize(
    ("imports", "words"), [("trusted", "not checked again"), ("followed", "to the bottom")]
)
def test_one_sentence_says_what_is_trusted(imports: str, words: str) -> None:
    sentence = trust_sentence(BOOK.model_copy(update={"imports": imports}))
    names = sum(sentence.count(end) for end in (".lean", ".json"))
    assert sentence.count(".") - BOOK.toolchain.count(".") - 1 == names
    for part in ("kernel", BOOK.toolchain, f"Mathlib at revision {BOOK.mathlib[:12]}", EXPORTER):
        assert part in sentence
    assert words in sentence


def test_a_name_in_an_inner_namespace_is_not_found_without_it() -> None:
    # Otherwise a claim about a renamed declaration could quietly pass to a namesake.
    assert BOOK.find("IsLogSummable.fisher_eq_var").kind == "theorem"
    with pytest.raises(InputError, match="'fisher_eq_var'"):
        BOOK.find("fisher_eq_var")


# --- an edit of a Lean file


@pytest.mark.parametrize("source", SOURCES)
def test_one_more_byte_makes_stale_what_rests_on_the_file(source: str, project_copy: Path) -> None:
    with (project_copy / source).open("ab") as file:
        file.write(b"\n")
    verification = checked(project_copy)
    assert names(verification, "stale") == resting_on_source(source)
    assert names(verification, "invalid") == set()
    assert not verification.holds
    assert [p for p in verification.problems if source in p] == [
        f"{source} changed since the receipts were recorded"
    ]
    for name in names(verification, "stale"):
        assert f"{source} changed" in verification.statuses[name].reasons[0]


def test_editing_the_root_of_the_library_is_a_problem_without_stale_receipts(
    project_copy: Path,
) -> None:
    assert resting_on_source(LIBRARY_ROOT) == set()
    (project_copy / LIBRARY_ROOT).write_bytes(b"")
    verification = checked(project_copy)
    assert names(verification, "valid") == set(BOOK.by_name)
    assert not verification.holds


@pytest.fixture(scope="module")
def shared_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shared") / "project"
    shutil.copytree(ROOT / "lean", root / "lean", ignore=shutil.ignore_patterns(".lake"))
    for name in ("lean-toolchain", "lake-manifest.json"):
        shutil.copy(ROOT / name, root / name)
    return root


@settings(max_examples=40)
@given(
    source=st.sampled_from(SOURCES),
    place=st.floats(0, 1, exclude_max=True),
    byte=st.binary(min_size=1, max_size=1),
)
def test_any_other_byte_anywhere_makes_stale_what_rests_on_the_file(
    shared_copy: Path, source: str, place: float, byte: bytes
) -> None:
    path = shared_copy / source
    original = path.read_bytes()
    at = int(place * len(original))
    path.write_bytes(original[:at] + byte + original[at + 1 :])
    try:
        changed = original[at : at + 1] != byte
        verification = check_receipts(BOOK, shared_copy)
        assert names(verification, "stale") == (resting_on_source(source) if changed else set())
        assert names(verification, "invalid") == set()
        assert verification.holds is not changed
    finally:
        path.write_bytes(original)


def test_a_missing_file_makes_stale_what_rests_on_it(project_copy: Path) -> None:
    source = "lean/AttentionDecay/Phase/Tail.lean"
    (project_copy / source).unlink()
    verification = checked(project_copy)
    assert names(verification, "stale") == resting_on_source(source)
    assert f"{source} is missing" in verification.problems


def test_a_file_that_nobody_recorded_is_reported(project_copy: Path) -> None:
    (project_copy / "lean" / "AttentionDecay" / "Extra.lean").write_text("theorem x : True := ⟨⟩\n")
    verification = checked(project_copy)
    assert names(verification, "valid") == set(BOOK.by_name)
    assert verification.problems == (
        "lean/AttentionDecay/Extra.lean is not among the recorded sources",
    )


def test_a_file_dropped_from_the_record_makes_stale_what_rests_on_it(project_copy: Path) -> None:
    source = "lean/AttentionDecay/Thermodynamics/Fisher.lean"
    change_record(project_copy, lambda data: data["sources"].pop(source))
    verification = checked(project_copy)
    assert names(verification, "stale") == resting_on_source(source)
    assert verification.problems == (f"{source} is not among the recorded sources",)


# --- an edit of the record


def test_sorry_in_one_receipt_makes_invalid_all_that_use_it(project_copy: Path) -> None:
    change_record(project_copy, lambda data: entry(data, MUCH_USED)["axioms"].append("sorryAx"))
    verification = checked(project_copy)
    expected = resting_on_receipt(MUCH_USED)
    assert len(expected) > 5
    assert names(verification, "invalid") == expected
    assert names(verification, "stale") == set()
    assert verification.statuses[MUCH_USED].reasons == ("rests on the axiom sorryAx",)
    user = (expected - {MUCH_USED}).pop()
    assert "which is invalid" in verification.statuses[user].reasons[0]


def test_an_invalid_receipt_in_an_edited_file_is_invalid_with_both_reasons(
    project_copy: Path,
) -> None:
    with (project_copy / BOOK.find(MUCH_USED).source).open("ab") as file:
        file.write(b"\n")
    change_record(project_copy, lambda data: entry(data, MUCH_USED)["axioms"].append("sorryAx"))
    verification = checked(project_copy)
    status = verification.statuses[MUCH_USED]
    assert status.state == "invalid"
    assert [reason.split()[0] for reason in status.reasons] == [
        "rests",
        BOOK.find(MUCH_USED).source,
    ]
    edited = resting_on_source(BOOK.find(MUCH_USED).source)
    assert names(verification, "invalid") == resting_on_receipt(MUCH_USED)
    assert names(verification, "stale") == edited - resting_on_receipt(MUCH_USED)


@pytest.mark.parametrize("axiom", ["Classical.choice", "Quot.sound", "propext"])
def test_the_accepted_axioms_are_accepted(axiom: str, project_copy: Path) -> None:
    change_record(project_copy, lambda data: entry(data, MUCH_USED).update(axioms=[axiom]))
    assert checked(project_copy).holds


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"line": BOOK.find(MUCH_USED).line + 1}, "the receipt says"),
        ({"line": BOOK.find(MUCH_USED).line - 1}, "the receipt says"),
        ({"kind": "definition"}, "declares a theorem, the receipt a definition"),
        ({"module": "AttentionDecay.Family.Polylog"}, "Polylog.lean does not declare it"),
        ({"module": "Receipts"}, "Receipts is not a module of the library"),
    ],
)
def test_a_receipt_that_misplaces_its_declaration_is_invalid(
    change: dict[str, Any], reason: str, project_copy: Path
) -> None:
    change_record(project_copy, lambda data: entry(data, MUCH_USED).update(change))
    verification = checked(project_copy)
    assert names(verification, "invalid") == resting_on_receipt(MUCH_USED)
    assert reason in verification.statuses[MUCH_USED].reasons[0]


def test_a_receipt_of_a_module_that_does_not_exist_is_stale(project_copy: Path) -> None:
    change_record(
        project_copy, lambda data: entry(data, MUCH_USED).update(module="AttentionDecay.Nowhere")
    )
    verification = checked(project_copy)
    assert names(verification, "stale") == resting_on_receipt(MUCH_USED)
    assert verification.statuses[MUCH_USED].reasons == (
        "lean/AttentionDecay/Nowhere.lean is missing",
    )


def test_renaming_a_receipt_breaks_it_and_its_users(project_copy: Path) -> None:
    renamed = f"{MUCH_USED}'"
    change_record(project_copy, lambda data: entry(data, MUCH_USED).update(name=renamed))
    verification = checked(project_copy)
    assert names(verification, "invalid") == resting_on_receipt(MUCH_USED) - {MUCH_USED} | {renamed}
    assert verification.statuses[renamed].reasons == (
        "lean/AttentionDecay/Family/PowerLaw.lean does not declare it",
    )
    assert verification.problems == (
        f"lean/AttentionDecay/Family/PowerLaw.lean declares {MUCH_USED}, which has no receipt",
    )


def test_renaming_a_declaration_is_seen_even_with_a_forged_hash(project_copy: Path) -> None:
    source = project_copy / BOOK.find(MUCH_USED).source
    text = source.read_text(encoding="utf-8").replace(
        "hasDerivAt_logMoment ", "hasDerivAt_logMoments "
    )
    source.write_text(text, encoding="utf-8")
    forged = hashlib.sha256(text.encode()).hexdigest()
    change_record(
        project_copy,
        lambda data: data["sources"].update({BOOK.find(MUCH_USED).source: forged}),
    )
    verification = checked(project_copy)
    assert names(verification, "stale") == set()
    assert names(verification, "invalid") == resting_on_receipt(MUCH_USED)
    assert any("hasDerivAt_logMoments, which has no receipt" in p for p in verification.problems)


def test_removing_a_receipt_invalidates_its_users_and_is_reported(project_copy: Path) -> None:
    change_record(project_copy, lambda data: data["receipts"].remove(entry(data, MUCH_USED)))
    verification = checked(project_copy)
    assert names(verification, "invalid") == resting_on_receipt(MUCH_USED) - {MUCH_USED}
    assert any(f"declares {MUCH_USED}, which has no receipt" in p for p in verification.problems)


def test_uses_that_leave_out_what_the_statement_mentions_are_invalid(project_copy: Path) -> None:
    name = "AttentionDecay.fisher_eq_varLog"
    change_record(project_copy, lambda data: entry(data, name).update(uses=[]))
    verification = checked(project_copy)
    (first, *_) = verification.statuses[name].reasons
    assert first == "mentions AttentionDecay.fisher, which its uses leave out"
    assert names(verification, "invalid") == resting_on_receipt(name)


def test_another_body_of_a_definition_is_invalid_where_it_uses_something_else(
    project_copy: Path,
) -> None:
    name = "AttentionDecay.partition"
    change_record(
        project_copy,
        lambda data: entry(data, name).update(value=["const", "AttentionDecay.heatCapacity"]),
    )
    reasons = checked(project_copy).statuses[name].reasons
    # The heat capacity rests on the partition function.
    assert reasons[0] == "its definition contains itself"
    assert reasons[1].startswith("mentions AttentionDecay.heatCapacity")


def test_a_structure_rests_on_what_its_fields_mention(project_copy: Path) -> None:
    change_record(
        project_copy, lambda data: entry(data, "AttentionDecay.weight").update(axioms=["sorryAx"])
    )
    status = checked(project_copy).statuses["AttentionDecay.IsLogSummable"]
    assert status.reasons == ("uses AttentionDecay.weight, which is invalid",)


@pytest.mark.parametrize(
    "used", ["AttentionDecay.nothing", "AttentionDecay.nothing._proof_1", "sum_prob", "Real.extra"]
)
def test_using_a_declaration_without_a_receipt_is_invalid(used: str, project_copy: Path) -> None:
    last = "AttentionDecay.zeta_fisher_eq_heatCapacity_div_sq"
    change_record(project_copy, lambda data: entry(data, last)["uses"].append(used))
    verification = checked(project_copy)
    assert names(verification, "invalid") == resting_on_receipt(last)
    assert verification.statuses[last].reasons == (f"uses {used}, which has no receipt",)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("toolchain", "leanprover/lean4:v4.26.0", "the project asks for leanprover/lean4:v4.27.0"),
        ("lean", "4.26.0", "recorded by Lean 4.26.0"),
        ("mathlib", "0" * 40, f"the project asks for {BOOK.mathlib}"),
        ("replayed", 0, "the kernel replayed 0 declarations"),
        ("replayed", len(BOOK.receipts) - 1, f"fewer than the {len(BOOK.receipts)} receipts"),
    ],
)
def test_a_record_of_another_build_makes_every_receipt_invalid(
    field: str, value: object, reason: str, project_copy: Path
) -> None:
    change_record(project_copy, lambda data: data.update({field: value}))
    verification = checked(project_copy)
    assert names(verification, "invalid") == set(BOOK.by_name)
    assert any(reason in problem for problem in verification.problems)


def test_as_many_replayed_declarations_as_receipts_are_enough(project_copy: Path) -> None:
    change_record(project_copy, lambda data: data.update(replayed=len(BOOK.receipts)))
    assert checked(project_copy).holds


@pytest.mark.parametrize(("modifier", "reported"), [("private ", False), ("protected ", True)])
def test_every_public_declaration_needs_a_receipt(
    modifier: str, reported: bool, project_copy: Path
) -> None:
    source = "lean/AttentionDecay/Position/Pade.lean"
    text = (project_copy / source).read_text(encoding="utf-8")
    text += f"\n{modifier}theorem AttentionDecay.late : True := trivial\n"
    (project_copy / source).write_text(text, encoding="utf-8")
    forged = hashlib.sha256(text.encode()).hexdigest()
    change_record(project_copy, lambda data: data["sources"].update({source: forged}))
    verification = checked(project_copy)
    assert names(verification, "valid") == set(BOOK.by_name)
    expected = (f"{source} declares AttentionDecay.late, which has no receipt",)
    assert verification.problems == (expected if reported else ())


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("lean-toolchain", "v4.27.0", "v4.28.0"), ("lake-manifest.json", BOOK.mathlib, "f" * 40)],
)
def test_a_project_on_another_toolchain_or_mathlib_makes_every_receipt_invalid(
    file: str, old: str, new: str, project_copy: Path
) -> None:
    path = project_copy / file
    path.write_text(path.read_text().replace(old, new))
    verification = checked(project_copy)
    assert names(verification, "invalid") == set(BOOK.by_name)
    assert new in verification.problems[0]


# --- a record that cannot be read


def replace_record(text: str) -> Callable[[Path], object]:
    return lambda root: (root / "lean" / "receipts.json").write_text(text)


def tampered(tamper: Tamper) -> Callable[[Path], object]:
    return lambda root: change_record(root, tamper)


def swap_for_a_folder(root: Path) -> None:
    (root / "lean" / "receipts.json").unlink()
    (root / "lean" / "receipts.json").mkdir()


def swap_lean_for_a_file(root: Path) -> None:
    shutil.rmtree(root / "lean")
    (root / "lean").write_text("")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda root: (root / "lean" / "receipts.json").unlink(), "No such file or directory"),
        (lambda root: shutil.rmtree(root / "lean"), "No such file or directory"),
        (swap_for_a_folder, "it is a folder"),
        (swap_lean_for_a_file, "Not a directory"),
        (
            lambda root: (root / "lean" / "receipts.json").write_bytes(b'{"schema": "\xff"}'),
            "not UTF-8 text",
        ),
        (replace_record('{"schema": 1, "receipts": [{"axioms"'), "is not JSON"),
        (replace_record("[" * 200_000), "is not JSON"),
        (replace_record('{"schema": 1' + "0" * 5000 + "}"), "is not JSON"),
        (replace_record("[]"), "is not a JSON object"),
        (replace_record("{}"), "has schema None, this pycheck reads schema 1"),
        (tampered(lambda data: data.update(schema=2)), "has schema 2, this pycheck reads schema 1"),
        (tampered(lambda data: data.pop("mathlib")), "mathlib: Field required"),
        (tampered(lambda data: data.update(mathlib="v4.27.0")), "mathlib: String should match"),
        (tampered(lambda data: data.update(imports="maybe")), "imports: Input should be"),
        (tampered(lambda data: data.update(colour="red")), "colour: Extra inputs"),
        (
            tampered(lambda data: entry(data, MUCH_USED).pop("axioms")),
            f"receipt of {MUCH_USED}: axioms: Field required",
        ),
        (
            tampered(lambda data: entry(data, MUCH_USED).update(line="12")),
            f"receipt of {MUCH_USED}: line: Input should be a valid integer",
        ),
        (
            tampered(lambda data: data["receipts"].append(entry(data, MUCH_USED))),
            f"two receipts are named {MUCH_USED}",
        ),
    ],
)
def test_an_unreadable_record_is_one_clear_line(
    damage: Callable[[Path], object], words: str, project_copy: Path
) -> None:
    damage(project_copy)
    with pytest.raises(InputError) as caught:
        load_receipts(project_copy, NAMESPACE)
    message = str(caught.value)
    assert words in message
    assert "\n" not in message
    assert str(project_copy / "lean" / "receipts.json") in message
    assert "pycheck lean record" in message


def _nested(depth: int) -> list[Any]:
    tree: list[Any] = ["sort"]
    for _ in range(depth):
        tree = ["inst", tree]
    return tree


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        ([], "a node of the tree has no name"),
        ([["sort"]], "a node of the tree has no name"),
        (["app", ["const", "f"], []], "a node of the tree has no name"),
        (["lambda", "x"], "unknown name 'lambda'"),
        (["var", "0"], "malformed node 'var'"),
        (["var", True], "malformed node 'var'"),
        (["const"], "malformed node 'const'"),
        (["nat", 3], "malformed node 'nat'"),
        (["app", ["const", "f"]], "malformed node 'app'"),
        (["app", "f", ["var", 0]], "malformed node 'app'"),
        (["all", "x", ["sort"]], "malformed node 'all'"),
        (["fun", "x", ["sort"], ["proj", "Prod", ["var", 0], 1]], "malformed node 'proj'"),
        (["sort", 1], "malformed node 'sort'"),
        (["nat", "x"], "a number that is none"),
        (["nat", "-1"], "a number that is none"),
        (["nat", "٣"], "a number that is none"),
        (["nat", "9" * 5000], "more than 1000 digits"),
        (["var", 0], "a variable that no binder binds"),
        (["var", -3], "a variable that no binder binds"),
        (["fun", "x", ["var", 0], ["var", 0]], "a variable that no binder binds"),
        (["all", "x", ["sort"], ["var", 1]], "a variable that no binder binds"),
        (_nested(600), "nested more than 500 deep"),
    ],
)
def test_a_malformed_tree_is_an_error_that_names_its_receipt(tree: list[Any], words: str) -> None:
    data = json.loads((ROOT / "lean" / "receipts.json").read_text(encoding="utf-8"))
    for field, content in ("statement", tree), ("value", tree), ("constructor", [tree]):
        damaged = entry(data, MUCH_USED) | {field: content}
        with pytest.raises(InputError, match=f"receipt of {MUCH_USED}: {field}.*{words}"):
            parse_receipts(data | {"receipts": [damaged]}, "here", NAMESPACE)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda root: (root / "lean-toolchain").unlink(), "Lean toolchain file"),
        (lambda root: (root / "lake-manifest.json").unlink(), "Lake's manifest"),
        (lambda root: (root / "lake-manifest.json").write_text("{"), "is not JSON"),
        (lambda root: (root / "lake-manifest.json").write_text("{}"), "names no package mathlib"),
        (
            lambda root: os.mkfifo(root / "lean" / "AttentionDecay" / "Pipe.lean"),
            "cannot read the Lean file .* it is no regular file",
        ),
        (
            lambda root: (root / "lean" / "AttentionDecay" / "Zero.lean").symlink_to("/dev/zero"),
            "cannot read the Lean file .* it is no regular file",
        ),
    ],
)
def test_an_unreadable_project_is_one_clear_line(
    damage: Callable[[Path], object], words: str, project_copy: Path
) -> None:
    damage(project_copy)
    with pytest.raises(InputError, match=words) as caught:
        checked(project_copy)
    assert "\n" not in str(caught.value)
