"""LaTeX as a tree of MathML, in which only what can be set without a link or a script is let in."""

import re
from xml.etree import ElementTree as ET

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_ELEMENTS = re.compile(
    r"math|m(row|i|n|o|s|text|space|sub|sup|subsup|under|over|underover|frac|sqrt|root|style"
    r"|padded|phantom|table|tr|td|enclose)"
)
_ATTRIBUTES = re.compile(
    r"display|displaystyle|scriptlevel|stretchy|fence|form|separator|[lr]space|accent|accentunder"
    r"|mathvariant|linethickness|m(in|ax)size|movablelimits|largeop|symmetric|notation"
    r"|width|height|depth|voffset|(row|column)(align|spacing|lines)"
)


def tree_of(latex: str, *, block: bool = False) -> ET.Element | None:
    """The MathML of LaTeX, or None where it is not LaTeX that can be set."""
    from latex2mathml.converter import convert  # here: most commands print no formula

    try:
        tree = ET.fromstring(convert(latex, display="block" if block else "inline"))
    # The errors of latex2mathml share no base class, and it lets stray ones of its parser through.
    except Exception:
        return None
    for element in tree.iter():
        element.tag = element.tag.removeprefix(f"{{{_NAMESPACE}}}")
        unknown_command = "\\" in (element.text or "")
        plain = _ELEMENTS.fullmatch(element.tag) and all(map(_ATTRIBUTES.fullmatch, element.keys()))
        if unknown_command or not plain:
            return None
    return tree
