"""Tiny random Hugging Face models, one of each architecture, saved on this disk."""

from pathlib import Path
from typing import Any

import torch
import transformers

from pycheck.reality.experiments.measure import Plan

RANDOM = Plan(corpus=None, context=24, sequences=3, seeds=(0,))

COMMON = {"vocab_size": 50, "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0}
SIZES = {
    "hidden_size": 64,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "max_position_embeddings": 64,
}
GPT = {"vocab_size": 50, "bos_token_id": 1, "eos_token_id": 2, "n_embd": 64, "n_layer": 2}
GEMMA = {**COMMON, **SIZES, "num_key_value_heads": 2, "head_dim": 16}
VISION = {"hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1, "image_size": 28}
VISION |= {"num_attention_heads": 2, "patch_size": 14}
BERT = {**SIZES, "vocab_size": 50, "pad_token_id": 0, "bos_token_id": 1}

# The names of the configuration and of the model, and what the configuration says.
KINDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "llama": ("Llama", "ForCausalLM", {**COMMON, **SIZES, "num_key_value_heads": 2}),
    "neox": ("GPTNeoX", "ForCausalLM", {**COMMON, **SIZES}),
    "mistral": ("Mistral", "ForCausalLM", {**COMMON, **SIZES, "num_key_value_heads": 2}),
    "bloom": ("Bloom", "ForCausalLM", {**COMMON, "hidden_size": 64, "n_layer": 2, "n_head": 4}),
    "gpt2": ("GPT2", "LMHeadModel", {**GPT, "n_head": 4, "n_positions": 64}),
    "gptj": ("GPTJ", "ForCausalLM", {**GPT, "n_head": 4, "n_positions": 64, "rotary_dim": 8}),
    "falcon": ("Falcon", "ForCausalLM", {**COMMON, **SIZES}),
    "bert": ("Bert", "LMHeadModel", BERT),
    "masked": ("Bert", "ForMaskedLM", BERT),
    "roberta": ("Roberta", "ForMaskedLM", BERT),
    "gemma3": (
        "Gemma3",
        "ForConditionalGeneration",
        {"text_config": {**GEMMA, "sliding_window": 512}, "vision_config": VISION},
    ),
    "mpt": (
        "Mpt",
        "ForCausalLM",
        {"vocab_size": 50, "d_model": 64, "n_heads": 4, "n_layers": 2, "max_seq_len": 128},
    ),
    "xlnet": (
        "XLNet",
        "LMHeadModel",
        {"vocab_size": 50, "d_model": 64, "n_layer": 2, "n_head": 4, "d_inner": 64},
    ),
}


def save(folder: Path, kind: str, **changes: Any) -> Path:
    """A random model of two layers, four heads, width 64, 50 tokens."""
    torch.manual_seed(0)
    family, head, fields = KINDS[kind]
    config = getattr(transformers, f"{family}Config")(**{**fields, **changes})
    network = getattr(transformers, f"{family}{head}")(config)
    # Random weights are so small that attention is all but uniform; larger ones tell heads apart.
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.mul_(8)
    network.save_pretrained(folder)
    return folder


def turned(theta: float, **scaling: Any) -> dict[str, Any]:
    """What a configuration says of rotary positions, in the words of the installed version."""
    if hasattr(transformers.LlamaConfig(), "rope_parameters"):
        return {"rope_parameters": {"rope_theta": theta, "rope_type": "default", **scaling}}
    return {"rope_theta": theta, "rope_scaling": scaling or None}
