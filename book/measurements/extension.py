"""Beyond the trained length (Ch. 19), with theta as it is and rescaled: the author's own trials."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import Compared
from pycheck.reality.laws import Array
from pycheck.reality.rules import Asked, between, decide

from ._author import Perplexities, Retriever, Written, absent, read
from ._proportions import answered, compared
from ._retrieval import CHOICES, HALF, UNIT, UNSCALED, models_in, pairs, share

COMMAND = "pycheck data fetch"

WRITTEN = "exp_b1/niah_alpha_opt_results.json"
LONG = "exp_b1/ntk_longseq_results.json"
SHORT = "exp_b1/ntk_ppl_results.json"

GAIN = "gain of retrieval at twice the trained length"
WORKS = "retrieval at twice the trained length"
FOURFOLD, SIXTEENFOLD, RULE = "alpha_4", "alpha_16", "alpha_opt"


@measurement
def beyond_length(source: Source) -> Reading:
    """Whether retrieval falls from the trained length to twice it, in each model that was tried.

    Newcombe's intervals of the differences, at a level that holds for all models together.
    """
    if missing := absent(source, CHOICES, LONG, SHORT):
        return missing
    models = models_in(source)
    asked = Asked(
        "fall of retrieval from the trained length to twice it", 0.0, 1.0, UNIT, parts=len(models)
    )
    numbers = [
        compared(replace(asked, label=name), inside, beyond)
        for name, inside, beyond in pairs(models, UNSCALED)
    ]
    told = "; ".join(
        f"{name} {inside} at {model.T_train} tokens, {_lengths(model, UNSCALED)}"
        for (name, inside, _), model in zip(pairs(models, UNSCALED), models.values(), strict=True)
    )
    return decide(
        numbers,
        f"retrieval among ten choices: {told}. Perplexity of {_perplexities(source)}",
        len(models),
        {"models": len(models), "least fall": min(number.value for number in numbers)},
    )


@measurement
def rescaled(source: Source) -> Reading:
    r"""Whether $4\theta$ without finetuning saves retrieval at twice the trained length.

    In each model it must be above that with the trained base there, and above one half.
    """
    if missing := absent(source, CHOICES, LONG):
        return missing
    models = models_in(source)
    gain = Asked(GAIN, 0.0, 1.0, UNIT, parts=2 * len(models))
    works = Asked(WORKS, HALF, 1.0, UNIT, ours=True, parts=2 * len(models))
    numbers: list[Compared | None] = []
    told = []
    for (name, inside, without), (_, _, found) in zip(
        pairs(models, UNSCALED), pairs(models, FOURFOLD), strict=True
    ):
        numbers.append(compared(replace(gain, label=name), found, without))
        numbers.append(answered(replace(works, label=name), found))
        told.append(f"{name} {found} (without {without}, at the trained length {inside})")
    bands = read(source, LONG, Perplexities)
    price = float(_ratios(bands, FOURFOLD, UNSCALED)[0])
    return decide(
        numbers,
        f"retrieval at twice the trained length with 4 θ: {'; '.join(told)}. Within "
        f"the trained length it costs {bands.model} {price - 1:.0%} of perplexity",
        len(models),
        {"models": len(models), "price within": price},
    )


@measurement
def gamma_rule(source: Source) -> Reading:
    """Whether the base that the rule asks for gives a lower perplexity than 4 and 16 times theta.

    The geometric mean of the ratio over all stretches of text that were measured, along a long
    text and in short contexts; whole stretches are drawn again.
    """
    if missing := absent(source, LONG, SHORT, WRITTEN):
        return missing
    bands, short = read(source, LONG, Perplexities), read(source, SHORT, Perplexities)
    if bands.model != short.model:
        raise InputError(f"{LONG} and {SHORT} are not of one model; fetch them again")
    found = {
        other: (_ratios(bands, RULE, other), _ratios(short, RULE, other))
        for other in (FOURFOLD, SIXTEENFOLD)
    }
    asked = Asked("perplexity with the rule's base, over that with less", 0.0, 1.0, parts=2)
    numbers = [
        between(
            replace(asked, label=f"over {bands.results[other].alpha:g} θ"),
            [[ratio] for ratio in np.concatenate(ratios)],
            lambda values: float(np.exp(np.log(values).mean())),
        )
        for other, ratios in found.items()
    ]
    factor = bands.results[RULE].alpha
    wanted = read(source, WRITTEN, Written).alpha_opt_theory
    told = "; ".join(
        f"over that with {bands.results[other].alpha:g} θ {long.min():.2f} to {long.max():.2f} "
        f"along one text, {near.min():.2f} to {near.max():.2f} in short contexts"
        for other, (long, near) in found.items()
    )
    return decide(
        numbers,
        f"{bands.model}: perplexity with the {factor:g} θ of the rule {told}. For the same model "
        f"and target another file says that the rule asks for {wanted:g} θ, and tries {factor:g} θ",
        len(found[FOURFOLD][0]) + len(found[FOURFOLD][1]),
        {"factor": factor, "factor in another file": wanted},
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
