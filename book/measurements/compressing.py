"""Dropping distant keys (Ch. 20): its price against the exponent, and the author's own windows."""

from itertools import permutations

import numpy as np
from scipy.stats import rankdata

from pycheck.checks.measurement import Reading, judged, measurement, worst
from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import Compared, Rule
from pycheck.reality.laws import Array
from pycheck.reality.moments import OverDistance, of_power_law
from pycheck.reality.sources import unmeasured

from ._author import KeyDecay, Sweep, Sweeps, absent, read

COMMAND = "pycheck data fetch"

COSTS = "exp_b2/kv_compression_extended.json"
DECAYS = tuple(
    f"exp_kv_decay/EleutherAI--pythia-{size}_kv_decay_seq4096.json"
    for size in ("1b", "1.4b", "2.8b")
)
MOST_MODELS = 8
"""All orders of more exponents are too many to count."""
ROUNDING = 1e-9
"""Of correlations that are equal."""
HALF_UNIT = 0.05
"""0.9 as printed: anything that rounds to it."""


@measurement
def cost(source: Source) -> Reading:
    r"""Whether a window costs a model the less perplexity, the larger its $\gamma$ is.

    Spearman's correlation of $\gamma$ with the relative rise of perplexity, in the mean over all
    windows that every model was tried with. Its interval is that of the exact permutation test: it
    leaves out zero where, of all orders of the exponents, at most 2.5 % come to more on that side.
    """
    if missing := absent(source, COSTS):
        return missing
    rows = read(source, COSTS, Sweeps).results
    windows, rises = _rises(rows)
    if not 3 <= len(rows) <= MOST_MODELS or not windows:
        raise InputError(f"{COSTS}: no 3 to {MOST_MODELS} models with a window in common")
    gammas = np.array([row.gamma for row in rows])
    each = [spearman(gammas, rise) for rise in rises]
    value, (low, high), chance = rank_test(gammas, rises)
    compared = Compared(
        "rank correlation of γ with the rise of perplexity",
        value,
        (low, high),
        (-1.0, 0.0),
        f"mean of {len(windows)} windows",
        rule=Rule.RESPONSE,
    )
    told = ", ".join(f"{r:+.2f} at {window}" for window, r in zip(windows, each, strict=True))
    return Reading(
        judged(compared),
        f"{len(rows)} models of one family, which differ in size too: Spearman's r of γ with "
        f"the relative rise of perplexity {told}; mean {value:+.2f}, as low by chance with "
        f"p = {chance:.2g} (exact, all orders of the exponents); a mean of "
        f"{value - high:.2f} or less would decide",
        value,
        (low, high),
        {"models": len(rows), "windows": len(windows), "p": chance},
        (compared,),
    )


@measurement
def windows(source: Source) -> Reading:
    """Whether the published windows of nine tenths hold nine tenths of their laws' mass.

    Each must hold 0.9 to its printed digit, over distances 1 to N.
    """
    if missing := absent(source, COSTS):
        return missing
    rows = read(source, COSTS, Sweeps).results
    if not rows:
        raise InputError(f"{COSTS} has no row; fetch it again")
    shares = [_law(row).share_within(row.D_f) for row in rows]
    exact = [_law(row).window(row.f_target) for row in rows]
    compared = tuple(
        Compared(
            "share of its law's mass in the published window",
            share,
            None,
            (row.f_target - HALF_UNIT, row.f_target + HALF_UNIT),
            f"{row.tag}, γ = {row.gamma:g}",
            "fraction of mass",
        )
        for row, share in zip(rows, shares, strict=True)
    )
    limits = [
        row.N_full * row.f_target ** (1 / (1 - row.gamma)) if row.gamma < 1 else row.N_full
        for row in rows
    ]
    off = max(abs(row.D_f - limit) for row, limit in zip(rows, limits, strict=True))
    least, most = int(np.argmin(shares)), int(np.argmax(shares))
    return Reading(
        worst([judged(number) for number in compared]),
        f"{len(rows)} windows; "
        + "; ".join(
            f"{rows[at].tag} (γ = {rows[at].gamma:g}): {rows[at].D_f} of {rows[at].N_full} "
            f"tokens hold {shares[at]:.2f}, nine tenths take {exact[at]:.0f}"
            for at in (least, most)
        )
        + f". All are N f^(1/(1 - γ)) below 1 and N from 1 on, to {off:.1f} tokens",
        numbers={
            "windows": len(rows),
            "least share": shares[least],
            "its window": exact[least],
            "most share": shares[most],
            "window of that": exact[most],
        },
        compared=compared,
    )


@measurement
def soft_decay(source: Source) -> Reading:
    """Whether a soft decay beats a hard cut in the models whose files say that it wins.

    The files give a spread of the loss and do not say of what. As a standard error it decides
    least, as a standard deviation over chunks most: a model is decided where both readings are.
    """
    if missing := absent(source, *DECAYS):
        return missing
    runs = [read(source, file, KeyDecay) for file in DECAYS]
    found = [run for run in runs if "WINS" in run.verdict]
    if not found:
        return unmeasured(source, "no file says that the soft decay wins")
    compared = tuple(_gain(run, "hard_cutoff", spread) for run in found for spread in _SPREADS)
    untouched = [run.modes["soft_decay"].nll - run.modes["baseline"].nll for run in found]
    told = "; ".join(
        f"{run.model}: {run.modes['soft_decay'].nll - run.modes['hard_cutoff'].nll:+.3f} nats a "
        f"token against the cut, {rest:+.3f} against no change, said: {run.verdict.split(' ')[0]}"
        for run, rest in zip(found, untouched, strict=True)
    )
    return Reading(
        worst([judged(number) for number in compared]),
        f"sequences of {found[0].seq_len} tokens, trained on {found[0].T_train}: {told}",
        numbers={
            "against the cut": compared[-1].value,
            "against no change": untouched[-1],
        },
        compared=compared,
    )


_SPREADS = ("a standard error", "a standard deviation over chunks")


def _gain(run: KeyDecay, other: str, spread: str) -> Compared:
    """Loss with soft decay less that with another way, its spread read in one of two ways."""
    soft, against = run.modes["soft_decay"], run.modes[other]
    error = float(np.hypot(soft.std, against.std))
    if spread == _SPREADS[1]:
        error /= np.sqrt(run.n_chunks)
    gap = soft.nll - against.nll
    low, high = gap - 1.96 * float(error), gap + 1.96 * float(error)
    return Compared(
        "loss with soft decay less that with a hard cut",
        gap,
        (low, high),
        (min(-1.0, low), 0.0),
        f"{run.model.rpartition('/')[2]}, spread as {spread}",
        "nats a token",
    )


def _rises(rows: tuple[Sweep, ...]) -> tuple[list[int], list[Array]]:
    """The windows below N that all were tried with, and the rises of perplexity under each."""
    common = set.intersection(*({*map(int, row.sweep)} for row in rows)) if rows else set()
    tried = sorted(w for w in common if all(w < row.N_full for row in rows))
    rises = [np.array([row.sweep[str(w)] / row.ppl_full - 1 for row in rows]) for w in tried]
    return tried, rises


def _law(row: Sweep) -> OverDistance:
    return of_power_law(row.gamma, 1, row.N_full)


def spearman(x: Array, y: Array) -> float:
    """Spearman's rank correlation."""
    return float(np.corrcoef(rankdata(x), rankdata(y))[0, 1])


def rank_test(x: Array, ys: list[Array]) -> tuple[float, tuple[float, float], float]:
    """Mean rank correlation of `x` with each of `ys`, its interval, and P(as low by chance).

    All orders of `x` are as likely under the null. The interval is the value less the null's
    central 95 %: it leaves out zero exactly where the two-sided test rejects.
    """
    value = float(np.mean([spearman(x, y) for y in ys]))
    centred = np.mean([_standard(y) for y in ys], axis=0)
    null = np.array(list(permutations(_standard(x)))) @ centred
    chance = float((null <= value + ROUNDING).mean())
    low, high = np.quantile(null, [0.025, 0.975], method="inverted_cdf")
    ends = value - float(high) - ROUNDING, value - float(low) + ROUNDING
    return value, (max(-1.0, ends[0]), min(1.0, ends[1])), chance


def _standard(values: Array) -> Array:
    """Ranks with mean 0 and length 1."""
    ranks = rankdata(values) - (len(values) + 1) / 2
    return np.asarray(ranks / np.linalg.norm(ranks))
