"""Pictures of what is proved: drawn from certified enclosures, so that no point is a guess."""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from pycheck.balls.api import enclose, enclose_array
from pycheck.pictures.picture import Picture, Row, picture
from pycheck.pictures.style import COLOURS, axes_of, curve, in_style, raised

Array = NDArray[np.float64]


_GAMMAS = ("0.25", "0.5", "0.75", "0.9", "1", "1.1", "1.25", "1.5", "2", "3")
_CONTEXTS = (100, 10_000, 10**6, 10**9, 10**12)
_LOG_SIZES = ("1", "2", "3", "4", "6", "8", "12", "20", "50", "100", "1000", "10000", "100000")
_DISTANCE = 100
_WINDOW_GAMMAS = ("0.5", "0.7", "0.9", "1", "1.1", "1.3", "1.5")
_WINDOW_LOGS = (2, 3, 4, 6, 8, 12, 18, 30, 50)
_BASES = (10_000, 500_000, 1_000_000)
_HEAD_DIMENSION = 128


@picture
def boundary() -> Iterator[Picture]:
    """The heat capacity at the boundary, against the squared logarithm of N."""
    rows: tuple[Row, ...] = tuple(
        (
            f"10{raised(size)}",
            _certain(enclose("cv-ratio", context=f"1e{size}", digits=9).mid, 9),
            f"{_two_terms(float(size)):.9f}",
            _certain(enclose("cv-excess", context=f"1e{size}", digits=6).mid, 3),
        )
        for size in _LOG_SIZES
    )
    yield Picture(
        name="boundary",
        title="The heat capacity at the boundary",
        alt=(
            "The ratio of the heat capacity at gamma 1 to the squared logarithm of N falls slowly "
            "with N, from 2/9 at N = 2 to the line at 1/12; the two-term expansion meets it from "
            "above as N grows; the line at 1/4 lies above every value."
        ),
        caption=(
            "$C_V(1, N) / (\\log N)^2$ against $\\log_{10} N$ up to $N = 10^{100000}$. It tends to "
            "$1/12$ from above, and so slowly that no context length in use shows the limit; "
            "$1/4$ is above every value. A value by itself: "
            "`pycheck enclose cv-ratio --context 1e100000 --digits 12`."
        ),
        header=("N", "C_V / (log N)²", "two terms", "above 1/12"),
        rows=rows,
        command="pycheck plot boundary -o boundary.svg",
        claims=(
            "ch22.heat-capacity-coefficient",
            "ch22.heat-capacity-correction",
            "ch22.heat-capacity-quarter",
        ),
        draw=_draw_boundary,
    )


def _two_terms(log10_n: float) -> float:
    return 1 / 12 + float(np.euler_gamma) / 6 / (log10_n * float(np.log(10)))


@in_style
def _draw_boundary() -> Figure:
    small = {str(n): float(np.log10(n)) for n in (*range(2, 10), 12, 15, 20, 27, 35, 46, 60, 80)}
    sizes = np.unique(np.round(np.geomspace(2, 100_000, 48)).astype(int))
    logs = small | {f"1e{size}": float(size) for size in sizes}
    ratios = [float(enclose("cv-ratio", context=n, digits=6).mid) for n in logs]
    figure, axes = axes_of(
        r"$\log_{10} N$ (N in tokens; logarithmic axis)",
        r"$C_V(1, N)\,/\,(\log N)^2$ (dimensionless)",
    )
    axes.set_xscale("log")
    grid = np.geomspace(0.6, 1e5, 200)
    axes.plot(
        [*logs.values()],
        ratios,
        "-",
        color=COLOURS[0],
        linewidth=2,
        label="exact, enclosed in balls",
    )
    axes.plot(
        grid,
        [_two_terms(x) for x in grid],
        linestyle=(0, (4, 2)),
        color=COLOURS[1],
        label=r"two terms: $1/12 + (\gamma_E/6)\,/\log N$",
    )
    axes.axhline(
        1 / 4, color=COLOURS[2], linestyle=":", linewidth=1.5, label="1/4, as first published"
    )
    axes.axhline(1 / 12, color=COLOURS[3], linestyle="-.", linewidth=1, label="1/12, the limit")
    axes.set_ylim(0.06, 0.27)
    axes.legend(frameon=False)
    return figure


@picture
def fisher() -> Iterator[Picture]:
    """The Fisher information of the exponent, for five context lengths."""
    rows: tuple[Row, ...] = tuple(
        (gamma, *(f"{value:.6g}" for value in _variances(gamma, _CONTEXTS))) for gamma in _GAMMAS
    )
    yield Picture(
        name="fisher",
        title="Fisher information of the exponent",
        alt=(
            "Fisher information against gamma, one curve for each of five context lengths: all "
            "curves have one broad peak near gamma 1 that rises as the squared logarithm of N; "
            "away from 1 they meet the dashed limit, which has no upper bound at 1."
        ),
        caption=(
            "The variance of $\\log d$ over ($\\gamma$, $N$), which is the Fisher information of "
            "$\\gamma$. Dashed: $1/(1 - \\gamma)^2$, the limit for $\\gamma < 1$. "
            "A value by itself: `pycheck enclose fisher --gamma 0.9 --context 1e6`."
        ),
        header=("γ", *(f"N = {_power(n)}" for n in _CONTEXTS)),
        rows=rows,
        command="pycheck plot fisher -o fisher.svg",
        claims=("ch22.fisher", "ch22.heat-capacity-phase-a", "ch21.susceptibility"),
        draw=_draw_fisher,
    )


def _fisher_grid() -> Array:
    """Exponents from 0 to 2.5, close together at 1, where the peak is as narrow as 1/log N."""
    steps = np.linspace(-1, 1, 97)
    return np.unique(np.clip(1 + np.sinh(4 * steps) / np.sinh(4) * 1.5, 0, 2.5))


@in_style
def _draw_fisher() -> Figure:
    gammas = _fisher_grid()
    figure, axes = axes_of(
        "exponent γ (dimensionless)", "Fisher information of γ, Var log d (dimensionless)"
    )
    axes.set_yscale("log")
    for index, context in enumerate(_CONTEXTS):
        values, _ = enclose_array("fisher", gammas, context)
        _line(axes, gammas, values, index, f"N = {_power(context)} tokens", (0.02 * index, 0.12))
    below = np.linspace(0, 0.98, 200)
    axes.plot(
        below,
        1 / (1 - below) ** 2,
        color="0.4",
        linestyle=(0, (5, 2)),
        linewidth=1,
        label="$1/(1 - γ)^2$, the limit for γ < 1",
    )
    axes.axvline(1, color="0.6", linewidth=0.8)
    axes.set_ylim(0.3, 120)
    axes.legend(frameon=False)
    return figure


@picture
def windows() -> Iterator[Picture]:
    """The share of a fixed window as the context grows, in both phases."""
    yield Picture(
        name="windows",
        title="The share of a fixed window in both phases",
        alt=(
            f"Share of the mass within {_DISTANCE} tokens against log10 N, one curve for each of "
            "seven exponents: for gamma of 1 and below every curve falls to zero, for gamma above "
            "1 each one levels off at a positive share."
        ),
        caption=(
            f"Share of the mass of $d^{{-\\gamma}}$ on $1, \\dots, N$ within {_DISTANCE} tokens. "
            "For $\\gamma \\le 1$ no fixed window keeps a share; for $\\gamma > 1$ it keeps one. "
            "A value by itself: "
            f"`pycheck enclose share --gamma 0.7 --context 1e12 --distance {_DISTANCE}`."
        ),
        header=("γ", *(f"N = 10{raised(k)}" for k in _WINDOW_LOGS)),
        rows=tuple(
            (gamma, *(f"{share:.3g}" for share in _shares(gamma))) for gamma in _WINDOW_GAMMAS
        ),
        command="pycheck plot windows -o windows.svg",
        claims=("ch20.window", "ch20.tail-bound"),
        draw=_draw_windows,
    )


@cache
def _shares(gamma: str) -> tuple[float, ...]:
    balls = (enclose("share", gamma, f"1e{k}", digits=8, distance=_DISTANCE) for k in _WINDOW_LOGS)
    return tuple(float(ball.mid) for ball in balls)


@in_style
def _draw_windows() -> Figure:
    figure, axes = axes_of(
        "context length N (tokens; axis logarithmic in log N)",
        f"share of the mass within {_DISTANCE} tokens (fraction)",
    )
    for index, gamma in enumerate(_WINDOW_GAMMAS):
        _line(
            axes,
            np.array(_WINDOW_LOGS, dtype=float),
            np.array(_shares(gamma)),
            index,
            f"γ = {gamma}",
            1,
        )
    axes.set_xscale("log")
    axes.set_xticks(_WINDOW_LOGS, [f"10{raised(k)}" for k in _WINDOW_LOGS])
    axes.minorticks_off()
    axes.set_ylim(0, 1.02)
    axes.legend(ncols=4, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    return figure


@picture
def wavelengths() -> Iterator[Picture]:
    """The wavelength of each rotary pair, for three bases."""
    pairs = _HEAD_DIMENSION // 2
    shown = (0, 8, 16, 24, 32, 40, 48, 56, pairs - 1)
    yield Picture(
        name="wavelengths",
        title="RoPE wavelengths",
        alt=(
            "Wavelength of each of 64 rotary pairs on a logarithmic axis, one straight line for "
            "each of three bases, all from two pi upward; each ends below its horizontal line at "
            "T max, two pi times the base."
        ),
        caption=(
            "$\\lambda_i = 2 \\pi \\theta^{2i/d}$ for head dimension $d = 128$, with $T_{\\max} = "
            "2 \\pi \\theta$ (horizontal). Every pair, the slowest too, stays below $T_{\\max}$."
        ),
        header=("pair i", *(f"λ (tokens), θ = {base}" for base in _BASES)),
        rows=(
            *((str(i), *(f"{_wavelength(b, i):.6g}" for b in _BASES)) for i in shown),
            ("T max", *(f"{2 * np.pi * base:.6g}" for base in _BASES)),
        ),
        command="pycheck plot wavelengths -o wavelengths.svg",
        claims=("ch14.wavelength", "ch14.t-max", "ch14.aliasing"),
        draw=_draw_wavelengths,
    )


def _wavelength(base: float, pair: int) -> float:
    return float(2 * np.pi * base ** (2 * pair / _HEAD_DIMENSION))


@in_style
def _draw_wavelengths() -> Figure:
    pairs = np.arange(_HEAD_DIMENSION // 2, dtype=float)
    figure, axes = axes_of("rotary pair i (index)", "wavelength λ (tokens)")
    axes.set_yscale("log")
    for index, base in enumerate(_BASES):
        values = np.array([_wavelength(base, int(i)) for i in pairs])
        _line(axes, pairs, values, index, f"θ = {base}", 8)
        axes.axhline(
            2 * np.pi * base,
            color=COLOURS[index],
            linestyle=":",
            linewidth=1.5,
            label=rf"$T_{{\max}} = 2\pi\theta$ = {2 * np.pi * base:.0f} tokens",
        )
    axes.legend(frameon=False)
    return figure


def _line(
    axes: Axes, x: Array, y: Array, index: int, label: str, every: int | tuple[float, float]
) -> None:
    """A curve with a marker at every so many points, or (first, step) along its length."""
    axes.plot(x, y, markevery=every, label=label, **curve(index))


def _variances(gamma: str, contexts: Sequence[int]) -> list[float]:
    return [float(enclose("fisher", gamma, n, digits=8).mid) for n in contexts]


def _certain(decimal: str, digits: int) -> str:
    return f"{float(decimal):.{digits}g}"


def _power(number: int) -> str:
    return f"10{raised(len(str(number)) - 1)}"
