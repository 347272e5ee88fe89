"""Text of the ledger and the checks as HTML: MathML for ``$...$``, code for backquotes."""

import re
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree as ET

from markupsafe import Markup, escape

from pycheck.notation.mathml import tree_of
from pycheck.notation.words import worded

_MARKED = re.compile(r"\$([^$]+)\$|`([^`]+)`")
_TALL = frozenset(("mfrac", "msqrt", "mroot", "munder", "mover", "munderover", "mtable"))
_LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_FUNCTIONS = frozenset(("log", "exp", "cos", "sin", "tan", "max", "min", "lim", "dim", "ker"))
# Mathematics as it is typed in a plain sentence.
_GREEK = re.compile(
    r"(?<![A-Za-z])(?:alpha|gamma|delta|epsilon|zeta|theta|lambda|mu|pi|sigma|tau|phi|Phi)"
    r"(?![A-Za-z])"
)
_SIGNS = {"->": "→", "<=": "≤", ">=": "≥", "!=": "≠", "+/-": "±"}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
_RAISED = re.compile(
    r"(?<=[\w)\]|])\^(?:\(([^()]*)\)|([+-]?(?:\d+(?:\.\d+)?|[^\W\d_](?!\w))))"
    r"|(?<![\w.])([^\W\d_])_(?:\(([^()]*)\)|([A-Za-z0-9à-ÿα-ω]+))"
)


def prose(text: str) -> Markup:
    """A sentence as HTML: everything is escaped, then ``$...$`` is set and backquotes are code."""
    return spliced(text, _MARKED, _marked, escape)


def typed(text: str) -> Markup:
    """What is printed on one line, as in a terminal: a title, a result, as HTML.

    As `prose`; and Greek names become letters, and powers and indices of single letters are raised
    and lowered: ``(log d)^2``, ``γ_E``, ``10^(1/5)``. Sentences that somebody writes mark their
    mathematics with dollars instead.
    """
    return spliced(text, _MARKED, _marked, _typed)


def spliced(
    text: str,
    pattern: re.Pattern[str],
    replaced: Callable[[re.Match[str]], Markup],
    between: Callable[[str], Markup],
) -> Markup:
    """A text with each match of `pattern` replaced, and what lies between set by `between`."""
    parts: list[Markup] = []
    end = 0
    for match in pattern.finditer(text):
        parts += [between(text[end : match.start()]), replaced(match)]
        end = match.end()
    return Markup("").join([*parts, between(text[end:])])


def _marked(match: re.Match[str]) -> Markup:
    latex, code = match.groups()
    return formula(latex) if latex else Markup("<code>{}</code>").format(code)


def _typed(text: str) -> Markup:
    text = _SIGN.sub(lambda m: _SIGNS[m[0]], text)
    return spliced(_GREEK.sub(lambda m: worded(m[0]), text), _RAISED, _raised, escape)


def _raised(match: re.Match[str]) -> Markup:
    long_power, power, letter, long_index, index = match.groups()
    if letter:
        return Markup("{}<sub>{}</sub>").format(letter, long_index or index)
    return Markup("<sup>{}</sup>").format(long_power or power)


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
    _correct_operators(tree)
    _keep_low_brackets(tree)
    _space_functions(tree)
    if block:
        _limits_below(tree)
    tree.set("alttext", latex)
    return tree


def _correct_operators(tree: ET.Element) -> None:
    """Set a similarity as a relation, a slash without space, a word as a name, as TeX does."""
    for element in tree.iter():
        if element.text == "~":
            element.tag, element.text = "mo", "∼"
        elif element.tag == "mo" and element.text == "/":
            element.attrib |= {"lspace": "0", "rspace": "0"}
        elif element.tag == "mo" and len(element.text or "") > 1 and (element.text or "").isalpha():
            element.tag = "mi"


def _keep_low_brackets(tree: ET.Element) -> None:
    """Let brackets grow round what is tall alone: browsers set stretched ones apart."""
    for row in tree.iter("mrow"):
        if _is_fenced(row) and not any(inner.tag in _TALL for inner in row.iter()):
            for bracket in (row[0], row[-1]):
                bracket.set("stretchy", "false")


def _is_fenced(element: ET.Element) -> bool:
    return element.tag == "mrow" and len(element) > 1 and element[0].get("form") == "prefix"


def _space_functions(tree: ET.Element) -> None:
    """Set a thin space between log, cos, ... and an argument without brackets, as TeX does."""
    for row in tree.iter("mrow"):
        for index, (left, right) in reversed([*enumerate(pairwise(row))]):
            before = _is_function(left) and right.tag != "mo" and not _is_fenced(right)
            after = _is_function(right) and left.tag not in ("mo", "mspace")
            if before or after:
                row.insert(index + 1, ET.Element("mspace", width="0.1667em"))


def _limits_below(tree: ET.Element) -> None:
    """Set what a sum or a limit runs over below and above it, as in a displayed formula."""
    for element in tree.iter():
        base = (element[0].text or "") if element.tag in _LIMITS else ""
        if base in ("∑", "∏") or (base in ("lim", "max", "min") and element.tag == "msub"):
            element.tag = _LIMITS[element.tag]


def _is_function(element: ET.Element) -> bool:
    base = element[0] if element.tag in ("msub", "msup", "msubsup", "munder") else element
    return base.tag == "mi" and (base.text or "") in _FUNCTIONS
