"""How far scores spread: q.k over all dimensions of a head, and over some of them."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from pycheck.reality.experiments.readings.attending import Seen, watch
from pycheck.reality.experiments.readings.setting import Rows, Setting
from pycheck.reality.readings import Table

DRAWS = 4
"""Subsets of the dimensions for each width."""
_FEWEST = 4


def scores(setting: Setting) -> dict[str, Table]:
    """Variance of q.k within rows, over growing subsets of the dimensions of a head."""
    rows = Rows(
        "a sequence, a layer and a number of dimensions; the products of later queries with all "
        "keys before them but the first, over that many dimensions of a head, drawn at random "
        f"{DRAWS} times; means over heads, draws and queries",
        sequence="from 0",
        layer="from 0",
        dimensions="over which q.k is summed",
        log_variance="natural logarithm of the variance of q.k over the keys of a query",
        scaled="standard deviation of what enters the softmax, summed over these dimensions",
    )
    rng = setting.drawing("scores")
    subsets: dict[int, list[np.ndarray]] = {}
    for index, sequence in enumerate(setting.text):

        def see(seen: Seen, index: int = index) -> None:
            if not subsets:
                subsets.update(_subsets(rng, seen.queries.shape[-1]))
            for size, draws in subsets.items():
                found = [_spread(seen, torch.from_numpy(draw)) for draw in draws]
                log_variance = float(torch.stack(found).log().mean())
                deviation = float(torch.stack(found).sqrt().mean())
                rows.add(
                    sequence=index,
                    layer=seen.layer,
                    dimensions=size,
                    log_variance=log_variance,
                    scaled=deviation * seen.scale,
                )

        watch(setting.network, sequence, see)
    return {"scores": rows.table()}


def _subsets(rng: np.random.Generator, width: int) -> dict[int, list[Any]]:
    sizes = [2**k for k in range(1, 31) if _FEWEST <= 2**k < width]
    drawn = {size: [rng.permutation(width)[:size] for _ in range(DRAWS)] for size in sizes}
    return {**drawn, width: [np.arange(width)]}


def _spread(seen: Seen, dimensions: Tensor) -> Tensor:
    """Mean over later queries of the variance of q.k over earlier keys but the first: (H,)."""
    size = seen.queries.shape[1]
    start = size // 2
    queries = seen.queries[:, start:, dimensions].double()
    products = queries @ seen.keys[:, :, dimensions].double().transpose(-1, -2)
    places = torch.arange(size)
    counted = (places[None, :] <= torch.arange(start, size)[:, None]) & (places[None, :] > 0)
    number = counted.sum(dim=-1)
    mean = (products * counted).sum(dim=-1) / number
    squares = ((products - mean[..., None]) ** 2 * counted).sum(dim=-1) / number
    return squares.mean(dim=-1)
