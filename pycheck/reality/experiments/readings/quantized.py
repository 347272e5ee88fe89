"""Numbers in few bits: keys, values and embeddings by size of group, and the loss with weights so
coded."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from pycheck.reality.experiments.readings.attending import Seen, later_loss, watch
from pycheck.reality.experiments.readings.setting import Rows, Setting
from pycheck.reality.readings import Table

BITS = 4
GROUPS = (256, 128, 64, 32, 16)
_PIECES = 16
WEIGHT_CODES = ((8, 0), (8, 32), (4, 0), (4, 32), (3, 32), (2, 32))
"""Bits and size of group in which all linear maps are coded; 0 is one group a tensor."""


def rounded(x: Tensor, bits: int, group: int) -> tuple[Tensor, Tensor]:
    """`x` coded as whole numbers between the least and the largest of its group, and decoded; and
    the step of each entry. Groups of `group` entries lie along the flattened tensor; 0 is one."""
    flat = x.reshape(1, -1) if group == 0 else x.reshape(-1, group)
    low, high = flat.amin(dim=1, keepdim=True), flat.amax(dim=1, keepdim=True)
    step = ((high - low) / (2**bits - 1)).clamp_min(torch.finfo(x.dtype).tiny)
    zero = (-low / step).round()
    codes = ((flat / step).round() + zero).clamp(0, 2**bits - 1)
    decoded = (codes - zero) * step
    return decoded.reshape(x.shape), step.expand_as(flat).reshape(x.shape)


def errors(x: Tensor, bits: int, group: int) -> dict[str, float]:
    """Root mean square of the error over that of `x`, and the largest error over half a step."""
    decoded, step = rounded(x, bits, group)
    wrong = (decoded - x).abs()
    return {
        "error": float(wrong.square().mean().sqrt() / x.square().mean().sqrt()),
        "of_bound": float((wrong / (step / 2)).max()),
    }


def groups(setting: Setting) -> dict[str, Table]:
    """Keys and values of a sequence, and pieces of the embedding, in four bits by size of group."""
    rows = Rows(
        "a size of group and what is coded in four bits: keys or values of one sequence and layer, "
        "or a piece of the embedding; 0 is one scale for the whole tensor",
        sequence="from 0; of the embedding the piece",
        layer="from 0; of the embedding -1",
        what="keys, values or embedding",
        group="numbers that share a scale",
        error="root mean square of the error over that of the numbers",
        of_bound="largest error over half a step",
    )
    for index, sequence in enumerate(setting.text):

        def see(seen: Seen, index: int = index) -> None:
            for what, x in (("keys", seen.keys), ("values", seen.values)):
                for group in (0, *(g for g in GROUPS if x[0].numel() % g == 0)):
                    found = errors(x.double(), BITS, group)
                    rows.add(sequence=index, layer=seen.layer, what=what, group=group, **found)

        watch(setting.network, sequence, see)
    weight = setting.network.get_input_embeddings().weight.detach().double()
    for piece, part in enumerate(weight.chunk(_PIECES)):
        for group in (0, *(g for g in GROUPS if part.numel() % g == 0)):
            found = errors(part, BITS, group)
            rows.add(sequence=piece, layer=-1, what="embedding", group=group, **found)
    return {"groups": rows.table()}


def weights(setting: Setting) -> dict[str, Table]:
    """Loss on text with the linear maps of all blocks coded in few bits, after training."""
    rows = Rows(
        "a sequence and how the weights of the linear maps in the blocks are coded",
        sequence="from 0",
        bits="a weight; 32 as they are",
        group="weights that share a scale; 0 is one scale a tensor",
        loss="nats a token, later half",
    )
    for bits, group in ((32, 0), *WEIGHT_CODES):
        with coded(setting, bits, group):
            for index, sequence in enumerate(setting.text):
                loss = later_loss(setting.network, sequence)
                rows.add(sequence=index, bits=bits, group=group, loss=loss)
    return {"weights": rows.table()}


@contextmanager
def coded(setting: Setting, bits: int, group: int) -> Iterator[None]:
    """Within, the linear maps of the blocks have coded weights."""
    maps: list[Any] = [m for m in setting.layers.modules() if type(m).__name__ == "Linear"]
    kept = [m.weight.detach().clone() for m in maps]
    try:
        if bits < 32:
            for module, weight in zip(maps, kept, strict=True):
                module.weight.data.copy_(rounded(weight, bits, group)[0])
        yield
    finally:
        for module, weight in zip(maps, kept, strict=True):
            module.weight.data.copy_(weight)
