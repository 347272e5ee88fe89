"""Which tokens a sampler may draw: the nucleus and min-p, by temperature."""

import numpy as np
import torch
from torch import Tensor

from pycheck.reality.experiments.readings.attending import logits_of
from pycheck.reality.experiments.readings.setting import Rows, Setting
from pycheck.reality.readings import Table

TOP_P = 0.9
MIN_P = 0.1
TEMPERATURES = (0.5, 0.7, 1.0, 1.5, 2.0, 3.0)
PLAUSIBLE = 0.99
"""Mass of the most probable tokens at temperature 1; what is beyond them is called absurd here."""
_SAMPLED = 32


def candidates(setting: Setting) -> dict[str, Table]:
    """How many tokens each rule keeps, and how much of what it samples is absurd."""
    rows = Rows(
        "a sequence of text and a temperature; means over the later half of the positions",
        sequence="from 0",
        temperature="by which logits are divided before a rule is applied",
        nucleus="natural logarithm of the number of tokens in the nucleus of mass 0.9",
        min_p="natural logarithm of the number of tokens with a tenth of the largest probability",
        nucleus_one="share of the positions where the nucleus is one token",
        nucleus_absurd="probability that a sample from the nucleus is absurd: beyond the most "
        "probable tokens with mass 0.99 at temperature 1",
        min_p_absurd="the same of min-p",
    )
    places = Rows(
        f"a position; {_SAMPLED} a sequence of text, evenly spaced over the later half; "
        "temperature 1",
        sequence="from 0",
        top="largest probability",
        entropy="of the next token, nats",
        nucleus="tokens in the nucleus of mass 0.9",
        min_p="tokens with a tenth of the largest probability",
    )
    for index, sequence in enumerate(setting.text):
        logits = logits_of(setting.network, sequence, start=len(sequence) // 2).double()
        for temperature in TEMPERATURES:
            rows.add(sequence=index, temperature=temperature, **kept_at(logits, temperature))
        p = logits.softmax(dim=-1)
        chosen = np.unique(np.linspace(0, len(p) - 1, min(_SAMPLED, len(p))).astype(int))
        for row in p[chosen]:
            ordered = row.sort(descending=True).values
            places.add(
                sequence=index,
                top=float(ordered[0]),
                entropy=float(-(row * row.clamp_min(1e-300).log()).sum()),
                nucleus=int(nucleus_sizes(ordered[None, :])[0]),
                min_p=int((row >= MIN_P * ordered[0]).sum()),
            )
    return {"candidates": rows.table(), "positions": places.table()}


def nucleus_sizes(ordered: Tensor, mass: float = TOP_P) -> Tensor:
    """Number of tokens in the smallest set with that mass; rows of falling probabilities."""
    return (ordered.cumsum(dim=-1) < mass).sum(dim=-1) + 1


def kept_at(logits: Tensor, temperature: float) -> dict[str, float]:
    """What both rules keep of rows of logits at a temperature."""
    ordered = logits.sort(dim=-1, descending=True).values
    p = (ordered / temperature).softmax(dim=-1)
    sizes = nucleus_sizes(p)
    ranks = torch.arange(p.shape[-1])
    absurd = ranks[None, :] >= nucleus_sizes(ordered.softmax(dim=-1), PLAUSIBLE)[:, None]
    nucleus = ranks[None, :] < sizes[:, None]
    above = p >= MIN_P * p[:, :1]
    return {
        "nucleus": float(sizes.double().log().mean()),
        "min_p": float(above.sum(dim=-1).double().log().mean()),
        "nucleus_one": float((sizes == 1).double().mean()),
        "nucleus_absurd": _absurd(p, nucleus, absurd),
        "min_p_absurd": _absurd(p, above, absurd),
    }


def _absurd(p: Tensor, kept: Tensor, absurd: Tensor) -> float:
    mass = (p * kept).sum(dim=-1)
    return float(((p * (kept & absurd)).sum(dim=-1) / mass).mean())
