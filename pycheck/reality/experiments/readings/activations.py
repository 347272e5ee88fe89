"""Activations: a few that are enormous, what they do to a scale for all, means of the stream."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from pycheck.reality.experiments.readings.attending import Change, Seen, later_loss, watch
from pycheck.reality.experiments.readings.setting import Rows, Setting
from pycheck.reality.readings import Table

COLUMNS = 0.01
"""Share of the dimensions that are taken out, those with the largest activations."""
MASSIVE = 100.0
"""Times the median of a layer that an entry of the stream must be to be called massive."""
_LAYER = re.compile(r"\.(\d+)\.")


@contextmanager
def hooked(pairs: list[tuple[Any, Callable[..., Any]]]) -> Iterator[None]:
    """Within, each module shows (or changes) its input by the function beside it."""
    hooks = [module.register_forward_pre_hook(function) for module, function in pairs]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def activations(setting: Setting) -> dict[str, Table]:
    """Inputs of the linear maps in eight bits, with and without the largest columns."""
    rows = Rows(
        "a sequence and the input of a linear map of a layer, (tokens, dimensions); errors are "
        "relative root mean squares over all dimensions but the hundredth part with the largest "
        "activations, in eight bits with one scale a token",
        sequence="from 0",
        layer="from 0",
        input="of which map",
        largest="largest activation of a dimension, the largest dimension's over the median's",
        error="with the scale of all dimensions",
        error_without="with the scale of these dimensions alone",
        zeros="share of these activations that are coded as zero, with the scale of all",
        zeros_without="the same with the scale of these dimensions alone",
        at="position of the token with the largest activation",
        later="as `largest`, without the first token",
        later_error="as `error`, without the first token",
        later_without="as `error_without`, without the first token",
    )
    known: list[Tensor] = []
    place = 0

    def see(name: str, inputs: tuple[Tensor, ...]) -> None:
        x = inputs[0]
        if known and known[-1] is x:  # the maps to queries, keys and values share an input
            return
        known[:] = [x]
        layer = _LAYER.search(name)
        if layer is None:
            return
        x = x[0].double()
        rows.add(
            sequence=place,
            layer=int(layer[1]),
            input=name.rsplit(".", 1)[-1],
            at=int(x.abs().amax(dim=1).argmax()),
            **coarse(x),
            **{_LATER[key]: value for key, value in coarse(x[1:]).items() if key in _LATER},
        )

    pairs = [
        (module, lambda _m, inputs, name=name: see(name, inputs))
        for name, module in setting.network.named_modules()
        if type(module).__name__ == "Linear"
    ]
    with hooked(pairs):
        for place, sequence in enumerate(setting.text):  # noqa: B007  # read in `see`
            watch(setting.network, sequence, lambda _seen: None)
    return {"activations": rows.table()}


_LATER = {"largest": "later", "error": "later_error", "error_without": "later_without"}


def coarse(x: Tensor) -> dict[str, float]:
    """What eight bits a token make of `x` (tokens, dimensions), its largest dimensions apart."""
    largest = x.abs().amax(dim=0)
    out = largest.argsort(descending=True)[: max(1, round(COLUMNS * len(largest)))]
    kept = torch.ones(len(largest), dtype=torch.bool)
    kept[out] = False
    rest = x[:, kept]
    found = {"largest": float(largest.max() / largest.median())}
    for suffix, top in (("", x), ("_without", rest)):
        scale = top.abs().amax(dim=1, keepdim=True) / 127
        codes = (rest / scale).round()
        error = (codes * scale - rest).square().mean() / rest.square().mean()
        found["error" + suffix] = float(error.sqrt())
        found["zeros" + suffix] = float((codes == 0).double().mean())
    return found


def stream(setting: Setting) -> dict[str, Table]:
    """The stream between the blocks: its largest entry, its mean, and the sink without massive
    entries."""
    rows = Rows(
        "a sequence and a block; its input, (tokens, dimensions)",
        sequence="from 0",
        layer="from 0",
        largest="largest absolute entry over the median one",
        token="position of the largest entry",
        dimension="of the largest entry",
        mean_share="share of the mean over dimensions in the mean square, all tokens but the first",
        mean_share_first="the same for the first token",
    )
    effects = Rows(
        "a sequence and what is changed in the stream",
        sequence="from 0",
        change="nothing; massive: such entries of the first token set to zero before every block; "
        "others: as many of its other entries; centred: every input of a normalization",
        entries="how many entries are set to zero",
        loss="nats a token, later half",
        mass="mean weight on the first token, of the later half of the queries",
    )
    for index in range(len(setting.text)):
        inputs: list[Tensor] = []
        with hooked([(layer, _keeping(inputs)) for layer in setting.layers]):
            _effect(setting, index, effects, "nothing", [], [])
        massive: set[int] = set()
        for layer, x in enumerate(inputs):
            flat = x.abs()
            token, dimension = divmod(int(flat.argmax()), x.shape[1])
            median = float(flat.median())
            massive |= set(torch.where(flat[0] > MASSIVE * median)[0].tolist())
            shares = x.mean(dim=1).square() / x.square().mean(dim=1)
            rows.add(
                sequence=index,
                layer=layer,
                largest=float(flat.max()) / median,
                token=token,
                dimension=dimension,
                mean_share=float(shares[1:].mean()),
                mean_share_first=float(shares[0]),
            )
        width = inputs[0].shape[1]
        free = [d for d in range(width) if d not in massive]
        others = setting.drawing(f"stream {index}").permutation(free)[: len(massive)].tolist()
        for name, dimensions in (("massive", sorted(massive)), ("others", others)):
            change = _zeroing(dimensions)
            pairs = [(layer, change) for layer in setting.layers]
            _effect(setting, index, effects, name, pairs, dimensions)
        norms = [m for m in setting.network.modules() if type(m).__name__.endswith("RMSNorm")]
        if norms:
            _effect(setting, index, effects, "centred", [(m, _centre) for m in norms], [])
    return {"stream": rows.table(), "stream changed": effects.table()}


def _effect(
    setting: Setting,
    index: int,
    effects: Rows,
    name: str,
    pairs: list[tuple[Any, Callable[..., Any]]],
    dimensions: list[int],
) -> None:
    masses: list[float] = []
    sequence = setting.text[index]

    def see(seen: Seen) -> None:
        masses.append(float(seen.weights[:, len(sequence) // 2 :, 0].double().mean()))

    with hooked(pairs):
        loss = later_loss(setting.network, sequence, Change(see=see))
    effects.add(
        sequence=index,
        change=name,
        entries=len(dimensions),
        loss=loss,
        mass=sum(masses) / len(masses),
    )


def _keeping(inputs: list[Tensor]) -> Callable[..., None]:
    def keep(_module: Any, given: tuple[Tensor, ...]) -> None:
        inputs.append(given[0][0].double())

    return keep


def _zeroing(dimensions: list[int]) -> Callable[..., Any]:
    def zero(_module: Any, given: tuple[Tensor, ...]) -> Any:
        x = given[0].clone()
        x[:, 0, dimensions] = 0
        return (x, *given[1:])

    return zero


def _centre(_module: Any, given: tuple[Tensor, ...]) -> Any:
    return (given[0] - given[0].mean(dim=-1, keepdim=True), *given[1:])
