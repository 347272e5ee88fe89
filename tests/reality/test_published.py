"""The author's files: their exponents come out again, and what is no profile is named."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from book.measurements._tables import thermodynamic_rows, window_costs, window_rows
from pycheck.errors import InputError
from pycheck.reality.collect import Collection, collect
from pycheck.reality.fit import fit_profile


@pytest.fixture(scope="module")
def collection(published: Path) -> Collection:
    return collect([published])


def published_gamma(path: Path, key: str = "") -> float:
    """The exponent that the published file itself states."""
    document = json.loads(path.read_text(encoding="utf-8"))
    if "fit_power_law" in document:
        return float(document["fit_power_law"]["gamma"])
    if "sweep" in document:
        return float(document["sweep"][key.removeprefix("theta=")]["gamma_obs"])
    return float(document["results"][key.removeprefix("alpha=")]["gamma_real"])


def test_every_exponent_agrees_with_the_published_one(collection: Collection) -> None:
    compared = 0
    for item in collection.found:
        path, _, key = item.source.partition("#")
        assert fit_profile(item.profile).gamma == pytest.approx(
            published_gamma(Path(path), key), abs=1e-6
        )
        compared += 1
    assert compared == 56 + 9 + 4


def test_each_model_has_both_corpora(collection: Collection) -> None:
    e4 = [f.profile for f in collection.found if "e4_gamma" in f.source]
    by_corpus = {c: {p.model for p in e4 if p.corpus == c} for c in ("mongo", "random")}
    assert by_corpus["mongo"] == by_corpus["random"]
    assert len(by_corpus["mongo"]) == 28
    assert len(e4) == 56


def test_seeds_and_spread_are_read(collection: Collection) -> None:
    for item in collection.found:
        profile = item.profile
        if "e4_gamma" in item.source:
            assert profile.seeds == (42, 123, 7)
            means = np.mean(profile.per_seed, axis=0)
            assert np.allclose(means, profile.attention, rtol=1e-9)


def test_nothing_is_left_out_silently(published: Path, collection: Collection) -> None:
    files = {str(p) for p in published.rglob("*") if p.is_file()}
    seen = {f.source.partition("#")[0] for f in collection.found}
    left_out = {s.source.partition("#")[0] for s in collection.skipped}
    assert seen | left_out == files
    assert not seen & left_out
    assert all(s.reason and "\n" not in s.reason for s in collection.skipped)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("e4_gamma/meta-llama--Llama-2-7b-hf_mongo.bak.json", "backup"),
        ("e4_gamma/tiiuae--falcon-7b_mongo.partial.json", "had not finished"),
        ("e4_gamma/tiiuae--falcon-7b_mongo.json", "had not finished"),
        ("e4_gamma/meta-llama--Llama-2-13b-hf_mongo_kaggle.json", "another platform"),
        ("e4_gamma/EleutherAI--pythia-1b_layerwise.json", "by layer"),
        ("e4_gamma/pade_validation.json", "table"),
        ("thermodynamics/thermodynamics_results.json", "table"),
        ("training_gamma/pythia-70m_gamma_trajectory.json", "unfinished training"),
        ("README.md", "not one of the files that are read"),
    ],
)
def test_the_reason_fits_the_file(
    published: Path, collection: Collection, name: str, reason: str
) -> None:
    reasons = {s.source: s.reason for s in collection.skipped}
    assert reason in reasons[str(published / name)]


def test_a_copy_is_a_duplicate(published: Path, tmp_path: Path) -> None:
    name = "EleutherAI--pythia-70m_mongo.json"
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        shutil.copy(published / "e4_gamma" / name, tmp_path / folder / name)
    twice = collect([tmp_path])
    assert len(twice.found) == 1
    assert [s.reason for s in twice.skipped] == [f"the same profile as {tmp_path / 'a' / name}"]
    assert len(collect([tmp_path / "a", tmp_path / "a" / name]).found) == 1


def test_a_damaged_published_file_is_named(published: Path, tmp_path: Path) -> None:
    source = published / "e4_gamma" / "gpt2_mongo.json"
    document = json.loads(source.read_text())
    document["attn_by_distance"]["50"]["mean_across_seeds"] = float("nan")
    (tmp_path / "nan_mongo.json").write_text(json.dumps(document))
    document["attn_by_distance"]["far"] = {}
    (tmp_path / "odd_mongo.json").write_text(json.dumps(document))
    document["attn_by_distance"] = [1, 2]
    (tmp_path / "list_mongo.json").write_text(json.dumps(document))
    (tmp_path / "short_mongo.json").write_text(source.read_text()[:700])
    reasons = {Path(s.source).name: s.reason for s in collect([tmp_path]).skipped}
    assert "attention at distance 50" in reasons["nan_mongo.json"]
    assert "not a table of means" in reasons["odd_mongo.json"]
    assert "attn_by_distance is missing or no dict" in reasons["list_mongo.json"]
    assert "truncated" in reasons["short_mongo.json"]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"sweep": {"x": {}}}, "'x' is no number"),
        ({"k_dead": 1, "results": {"x": {}}}, "'x' is no number"),
        ({"sweep": {"2": {"means": [1, 2]}}, "distances": ["a", 3]}, "not a valid profile"),
        ({"sweep": {"2": {"means": [1, 2]}}, "distances": [[], {}]}, "not a valid profile"),
        ({"k_dead": 1, "results": {"1": []}, "distances": [1]}, "means is missing"),
    ],
)
def test_a_sweep_of_the_wrong_shape_is_named(
    tmp_path: Path, document: dict[str, Any], said: str
) -> None:
    (tmp_path / "sweep.json").write_text(json.dumps(document))
    (skipped,) = collect([tmp_path]).skipped
    assert said in skipped.reason
    assert "\n" not in skipped.reason


def test_the_table_of_windows_shows_the_short_profile(published: Path) -> None:
    rows = {row.name: row for row in window_rows(published)}
    short = rows["EleutherAI--pythia-2.8b_mongo"]
    assert (short.predicted, short.empirical, short.last_distance) == (1476, 81, 100)
    assert all(row.last_distance == 2000 for row in rows.values() if row is not short)


def test_the_cost_of_windows_is_perplexity_against_the_whole(published: Path) -> None:
    costs = {cost.model: cost for cost in window_costs(published)}
    assert "EleutherAI/pythia-410m" not in costs  # its window is the whole context
    assert costs["EleutherAI/pythia-14m"].excess == pytest.approx(82.7396 / 78.3631 - 1, abs=1e-4)


def test_published_heat_capacities_are_the_fitted_laws(published: Path) -> None:
    for row in thermodynamic_rows(published):
        d = np.arange(1, 2001)
        p = d**-row.gamma / (d**-row.gamma).sum()
        variance = p @ np.log(d) ** 2 - (p @ np.log(d)) ** 2
        assert row.heat_capacity == pytest.approx(row.gamma**2 * variance, rel=0.08)


def test_another_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "exp_b2").mkdir()
    path = tmp_path / "exp_b2" / "kv_compression_extended.json"
    path.write_text('{"results": [{"model": "x"}]}')
    with pytest.raises(InputError, match="lacks 'D_f'"):
        window_costs(tmp_path)
    path.write_text('{"results": 3}')
    with pytest.raises(InputError, match="no list of rows"):
        window_costs(tmp_path)
