"""Statements that were published wrong and corrected in public, before and after."""

import tomllib
from pathlib import Path
from typing import Any

from tests.statements.pairs import competitions, minif2f, research
from tests.statements.pairs.pair import Pair

PAIRS: dict[str, Pair] = {**minif2f.PAIRS, **competitions.PAIRS, **research.PAIRS}

FACTS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "facts.toml").read_text(encoding="utf-8")
)
"""Of each pair: the kind of slip, the source, and what is known of the wrong statement."""
