"""The pictures: their numbers, words and colours, and the commands that draw them again."""

import re
from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise
from math import log, pi, sqrt
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from numpy.typing import NDArray

from pycheck.auditing.options import Options
from pycheck.auditing.results import ClaimResult
from pycheck.auditing.run import audit
from pycheck.balls.api import enclose
from pycheck.checks.measurement import judged
from pycheck.evidence import Compared, RealityEvidence, RealityVerdict
from pycheck.pictures.picture import Picture
from pycheck.pictures.style import COLOURS, MARKERS, curve, raised, save
from pycheck.report.intervals import interval_pictures
from tests.command import pycheck_command
from tests.included import PROJECT
from tests.report.drawn import pictures_here, words_of

Array = NDArray[np.float64]


def _moments(gamma: float, n: int) -> tuple[float, float]:
    weights = [d**-gamma for d in range(1, n + 1)]
    total = sum(weights)
    mean = sum(w * log(d) for d, w in enumerate(weights, 1)) / total
    return mean, sum(w * log(d) ** 2 for d, w in enumerate(weights, 1)) / total - mean**2


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    return {picture.name: picture for picture in pictures_here()}


def test_numbers_of_the_boundary(pictures: dict[str, Picture]) -> None:
    rows = {row[0]: row for row in pictures["boundary"].rows}
    for k in (1, 2, 4):
        ratio = _moments(1, 10**k)[1] / log(10**k) ** 2
        assert float(rows[f"10{raised(k)}"][1]) == pytest.approx(ratio, rel=1e-7)
        assert float(rows[f"10{raised(k)}"][3]) == pytest.approx(ratio - 1 / 12, rel=5e-3)
    last = rows["10¹⁰⁰⁰⁰⁰"]
    assert float(last[1]) - 1 / 12 == pytest.approx(0.5772156649 / 6 / (100000 * log(10)), rel=2e-2)


def test_numbers_of_the_fisher_information(pictures: dict[str, Picture]) -> None:
    for row in pictures["fisher"].rows:
        assert float(row[1]) == pytest.approx(_moments(float(row[0]), 100)[1], rel=1e-5)


def test_numbers_of_the_windows(pictures: dict[str, Picture]) -> None:
    for row in pictures["windows"].rows:
        gamma = float(row[0])
        near = sum(d**-gamma for d in range(1, 101))
        far = sum(d**-gamma for d in range(101, 10_001))
        assert float(row[1]) == 1
        assert float(row[3]) == pytest.approx(near / (near + far), rel=5e-3)


def test_numbers_of_the_wavelengths(pictures: dict[str, Picture]) -> None:
    rows = {row[0]: row for row in pictures["wavelengths"].rows}
    for index, base in enumerate((10_000, 500_000, 1_000_000), start=1):
        assert float(rows["0"][index]) == pytest.approx(2 * pi, rel=1e-5)
        assert float(rows["32"][index]) == pytest.approx(2 * pi * sqrt(base), rel=1e-5)
        assert float(rows["63"][index]) < float(rows["T max"][index])


def test_pictures_are_the_same_bytes_every_time(
    tmp_path: Path, pictures: dict[str, Picture]
) -> None:
    picture = pictures["boundary"]
    for name in ("a", "b"):
        picture.write(tmp_path / name)
    first, second = ((tmp_path / name / picture.file).read_bytes() for name in ("a", "b"))
    assert first == second
    assert b"<dc:date>" not in first


def test_the_peak_has_no_corners() -> None:
    """Halfway between two points the drawn line is within 1 % of the exact curve."""
    figure = next(p for p in pictures_here() if p.name == "fisher").draw()
    line = next(k for k in figure.axes[0].lines if str(k.get_label()).startswith("N = 10¹²"))
    gammas, values = (np.asarray(data, dtype=float) for data in line.get_data())
    near = np.flatnonzero(abs(gammas - 1) < 0.1)[::3]
    assert len(near) > 8
    for i in near:
        middle = (gammas[i] + gammas[i + 1]) / 2
        drawn = sqrt(values[i] * values[i + 1])  # a straight line of logarithms
        exact = float(enclose("fisher", repr(float(middle)), 10**12, digits=8).mid)
        assert drawn == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize("name", [picture.name for picture in pictures_here()])
def test_axes_have_quantity_and_unit_and_names_differ(name: str) -> None:
    figure = next(p for p in pictures_here() if p.name == name).draw()
    _check_words(figure)


def _check_words(figure: Figure) -> None:
    words = list(words_of(figure))
    for text in words:
        assert "$" in text or not re.search(r"gamma|theta|\d\^\d|C_V", text), text
    for axes in figure.axes:
        named = [axes.get_xlabel()]
        if not any(re.search("[a-z]", label.get_text()) for label in axes.get_yticklabels()):
            named.append(axes.get_ylabel())
        spec = axes.get_subplotspec()
        for label in named if spec is None or spec.is_first_col() else named[:1]:
            assert re.search(r"\w.*\(.+\)$", label, re.DOTALL), (label, words)
        labels = axes.get_legend_handles_labels()[1]
        assert len(set(labels)) == len(labels), labels
    rows = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert max(Counter(rows).values()) == 1


def test_the_words_of_a_picture_can_be_found_wanting() -> None:
    for x, y, labels in [
        ("gamma (dimensionless)", "d (tokens)", ("a", "b")),
        ("estimate with its 95 % interval", "d (tokens)", ("a", "b")),
        ("γ (dimensionless)", "d (tokens)", ("a", "a")),
    ]:
        figure = Figure()
        axes = figure.subplots()
        axes.set_xlabel(x)
        axes.set_ylabel(y)
        for label in labels:
            axes.plot([1, 2], [1, 2], label=label)
        with pytest.raises(AssertionError):
            _check_words(figure)


@pytest.mark.parametrize("name", [picture.name for picture in pictures_here()])
def test_the_command_below_a_picture_draws_it(name: str, tmp_path: Path) -> None:
    picture = next(p for p in pictures_here() if p.name == name)
    _draws_it(picture, tmp_path)


def _draws_it(picture: Picture, folder: Path) -> None:
    program, *words, flag, target = picture.command.split()
    assert (program, flag, Path(target).suffix) == ("pycheck", "-o", ".svg")
    outcome = pycheck_command(*words, "-o", str(folder / target))
    assert (outcome.code, outcome.err) == (0, "")
    save(picture.draw(), folder / "again.svg")
    drawn = (folder / target).read_bytes()
    assert drawn == (folder / "again.svg").read_bytes()
    picture.write(folder)  # on no background
    assert _bare(drawn) == _bare((folder / picture.file).read_bytes())


def _bare(svg: bytes) -> bytes:
    """The drawing without the rectangles of its backgrounds."""
    filled = rb'<g id="patch_\d+">\s*<path d="[^"]*"\s*style="fill: (none|#ffffff)"/>\s*</g>'
    found = re.sub(filled, b"", svg)
    assert len(found) > 0.5 * len(svg)
    return found


def test_the_atlas_of_a_folder_is_that_of_its_body(tmp_path: Path) -> None:
    """Each trained model has its row, whichever way its profiles are named."""
    atlas = next(p for p in pictures_here() if p.name == "atlas-own")
    folder = str(PROJECT.root / "data" / "profiles")
    assert pycheck_command("plot", "atlas", folder, "-o", str(tmp_path / "a.svg")).code == 0
    save(atlas.draw(), tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    rows = atlas.draw().axes[0].get_yticklabels()
    assert 2 * len(rows) == len(atlas.rows)  # two corpora


@pytest.fixture(scope="module")
def claims() -> tuple[ClaimResult, ...]:
    return audit(["ch16.atlas"], options=Options(samples=0)).claims


def test_estimates_are_drawn_again_and_beside_what_is_claimed(
    claims: tuple[ClaimResult, ...], tmp_path: Path
) -> None:
    (picture,) = interval_pictures(claims, {})
    figure = picture.draw()
    _check_words(figure)
    shares, medians = figure.axes
    assert shares.get_xlabel() == "share of models with γ < 1 (fraction of models)"
    assert medians.get_xlabel() == "median γ over models (dimensionless)"
    assert _dashed(shares) == [pytest.approx(38 / 42)]
    assert _dashed(medians) == [0.885]
    compared = [number for e in claims[0].reality.evidence for number in e.compared]
    assert len(picture.rows) == len(compared) >= 2
    assert sum(len(axes.get_yticklabels()) for axes in figure.axes) == len(compared)
    _draws_it(picture, tmp_path)


@pytest.mark.parametrize(
    ("value", "interval", "where"),
    [
        (0.5, (0.45, 0.55), "outside"),
        (0.3, (0.25, 0.35), "inside"),
        (0.3, (0.25, 0.5), "across an edge"),
        (0.5, None, "outside"),
    ],
)
def test_a_number_is_shown_where_it_lies(
    claims: tuple[ClaimResult, ...],
    value: float,
    interval: tuple[float, float] | None,
    where: str,
) -> None:
    number = Compared("rate", value, interval, (0.2, 0.4), "$x$", "per day", ours=True)
    verdict = judged(number)
    found = RealityEvidence("m.f", "own", verdict, "told", compared=(number,))
    idle = RealityEvidence("m.g", "own", RealityVerdict.UNDECIDED, "told", compared=(number,))
    reality = replace(claims[0].reality, evidence=(found, idle))
    (picture,) = interval_pictures([replace(claims[0], reality=reality)], {})
    (row,) = picture.rows  # one number of one body of data, whichever measurements use it
    assert (row[0], row[1], row[-1]) == ("rate (per day)", "own data: $x$", where)
    assert f"`m.f` on own data: {verdict}; `m.g` on own data: undecided" in picture.caption
    figure = picture.draw()
    _check_words(figure)
    (axes,) = figure.axes
    assert axes.get_title(loc="left") == "shaded: 0.2 to 0.4, bounds of ours"
    (shade,) = axes.patches
    assert shade.get_extents().transformed(axes.transData.inverted()).intervalx == pytest.approx(
        [0.2, 0.4]
    )
    point = axes.lines[-1]
    assert np.asarray(point.get_xdata()).item() == value
    assert (point.get_markerfacecolor() == "white") == (verdict is RealityVerdict.UNDECIDED)
    bare = replace(reality, evidence=(replace(found, compared=()),))
    assert list(interval_pictures([replace(claims[0], reality=bare)], {})) == []


def _dashed(axes: object) -> list[float]:
    lines = [line for line in axes.lines if line.get_linestyle() == "--"]  # type: ignore[attr-defined]
    return [float(line.get_xdata()[0]) for line in lines]


def test_what_cannot_be_drawn_is_one_line(tmp_path: Path) -> None:
    target = str(tmp_path / "p.svg")
    for words, said in [
        (("estimates", "ch05.split"), "compares a number here; see `pycheck show ch05.split`"),
        (("estimates", "ch16.atlsa"), "did you mean 'ch16.atlas'?"),
        (
            ("atlas", "--data", "onw"),
            "did you mean 'own'?; the audit has own, pretrained, published",
        ),
        (("theta", str(tmp_path), "--data", "own"), "give one of them"),
        (("fishr",), "No such command 'fishr'"),
    ]:
        outcome = pycheck_command("plot", *words, "-o", target)
        assert outcome.code == 2
        assert said in outcome.err
        assert outcome.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


OTHER = """
from pycheck.pictures.picture import picture
from pycheck.pictures.style import axes_of


class Drawn:
    command = "pycheck plot line -o line.svg"

    def draw(self):
        figure, axes = axes_of("time (s)", "length (m)")
        axes.plot([1, 2], [3, 5])
        return figure


@picture
def line():
    \"\"\"A line.\"\"\"
    yield Drawn()


@picture
def several():
    \"\"\"Two lines.\"\"\"
    yield Drawn()
    yield Drawn()


@picture
def nothing():
    \"\"\"No line.\"\"\"
    yield from ()


@picture
def broken():
    \"\"\"No line either.\"\"\"
    raise KeyError("no\\nsuch file")
"""


def test_another_audit_has_commands_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "checks" / "pictures").mkdir(parents=True)
    (tmp_path / "checks" / "pictures" / "lines.py").write_text(OTHER)
    description = tmp_path / "audit.toml"
    description.write_text("title = 'T'\ntext = 't'\nclaims = 'claims'\nchecks = 'checks'\n")
    monkeypatch.chdir(tmp_path)
    listed = pycheck_command("plot", "--help").out
    assert re.search(r"^  line +A line\.$", listed, re.MULTILINE)
    assert "fisher" not in listed
    assert pycheck_command("plot", "line", "-o", "line.svg").code == 0
    assert "length (m)" in Path("line.svg").read_text()
    for name, said in [
        ("several", "several makes 2 pictures, not one: `pycheck plot line -o line.svg`; "),
        ("nothing", "nothing makes 0 pictures, not one: their data are not here"),
        ("broken", r"did not draw: KeyError: 'no\nsuch file'; correct it"),
        ("fisher", "No such command 'fisher'"),
    ]:
        outcome = pycheck_command("plot", name, "-o", "p.svg")
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
        assert said in outcome.err
    description.write_text("title = ")
    assert "atlas" in pycheck_command("plot", "--help").out
    assert "is not TOML" in pycheck_command("plot", "line", "-o", "p.svg").err
    assert not Path("p.svg").exists()


# Dichromats, by Machado, Oliveira and Fernandes (2009), severity 1: of linear RGB.
SEEN_BY = {
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "everybody": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def _linear(rgb: Array) -> Array:
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def _lab(linear: Array) -> Array:
    """CIELAB of linear RGB, white at D65."""
    xyz = TO_XYZ @ np.clip(linear, 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def _on_dark(rgb: Array) -> Array:
    """What the filter of a dark page makes of a colour, as CSS defines its two functions."""
    css = (PROJECT.root / "pycheck/report/static/style.css").read_text()
    filters = set(re.findall(r"figure img \{ filter: (invert.*?); \}", css))
    ((amount, angle),) = (
        re.fullmatch(r"invert\(([.\d]+)\) hue-rotate\((\d+)deg\)", f).groups()  # type: ignore[union-attr]
        for f in filters - {"none !important"}
    )
    negative = float(amount) + rgb * (1 - 2 * float(amount))
    cos, sin = np.cos(np.radians(float(angle))), np.sin(np.radians(float(angle)))
    grey = np.array([0.213, 0.715, 0.072])
    around = np.array([[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]])
    turned = np.tile(grey, (3, 1)) + cos * (np.eye(3) - grey) + sin * around
    shown: Array = np.clip(turned @ negative, 0, 1)
    return shown


def _least_distance(colours: tuple[str, ...], seen_by: str, *, dark: bool) -> float:
    rgbs = [np.array(to_rgb(colour)) for colour in colours]
    shown = [_on_dark(rgb) if dark else rgb for rgb in rgbs]
    labs = [_lab(np.array(SEEN_BY[seen_by]) @ _linear(rgb)) for rgb in shown]
    return min(float(np.linalg.norm(a - b)) for a, b in combinations(labs, 2))


@pytest.mark.parametrize("seen_by", SEEN_BY)
@pytest.mark.parametrize("dark", [False, True])
def test_colours_are_told_apart(seen_by: str, dark: bool) -> None:
    assert _least_distance(COLOURS, seen_by, dark=dark) > 10
    # A green and a red of the same lightness are seen apart by some, and by others not.
    alike = _least_distance(("#2ca02c", "#b5651d"), seen_by, dark=dark)
    assert (alike > 40) == (seen_by == "everybody")


def test_curves_differ_in_marker_and_colour() -> None:
    looks = [curve(index) for index in range(len(COLOURS))]
    assert len({look["color"] for look in looks}) == len(COLOURS)
    assert len({look["marker"] for look in looks}) == len(COLOURS) == len(MARKERS)
    # Without any colour, neighbours differ in their line too.
    assert all(a["linestyle"] != b["linestyle"] for a, b in pairwise(looks))
