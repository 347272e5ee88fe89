"""The table of forgeries of docs/receipts.md: each row is tried, and what it says is said."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pycheck.errors import InputError
from pycheck.receipts import check_receipts, load_receipts, trust_sentence
from tests.included import NAMESPACE, PROJECT

DOCS = Path(__file__).parents[2] / "docs" / "receipts.md"
THEOREM = f"{NAMESPACE}.two_mul_causal_pairs"
DEFINITION = f"{NAMESPACE}.fractionalOrder"
SOURCE = Path("lean", NAMESPACE, "Transformer", "Counting.lean")

Damage = Callable[[Path], None]


def _record(change: Callable[[dict[str, Any]], object]) -> Damage:
    def damage(root: Path) -> None:
        path = root / "lean" / "receipts.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        change(data)
        path.write_text(json.dumps(data), encoding="utf-8")

    return damage


def _receipt(name: str = THEOREM, **fields: object) -> Damage:
    return _record(lambda data: _of(data, name).update(fields))


def _of(data: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (receipt for receipt in data["receipts"] if receipt["name"] == name)
    assert isinstance(found, dict)
    return found


def _decoy(data: dict[str, Any]) -> None:
    data["receipts"].append(_of(data, THEOREM) | {"name": THEOREM.removeprefix(f"{NAMESPACE}.")})


def _twice(root: Path) -> None:
    path = root / "lean" / "receipts.json"
    text = path.read_text(encoding="utf-8").rstrip().removesuffix("}")
    path.write_text(f'{text}, "receipts": []}}', encoding="utf-8")


def _swapped(data: dict[str, Any]) -> None:
    one, other = _of(data, THEOREM), _of(data, f"{NAMESPACE}.fisher_eq_varLog")
    one["statement"], other["statement"] = other["statement"], one["statement"]


def _line(text: str) -> Damage:
    def damage(root: Path) -> None:
        path = root / SOURCE
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        _rehash(root)

    return damage


def _rehash(root: Path) -> None:
    """The hash of the source in the record follows the source, as a forger's would."""
    digest = hashlib.sha256((root / SOURCE).read_bytes()).hexdigest()
    _record(lambda data: data["sources"].update({SOURCE.as_posix(): digest}))(root)


def _behind_a_link(root: Path) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "Extra.lean").write_text("theorem extra : True := trivial\n", encoding="utf-8")
    (root / "lean" / NAMESPACE / "Linked").symlink_to(outside)


def _unrecorded(root: Path) -> None:
    (root / "lean" / NAMESPACE / "Extra.lean").write_text("", encoding="utf-8")


def _edited(name: str) -> Damage:
    def damage(root: Path) -> None:
        (root / name).write_text((root / name).read_text("utf-8") + "\n", encoding="utf-8")

    return damage


def _build_recorded(root: Path) -> None:
    """A record that has the hashes of Lake's own files, which are edited afterwards."""
    from pycheck.receipts.checkout import build_hashes

    build = build_hashes(root)
    _record(lambda data: data.update(build=build))(root)
    _edited("lakefile.lean")(root)


FORGERIES: dict[str, tuple[Damage, str]] = {
    "a receipt outside the namespace": (_record(_decoy), "is no declaration of the library"),
    "a receipt renamed": (
        _record(lambda data: _of(data, THEOREM).update(name="two_mul_causal_pairs")),
        f"declares {THEOREM}, which has no receipt",
    ),
    "a key given twice": (_twice, "the key 'receipts' occurs twice"),
    "two receipts of one name": (
        _record(lambda data: data["receipts"].append(_of(data, THEOREM))),
        "two receipts are named",
    ),
    "statements of two theorems swapped": (_record(_swapped), "which its uses leave out"),
    "digits that are none": (_receipt(statement=["nat", "x"]), "a number that is none"),
    "a variable that nothing binds": (
        _receipt(statement=["var", 1_000_000]),
        "a variable that no binder binds",
    ),
    "a definition that contains itself": (
        _receipt(DEFINITION, value=["const", DEFINITION]),
        "its definition contains itself",
    ),
    "an axiom": (_receipt(axioms=["sorryAx"]), "rests on the axiom sorryAx"),
    "another line": (_receipt(line=1), "the receipt says 1"),
    "another kind": (_receipt(kind="definition"), "the receipt a definition"),
    "another Lean": (_record(lambda data: data.update(lean="4.0.0")), "recorded by Lean 4.0.0"),
    "axioms that were refused": (
        _record(lambda data: data.update(imports="refused")),
        "the exporter refused the axioms",
    ),
    "a `sorry` with its hash": (_line("\ntheorem x : False := sorry\n"), "says sorry"),
    "an `axiom` with its hash": (_line("\naxiom x : False\n"), "says axiom"),
    "`native_decide` with its hash": (
        _line("\ntheorem x : 1 = 1 := by native_decide\n"),
        "says native_decide",
    ),
    "`implemented_by` with its hash": (
        _line("\n@[implemented_by y] def x := 1\n"),
        "says implemented_by",
    ),
    "`_root_` with its hash": (_line("\ntheorem _root_.x : True := trivial\n"), "says _root_"),
    "a Lean file that nobody recorded": (_unrecorded, "is not among the recorded sources"),
    "a Lean file behind a link": (_behind_a_link, "is not among the recorded sources"),
    "a byte of a source": (_edited(SOURCE.as_posix()), "changed since the receipts were recorded"),
    "a byte of the exporter": (_edited("lean/Receipts.lean"), "changed since the receipts"),
    "a byte of `lakefile.lean`": (_build_recorded, "lakefile.lean changed since"),
}


def told(root: Path) -> str:
    """Everything that verification says, or the one line of a record that cannot be read."""
    try:
        book = load_receipts(root, NAMESPACE)
    except InputError as error:
        return str(error)
    found = check_receipts(book, root)
    reasons = [reason for status in found.statuses.values() for reason in status.reasons]
    return "\n".join((*found.problems, *reasons))


def test_the_record_itself_is_in_order() -> None:
    assert told(PROJECT.proofs) == ""


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_told(project_copy: Path, name: str) -> None:
    damage, words = FORGERIES[name]
    damage(project_copy)
    assert words in told(project_copy)


def test_the_table_of_the_docs_is_the_table_of_the_tests() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| `test_forgeries` \|$", DOCS.read_text("utf-8"), re.M)
    assert {name: words for name, (_, words) in FORGERIES.items()} == dict(rows)


NOT_PROMISED: dict[str, Damage] = {
    "axioms emptied": _receipt(axioms=[]),
    "a replay number": _record(lambda data: data.update(replayed=10**12)),
    "imports followed by hand": _record(lambda data: data.update(imports="followed")),
}


@pytest.mark.parametrize("name", NOT_PROMISED)
def test_what_the_sources_cannot_show_is_not_promised(project_copy: Path, name: str) -> None:
    NOT_PROMISED[name](project_copy)
    assert told(project_copy) == ""
    assert name in " ".join(DOCS.read_text(encoding="utf-8").split())
    sentence = trust_sentence(load_receipts(project_copy, NAMESPACE))
    assert "the exporter lean/Receipts.lean that printed the receipts" in sentence


def test_words_in_comments_and_strings_are_no_shortcut(project_copy: Path) -> None:
    _line('\n/- sorry, axiom -/\n-- native_decide\ndef s := "sorry"\ndef axiomatic := 1\n')(
        project_copy
    )
    assert "says" not in told(project_copy)
