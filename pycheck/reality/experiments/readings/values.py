"""Mass against influence: how large the values are that the weights weigh, and what is lost when
little mass is dropped."""

import torch
from torch import Tensor

from pycheck.reality.experiments.readings.attending import Seen, watch
from pycheck.reality.experiments.readings.setting import Rows, Setting
from pycheck.reality.readings import Table

DROPPED = 0.1
"""Mass that is dropped at most, of the least attended tokens of a query."""


def values(setting: Setting) -> dict[str, Table]:
    """Mass, norm and influence of the first token; influence of the tokens of least mass."""
    first = Rows(
        "a sequence and a layer; means over heads and the later half of the queries",
        sequence="from 0",
        layer="from 0",
        mass="weight on the first token",
        influence="its share of the sum of weight times norm of the value",
        norm="norm of its value over the mean norm of the others' values",
        largest="share of the heads in which no token has more mean weight",
    )
    least = Rows(
        "a sequence and a layer; for each query the tokens of least weight that hold together at "
        f"most {DROPPED:g} of it; means over heads and the later half of the queries",
        sequence="from 0",
        layer="from 0",
        mass="their weight together",
        influence="their share of the sum of weight times norm of the value",
        move="norm of the change of the head's output without them, the other weights renormalised,"
        " over the norm of the output",
    )
    for index, sequence in enumerate(setting.text):

        def see(seen: Seen, index: int = index) -> None:
            first.add(sequence=index, layer=seen.layer, **of_first(seen))
            least.add(sequence=index, layer=seen.layer, **of_least(seen))

        watch(setting.network, sequence, see)
    return {"first token": first.table(), "least mass": least.table()}


def of_first(seen: Seen) -> dict[str, float]:
    """Mass, influence and norm of the first token in one layer."""
    weights = seen.weights[:, seen.weights.shape[1] // 2 :].double()
    norms = seen.values.double().norm(dim=-1)
    influence = weights * norms[:, None, :]
    mean = weights.mean(dim=1)
    return {
        "mass": float(mean[:, 0].mean()),
        "influence": float((influence[..., 0] / influence.sum(dim=-1)).mean()),
        "norm": float((norms[:, 0] / norms[:, 1:].mean(dim=1)).mean()),
        "largest": float((mean.argmax(dim=1) == 0).double().mean()),
    }


def of_least(seen: Seen) -> dict[str, float]:
    """Mass and influence of the least attended tokens, and what the output loses with them."""
    weights = seen.weights[:, seen.weights.shape[1] // 2 :].double()
    values_ = seen.values.double()
    least = least_attended(weights, DROPPED)
    mass = (weights * least).sum(dim=-1)
    influence = weights * values_.norm(dim=-1)[:, None, :]
    output = weights @ values_
    kept = weights * ~least
    without = kept / kept.sum(dim=-1, keepdim=True) @ values_
    move = (without - output).norm(dim=-1) / output.norm(dim=-1)
    return {
        "mass": float(mass.mean()),
        "influence": float(((influence * least).sum(dim=-1) / influence.sum(dim=-1)).mean()),
        "move": float(move.mean()),
    }


def least_attended(weights: Tensor, share: float) -> Tensor:
    """Which keys of each row (last dimension) hold together at most `share`, smallest first."""
    ordered, order = weights.sort(dim=-1)
    inside = ordered.cumsum(dim=-1) <= share
    return torch.zeros_like(inside).scatter(-1, order, inside)
