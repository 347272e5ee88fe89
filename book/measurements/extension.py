"""Beyond the trained length (Ch. 19), with theta as it is and rescaled: the author's own trials."""

from collections.abc import Sequence

import numpy as np

from pycheck.checks.measurement import Reading, judged, measurement, worst
from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import Compared
from pycheck.reality.laws import Array
from pycheck.reality.regression import mean_interval

from ._author import Perplexities, Retriever, Written, absent, read
from ._proportions import LEVEL, difference
from ._retrieval import CHOICES, HALF, UNIT, UNSCALED, each, models_in, pairs, share

COMMAND = "pycheck data fetch"

WRITTEN = "exp_b1/niah_alpha_opt_results.json"
LONG = "exp_b1/ntk_longseq_results.json"
SHORT = "exp_b1/ntk_ppl_results.json"

FOURFOLD, SIXTEENFOLD, RULE = "alpha_4", "alpha_16", "alpha_opt"


@measurement
def beyond_length(source: Source) -> Reading:
    """Whether retrieval falls from the trained length to twice it, in each model that was tried.

    Newcombe's intervals of the differences, at a level that holds for all models together.
    """
    if missing := absent(source, CHOICES, LONG, SHORT):
        return missing
    models = models_in(source)
    compared = tuple(
        Compared(
            "fall of retrieval from the trained length to twice it",
            inside.value - beyond.value,
            difference(inside, beyond, each(models)),
            (0.0, 1.0),
            name,
            UNIT,
        )
        for name, inside, beyond in pairs(models, UNSCALED)
    )
    told = "; ".join(
        f"{name} {inside} at {model.T_train} tokens, {_lengths(model, UNSCALED)}"
        for (name, inside, _), model in zip(pairs(models, UNSCALED), models.values(), strict=True)
    )
    return Reading(
        worst([judged(number) for number in compared]),
        f"retrieval among ten choices: {told}. Perplexity of {_perplexities(source)}",
        compared[0].value,
        compared[0].interval,
        {"models": len(models), "least fall": min(number.value for number in compared)},
        compared,
    )


@measurement
def rescaled(source: Source) -> Reading:
    r"""Whether $4\theta$ without finetuning saves retrieval at twice the trained length.

    In each model it must be above that with the trained base there, and above one half.
    """
    if missing := absent(source, CHOICES, LONG):
        return missing
    models = models_in(source)
    level = each(models)
    compared: list[Compared] = []
    told = []
    for (name, inside, without), (_, _, found) in zip(
        pairs(models, UNSCALED), pairs(models, FOURFOLD), strict=True
    ):
        compared += (
            Compared(
                "gain of retrieval at twice the trained length",
                found.value - without.value,
                difference(found, without, level),
                (0.0, 1.0),
                name,
                UNIT,
            ),
            Compared(
                "retrieval at twice the trained length",
                found.value,
                found.interval(level),
                (HALF, 1.0),
                name,
                UNIT,
                ours=True,
            ),
        )
        told.append(f"{name} {found} (without {without}, at the trained length {inside})")
    bands = read(source, LONG, Perplexities)
    price = float(_ratios(bands, FOURFOLD, UNSCALED)[0])
    return Reading(
        worst([judged(number) for number in compared]),
        f"retrieval at twice the trained length with 4 θ: {'; '.join(told)}. Within "
        f"the trained length it costs {bands.model} {price - 1:.0%} of perplexity",
        compared[0].value,
        compared[0].interval,
        {"models": len(models), "price within": price},
        tuple(compared),
    )


@measurement
def gamma_rule(source: Source) -> Reading:
    """Whether the base that the rule asks for gives a lower perplexity than 4 and 16 times theta.

    The mean ratio over the stretches of one text, in logarithms, with Student's interval.
    """
    if missing := absent(source, LONG, SHORT, WRITTEN):
        return missing
    bands = read(source, LONG, Perplexities)
    compared = tuple(_worse(bands, other) for other in (FOURFOLD, SIXTEENFOLD))
    factor = bands.results[RULE].alpha
    asked = read(source, WRITTEN, Written).alpha_opt_theory
    within = _ratios(read(source, SHORT, Perplexities), RULE, FOURFOLD)
    return Reading(
        worst([judged(number) for number in compared]),
        f"{bands.model}, {len(bands.results[RULE].bands)} stretches of one text: with the "
        f"{factor:g} θ of the rule perplexity is "
        + ", ".join(f"{n.value:.1f} times ({n.label})" for n in compared)
        + f" that with less; on short contexts {within.min():.2f} to {within.max():.2f} times that "
        f"with 4 θ. For the same model and target another file says that the rule asks for "
        f"{asked:g} θ, and tries {factor:g} θ",
        compared[0].value,
        compared[0].interval,
        {"factor": factor, "factor in another file": asked},
        compared,
    )


def _worse(bands: Perplexities, other: str) -> Compared:
    """By which factor perplexity is larger with the rule's base than with another, and its range.

    The interval holds with one other in 95 %.
    """
    ratios = np.log(_ratios(bands, RULE, other))
    if len(ratios) < 2:
        raise InputError(f"{bands.model}: one stretch of text has no error; fetch {LONG} again")
    low, high = mean_interval(ratios, 1 - (1 - LEVEL) / 2)
    return Compared(
        "perplexity with the rule's base, over that with another",
        float(np.exp(ratios.mean())),
        (float(np.exp(low)), float(np.exp(high))),
        (0.0, 1.0),
        f"over {bands.results[other].alpha:g} θ",
    )


def _lengths(model: Retriever, factor: str) -> str:
    """Retrieval beyond the trained length."""
    found = {int(n): t for n, t in model.alphas[factor].results.items() if int(n) > model.T_train}
    return ", ".join(f"{share(found[length])} at {length}" for length in sorted(found))


def _ratios(table: Perplexities, factor: str, other: str) -> Array:
    """Perplexity under one factor over that under another, a stretch of the text each."""
    try:
        one, two = table.results[factor], table.results[other]
        found, against = one.bands or one.depths, two.bands or two.depths
        return np.array([found[place].ppl / against[place].ppl for place in found])
    except KeyError as error:
        raise InputError(f"{table.model}: no perplexities for {error}; fetch it again") from error


def _perplexities(source: Source) -> str:
    """Perplexity along a long text, and along short contexts that only end far out."""
    long, short = read(source, LONG, Perplexities), read(source, SHORT, Perplexities)
    places: Sequence[float] = [s.ppl for s in long.results[UNSCALED].bands.values()]
    ends = short.results[UNSCALED].depths.values()
    return (
        f"{long.model} along one text of 4096 tokens: {', '.join(f'{p:.1f}' for p in places)}. "
        f"It stays within {min(s.ppl for s in ends):.1f} to {max(s.ppl for s in ends):.1f} in a "
        f"file whose contexts end as far out and hold {max(s.ctx_len or 0 for s in ends)} tokens: "
        "those never leave the trained length"
    )
