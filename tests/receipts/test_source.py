"""Reading Lean text without Lean. The committed record, printed by Lean itself, is the oracle
for the whole library (`test_receipts`); here are the corners that the library does not have yet."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.receipts.source import declarations, imports


def found(text: str) -> dict[str, int]:
    return {name: d.line for name, d in declarations(dedent(text)).items()}


@pytest.mark.parametrize(
    ("text", "modules"),
    [
        ("import A\nimport B.C\n\nopen A\nimport D\n", ["A", "B.C"]),
        ("/- import X\n/- nested -/ import Y -/\nimport A -- import B\nimport C\n", ["A", "C"]),
        ("module\npublic import A\nimport all B\npublic meta import C\n", ["A", "B", "C"]),
        ("prelude\nimport A\n", ["A"]),
        ("import A import B\n", ["A", "B"]),
        ("/-! import X -/\ndef important := 1\n", []),
        ("", []),
    ],
)
def test_imports_are_those_of_the_head(text: str, modules: list[str]) -> None:
    assert imports(text) == modules


def test_scopes_give_a_declaration_its_full_name() -> None:
    text = """\
        namespace A.B
        theorem one : True := trivial
        section
        lemma two : True := trivial
        section Named
        def three := 3
        end Named
        end
        end B
        theorem four : True := trivial
        theorem _root_.five : True := trivial
        mutual
        def six := 6
        end
        noncomputable section
        abbrev seven := 7
        end
        end A
        namespace A.B
        end A.B
        theorem eight : True := trivial
        """
    assert found(text) == {
        "A.B.one": 2,
        "A.B.two": 4,
        "A.B.three": 6,
        "A.four": 10,
        "five": 11,
        "A.six": 13,
        "A.seven": 16,
        "eight": 21,
    }


def test_a_declaration_begins_with_its_doc_string_attributes_and_modifiers() -> None:
    text = """\
        /-! Not a doc string. -/
        /-- A doc string
        with a second line. -/
        @[simp, norm_cast]
        protected noncomputable def one.{u} (α : Type u) := α

        omit [Fintype n] in
        /-- Another. -/
        theorem two : True := by
          -- theorem three : True
          /- theorem four : True
          theorem five -/
          exact trivial
        -- A remark.
        private lemma six : True := trivial
        structure seven where
          field : Nat
        instance : Inhabited seven := ⟨⟨0⟩⟩
        """
    assert found(text) == {"one": 2, "two": 8, "six": 15, "seven": 16}
    kinds = {name: (d.kind, d.private) for name, d in declarations(dedent(text)).items()}
    assert kinds == {
        "one": ("definition", False),
        "two": ("theorem", False),
        "six": ("theorem", True),
        "seven": ("structure", False),
    }


@pytest.mark.parametrize(
    "line", ['def s := "/- not a comment"', "def s := '\"'", 'def s := "\\"--"', "def s := 1 --"]
)
def test_what_only_looks_like_a_comment_or_a_string_hides_nothing(line: str) -> None:
    text = f"{line}\ntheorem between : True := trivial\n{line.replace('def s', 'def t')}\n"
    assert found(text) == {"s": 1, "between": 2, "t": 3}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("open Real in theorem one : True := trivial\n", {"one": 1}),
        ("open Real in\nset_option x 1 in\n/-- d -/\ntheorem one : True := trivial\n", {"one": 3}),
        ("open A in open B in\n  theorem one : True := trivial\n", {"one": 2}),
        ("variable {n : ℕ}\ntheorem one : n ∈ {n} := rfl\n", {"one": 2}),
        ("alias one := two\nprotected alias three := four\n", {"one": 1, "three": 2}),
        ("alias ⟨one, two⟩ := three\nalias ⟨_, four⟩ := five\n", {"one": 1, "two": 1, "four": 2}),
        ("local instance one : A := b\nscoped instance two : A := b\n", {"one": 1, "two": 2}),
        ("instance (priority := low) one : A := b\n", {"one": 1}),
        ("@[aesop (rule_sets := [X])]\ntheorem one : True := trivial\n", {"one": 1}),
        ('def s := r"\\"\ntheorem one : True := trivial\n', {"s": 1, "one": 2}),
        ('def s := r#"a " /- "#\ntheorem one : True := trivial\n', {"s": 1, "one": 2}),
        ('def r := "\\""\ntheorem one : True := trivial\n', {"r": 1, "one": 2}),
    ],
)
def test_every_way_to_declare_is_found(text: str, lines: dict[str, int]) -> None:
    assert found(text) == lines


def test_an_alias_may_be_of_anything() -> None:
    assert declarations("alias one := two\n")["one"].kind == "alias"


@given(st.text(alphabet="/-\"\\\n'a r#", max_size=40))
def test_any_text_is_read_without_an_error(text: str) -> None:
    # An edited file is read too, whatever the edit left of its comments and strings.
    assert isinstance(imports(text), list)
    assert isinstance(declarations(text), dict)
