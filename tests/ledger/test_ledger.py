"""The ledger: what it must contain, and what it says of mistakes."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from pycheck.checks.literals import parse_literal
from pycheck.checks.registry import declared
from pycheck.errors import InputError
from pycheck.evidence import AlgebraVerdict, ErratumStatus, RealityVerdict
from pycheck.ledger.loader import Known, Ledger, check_references, load_ledger
from pycheck.ledger.schema import EvidenceRef
from tests import included
from tests.included import PROJECT

# Exercises a chapter of the book has.
QUESTIONS = {1: 2, **dict.fromkeys(range(2, 24), 4), 24: 5, 25: 5, 26: 6, 27: 5, 28: 5}
QUESTIONS |= dict.fromkeys(range(29, 41), 6)

SOURCES = {entry.name for entry in PROJECT.data}
HEAD = "[[section]]\nid = 'ch01'\ntitle = 'Overview'\n"
CLAIM = """
[[claim]]
id = 'ch01.quadratic'
title = 'Every pair'
kind = 'identity'
statement = 'There are $n^2$ pairs.'
lean = ['two_mul_causal_pairs']
derivations = ['counting.pairs']
enclosures = ['counting.balls']
measurements = ['costs.flops']
states = { pairs = 'n**2' }
[claim.expected]
algebra = 'proved'
reality = { own = 'reproduced' }
[[claim.errata]]
id = 'E1'
title = 'Half'
printed = '$n^2/2$'
corrected = '$n(n+1)/2$'
expected = 'confirmed'
against = ['receipt:two_mul_causal_pairs']
evidence_for = ['derivation:counting.pairs', 'measurement:costs.flops']
"""
KNOWN: Known = {
    "declaration": lambda: {"two_mul_causal_pairs"},
    "derivation": lambda: {"counting.pairs"},
    "enclosure": lambda: {"counting.balls"},
    "measurement": lambda: {"costs.flops"},
    "body of data": lambda: {"own", "published"},
}


def check(folder: Path) -> None:
    ledger = load_ledger(folder)
    check_references(ledger, ledger.claims, KNOWN)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return included.ledger()


@pytest.fixture(scope="module")
def declarations() -> dict[str, str]:
    receipts = json.loads((PROJECT.root / "lean" / "receipts.json").read_text("utf-8"))
    return {r["name"].removeprefix("AttentionDecay."): r["kind"] for r in receipts["receipts"]}


def write(folder: Path, text: str, name: str = "a.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_ledger(folder)
    message = str(caught.value)
    assert "\n" not in message
    return message


def line_with(text: str, needle: str) -> int:
    return next(i for i, line in enumerate(text.splitlines(), 1) if needle in line)


class TestTheBook:
    def test_every_question_of_every_chapter_is_listed(self, ledger: Ledger) -> None:
        assert [section.id for section in ledger.sections] == [f"ch{i:02}" for i in range(1, 41)]
        for number, count in QUESTIONS.items():
            questions = {c.question for c in ledger.of_section(str(number))} - {None}
            assert len(questions) == count, f"chapter {number}: {sorted(map(str, questions))}"

    def test_titles_are_unique_within_a_chapter(self, ledger: Ledger) -> None:
        titles = Counter((claim.section_id, claim.title) for claim in ledger.claims)
        assert [title for title, count in titles.items() if count > 1] == []

    def test_claims_come_in_the_order_of_the_book(self, ledger: Ledger) -> None:
        chapters = [claim.section_id for claim in ledger.claims]
        assert chapters == sorted(chapters)

    def test_every_declaration_exists_and_is_a_theorem(
        self, ledger: Ledger, declarations: dict[str, str]
    ) -> None:
        named = {n for c in ledger.claims for n in (*c.declarations, *c.negations, *c.lemmas)}
        assert {n: declarations.get(n) for n in named} == dict.fromkeys(named, "theorem")

    def test_every_check_exists(self, ledger: Ledger, declarations: dict[str, str]) -> None:
        known: Known = {
            "declaration": lambda: declarations,
            "derivation": lambda: declared(PROJECT.checks, "derivation"),
            "enclosure": lambda: declared(PROJECT.checks, "enclosure"),
            "measurement": lambda: declared(PROJECT.checks, "measurement"),
            "body of data": lambda: SOURCES,
        }
        check_references(ledger, ledger.claims, known)

    def test_every_checkable_claim_can_be_checked(self, ledger: Ledger) -> None:
        for claim in ledger.claims:
            formulas = [part.formula for part in claim.parts if part.formula]
            checks = (*claim.derivations, *claim.enclosures, *claim.measurements, *formulas)
            assert bool(checks) is claim.checkable, claim.id

    def test_expected_verdicts_have_what_they_need(self, ledger: Ledger) -> None:
        for claim in ledger.claims:
            checked = bool(claim.derivations or claim.enclosures)
            formulas = any(part.formula for part in claim.parts)
            verdict = claim.expected.algebra
            assert not checked if verdict is AlgebraVerdict.NONE else checked or formulas, claim.id
            assert verdict is not AlgebraVerdict.PROVED or claim.declarations, claim.id
            bears = claim.kind == "measured" or bool(claim.measurements)
            assert set(claim.expected.reality) == (SOURCES if bears else set()), claim.id

    def test_stated_values_are_formulas(self, ledger: Ledger) -> None:
        for claim in ledger.claims:
            errata = [{**e.printed_states, **e.corrected_states} for e in claim.errata]
            for value in [v for states in (claim.states, *errata) for v in states.values()]:
                assert parse_literal(value) is not None

    def test_every_theorem_of_the_library_belongs_to_a_claim(
        self, ledger: Ledger, declarations: dict[str, str]
    ) -> None:
        named = {n for c in ledger.claims for n in (*c.declarations, *c.negations, *c.lemmas)}
        assert {n for n, kind in declarations.items() if kind == "theorem"} <= named

    def test_dollars_and_backticks_are_paired(self, ledger: Ledger) -> None:
        for claim in ledger.claims:
            texts = [claim.title, claim.statement, *claim.assumptions]
            texts += [t for e in claim.errata for t in (e.title, e.printed, e.corrected)]
            for text in texts:
                assert text.count("$") % 2 == 0, f"{claim.id}: {text}"
                assert text.count("`") % 2 == 0, f"{claim.id}: {text}"
                latex = "".join(re.findall(r"\$[^$]*\$", text))
                assert latex.count("{") == latex.count("}"), f"{claim.id}: {text}"

    def test_claims_that_are_mentioned_exist(self, ledger: Ledger) -> None:
        for claim in ledger.claims:
            for name in re.findall(r"`(ch\d\d\.[\w-]+)`", claim.statement):
                assert ledger.find(name).id != claim.id

    def test_errata_are_numbered_without_holes(self, ledger: Ledger) -> None:
        numbers = [erratum.id for _, erratum in ledger.errata]
        assert numbers == [f"E{i}" for i in range(len(numbers))]
        assert len(numbers) > 10

    def test_a_decided_erratum_names_its_evidence(self, ledger: Ledger) -> None:
        for claim, erratum in ledger.errata:
            if erratum.expected is ErratumStatus.CONFIRMED:
                formulas = (*erratum.printed_formulas, *erratum.corrected_formulas)
                named = (*erratum.references, *erratum.printed_states, *formulas)
                assert named, f"{claim.id} {erratum.id}"

    def test_the_refuted_original_is_expected_to_be_refuted(self, ledger: Ledger) -> None:
        quarter = ledger.find("ch22.heat-capacity-quarter")
        assert quarter.expected.algebra is AlgebraVerdict.REFUTED
        assert not quarter.lean
        assert quarter.negations


class TestReading:
    def test_a_claim_carries_everything_that_was_written(self, tmp_path: Path) -> None:
        write(tmp_path, HEAD + CLAIM)
        (claim,) = load_ledger(tmp_path).claims
        assert claim.section_id == "ch01"
        assert claim.checkable
        assert claim.states == {"pairs": "n**2"}
        assert claim.expected.algebra is AlgebraVerdict.PROVED
        assert claim.expected.reality == {"own": RealityVerdict.REPRODUCED}
        assert claim.errata[0].against == (EvidenceRef("receipt", "two_mul_causal_pairs"),)

    def test_line_breaks_of_the_file_vanish(self, tmp_path: Path) -> None:
        write(
            tmp_path, HEAD + CLAIM.replace("'There are $n^2$ pairs.'", "'''\nThere are\npairs.'''")
        )
        assert load_ledger(tmp_path).claims[0].statement == "There are pairs."

    def test_markup_in_a_title_is_text(self, tmp_path: Path) -> None:
        title = "<script>alert(1)</script> & "
        write(tmp_path, HEAD + CLAIM.replace("'Every pair'", f"'{title}\u202e'"))
        # What would turn the order of the signs that follow is replaced.
        assert load_ledger(tmp_path).claims[0].title == f"{title}\ufffd"

    def test_files_are_merged_in_the_order_of_the_chapters(self, tmp_path: Path) -> None:
        second = HEAD.replace("01", "02") + CLAIM.replace("ch01", "ch02").replace("E1", "E2")
        write(tmp_path, HEAD + CLAIM, "a.toml")
        write(tmp_path, second, "b.toml")
        ledger = load_ledger(tmp_path)
        assert [c.id for c in ledger.claims] == ["ch01.quadratic", "ch02.quadratic"]
        assert [e.id for _, e in ledger.errata] == ["E1", "E2"]

    def test_an_unknown_id_gets_its_nearest_match(self, ledger: Ledger) -> None:
        with pytest.raises(InputError, match=r"did you mean 'ch22\.fisher'"):
            ledger.find("ch22.fischer")

    def test_an_unknown_section_is_refused(self, ledger: Ledger) -> None:
        with pytest.raises(InputError, match="no section 'ch41' in the ledger; did you mean"):
            ledger.of_section("ch41")

    def test_ids_are_free_and_sections_may_be_left_out(self, tmp_path: Path) -> None:
        write(tmp_path, CLAIM.replace("ch01.quadratic", "methods.Lemma-2_b"))
        ledger = load_ledger(tmp_path)
        assert ledger.claims[0].section_id == "methods"
        assert [s.id for s in ledger.sections] == ["methods"]

    def test_a_claim_may_name_its_section(self, tmp_path: Path) -> None:
        text = HEAD + CLAIM.replace("'ch01.quadratic'", "'pairs'\nsection = 'ch01'")
        write(tmp_path, text)
        assert load_ledger(tmp_path).of_section("ch01")[0].id == "pairs"

    def test_a_section_is_found_by_id_label_and_number(self, tmp_path: Path) -> None:
        write(tmp_path, HEAD.replace("title", "label = 'Chapter 1'\ntitle") + CLAIM)
        ledger = load_ledger(tmp_path)
        assert {ledger.section(name).id for name in ("ch01", "Chapter 1", "1")} == {"ch01"}

    @pytest.mark.parametrize(
        ("status", "expected", "reading"),
        [
            ("confirmed", "confirmed", None),
            ("open", "open", None),
            ("gap", "confirmed", "gap"),
            ("acknowledged", "confirmed", "acknowledged"),
        ],
    )
    def test_the_earlier_form_is_read(
        self, tmp_path: Path, status: str, expected: str, reading: str | None
    ) -> None:
        head = "[[chapter]]\nnumber = 1\ntitle = 'Overview'\n"
        write(tmp_path, head + CLAIM.replace("expected = 'confirmed'", f"status = '{status}'"))
        ledger = load_ledger(tmp_path)
        assert ledger.section("1").name == "Chapter 1"
        (erratum,) = ledger.claims[0].errata
        assert (erratum.expected, erratum.reading) == (expected, reading)


class TestMistakes:
    @pytest.mark.parametrize(
        ("old", "new", "line_has", "says"),
        [
            ("kind = 'identity'", "kind = 'identiti'", "identiti", "did you mean 'identity'?"),
            ("lean = [", "leen = [", "leen", "unknown key 'claim.leen'; did you mean 'lean'?"),
            ("title = 'Half'", "titel = 'Half'", "[[claim.errata]]", "claim.errata.title"),
            ("= 'confirmed'", "= 'confirmt'", "confirmt", "did you mean 'confirmed'?"),
            ("= 'confirmed'", "= 'not decided here'", "[[claim.errata]]", "expect what the data"),
            (
                "expected = 'conf",
                "reading = 'odd'\nexpected = 'conf",
                "reading",
                "is none of gap, petty",
            ),
            ("algebra = 'proved'", "algebra = 'prooved'", "prooved", "did you mean 'proved'?"),
            ("algebra = 'proved'", "algebra = 'conflict'", "[claim.expected]", "always an error"),
            ("own = 'reproduced'", "own = 'sure'", "reality =", "'sure' is none of"),
            ("own = 'reproduced'", "own = 'not applicable'", "[claim.expected]", "empty"),
            ("'n**2'", "'__import__(1)'", "states =", "claim.states.pairs"),
            ("'n**2'", "1", "states =", "valid string"),
            ("'ch01.quadratic'", "'ch01/quadratic'", "ch01/quadratic", "claim.id"),
            ("'Every pair'", "' '", "title = ' '", "write something"),
            ("'receipt:two", "'proof:two", "against", "claim.errata.against"),
            ("kind = 'identity'", "kind = 'prose'", "[[claim]]", "a prose entry has no checks"),
        ],
    )
    def test_a_violation_is_reported_at_its_line(
        self, tmp_path: Path, old: str, new: str, line_has: str, says: str
    ) -> None:
        # A claim before it, so that the line is found by the entry and not by the first match.
        before = CLAIM.replace("quadratic", "first").replace("E1", "E9")
        text = HEAD + before + CLAIM.replace(old, new, 1)
        assert text != HEAD + before + CLAIM
        path = write(tmp_path, text)
        start = (HEAD + before).count("\n")
        line = start + line_with("\n".join(text.splitlines()[start:]), line_has)
        message = refusal(tmp_path)
        assert message.startswith(f"{path}:{line}: ")
        assert says in message

    def test_a_missing_key_is_reported_at_its_claim(self, tmp_path: Path) -> None:
        path = write(tmp_path, HEAD + CLAIM.replace("kind = 'identity'\n", "") + CLAIM)
        line = line_with(HEAD + CLAIM, "[[claim]]")
        assert refusal(tmp_path).startswith(f"{path}:{line}: claim.kind: Field required")

    def test_several_violations_are_counted(self, tmp_path: Path) -> None:
        bad = CLAIM.replace("'identity'", "'x'").replace("'confirmed'", "'x'")
        write(tmp_path, HEAD + bad)
        assert "(and 1 more)" in refusal(tmp_path)

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("a = 1\nb = \n", 2),
            ("a = 1\na = 2\n", 2),
            ("[[claim]\n", 1),
            ("a = 1\nb = '''c\n\n", 3),
        ],
    )
    def test_malformed_toml_is_reported_at_its_line(
        self, tmp_path: Path, text: str, line: int
    ) -> None:
        path = write(tmp_path, text)
        assert refusal(tmp_path).startswith(f"{path}:{line}: not TOML: ")

    def test_an_id_is_used_once(self, tmp_path: Path) -> None:
        first = write(tmp_path, HEAD + CLAIM, "a.toml")
        second = write(tmp_path, CLAIM.replace("E1", "E2"), "b.toml")
        message = refusal(tmp_path)
        assert message.startswith(f"{second}:3: id 'ch01.quadratic' is taken by {first}:6;")

    def test_an_erratum_is_numbered_once(self, tmp_path: Path) -> None:
        text = HEAD + CLAIM + CLAIM.replace("quadratic", "other")
        path = write(tmp_path, text)
        last = [i for i, line in enumerate(text.splitlines(), 1) if line == "id = 'E1'"][1]
        assert refusal(tmp_path).startswith(f"{path}:{last}: id 'E1' is taken")

    @pytest.mark.parametrize("alike", ["e1", "E01"])
    def test_ids_that_look_alike_are_one(self, tmp_path: Path, alike: str) -> None:
        text = HEAD + CLAIM + CLAIM.replace("quadratic", "other").replace("'E1'", f"'{alike}'")
        write(tmp_path, text)
        assert f"id '{alike}' is taken as 'E1' by" in refusal(tmp_path)

    @pytest.mark.parametrize("text", ["", "\n", "# no claim yet\n"])
    def test_a_file_without_claims_adds_none(self, tmp_path: Path, text: str) -> None:
        write(tmp_path, HEAD + CLAIM, "a.toml")
        write(tmp_path, text, "b.toml")
        assert [claim.id for claim in load_ledger(tmp_path).claims] == ["ch01.quadratic"]

    def test_a_claim_belongs_to_a_declared_section(self, tmp_path: Path) -> None:
        path = write(tmp_path, HEAD + CLAIM.replace("ch01", "ch07"))
        message = refusal(tmp_path)
        assert message.startswith(f"{path}:6: ch07.quadratic belongs to section ch07")

    def test_a_section_is_declared_once(self, tmp_path: Path) -> None:
        write(tmp_path, HEAD + HEAD)
        assert "section ch01 is declared 2 times" in refusal(tmp_path)

    def test_claims_on_one_line_are_refused(self, tmp_path: Path) -> None:
        claim = "{id='ch01.a', title='t', kind='number', statement='s'}"
        write(tmp_path, f"claim = [{claim}]\n{HEAD}")
        assert "[[claim]] line of its own" in refusal(tmp_path)

    def test_an_unreadable_folder_or_file_is_one_line(self, tmp_path: Path) -> None:
        assert "cannot read the ledger" in refusal(tmp_path / "missing")
        assert "it holds no TOML file" in refusal(tmp_path)
        (tmp_path / "a.toml").mkdir()
        assert "cannot read the ledger's file" in refusal(tmp_path)
        (tmp_path / "a.toml").rmdir()
        (tmp_path / "a.toml").write_bytes(b"title = '\xff'")
        assert "not UTF-8" in refusal(tmp_path)


class TestReferences:
    def test_known_names_pass(self, tmp_path: Path) -> None:
        write(tmp_path, HEAD + CLAIM)
        check(tmp_path)

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ("lean = ['two_mul_causal_pairs']", "lean = ['two_mul_causal_pair']", "declaration"),
            ("'counting.pairs']\nencl", "'counting.pair']\nencl", "derivation"),
            ("'counting.balls'", "'counting.ball'", "enclosure"),
            ("['costs.flops']\nstates", "['costs.flop']\nstates", "measurement"),
            ("own = 'repro", "owns = 'repro", "body of data"),
            ("'receipt:two_mul_causal_pairs'", "'receipt:two_mul_causal_pair'", "declaration"),
            ("'measurement:costs.flops'", "'measurement:costs.flop'", "measurement"),
        ],
    )
    def test_a_name_that_does_not_exist_is_reported_at_its_line(
        self, tmp_path: Path, old: str, new: str, what: str
    ) -> None:
        text = HEAD + CLAIM.replace(old, new, 1)
        path = write(tmp_path, text)
        line = next(
            i
            for i, (ours, theirs) in enumerate(
                zip(text.splitlines(), (HEAD + CLAIM).splitlines(), strict=True), 1
            )
            if ours != theirs
        )
        with pytest.raises(InputError) as caught:
            check(tmp_path)
        message = str(caught.value)
        assert message.startswith(
            f"{path}:{line}: ch01.quadratic names a {what} that does not exist"
        )
        assert "did you mean" in message

    def test_a_name_in_a_long_list_is_reported_at_its_own_line(self, tmp_path: Path) -> None:
        text = HEAD + CLAIM.replace(
            "lean = ['two_mul_causal_pairs']",
            "lean = [\n  'two_mul_causal_pairs',\n  'gone',\n  'missing',\n]",
        )
        path = write(tmp_path, text)
        with pytest.raises(InputError) as caught:
            check(tmp_path)
        assert str(caught.value).startswith(f"{path}:{line_with(text, 'gone')}: ")
        assert str(caught.value).endswith("correct or remove it (and 1 more)")
