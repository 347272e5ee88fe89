"""`pycheck measure`, `pycheck data` and `pycheck plot` as a person runs them."""

import csv
import errno
import json
import math
import os
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pycheck.reality import diagnostics, exponents, fit
from pycheck.reality.fit import MOST_POINTS
from pycheck.reality.profiles import Profile, write_profile
from tests.command import pycheck_command

D = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@pytest.fixture
def pycheck() -> Any:
    def call(*arguments: object) -> tuple[int, str, str]:
        outcome = pycheck_command(*map(str, arguments))
        return outcome.code, outcome.out, outcome.err

    return call


def good(gamma: float = 0.8, **fields: Any) -> Profile:
    wave = 1 + 0.05 * np.cos(np.arange(len(D)) * 2.4)
    return Profile.model_validate(
        {
            "model": "tiny",
            "corpus": "letters",
            "theta": 10000,
            "context": 512,
            "distances": D,
            "attention": [0.3 * d**-gamma * w for d, w in zip(D, wave, strict=True)],
            "measured_by": "t",
            "method": "t",
            **fields,
        }
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good profile and every fault."""
    write_profile(tmp_path / "good.json", good())
    document = json.loads((tmp_path / "good.json").read_text())

    def spoil(name: str, **fields: Any) -> None:
        (tmp_path / f"{name}.json").write_text(json.dumps({**document, **fields}))

    attention = document["attention"]
    spoil("nan", attention=[math.nan, *attention[1:]])
    spoil("negative", attention=[*attention[:-1], -1e-9])
    spoil("zero", attention=[0.0, *attention[1:]])
    spoil("single", distances=[10], attention=[0.1])
    spoil("twice", distances=[1, 1, *D[2:]])
    text = (tmp_path / "good.json").read_text()
    (tmp_path / "truncated.json").write_text(text[: len(text) // 2])
    with (tmp_path / "huge.json").open("wb") as out:
        out.truncate(2 * 2**30)
    shutil.copy(tmp_path / "good.json", tmp_path / "later_copy.json")
    (tmp_path / "list.json").write_text("[1, 2]")
    (tmp_path / "notes.txt").write_text("notes")
    (tmp_path / "dangling.json").symlink_to(tmp_path / "gone.json")
    return tmp_path


def test_every_fault_has_its_line_and_the_rest_is_measured(pycheck: Any, folder: Path) -> None:
    code, out, err = pycheck("measure", folder, "--format", "json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["schema"] == 1
    assert [Path(p["source"]).name for p in document["profiles"]] == ["good.json"]
    reasons = {Path(s["source"]).name: s["reason"] for s in document["skipped"]}
    expected = {
        "nan.json": "attention at distance 1: .*finite",
        "negative.json": "attention at distance 500 is -1e-09",
        "zero.json": "attention at distance 1 is 0",
        "single.json": "too few distances of at least 1: 1; a fit needs 3",
        "twice.json": "distance 1 occurs twice",
        "truncated.json": "not valid JSON",
        "huge.json": "2048 MiB",
        "later_copy.json": "the same profile as",
        "list.json": "not a profile",
        "notes.txt": "not one of the files that are read: .json, .csv, .parquet, .npy, .npz",
        "dangling.json": "not a regular file",
    }
    assert set(reasons) == set(expected)
    for name, said in expected.items():
        assert re.search(said, reasons[name]), (name, reasons[name])
        assert "\n" not in reasons[name]


def test_the_measured_numbers(pycheck: Any, tmp_path: Path) -> None:
    write_profile(tmp_path / "p.json", good())
    _, out, _ = pycheck("measure", tmp_path / "p.json", "--format", "json")
    (profile,) = json.loads(out)["profiles"]
    slope = np.polyfit(np.log(D), np.log(good().attention), 1)[0]
    assert profile["gamma"] == pytest.approx(-slope, abs=1e-12)
    low, high = profile["gamma_interval"]
    assert low < profile["gamma"] < high
    assert (profile["model"], profile["corpus"], profile["theta"]) == ("tiny", "letters", 10000)
    assert (profile["context"], profile["points"], profile["law"]) == (512, 9, "power law")
    assert profile["gamma_seed_interval"] is None
    assert {law["law"] for law in profile["laws"]} >= {"exponential", "log-normal"}
    assert [row["distance"] for row in profile["influence"]] == list(D)


def test_three_exact_points_are_measured_without_nan(pycheck: Any, tmp_path: Path) -> None:
    exact = good(distances=(1, 2, 4), attention=(0.4, 0.2, 0.1))
    write_profile(tmp_path / "p.json", exact)
    code, out, _ = pycheck("measure", tmp_path / "p.json", "--format", "json")
    assert code == 0
    (profile,) = json.loads(out, parse_constant=pytest.fail)["profiles"]
    assert profile["gamma"] == pytest.approx(1)
    assert (profile["law"], profile["law_rejected"]) == (None, None)


def test_the_table_shows_gamma_and_what_was_left_out(pycheck: Any, folder: Path) -> None:
    code, out, _ = pycheck("measure", folder)
    assert code == 0
    assert "tiny" in out
    assert "left out: " in out
    assert "1 profile measured, 11 left out" in out


def maps(tmp_path: Path) -> Path:
    """Maps of two layers of two heads that fall with distance, the second faster."""
    back = np.abs(np.arange(64)[:, None] - np.arange(64)[None, :])
    falls = np.array([[0.5, 0.7], [0.9, 1.1]])[..., None, None]
    weights = np.exp(-falls * np.log1p(back)) * np.tril(np.ones((64, 64)))
    np.save(tmp_path / "maps.npy", weights / weights.sum(axis=-1, keepdims=True))
    return tmp_path / "maps.npy"


def test_maps_are_measured_by_layer_and_head(pycheck: Any, tmp_path: Path) -> None:
    names = ("--model", "tiny", "--corpus", "letters")
    code, out, err = pycheck("measure", maps(tmp_path), *names, "--by", "layer")
    assert (code, err) == (0, "")
    assert "tiny, layer 0" in out
    assert "2 profiles measured" in out
    code, out, _ = pycheck("measure", maps(tmp_path), *names, "--by", "head", "--format", "csv")
    assert code == 0
    rows = list(csv.DictReader(out.splitlines()))
    assert [(r["layer"], r["head"]) for r in rows] == [
        ("0", "0"),
        ("0", "1"),
        ("1", "0"),
        ("1", "1"),
    ]
    gammas = [float(r["gamma"]) for r in rows]
    assert gammas == sorted(gammas)
    code, out, err = pycheck("measure", maps(tmp_path))
    assert (code, out) == (2, "")
    assert "does not say model or corpus; add --model MODEL --corpus CORPUS" in err
    assert err.count("\n") == 1
    write_profile(tmp_path / "p.json", good())
    code, _, err = pycheck("measure", tmp_path / "p.json", "--by", "head")
    assert code == 2
    assert "it has no row a head" in err


def test_csv_has_the_numbers_of_json(pycheck: Any, folder: Path) -> None:
    _, text, _ = pycheck("measure", folder, "--format", "csv")
    _, document, _ = pycheck("measure", folder, "--format", "json")
    (row,) = csv.DictReader(text.splitlines())
    (profile,) = json.loads(document)["profiles"]
    low, high = profile["gamma_interval"]
    assert [float(row[n]) for n in ("gamma", "gamma_low", "gamma_high", "gamma_stderr")] == [
        profile["gamma"],
        low,
        high,
        profile["gamma_stderr"],
    ]
    assert (row["law"], row["law_rejected"], row["gamma_seed_low"]) == ("power law", "False", "")
    assert float(row["curvature_p"]) == profile["residuals"]["curvature_p"]


def test_a_rejected_law_and_a_sink_are_marked(pycheck: Any, tmp_path: Path) -> None:
    d = [2**k for k in range(7)]
    bend = [0.02 * math.log(x) ** 2 + 0.03 * (-1) ** k for k, x in enumerate(d)]
    bent = [0.2 * x**-0.8 * math.exp(b) for x, b in zip(d, bend, strict=True)]
    write_profile(tmp_path / "p.json", good(distances=d, attention=bent))
    _, out, _ = pycheck("measure", tmp_path / "p.json")
    assert re.search(r"power law \([\d.]+\) †", out)
    assert "† a straight line is rejected" in out
    assert "warning" not in out
    write_profile(tmp_path / "q.json", good(attention=[*good().attention[:-1], 0.1]))
    _, out, _ = pycheck("measure", tmp_path / "q.json")
    assert "warning: " in out
    assert "attention rises" in " ".join(out.split())
    write_profile(tmp_path / "r.json", good())
    _, out, _ = pycheck("measure", tmp_path / "r.json")
    assert "†" not in out
    assert "‡" not in out
    assert "warning" not in out


def test_a_seed_that_stands_apart_is_marked_beside_the_median(pycheck: Any, tmp_path: Path) -> None:
    rows = [list(good().attention) for _ in range(3)]
    rows[1][-1] *= 4
    means = [sum(column) / 3 for column in zip(*rows, strict=True)]
    write_profile(tmp_path / "p.json", good(attention=means, per_seed=rows, seeds=(1, 2, 3)))
    _, out, _ = pycheck("measure", tmp_path / "p.json", "--format", "json")
    (profile,) = json.loads(out)["profiles"]
    assert profile["stray_seeds"] == [{"seed": 2, "distance": D[-1], "ratio": pytest.approx(4)}]
    slope = np.polyfit(np.log(D), np.log(rows[0]), 1)[0]
    assert profile["gamma_median"] == pytest.approx(-slope)
    assert profile["gamma"] < profile["gamma_median"]
    _, out, _ = pycheck("measure", tmp_path / "p.json", "--format", "csv")
    (row,) = csv.DictReader(out.splitlines())
    assert float(row["gamma_median"]) == profile["gamma_median"]
    assert (float(row["gamma_median_low"]), row["stray_seeds"]) == (
        profile["gamma_median_interval"][0],
        "1",
    )
    _, out, _ = pycheck("measure", tmp_path / "p.json")
    assert f"{profile['gamma_median']:.4f}‡" in out
    assert "‡ a seed exceeds three times the median of the seeds somewhere" in out


def test_a_folder_that_cannot_be_listed_is_told(
    pycheck: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder / "closed"
    closed.mkdir()
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if Path(path) in refused:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    refused = {closed}
    code, out, _ = pycheck("measure", folder, "--format", "json")
    told = {item["source"]: item["reason"] for item in json.loads(out)["skipped"]}
    assert code == 0
    assert told[str(closed)] == "cannot be listed: Permission denied"
    refused = {folder}
    assert pycheck("measure", folder) == (
        2,
        "",
        f"error: cannot list {folder}: Permission denied; check its permissions\n",
    )


def test_a_path_that_is_too_long_is_one_line(pycheck: Any, folder: Path) -> None:
    for path in (folder / ("x" * 5000), Path("y" * 300), folder / "good.json" / "below"):
        for command in (("measure",), ("plot", "profile", "-o", folder / "a.png")):
            code, _, err = pycheck(*command, path)
            assert (code, err.count("\n")) == (2, 1), path
            assert err.startswith("error: "), path


def test_a_profile_that_cannot_be_fitted_is_left_out_alone(
    pycheck: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = [10**15 + i for i in range(len(D))]
    document = json.loads((folder / "good.json").read_text())
    other = {**document, "distances": far, "context": 2**53}
    (folder / "far.json").write_text(json.dumps(other))
    (folder / "huge_number.json").write_text(
        json.dumps({**document, "context": 10**400, "distances": [*D[:-1], 10**400]})
    )
    write_profile(folder / "failing.json", good(model="failing"))
    fit_power, points_of = fit.fit_power, fit.points_of
    measured = [""]

    def failing(distances: Any, y: Any, *rest: Any) -> Any:
        if "failing" in measured:
            raise np.linalg.LinAlgError("no convergence")
        return fit_power(distances, y, *rest)

    def noting(profile: Profile) -> Any:
        measured[0] = profile.model
        return points_of(profile)

    monkeypatch.setattr(exponents, "points_of", noting)
    monkeypatch.setattr(exponents, "fit_power", failing)
    code, out, _ = pycheck("measure", folder, "--format", "json")
    found = json.loads(out)
    told = {Path(item["source"]).stem: item["reason"] for item in found["skipped"]}
    assert code == 0
    assert [Path(p["source"]).stem for p in found["profiles"]] == ["good"]
    assert told["far"] == "its distances are too much alike for a fit to tell them apart"
    assert told["failing"] == "its fit failed: LinAlgError: no convergence"
    assert "9007199254740992" in told["huge_number"]


@pytest.mark.parametrize("size", [25, 400, 5000])
def test_the_work_does_not_grow_with_the_square_of_the_distances(size: int) -> None:
    """Each fit reads every distance: their number must not grow with the distances."""
    distances = tuple(range(1, size + 1))
    profile = good(distances=distances, attention=[d**-0.7 for d in distances], context=size)
    starts = diagnostics.start_sensitivity(profile)
    assert len(starts) <= MOST_POINTS
    assert starts[0].fit_from == 1
    assert starts[-1].fit_from > 0.6 * size
    assert [s.gamma for s in starts] == pytest.approx([0.7] * len(starts), abs=0.01)


def test_nothing_to_measure_and_a_missing_path_are_errors(pycheck: Any, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    code, out, err = pycheck("measure", tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("error: nothing to measure: 1 file left out")
    code, out, err = pycheck("measure", tmp_path / "gone")
    assert (code, out) == (2, "")
    assert "does not exist" in err
    assert err.count("\n") == 1


def test_fetch_and_where_fail_in_one_line(
    pycheck: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYCHECK_PUBLISHED", raising=False)
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda _: str(tmp_path))
    code, out, err = pycheck("data", "where")
    assert (code, out) == (2, "")
    assert "run `pycheck data fetch`" in err
    code, _, err = pycheck("data", "fetch", "--url", "nowhere")
    assert code == 2
    assert err.count("\n") == 1
    monkeypatch.setenv("PYCHECK_PUBLISHED", str(tmp_path))
    code, out, _ = pycheck("data", "where")
    assert (code, out) == (0, f"{tmp_path}\n")


def sweep(tmp_path: Path) -> None:
    for theta in (1000, 3000, 10000, 30000):
        rescaled = None if theta == 10000 else theta
        write_profile(
            tmp_path / f"{theta}.json", good(0.2 * math.log10(theta), rescaled_theta=rescaled)
        )


@pytest.mark.parametrize("kind", ["profile", "fit", "atlas", "theta"])
def test_svg_is_the_same_every_time(pycheck: Any, tmp_path: Path, kind: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    sweep(data)
    paths = [data / "10000.json"] if kind in ("fit", "profile") else [data]
    pictures = []
    for name in ("a.svg", "b.svg"):
        code, _, err = pycheck("plot", kind, *paths, "-o", tmp_path / name)
        assert (code, err) == (0, "")
        pictures.append((tmp_path / name).read_text())
    assert pictures[0] == pictures[1]
    assert "<dc:date>" not in pictures[0]
    assert "γ" in pictures[0] or "attention" in pictures[0]


def legend_of(path: Path) -> list[str]:
    """The texts of the legend of an SVG."""
    _, _, legend = path.read_text().partition('<g id="legend_1">')
    return re.findall(r"<text [^>]*>([^<]+)</text>", legend)


def test_each_length_has_its_name_and_its_prediction(pycheck: Any, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for context in (500, 700):
        data.mkdir(exist_ok=True)
        for theta in (1000, 3000, 10000, 30000):
            rescaled = None if theta == 10000 else theta
            write_profile(
                data / f"{context}-{theta}.json",
                good(1e-4 * context * math.log10(theta), rescaled_theta=rescaled, context=context),
            )
    code, _, err = pycheck("plot", "theta", data, "-o", tmp_path / "p.svg")
    assert (code, err) == (0, "")
    assert legend_of(tmp_path / "p.svg") == [
        "predicted from θ and T = 500 tokens",
        "predicted from θ and T = 700 tokens",
        "T = 500 tokens",
        "T = 700 tokens",
    ]
    code, _, err = pycheck(
        "plot", "profile", *sorted(data.glob("*.json")), "-o", tmp_path / "q.svg"
    )
    assert (code, err) == (0, "")
    names = legend_of(tmp_path / "q.svg")
    assert len(set(names)) == len(names) == 8


def test_profiles_that_differ_in_nothing_are_known_by_their_files(
    pycheck: Any, tmp_path: Path
) -> None:
    for name, gamma in (("one", 0.5), ("two", 0.6)):
        write_profile(tmp_path / f"{name}.json", good(gamma))
    paths = [tmp_path / "one.json", tmp_path / "two.json"]
    assert pycheck("plot", "profile", *paths, "-o", tmp_path / "p.svg")[0] == 0
    assert legend_of(tmp_path / "p.svg") == [f"profile ({path})" for path in paths]


def test_layers_are_drawn_apart(pycheck: Any, tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    rows = [list(good(gamma).attention) for gamma in (0.5, 1.2)]
    write_profile(path, good(layers=rows))
    picture = tmp_path / "p.svg"
    assert pycheck("plot", "profile", path, "--by", "layer", "-o", picture)[0] == 0
    assert [name[-7:] for name in legend_of(picture)] == ["layer 0", "layer 1"]
    assert pycheck("plot", "atlas", path, "--by", "layer", "-o", picture)[0] == 0
    assert "1 of 2 below 1" in picture.read_text()
    fit = ("plot", "fit", path, "--by", "layer", "-o", picture)
    assert pycheck(*fit, "--key", "layer 1")[0] == 0
    assert "drawn: γ = 1.199 " in picture.read_text()
    for wrong, told in (((*fit, "--key", "layer 7"), "no profile 'layer 7'"), (fit, "--key")):
        code, _, err = pycheck(*wrong)
        assert code == 2
        assert told in err
    code, _, err = pycheck("plot", "atlas", path, "--by", "head", "-o", picture)
    assert (code, err.count("\n")) == (2, 1)
    assert f"{path}: it has no row a head" in err


def test_a_fit_says_which_exponent_is_whose(pycheck: Any, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    rows = [
        [a * e for a, e in zip(good().attention, np.exp(rng.normal(0, s, len(D))), strict=True)]
        for s in (0.05, 0.1, 0.2)
    ]
    profile = good(
        attention=list(np.mean(rows, axis=0)), per_seed=rows, seeds=(1, 2, 3), seed_kind="prompts"
    )
    path = tmp_path / "p.json"
    write_profile(path, profile)
    assert pycheck("plot", "fit", path, "-o", tmp_path / "p.svg")[0] == 0
    (measured,) = json.loads(pycheck("measure", path, "--format", "json")[1])["profiles"]
    text = (tmp_path / "p.svg").read_text()
    assert measured["gamma"] != pytest.approx(measured["gamma_weighted"], abs=5e-4)
    assert re.search(rf"γ = {measured['gamma']:.3f} .*equal weights \(as pycheck measure\)", text)
    assert re.search(rf"drawn: γ = {measured['gamma_weighted']:.3f} .*weighted by the seeds", text)
    legend = legend_of(tmp_path / "p.svg")
    assert "95 % band of the power law" in legend
    assert "measured, in the fit; bars: 2 standard errors over seeds" in legend
    assert any(re.fullmatch(r"exponential, Akaike weight 0\.\d\d", name) for name in legend)
    write_profile(path, good())
    assert pycheck("plot", "fit", path, "-o", tmp_path / "p.svg")[0] == 0
    assert "weighted by the seeds" not in (tmp_path / "p.svg").read_text()


@pytest.mark.parametrize("kind", ["profile", "fit", "atlas", "theta"])
def test_a_name_with_dollar_signs_is_no_formula(pycheck: Any, tmp_path: Path, kind: str) -> None:
    name = r"$\frac$"
    for theta in (1000, 3000, 10000, 30000):
        other = None if theta == 10000 else theta
        named = good(model=name, corpus=name, rescaled_theta=other)
        write_profile(tmp_path / f"{theta}.json", named)
    path = tmp_path if kind in ("theta", "atlas") else tmp_path / "10000.json"
    code, _, err = pycheck("plot", kind, path, "-o", tmp_path / "p.svg")
    assert (code, err) == (0, "")
    assert name in (tmp_path / "p.svg").read_text()


@pytest.mark.filterwarnings("error")
def test_constant_attention_has_no_r2(pycheck: Any, tmp_path: Path) -> None:
    path = tmp_path / "flat.json"
    write_profile(path, good(attention=[0.25] * len(D)))
    code, out, err = pycheck("measure", path, "--format", "json")
    assert (code, err) == (0, "")
    (measured,) = json.loads(out)["profiles"]
    assert (measured["gamma"], measured["r2"]) == (pytest.approx(0, abs=1e-9), None)
    code, out, err = pycheck("measure", path)
    assert (code, err) == (0, "")
    assert "1 profile measured" in out
    assert pycheck("plot", "fit", path, "-o", tmp_path / "p.png")[0] == 0


def test_png_is_written_whole(pycheck: Any, tmp_path: Path) -> None:
    write_profile(tmp_path / "p.json", good())
    code, _, _ = pycheck("plot", "fit", tmp_path / "p.json", "-o", tmp_path / "p.png")
    assert code == 0
    content = (tmp_path / "p.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert content.rstrip().endswith(b"IEND\xaeB`\x82")


def test_plot_errors_name_the_remedy(pycheck: Any, tmp_path: Path, published: Path) -> None:
    write_profile(tmp_path / "p.json", good())
    for arguments, said in [
        (("fit", tmp_path / "p.json", "-o", tmp_path / "p.gif"), "neither .png nor .svg"),
        (("profile", published, "-o", tmp_path / "p.png"), "use `pycheck plot atlas`"),
        (("theta", tmp_path / "p.json", "-o", tmp_path / "p.png"), "no model measured at 4"),
        (("fit", published / "theta_steering", "-o", tmp_path / "p.png"), "--key"),
        (("fit", published / "README.md", "-o", tmp_path / "p.png"), "no profile to plot"),
    ]:
        code, _, err = pycheck("plot", *arguments)
        assert code == 2
        assert said in err
        assert err.count("\n") == 1
    assert not list(tmp_path.glob("*.png"))


def test_a_profile_in_a_sweep_is_chosen_by_its_key(
    pycheck: Any, tmp_path: Path, published: Path
) -> None:
    path = published / "theta_steering" / "pythia-70m_theta_steering.json"
    code, _, _ = pycheck("plot", "fit", path, "--key", "theta=2000", "-o", tmp_path / "p.svg")
    assert code == 0
    assert "θ = 2000 (trained at 10000)" in (tmp_path / "p.svg").read_text()
    code, _, err = pycheck("plot", "fit", path, "--key", "theta=200", "-o", tmp_path / "q.svg")
    assert code == 2
    assert "did you mean 'theta=2000'?" in err
