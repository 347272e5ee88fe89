"""Heads that look for an earlier occurrence, and what the model does without them."""

from dataclasses import dataclass

import numpy as np

from pycheck.reality.experiments.readings.attending import Change, Seen, Tokens, losses, watch
from pycheck.reality.experiments.readings.setting import Rows, Setting
from pycheck.reality.readings import Table

REMOVED = 8
"""Heads of a kind that are removed together."""
DRAWS = 3
"""Sets of other heads that are removed instead, as many from each layer."""
_CHOOSING = 4

Head = tuple[int, int]


@dataclass(frozen=True, slots=True)
class HeadMeans:
    """Mean weights of every head, (L, H), in the second pass of repeated strings: on the token
    after the earlier occurrence, on that occurrence, on the token before the query."""

    follower: np.ndarray
    earlier: np.ndarray
    previous: np.ndarray


def repeated(setting: Setting, name: str, count: int) -> Tokens:
    """`count` random strings, each twice in a row behind the first token."""
    half = setting.text.shape[1] // 4
    strings = setting.random_tokens(setting.drawing(name), count, half)
    return np.stack([setting.begun(np.tile(string, 2)) for string in strings])


def head_means(setting: Setting, sequence: Tokens) -> HeadMeans:
    """Mean weights of every head on one repeated string."""
    period = setting.text.shape[1] // 4
    queries = np.arange(len(sequence) - period, len(sequence) - 1)
    found: dict[str, list[np.ndarray]] = {"follower": [], "earlier": [], "previous": []}

    def see(seen: Seen) -> None:
        for key, back in (("follower", period - 1), ("earlier", period), ("previous", 1)):
            weights = seen.weights[:, queries, queries - back]
            found[key].append(weights.double().mean(dim=1).numpy())

    watch(setting.network, sequence, see)
    return HeadMeans(**{key: np.stack(rows) for key, rows in found.items()})


def _largest(means: np.ndarray, count: int) -> list[Head]:
    order = np.argsort(-means, axis=None, kind="stable")[:count]
    return [(int(i), int(j)) for i, j in zip(*np.unravel_index(order, means.shape), strict=True)]


def chosen(setting: Setting) -> tuple[Table, dict[str, list[Head]]]:
    """Every head's mean weights on strings that nothing else is read from, and the heads with the
    largest on the follower and on the previous token."""
    means = [head_means(setting, s) for s in repeated(setting, "choosing", _CHOOSING)]
    follower, earlier, previous = (
        np.mean([getattr(m, name) for m in means], axis=0)
        for name in ("follower", "earlier", "previous")
    )
    rows = Rows(
        f"a head; {_CHOOSING} repeated random strings that are read for nothing else",
        layer="from 0",
        head="from 0",
        follower="mean weight on the token after the earlier occurrence",
        earlier="mean weight on the earlier occurrence",
        previous="mean weight on the token before",
    )
    for (layer, head), value in np.ndenumerate(follower):
        rows.add(
            layer=layer,
            head=head,
            follower=value,
            earlier=earlier[layer, head],
            previous=previous[layer, head],
        )
    count = min(REMOVED, follower.size // 4)
    kinds = {"induction": _largest(follower, count), "previous": _largest(previous, count)}
    return rows.table(), kinds


def _others(
    rng: np.random.Generator, heads: list[Head], per_layer: int, avoid: set[Head]
) -> list[Head]:
    """As many other heads from the same layers, or from all where a layer has not enough."""
    found: list[Head] = []
    for layer in sorted({layer for layer, _ in heads}):
        wanted = sum(at == layer for at, _ in heads)
        free = [h for h in range(per_layer) if (layer, h) not in avoid]
        found += [(layer, int(h)) for h in rng.permutation(free)[:wanted]]
    return found


def induction(setting: Setting) -> dict[str, Table]:
    """Heads chosen on strings of their own; what they do on others, and the loss without them."""
    table, kinds = chosen(setting)
    per_layer = int(table.column("head").max()) + 1
    avoid = set(kinds["induction"]) | set(kinds["previous"])
    rng = setting.drawing("others")
    removed: list[tuple[str, list[Head]]] = [("nothing", [])]
    for kind, heads in kinds.items():
        removed.append((kind, heads))
        removed += [
            (f"others for {kind} {draw}", _others(rng, heads, per_layer, avoid))
            for draw in range(DRAWS)
        ]
    rows = Rows(
        "a sequence and a set of heads whose output is zero: nothing, the heads with the most "
        "weight on the follower, those with the most on the token before, or others from the same "
        "layers",
        sequence="from 0",
        removed="which heads",
        heads="how many",
        first_pass="nats a token, first pass of a repeated random string",
        second_pass="nats a token, second pass",
        best="weight of the first chosen induction head on the follower",
        follower="mean weight of the chosen induction heads on the follower",
        text_early="nats a token of text, first quarter",
        text_late="nats a token of text, last quarter",
    )
    strings = repeated(setting, "strings", len(setting.text))
    for index, (string, text) in enumerate(zip(strings, setting.text, strict=True)):
        for name, heads in removed:
            rows.add(
                sequence=index,
                removed=name,
                heads=len(heads),
                **_without(setting, string, text, kinds["induction"], frozenset(heads)),
            )
    return {"heads": table, "removal": rows.table()}


def _without(
    setting: Setting, string: Tokens, text: Tokens, watched: list[Head], off: frozenset[Head]
) -> dict[str, float]:
    period = setting.text.shape[1] // 4
    queries = np.arange(len(string) - period, len(string) - 1)
    weights: dict[Head, float] = {}

    def see(seen: Seen) -> None:
        for layer, head in watched:
            if layer == seen.layer:
                on = seen.weights[head, queries, queries - period + 1]
                weights[layer, head] = float(on.double().mean())

    found = losses(setting.network, string, Change(off=off, see=see))
    on_text = losses(setting.network, text, Change(off=off))
    quarter = len(on_text) // 4
    return {
        # The first token of a pass cannot be told from what stands before it.
        "first_pass": float(found[-2 * period + 1 : -period].mean()),
        "second_pass": float(found[-period + 1 :].mean()),
        "best": weights[watched[0]],
        "follower": float(np.mean(list(weights.values()))),
        "text_early": float(on_text[:quarter].mean()),
        "text_late": float(on_text[-quarter:].mean()),
    }
