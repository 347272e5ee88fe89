"""Long tables and plain JSON: what goes in comes out, and what is missing or wrong is named."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from pycheck.errors import InputError
from pycheck.reality.collect import collect
from pycheck.reality.given import Given
from pycheck.reality.profiles import Profile
from pycheck.reality.tables import read_table

HEAD = "distance,attention,model,corpus,context"
ALL = Given("tiny", "letters", 64)


def table(tmp_path: Path, text: str, given: Given = Given()) -> list[tuple[str, Profile]]:  # noqa: B008
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return list(read_table(path, given))


def test_a_table_that_says_all(tmp_path: Path) -> None:
    text = f"{HEAD}\n4,0.1,m,c,64\n1,0.3,m,c,64\n2,0.2,m,c,64\n"
    ((key, profile),) = table(tmp_path, text)
    assert (key, profile.model, profile.corpus, profile.context) == ("", "m", "c", 64)
    assert (profile.distances, profile.attention) == ((1, 2, 4), (0.3, 0.2, 0.1))
    assert (profile.seeds, profile.per_seed) == ((), ())
    assert (profile.measured_by, profile.method) == ("not stated", "not stated")


def test_what_a_table_lacks_is_given_and_what_it_says_stays(tmp_path: Path) -> None:
    rows = "distance,attention,model\n1,0.3,m\n2,0.2,m\n4,0.1,\n"
    found = dict(table(tmp_path, rows, ALL))
    assert {p.model for p in found.values()} == {"m", "tiny"}
    assert {p.corpus for p in found.values()} == {"letters"}


def test_seeds_are_rows_and_attention_their_mean(tmp_path: Path) -> None:
    rows = "1,0.3,7\n2,0.2,7\n1,0.5,9\n2,0.1,9\n"
    ((_, profile),) = table(tmp_path, f"distance,attention,seed\n{rows}", ALL)
    assert profile.seeds == (7, 9)
    assert profile.per_seed == ((0.3, 0.2), (0.5, 0.1))
    assert profile.attention == pytest.approx((0.4, 0.15))
    assert profile.attention_sd == pytest.approx((0.1 * 2**0.5, 0.05 * 2**0.5))


def test_several_models_are_several_profiles(tmp_path: Path) -> None:
    rows = "".join(f"{d},{0.3 / d},{m},c,64\n" for m in "ab" for d in (1, 2, 4))
    found = table(tmp_path, f"\ufeff{HEAD}\n{rows}")
    assert [key for key, _ in found] == ["a, c, 64", "b, c, 64"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it has no column distance and attention; give a first line distance,attention"),
        ("distance,weight\n1,0.3\n", "it has no column attention"),
        ("distance;attention\n1;0.3\n", "it has no column distance and attention"),
        ("distance,attention\n", "no rows in it"),
        ("distance,attention,layer\n1,0.3,2\n", "an unknown column 'layer'; the columns are"),
        ("distance,attention,attention\n1,0.3,2\n", "twice the column 'attention'"),
        ("distance,attention\n1.5,0.3\n", "line 2: distance '1.5' is no whole number"),
        ("distance,attention\n1,x\n", "line 2: attention 'x' is no number"),
        ("distance,attention\n1\n", "line 2: attention None is no number"),
        ("distance,attention\n1,0.3,4\n", "line 2: it has more cells than the first line"),
        ("distance,attention\n1,0.3\n2,nan\n", "attention at distance 2: .*finite"),
        ("distance,attention\n1,0.3\n2,1.5\n", "attention at distance 2: .*or equal to 1"),
        ("distance,attention\n1,0.3\n1,0.2\n", "line 3: distance 1 occurs twice"),
        ("distance,attention\n1,0.3\n99,0.2\n", "distance 99 does not fit into 64 tokens"),
        ("distance,attention,seed\n1,0.3,1\n2,0.2,2\n", "seed 2 has other distances"),
        ("distance,attention,seed\n1,0.3,1\n1,0.2,\n", "some rows have a seed and some"),
        ("distance,attention,seed\n1,0.3,a\n", "line 2: seed 'a' is no whole number"),
        ('distance,attention\n1,"0.3\n', "no CSV"),
    ],
)
def test_each_fault_is_named_in_one_line(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said) as caught:
        table(tmp_path, text, ALL)
    assert "\n" not in str(caught.value)


def test_what_is_missing_is_named_with_an_example(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not say corpus or context; add --corpus CORPUS"):
        table(tmp_path, "distance,attention\n1,0.3\n", Given(model="m"))
    example = "distance,attention,model,corpus,context\n1,0.3,tiny,letters,64\n"
    assert [p.model for _, p in table(tmp_path, example)] == ["tiny"]


def plain(tmp_path: Path, given: Given, **fields: Any) -> Any:
    document = {"distances": [1, 2, 4], "attention": [0.3, 0.2, 0.1], **fields}
    (tmp_path / "p.json").write_text(json.dumps(document))
    return collect([tmp_path / "p.json"], given)


def test_plain_json_is_a_profile(tmp_path: Path) -> None:
    (found,) = plain(tmp_path, ALL, corpus="c").found
    assert (found.profile.model, found.profile.corpus, found.profile.context) == ("tiny", "c", 64)
    assert found.profile.attention == (0.3, 0.2, 0.1)


def test_plain_json_that_lacks_something_shows_how(tmp_path: Path) -> None:
    (left,) = plain(tmp_path, Given()).skipped
    assert left.reason.startswith("it does not say model or corpus or context; add --model MODEL")
    _, _, example = left.reason.partition("as in: ")
    (found,) = plain(tmp_path, Given(), **json.loads(example)).found
    assert found.profile.context == 64
    (left,) = plain(tmp_path, ALL, atention=[1]).skipped
    assert "atention: Extra inputs are not permitted" in left.reason


def test_parquet_needs_its_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (tmp_path / "t.parquet").write_bytes(b"PAR1")
    (left,) = collect([tmp_path], ALL).skipped
    assert left.reason == (
        "a .parquet file needs the package pyarrow, which is not installed; run: "
        "pip install pyarrow"
    )


def test_parquet_is_read_as_a_table(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = {"distance": [1, 2, 4], "attention": [0.3, 0.2, 0.1], "model": ["m"] * 3}
    parquet.write_table(arrow.table(columns), tmp_path / "t.parquet")
    ((_, profile),) = read_table(tmp_path / "t.parquet", ALL)
    assert (profile.model, profile.attention) == ("m", (0.3, 0.2, 0.1))
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "t.parquet").read_bytes()[:50])
    with pytest.raises(InputError, match=r"no \.parquet file that can be read"):
        list(read_table(tmp_path / "cut.parquet", ALL))
