"""What rests on the beginning of a sequence: other first tokens, none, and windows without it."""

import numpy as np
import torch
from torch import Tensor

from pycheck.reality.experiments.readings.attending import Change, Seen, Tokens, later_loss
from pycheck.reality.experiments.readings.setting import Rows, Setting
from pycheck.reality.readings import Table

INITIAL = 4
"""Tokens that a window keeps beside it."""


def first_token(setting: Setting) -> dict[str, Table]:
    """Loss and sink with another first token, with its value silenced, and with it hidden."""
    rows = Rows(
        "a sequence and what is done to its first token, or elsewhere, to the one a quarter of the "
        "way on: another token in its place; its value read by no later query; hidden from them",
        sequence="from 0",
        change="what is done",
        loss="nats a token, later half",
        mass="mean weight on the first token, of the later half of the queries",
    )
    rng = setting.drawing("first token")
    for index, text in enumerate(setting.text):
        other = text.copy()
        other[0] = setting.random_tokens(rng, 1)[0]
        quarter = len(text) // 4
        cases: list[tuple[str, Tokens, Change]] = [
            ("nothing", text, Change()),
            ("a random token in its place", other, Change()),
            ("value silenced", text, Change(silent=0)),
            ("hidden", text, Change(visible=_hidden(len(text), 0))),
            ("value silenced elsewhere", text, Change(silent=quarter)),
            ("hidden elsewhere", text, Change(visible=_hidden(len(text), quarter))),
        ]
        for name, tokens, change in cases:
            loss, mass = _loss_and_mass(setting, tokens, change)
            rows.add(sequence=index, change=name, loss=loss, mass=mass)
    return {"beginning": rows.table()}


def _hidden(size: int, position: int) -> Tensor:
    """Every query sees all but one position; that one sees itself."""
    visible = torch.ones(size, size, dtype=torch.bool)
    visible[position + 1 :, position] = False
    return visible


def _loss_and_mass(setting: Setting, tokens: Tokens, change: Change) -> tuple[float, float]:
    masses: list[float] = []

    def see(seen: Seen) -> None:
        masses.append(float(seen.weights[:, len(tokens) // 2 :, 0].double().mean()))

    seen_too = Change(visible=change.visible, silent=change.silent, see=see)
    loss = later_loss(setting.network, tokens, seen_too)
    return loss, float(np.mean(masses))


def windows(setting: Setting) -> dict[str, Table]:
    """Loss when every layer sees a window of near tokens alone, with and without the first ones."""
    rows = Rows(
        "a sequence and what every query sees in every layer: the `window` nearest tokens, itself "
        "among them, and the `initial` first ones",
        sequence="from 0",
        window="tokens",
        initial="tokens",
        loss="nats a token, later half",
    )
    size = setting.text.shape[1]
    widths = [4**k for k in range(1, 16) if 4**k <= size // 2]
    for index, text in enumerate(setting.text):
        for window, initial in [(size, 0), *((w, i) for w in widths for i in (0, INITIAL))]:
            change = Change(visible=windowed(size, window, initial))
            loss = later_loss(setting.network, text, change)
            rows.add(sequence=index, window=window, initial=initial, loss=loss)
    return {"windows": rows.table()}


def windowed(size: int, window: int, initial: int) -> Tensor:
    """Which keys each query sees, (size, size)."""
    places = torch.arange(size)
    near = places[:, None] - places[None, :] < window
    return near | (places[None, :] < initial)
