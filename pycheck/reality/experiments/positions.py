"""Rotary positions of a Hugging Face model: what its configuration says, and what its network does.

The two are not always one: a configuration may keep a base that no attention turns by, and an older
transformers may not know the name under which a newer one has written it.
"""

from dataclasses import dataclass, field
from typing import Any

import torch
import transformers

from pycheck.errors import InputError

_NAMES = ("rope_theta", "rotary_emb_base")
"""Where configurations keep the base that do not have `rope_parameters`."""
_FIXED = {"gptj": 10_000.0, "codegen": 10_000.0}
"""Models whose code fixes the base, by the type in their configuration."""
_CLOSE = 1e-3


@dataclass(frozen=True, slots=True)
class Positions:
    """`theta` is the RoPE base, None without one or with several. `scaling` is what else the
    configuration says of them: the parameters of a scaling, or those of every kind of layer where
    these differ; empty where positions are neither."""

    theta: float | None = None
    scaling: dict[str, Any] = field(default_factory=dict)

    @property
    def several(self) -> bool:
        """Whether kinds of layers have bases of their own."""
        return self.theta is None and bool(self.scaling)


def declared(config: Any) -> Positions:
    """What the configuration of a text model says of its rotary positions."""
    kinds = {name: _kept(table) for name, table in _tables(config).items()}
    bases = {table["rope_theta"] for table in kinds.values() if "rope_theta" in table}
    if not bases:
        return Positions(_FIXED.get(getattr(config, "model_type", "")))
    theta = float(bases.pop()) if len(bases) == 1 else None
    plain = all(table.get("rope_type", "default") == "default" for table in kinds.values())
    if theta is not None and plain:
        return Positions(theta)
    if theta is not None:
        kinds = {name: _without_base(table) for name, table in kinds.items()}
    return Positions(theta, kinds[""] if list(kinds) == [""] else kinds)


def _tables(config: Any) -> dict[str, dict[str, Any]]:
    """Parameters of every kind of layer by its name; of all layers by the empty name."""
    known = getattr(config, "rope_parameters", None)
    if isinstance(known, dict) and any(isinstance(inner, dict) for inner in known.values()):
        return {name: inner for name, inner in known.items() if isinstance(inner, dict)}
    if isinstance(known, dict) and "rope_theta" in known:
        return {"": known}
    bases = [getattr(config, name, None) for name in _NAMES]
    base = next((b for b in bases if isinstance(b, int | float)), None)
    if base is None:
        return {}
    everywhere = {"rope_theta": base, **(getattr(config, "rope_scaling", None) or {})}
    local = getattr(config, "rope_local_base_freq", None)
    if local is None:
        return {"": everywhere}
    return {"full_attention": everywhere, "sliding_attention": {"rope_theta": local}}


def _kept(table: dict[str, Any]) -> dict[str, Any]:
    """A table with one name for the type, without what is empty."""
    table = {key: value for key, value in table.items() if value is not None}
    older = table.pop("type", "default")
    return {"rope_type": older, **table} if "rope_theta" in table else table


def _without_base(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key != "rope_theta"}


def rescale(config: Any, theta: float) -> None:
    """Set the base of a configuration, under every name that a version of transformers reads."""
    known = getattr(config, "rope_parameters", None)
    for table in [known, *known.values()] if isinstance(known, dict) else []:
        if isinstance(table, dict) and "rope_theta" in table:
            table["rope_theta"] = theta
    for name in _NAMES:
        if isinstance(getattr(config, name, None), int | float):
            setattr(config, name, theta)


def in_use(network: Any, tokens: torch.Tensor, said: Positions) -> Positions:
    """`said` where what `network` answers to `tokens` (1, N) depends on its rotary frequencies.

    Without a table of frequencies that matters there are no rotary positions, whatever was said.
    Raises `InputError` when the network was built with others.
    """
    before, modules = _rotary_that_run(network, tokens)
    tables = [t for module in modules for t in module.buffers() if t.is_floating_point()]
    kept = [table.clone() for table in tables]
    try:
        for table in tables:
            table.mul_(0.5)
        if torch.equal(network(tokens)[0], before):
            return Positions()
    finally:
        for table, was in zip(tables, kept, strict=True):
            table.copy_(was)
    if not said.several:
        for module in modules:
            _check_built(module, said)
    return said


def _rotary_that_run(network: Any, tokens: torch.Tensor) -> tuple[torch.Tensor, list[Any]]:
    """The answer to `tokens`, and the rotary modules that were asked on the way."""
    found: dict[int, Any] = {}
    hooks = [
        module.register_forward_pre_hook(lambda m, _inputs: found.update({id(m): m}))
        for module in network.modules()
        if "rotary" in type(module).__name__.lower()
    ]
    try:
        answer = network(tokens)[0]
    finally:
        for hook in hooks:
            hook.remove()
    return answer, list(found.values())


def _check_built(module: Any, said: Positions) -> None:
    kind = said.scaling.get("rope_type", "default")
    built = getattr(module, "rope_type", kind)
    if built != kind:
        raise _another(f"RoPE scaling {kind!r}", repr(built))
    frequencies = getattr(module, "inv_freq", None)
    if kind not in ("default", "linear") or frequencies is None or said.theta is None:
        return
    base = float((frequencies[0] / frequencies[1]).double() ** len(frequencies))
    if abs(base / said.theta - 1) > _CLOSE:
        raise _another(f"a RoPE base of {said.theta:g}", f"{base:g}")


def _another(said: str, built: str) -> InputError:
    return InputError(
        f"its configuration says {said}, but transformers {transformers.__version__} builds the "
        f"model with {built}; use the version of transformers that the model was saved with"
    )
