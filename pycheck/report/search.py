"""The index that the search page reads: a script, because a file cannot fetch another one."""

import json
import re
from collections.abc import Iterator

from pycheck.auditing.results import Audit
from pycheck.report.library import Library

_SPACE = dict.fromkeys((r"\,", r"\;", "\\ "), " ")
Entry = tuple[str, str, str, str]  # (kind, title, address, text that is searched)


def search_index(audit: Audit, library: Library | None) -> str:
    """A script that sets ``window.pycheckIndex`` to all claims, errata and declarations."""
    entries = [*_claims(audit), *(_declarations(library) if library else ())]
    # "</" would end a script element if the file were ever inlined.
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"window.pycheckIndex={text};\n"


def _claims(audit: Audit) -> Iterator[Entry]:
    for item in audit.claims:
        claim = item.claim
        words = (claim.id, claim.statement, claim.question or "", *claim.references)
        yield "claim", _plain(claim.title), f"claim/{claim.id}.html", _plain(" ".join(words))
        for result in item.errata:
            erratum = result.erratum
            yield (
                "erratum",
                f"{erratum.id} {_plain(erratum.title)}",
                f"claim/{claim.id}.html#{erratum.id}",
                _plain(f"{erratum.printed} {erratum.corrected}"),
            )


def _declarations(library: Library) -> Iterator[Entry]:
    for module in library.modules:
        for r in module.receipts:
            name = library.book.short(r.name)
            address = f"declarations.html#{name}"
            yield r.kind, name, address, _plain(f"{module.name} {r.doc or ''}")


def _plain(text: str) -> str:
    """Text as a person would type it: no marks, LaTeX commands by their names alone."""
    text = re.sub(r"\\(?:mathrm|mathbb|text|operatorname)\{([^{}]*)\}", r"\1", text)
    text = re.sub(
        r"\\[,;! ]|\\(?:left|right|bigl|bigr)\b|[$`*{}\\]", lambda m: _SPACE.get(m[0], ""), text
    )
    return " ".join(text.split())
