"""The statements' evaluator beside mpmath: the page says what was measured."""

import json
from pathlib import Path

from bench.statements import table

ROOT = Path(__file__).parents[2]


def test_the_page_has_the_table_that_was_measured() -> None:
    page = (ROOT / "docs/statements.md").read_text(encoding="utf-8")
    path = ROOT / "bench/results/statements_tree.json"
    result = json.loads(path.read_text(encoding="utf-8"))
    assert table(result) in page
    result["milliseconds"]["64"]["tree"] += 1
    assert table(result) not in page
