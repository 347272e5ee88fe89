"""Text of the ledger and the checks as HTML: MathML for ``$...$``, code for backquotes."""

import re
from xml.etree import ElementTree as ET

from latex2mathml.converter import convert
from markupsafe import Markup, escape

_MARKED = re.compile(r"\$([^$]+)\$|`([^`]+)`")
_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_ELEMENTS = frozenset(
    "math mrow mi mn mo ms mtext mspace msub msup msubsup munder mover munderover mfrac msqrt mroot "
    "mstyle mpadded mphantom mtable mtr mtd menclose mmultiscripts none mprescripts".split()
)
_ATTRIBUTES = frozenset(
    "display stretchy fence form separator lspace rspace accent accentunder displaystyle "
    "scriptlevel mathvariant linethickness minsize maxsize movablelimits largeop symmetric "
    "columnalign columnspacing rowspacing columnlines rowlines notation width height depth "
    "voffset".split()
)


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
    try:
        tree = ET.fromstring(convert(latex, display="block" if block else "inline"))
    # The errors of latex2mathml share no base class, and it lets stray ones of its parser through.
    except Exception:
        return None
    for element in tree.iter():
        element.tag = element.tag.removeprefix(f"{{{_NAMESPACE}}}")
        unknown_command = "\\" in (element.text or "")
        if element.tag not in _ELEMENTS or unknown_command or element.attrib.keys() - _ATTRIBUTES:
            return None
    tree.set("alttext", latex)
    return tree
