"""The templates, and what they may call."""

import re
from collections.abc import Mapping
from typing import Any

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup, escape

from pycheck.auditing.results import ClaimResult
from pycheck.checks.literals import latex_of
from pycheck.checks.printing import worded
from pycheck.receipts import ReceiptBook
from pycheck.report.maths import formula, prose

_EMPHASIS = re.compile(r"\*\*([^*]+)\*\*")
_BREAKS = re.compile(r"(?<=[_.])(?=\w)")


def environment(
    book: ReceiptBook | None, declarations: Mapping[str, Any], constants: Mapping[str, Any]
) -> jinja2.Environment:
    """The templates with everything escaped; `declarations` are linked where they are named."""
    namespace = book.namespace if book else ""
    qualified = re.compile(rf"{re.escape(namespace)}\.(\w+(?:\.\w+)*)")

    env = jinja2.Environment(
        loader=jinja2.PackageLoader("pycheck.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    @jinja2.pass_context
    def signature(context: Context, text: str) -> Markup:
        return _linked(text, qualified, declarations, str(context["up"]))

    env.filters |= {
        "prose": prose,
        "formula": lambda latex: formula(latex, block=True),
        "inline": formula,
        "worded": worded,
        "stated": lambda text: formula(latex_of(text)),
        "breakable": _breakable,
        "leandoc": _leandoc,
        "signature": signature,
        "short": book.short if book else str,
        "weight": _weight,
        "pairs": _pairs,
        "counted": _counted,
    }
    env.globals |= constants
    return env


def _linked(
    text: str, qualified: re.Pattern[str], declarations: Mapping[str, Any], up: str
) -> Markup:
    """A signature with the library's names linked, and their namespace left out."""
    parts: list[Markup] = []
    end = 0
    for match in qualified.finditer(text):
        parts.append(escape(text[end : match.start()]))
        name = match.group(1)
        known = Markup('<a href="{}declarations.html#{}">{}</a>').format(up, name, name)
        parts.append(known if name in declarations else escape(name))
        end = match.end()
    parts.append(escape(text[end:]))
    return Markup("").join(parts)


def _leandoc(text: str) -> Markup:
    """A docstring: code in backquotes, emphasis in double stars."""
    parts: list[Markup] = []
    for index, part in enumerate(_EMPHASIS.split(text)):
        parts.append(
            Markup("<strong>{}</strong>").format(prose(part)) if index % 2 else prose(part)
        )
    return Markup("").join(parts)


def _breakable(name: str) -> Markup:
    """A long name that may break after a dot or an underscore."""
    return Markup("<wbr>").join(escape(part) for part in _BREAKS.split(name))


def _weight(result: ClaimResult) -> str:
    """How much evidence of each kind."""
    kinds = [str(e.kind) for e in result.algebra.evidence]
    kinds += [str(e.kind) for e in result.reality.evidence]
    counts = (_counted(kinds.count(kind), kind) for kind in dict.fromkeys(kinds))
    return f"Evidence: {', '.join(counts)}" if kinds else "No evidence"


def _pairs(numbers: Mapping[str, float | int | str]) -> list[tuple[str, str]]:
    return [(k, f"{v:.6g}" if isinstance(v, float) else str(v)) for k, v in numbers.items()]


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
