"""Text of the ledger and the checks as HTML: MathML for ``$...$``, code for backquotes."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

from markupsafe import Markup, escape

from pycheck.notation.mathml import tree_of

_MARKED = re.compile(r"\$([^$]+)\$|`([^`]+)`")
_FUNCTIONS = frozenset(("log", "exp", "cos", "sin", "tan", "max", "min", "lim", "dim", "ker"))


def prose(text: str) -> Markup:
    """A sentence as HTML: everything is escaped, then ``$...$`` is set and backquotes are code."""
    parts: list[Markup] = []
    end = 0
    for match in _MARKED.finditer(text):
        parts.append(escape(text[end : match.start()]))
        latex, code = match.groups()
        parts.append(formula(latex) if latex else Markup("<code>{}</code>").format(code))
        end = match.end()
    parts.append(escape(text[end:]))
    return Markup("").join(parts)


def formula(latex: str, *, block: bool = False) -> Markup:
    """LaTeX as MathML, or as escaped code where it is not LaTeX that can be set."""
    tree = _mathml(latex, block=block)
    if tree is None:
        return Markup("<code>{}</code>").format(latex)
    return Markup(ET.tostring(tree, encoding="unicode", short_empty_elements=False))


def _mathml(latex: str, *, block: bool) -> ET.Element | None:
    tree = tree_of(latex, block=block)
    if tree is None:
        return None
    _space_functions(tree)
    if block:
        _limits_below(tree)
    tree.set("alttext", latex)
    return tree


def _space_functions(tree: ET.Element) -> None:
    """Set a thin space between log, cos, ... and an argument without brackets, as TeX does."""
    for row in tree.iter("mrow"):
        for index, (left, right) in reversed([*enumerate(pairwise(row))]):
            before = _is_function(left) and right.tag != "mo"
            after = _is_function(right) and left.tag not in ("mo", "mspace")
            if before or after:
                row.insert(index + 1, ET.Element("mspace", width="0.1667em"))


def _limits_below(tree: ET.Element) -> None:
    """Set what a limit runs to below it, as in a displayed formula."""
    for element in tree.iter("msub"):
        if element[0].text in ("lim", "max", "min"):
            element.tag = "munder"


def _is_function(element: ET.Element) -> bool:
    base = element[0] if element.tag in ("msub", "msup", "msubsup", "munder") else element
    return base.tag == "mi" and (base.text or "") in _FUNCTIONS
