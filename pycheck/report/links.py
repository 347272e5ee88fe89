"""Addresses outside of the site, where a reference or a name says for certain which they are."""

import re
from urllib.parse import quote

from markupsafe import Markup

from pycheck.report.maths import prose, spliced

DLMF = "https://dlmf.nist.gov/"
ARXIV = "https://arxiv.org/abs/"
RFC = "https://www.rfc-editor.org/rfc/rfc"
MATHLIB = "https://leanprover-community.github.io/mathlib4_docs/find/?pattern="

_REFERENCE = re.compile(
    r"DLMF (?P<section>\d+\.\d+)(?:\.(?P<equation>\d+))?(?![\d.(]*[\d(])"
    r"|arXiv:(?P<arxiv>\d{4}\.\d{4,5}(?:v\d+)?)(?!\d)"
    r"|RFC (?P<rfc>\d+)"
)


def mathlib(name: str) -> str:
    """The page of Mathlib's documentation that finds a declaration by its full name."""
    return f"{MATHLIB}{quote(name)}#doc"


def outward(address: str, content: str | Markup) -> Markup:
    """A link that leaves the site."""
    return Markup('<a rel="external noreferrer" href="{}">{}</a>').format(address, content)


def referenced(text: str) -> Markup:
    """A reference as HTML, with a link for every number of DLMF, arXiv and the RFCs in it.

    DLMF's addresses are the permanent ones of https://dlmf.nist.gov/help/cite.
    """
    return spliced(text, _REFERENCE, _address, prose)


def _address(match: re.Match[str]) -> Markup:
    if match["arxiv"]:
        return outward(ARXIV + match["arxiv"], match[0])
    if match["rfc"]:
        return outward(RFC + match["rfc"], match[0])
    equation = f".E{match['equation']}" if match["equation"] else ""
    return outward(f"{DLMF}{match['section']}{equation}", match[0])
