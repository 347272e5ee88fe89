"""The profile format: what goes in comes out, and what is wrong is named."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.errors import InputError
from pycheck.files import MAX_BYTES, clean
from pycheck.reality.collect import Found
from pycheck.reality.parts import parts_of
from pycheck.reality.profiles import Profile, load_profile, parse_profile, write_profile

GOOD: dict[str, Any] = {
    "format": "pycheck-profile",
    "version": 1,
    "model": "tiny",
    "corpus": "letters",
    "theta": 10000.0,
    "context": 64,
    "distances": [1, 2, 5],
    "attention": [0.3, 0.2, 0.1],
    "seeds": [1, 2],
    "per_seed": [[0.3, 0.2, 0.1], [0.31, 0.19, 0.1]],
    "measured_by": "someone",
    "method": "mean over heads",
}

attention = st.floats(min_value=1e-300, max_value=1, allow_nan=False)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    distances = sorted(draw(st.sets(st.integers(1, 10**6), min_size=1, max_size=30)))
    row = st.lists(attention, min_size=len(distances), max_size=len(distances))
    rows = draw(st.lists(row, max_size=3))
    return Profile(
        model=draw(st.text(min_size=1, max_size=20).map(clean)),
        corpus="c",
        theta=draw(st.none() | st.floats(1, 1e9)),
        context=distances[-1] + draw(st.integers(0, 10)),
        distances=tuple(distances),
        attention=tuple(draw(row)),
        seeds=tuple(range(len(rows))),
        per_seed=tuple(map(tuple, rows)),
        sink_mass=draw(st.none() | st.floats(0, 1)),
        measured_by="m",
        method="m",
        software={"numpy": "2"},
    )


@given(profiles())
def test_what_is_written_is_what_is_read(tmp_path_factory: Any, profile: Profile) -> None:
    path = tmp_path_factory.mktemp("profile") / "p.json"
    write_profile(path, profile)
    assert load_profile(path) == profile


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("attention", [0.3, math.nan, 0.1], "attention at distance 2: .*finite.*nan"),
        ("attention", [0.3, math.inf, 0.1], "attention at distance 2: .*finite.*inf"),
        ("attention", [0.3, 0.0, 0.1], "attention at distance 2 is 0; it must be positive"),
        ("attention", [0.3, 0.2, -0.1], "attention at distance 5 is -0.1; it must be positive"),
        ("attention", [0.3, 0.2], "attention has 2 values for 3 distances"),
        ("distances", [1, 1, 5], "distance 1 occurs twice"),
        ("distances", [1, 5, 2], "distances must increase, but 2 follows 5"),
        ("distances", [0, 2, 5], "distances.0: .*greater than 0"),
        ("distances", [1, 2, 10**400], "distances.2: .*less than or equal to 9007199254740992"),
        ("distances", [1.0, 2, 5], "distances.0: .*valid integer"),
        ("distances", [True, 2, 5], "distances.0: .*valid integer"),
        ("attention", ["0.3", 0.2, 0.1], "attention at distance 1: .*valid number"),
        ("distances", [1, 2, 65], "distance 65 does not fit into 64 tokens of context"),
        ("distances", [], "distances: .*at least 1"),
        ("per_seed", [[0.3, 0.2, 0.1]], "1 per_seed for 2 seeds"),
        ("per_seed", [[0.3, 0.2, 0.1], [0.3, 0.2, 0.0]], r"per_seed\[1\] at distance 5 is 0"),
        ("theta", -1, "theta: .*greater than 0"),
        ("sink_mass", 1.5, "sink_mass: .*less than or equal to 1"),
        ("version", 2, "version: "),
        ("version", True, "version: .*valid integer"),
        ("attention", [1.3, 0.2, 0.1], "attention at distance 1: .*less than or equal to 1"),
        ("attention", [0.3, True, 0.1], "attention at distance 2: .*valid number"),
        ("attention_sd", [0.1, -0.1, 0.1], "attention_sd at distance 2: .*or equal to 0"),
        ("attention_sd", [0.1, False, 0.1], "attention_sd at distance 2: .*valid number"),
        ("layers", [[0.3, 1.2, 0.1]], "layers.0.1: .*less than or equal to 1"),
        ("heads", [[[0.3, -0.1, 0.1]]], "heads.0.0.1: .*or equal to 0"),
        ("last_query", [0.9] * 64, r"last_query adds up to 57\.6"),
        ("self_mass", 1.5, "self_mass: .*less than or equal to 1"),
        ("sink_mass_per_seed", [0.1, 1.2], "sink_mass_per_seed.1: .*less than or equal to 1"),
        ("sink_mass", True, "sink_mass: .*valid number"),
        ("theta", True, "theta: .*valid number"),
        ("theta", "1e4", "theta: .*valid number"),
        ("seeds", [True, 2], "seeds.0: .*valid integer"),
        ("fit_from", True, "fit_from: .*valid integer"),
        ("gama", 1, "gama: .*not permitted"),
        ("model", "", "model: .*at least 1"),
    ],
)
def test_each_fault_is_named_in_one_line(field: str, value: Any, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        parse_profile({**GOOD, field: value}, "p.json")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("p.json is not a valid profile: ")


def test_the_good_document_is_good() -> None:
    profile = parse_profile(GOOD, "p.json")
    assert profile.used_theta == 10000
    assert profile.as_trained
    rescaled = parse_profile({**GOOD, "rescaled_theta": 500}, "p.json")
    assert rescaled.used_theta == 500
    assert not rescaled.as_trained


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"model": "x", "dist', "not valid JSON .*may be truncated"),
        ("", "not valid JSON"),
        ('{"model": 1, "model": 2}', "the key 'model' occurs twice"),
        ("[" * 100000, "nested too deeply"),
        ('{"context": ' + "9" * 5000 + "}", "too many digits"),
    ],
)
def test_what_is_no_json_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        load_profile(path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as out:
        out.truncate(2 * 2**30)
    with pytest.raises(InputError, match="2048 MiB, and 64 MiB are read at most"):
        load_profile(path)
    assert MAX_BYTES < 2 * 2**30


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8-sig")
    assert load_profile(path) == parse_profile(GOOD, "p.json")


def test_text_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="not UTF-8"):
        load_profile(path)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    profile = parse_profile(GOOD, "p.json")
    write_profile(path, profile)
    before = path.read_bytes()
    with pytest.raises(InputError, match="cannot write"):
        write_profile(path / "below" / "q.json", profile)
    assert path.read_bytes() == before
    assert json.loads(before)["format"] == "pycheck-profile"
    assert [p.name for p in tmp_path.iterdir()] == ["p.json"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rows": ((0.1, 0.05),)}, r"rows\[0\] has 2 values for 3 distances"),
        ({"rows": ((0.1, 0.05, 0.0),)}, r"rows\[0\] at distance 5 is 0"),
        ({"layers": ((0.1, 0.05),), "pooled_distances": (1, 9)}, "1 to 9 reach beyond"),
        ({"layers": ((0.1, 0.05, 0.02),), "pooled_distances": (1, 4)}, r"layers\[0\] has 3 values"),
        ({"heads": (((0.1, 0.05, 0.02),),), "pooled_distances": (1, 4)}, r"heads\[0\]\[0\] has 3"),
        ({"rows": ((0.1, 0.05),), "pooled_distances": (2, 1)}, "must increase"),
        ({"rows": ((0.1, 0.05, 0.02),), "sink_mass_rows": (0.1, 0.2)}, "2 sink masses of seq"),
        ({"weights_sha256": ("00ff",)}, r"weights_sha256\.0: String should match pattern"),
    ],
)
def test_rows_have_the_distances_that_are_said(changes: dict[str, Any], message: str) -> None:
    document = {**GOOD, **changes}
    with pytest.raises(InputError, match=message):
        parse_profile(document, "p.json")


def test_parts_stand_at_their_own_distances() -> None:
    profile = parse_profile(
        {**GOOD, "pooled_distances": (1, 2), "layers": ((0.3, 0.2),), "rows": ((0.3, 0.2),)}, "p"
    )
    assert profile.part_distances == (1, 2)
    (part,) = parts_of(Found("p.json", profile), "layer")
    assert isinstance(part, Found)
    assert part.profile.distances == (1, 2)
    assert parse_profile(part.profile.model_dump(), "p") == part.profile
