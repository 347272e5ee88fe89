"""Retrieval within the trained length (Ch. 19): chosen among ten, and written."""

from dataclasses import replace

from pycheck.checks.measurement import Reading, judged, measurement
from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import RealityVerdict
from pycheck.reality.rules import Asked, decide

from ._author import Foretold, Passkeys, Written, absent, read
from ._proportions import Share, answered
from ._retrieval import CHOICES, HALF, UNIT, UNSCALED, models_in, within

COMMAND = "pycheck data fetch"

WRITTEN = "exp_b1/niah_alpha_opt_results.json"
PASSKEYS = ("e7_passkey/o_passkey_codellama.json", "e7_passkey/o_passkey_mistral.json")
"""Distances up to 2000 tokens, which both models were trained on."""
FORETOLD = "rel12_passkey/results.json"


@measurement
def native_retrieves(source: Source) -> Reading:
    """Whether models retrieve within their trained length: chosen among ten, and written.

    Two readings, each over the lengths that are within: a model that picks the answer out, and one
    that writes it. Reproduced when both are above one half in every model, contradicted when
    neither is in any.
    """
    if missing := absent(source, CHOICES, WRITTEN, *PASSKEYS):
        return missing
    models = models_in(source)
    chosen = {
        f"{name}, chosen": within(model.alphas[UNSCALED].results, model.T_train)
        for name, model in models.items()
    }
    alone = read(source, WRITTEN, Written)
    name = alone.model.rpartition("/")[2]
    if name not in models:
        raise InputError(f"{CHOICES} has no {name}, whose trained length {WRITTEN} does not say")
    length = models[name].T_train
    written = {f"{name}, written": within(alone.results[UNSCALED].results, length)}
    for file in PASSKEYS:
        keys = read(source, file, Passkeys)
        rates = [row.exact_match_base for row in keys.distances.values()]
        hits = round(sum(rates) * keys.n_prompts)
        written[f"{keys.model}, written"] = Share(hits, keys.n_prompts * len(rates))
    shares = {**chosen, **written}
    numbers = [
        answered(
            Asked(
                "retrieval within the trained length",
                HALF,
                1.0,
                UNIT,
                label,
                ours=True,
                parts=len(shares),
            ),
            found,
        )
        for label, found in shares.items()
    ]
    told = "; ".join(f"{label} {found}" for label, found in shares.items())
    more = {
        "least chosen": min(found.value for found in chosen.values()),
        "most written": max(found.value for found in written.values()),
    }
    reading = decide(numbers, f"{told}; {_transplants(source)}", len(shares), more)
    verdicts = {judged(number) for number in reading.compared}
    return reading if len(verdicts) == 1 else replace(reading, verdict=RealityVerdict.UNDECIDED)


@measurement
def foretold(source: Source) -> Reading:
    """Whether a passkey is found where that was predicted, and lost where that was.

    Over all trials at the distances of one prediction: above one half, or below.
    """
    if missing := absent(source, FORETOLD):
        return missing
    rows = read(source, FORETOLD, tuple[Foretold, ...])
    groups = {said: [row for row in rows if row.pred == said] for said in _FORETOLD}
    if not all(groups.values()):
        raise InputError(f"{FORETOLD} does not predict both; fetch it again")
    shares = {said: _matches(found) for said, found in groups.items()}
    numbers = [
        answered(
            Asked(
                "retrieval where it was predicted",
                *_FORETOLD[said],
                UNIT,
                f"predicted: {said}",
                ours=True,
                parts=len(shares),
            ),
            found,
        )
        for said, found in shares.items()
    ]
    confirmed = sum(row.confirms_rel12 for row in rows)
    told = "; ".join(f"matches where the prediction is {said}: {s}" for said, s in shares.items())
    return decide(
        numbers,
        f"{told}; the file counts {confirmed} of {len(rows)} distances as confirmed",
        len(rows),
        {
            "distances": len(rows),
            "confirmed": confirmed,
            "matches": sum(found.hits for found in shares.values()),
            "trials": sum(found.trials for found in shares.values()),
        },
    )


_FORETOLD = {"PASS": (HALF, 1.0), "FAIL": (0.0, HALF)}


def _matches(rows: list[Foretold]) -> Share:
    hits = sum(row.match_rate * row.n_trials for row in rows)
    return Share(round(hits), sum(row.n_trials for row in rows))


def _transplants(source: Source) -> str:
    gains = [
        row.exact_match_transplant - row.exact_match_base
        for file in PASSKEYS
        for row in read(source, file, Passkeys).distances.values()
    ]
    return f"transplanted residuals change a passkey's rate by {max(gains):+.2f} at most"
