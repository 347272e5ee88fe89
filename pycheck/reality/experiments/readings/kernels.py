"""The tiled kernel against the softmax of whole rows, on the same queries, keys and values."""

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel

from pycheck.reality.experiments.readings.attending import Seen, watch
from pycheck.reality.experiments.readings.setting import Rows, Setting
from pycheck.reality.readings import Table


def kernels(setting: Setting) -> dict[str, Table]:
    """How many outputs of the two agree in every bit, and how far each is from double precision."""
    rows = Rows(
        "a sequence and a layer; outputs of all heads in single precision, PyTorch's tiled kernel "
        "(flash attention) beside the softmax of whole rows",
        sequence="from 0",
        layer="from 0",
        same="share of the outputs that are equal bit for bit",
        tiled="root mean square error of the tiled kernel over that of the outputs, against "
        "double precision",
        dense="the same of the softmax of whole rows",
    )
    for index, sequence in enumerate(setting.text):

        def see(seen: Seen, index: int = index) -> None:
            rows.add(sequence=index, layer=seen.layer, **of_layer(seen))

        watch(setting.network, sequence, see)
    return {"kernels": rows.table()}


def of_layer(seen: Seen) -> dict[str, float]:
    """The two on one layer."""
    dense = seen.weights @ seen.values
    query, key, value = (x[None].contiguous() for x in (seen.queries, seen.keys, seen.values))
    with sdpa_kernel(SDPBackend.FLASH_ATTENTION):
        tiled = functional.scaled_dot_product_attention(
            query, key, value, is_causal=True, scale=seen.scale
        )[0]
    exact = _exact(seen)
    size = exact.square().mean().sqrt()
    return {
        "same": float((tiled == dense).double().mean()),
        "tiled": float((tiled.double() - exact).square().mean().sqrt() / size),
        "dense": float((dense.double() - exact).square().mean().sqrt() / size),
    }


def _exact(seen: Seen) -> Tensor:
    queries, keys, values = (x.double() for x in (seen.queries, seen.keys, seen.values))
    scores = queries @ keys.transpose(-1, -2) * seen.scale
    hidden = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
    return scores.masked_fill(hidden, -torch.inf).softmax(dim=-1) @ values
