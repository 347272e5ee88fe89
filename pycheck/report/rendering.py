"""The templates, and what they may call."""

import re
from collections.abc import Mapping
from typing import Any

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup, escape

from pycheck.auditing.results import ClaimResult
from pycheck.checks.literals import latex_of
from pycheck.notation import prose as in_line
from pycheck.notation.words import worded
from pycheck.receipts import Receipt
from pycheck.report.links import outward, referenced
from pycheck.report.maths import formula, prose, typed
from pycheck.report.proofs import Proofs

_EMPHASIS = re.compile(r"\*\*([^*]+)\*\*")
_BREAKS = re.compile(r"(?<=[_.])(?=\w)")


def environment(proofs: Proofs | None, constants: Mapping[str, Any]) -> jinja2.Environment:
    """The templates with everything escaped; `proofs` links what is said in Lean."""
    env = jinja2.Environment(
        loader=jinja2.PackageLoader("pycheck.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    @jinja2.pass_context
    def lean(context: Context, text: str, receipt: Receipt) -> Markup:
        return proofs.linked(text, receipt, str(context["up"])) if proofs else escape(text)

    env.filters |= {
        "prose": prose,
        "typed": typed,
        "in_line": in_line,
        "formula": lambda latex: formula(latex, block=True),
        "inline": formula,
        "worded": worded,
        "stated": lambda text: formula(latex_of(text)),
        "breakable": _breakable,
        "leandoc": _leandoc,
        "lean": lean,
        "referenced": referenced,
        "outward": outward,
        "short": proofs.book.short if proofs else str,
        "weight": _weight,
        "pairs": _pairs,
        "slug": lambda status: status.replace(" ", "-"),
        "unmarked": lambda text: re.sub(r"[$`]", "", text),
        "counted": _counted,
    }
    env.globals |= constants
    return env


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
