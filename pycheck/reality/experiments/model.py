"""A small decoder-only transformer with rotary positions, whose base theta can be changed."""

from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

Norm = Literal["pre", "post"]


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Sizes of a decoder: `context` in tokens, `theta` the RoPE base, `width` over all heads.

    Without `theta` there are no positions. `norm` says whether a layer normalises what it reads
    (pre) or what it has written (post).
    """

    vocabulary: int
    context: int
    theta: float | None
    layers: int = 3
    heads: int = 3
    width: int = 96
    norm: Norm = "pre"

    @property
    def head_width(self) -> int:
        """Entries of one head's query; even, two to a rotated pair."""
        return self.width // self.heads


def rotation_angles(length: int, head_width: int, theta: float) -> Tensor:
    """Angle position * theta^(-2i/head_width): shape (length, head_width / 2), float64."""
    exponents = torch.arange(0, head_width, 2, dtype=torch.float64) / head_width
    return torch.outer(torch.arange(length, dtype=torch.float64), theta**-exponents)


def rotate(x: Tensor, angles: Tensor) -> Tensor:
    """Rotate each pair of neighbouring entries of `x` (..., head_width) by its angle, which may be
    any shape that broadcasts with (..., head_width / 2): a product of complex numbers."""
    pairs = torch.view_as_complex(x.reshape(*x.shape[:-1], -1, 2))
    turns = torch.polar(torch.ones_like(angles), angles).to(pairs.dtype)
    return torch.view_as_real(pairs * turns).flatten(-2)


class SelfAttention(nn.Module):  # type: ignore[misc]
    """Causal self-attention with rotary positions.

    `forward` returns the mixed values (batch, length, width) and, when `explicit` is set, the
    attention weights (batch, heads, length, length); otherwise None in their place, from the
    fused kernel that never builds them.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.explicit = False
        self.qkv = nn.Linear(config.width, 3 * config.width, bias=False)
        self.out = nn.Linear(config.width, config.width, bias=False)

    def forward(self, x: Tensor, angles: Tensor | None) -> tuple[Tensor, Tensor | None]:
        batch, length, width = x.shape
        shape = (batch, length, 3, self.config.heads, self.config.head_width)
        qkv = self.qkv(x).view(shape)
        qk, v = qkv[:, :, :2], qkv[:, :, 2].transpose(1, 2)
        if angles is not None:
            qk = rotate(qk, angles[:, None, None])
        q, k = qk.permute(2, 0, 3, 1, 4)
        weights = causal_attention(q, k) if self.explicit else None
        if weights is None:
            mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            mixed = weights @ v
        return self.out(mixed.transpose(1, 2).reshape(batch, length, width)), weights


def causal_attention(q: Tensor, k: Tensor) -> Tensor:
    """softmax(q k^T / sqrt(head_width)) over the past: (..., length, length), rows sum to one."""
    scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
    future = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(diagonal=1)
    return scores.masked_fill(future, -torch.inf).softmax(dim=-1)


class Block(nn.Module):  # type: ignore[misc]
    """Attention and feed-forward layer, normalised before or after."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.norm = config.norm
        self.attention_norm = nn.RMSNorm(config.width)
        self.attention = SelfAttention(config)
        self.feed_forward_norm = nn.RMSNorm(config.width)
        self.feed_forward = nn.Sequential(
            nn.Linear(config.width, 4 * config.width, bias=False),
            nn.GELU(),
            nn.Linear(4 * config.width, config.width, bias=False),
        )

    def forward(self, x: Tensor, angles: Tensor | None) -> Tensor:
        if self.norm == "post":
            x = self.attention_norm(x + self.attention(x, angles)[0])
            return self.feed_forward_norm(x + self.feed_forward(x))
        x = x + self.attention(self.attention_norm(x), angles)[0]
        return x + self.feed_forward(self.feed_forward_norm(x))


class Decoder(nn.Module):  # type: ignore[misc]
    """Token ids (batch, length) to logits (batch, length, vocabulary); tied embeddings.

    `theta` is the RoPE base in effect, None without positions; changing it rescales the positions
    and no weight.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.theta = config.theta
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = nn.Identity() if config.norm == "post" else nn.RMSNorm(config.width)
        self.apply(_initialise)

    def forward(self, tokens: Tensor) -> Tensor:
        theta, size = self.theta, self.config.head_width
        angles = None if theta is None else rotation_angles(tokens.shape[1], size, theta)
        x = self.embedding(tokens)
        for block in self.blocks:
            x = block(x, angles)
        return functional.linear(self.norm(x), self.embedding.weight)

    def set_explicit_attention(self, explicit: bool) -> None:
        """Whether the attention modules build and return their weights."""
        for block in self.blocks:
            block.attention.explicit = explicit


def _initialise(module: Any) -> None:
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)
