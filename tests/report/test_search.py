"""The index of the search page: formulas as they read in print, and in plain letters beside it."""

import json
from dataclasses import dataclass
from typing import Any

from pycheck.ledger.schema import Claim, Erratum
from pycheck.report.search import search_index
from tests.included import ledger


@dataclass
class _Erratum:
    erratum: Erratum


@dataclass
class _Claim:
    claim: Claim

    @property
    def errata(self) -> list[_Erratum]:
        return [_Erratum(e) for e in self.claim.errata]


@dataclass
class _Ledger:
    """The ledger in the shape of an audit, without its evidence: no search asks for any."""

    claims: list[_Claim]


def _index() -> list[list[str]]:
    audit: Any = _Ledger([_Claim(claim) for claim in ledger().claims])
    script = search_index(audit, None)
    start, end = "window.pycheckIndex=", ";\n"
    assert script.startswith(start)
    return list(json.loads(script[len(start) : -len(end)].replace("<\\/", "</")))


def test_no_latex_is_left_in_the_index() -> None:
    entries = _index()
    assert len(entries) > 200
    for kind, title, address, text, bare in entries:
        assert kind in ("claim", "erratum")
        assert address.startswith("claim/")
        for part in (title, text, bare):
            assert not any(sign in part for sign in "\\$`"), part
            assert not any(word in part for word in ("tfrac", "lVert", "mathrm")), part
        assert bare.isascii()
        assert bool(bare) != (title + text).isascii()


def test_a_formula_is_found_by_its_letters_and_by_their_names() -> None:
    by_address = {entry[2]: entry for entry in _index()}
    _, title, _, text, bare = by_address["claim/ch22.fisher.html"]
    assert "Var(log d) = C_V/γ²" in text
    assert "T = 1/gamma" in bare
    assert title in bare
    assert "the horizon" in by_address["claim/ch15.pade.html"][3].lower()
    assert "Pade" in by_address["claim/ch15.pade.html"][4]
