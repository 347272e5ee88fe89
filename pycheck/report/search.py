"""The index that the search page reads: a script, because a file cannot fetch another one."""

import json
from collections.abc import Iterator

from pycheck.auditing.results import Audit
from pycheck.notation import prose, spelled
from pycheck.report.library import Library

Entry = tuple[str, str, str, str, str]  # (kind, title, address, text, both in plain letters)


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
        yield _entry("claim", claim.title, f"claim/{claim.id}.html", " ".join(words))
        for result in item.errata:
            erratum = result.erratum
            yield _entry(
                "erratum",
                f"{erratum.id} {erratum.title}",
                f"claim/{claim.id}.html#{erratum.id}",
                f"{erratum.printed} {erratum.corrected}",
            )


def _declarations(library: Library) -> Iterator[Entry]:
    for module in library.modules:
        for r in module.receipts:
            name = library.book.short(r.name)
            address = f"declarations.html#{name}"
            yield _entry(r.kind, name, address, f"{module.name} {r.doc or ''}")


def _plain(text: str) -> str:
    """Text as it reads in print: formulas on one line of Unicode, no marks of code."""
    return " ".join(prose(text).replace("`", "").split())


def _entry(kind: str, title: str, address: str, text: str) -> Entry:
    """An entry; the last text says in plain letters what has other ones: γ is gamma."""
    title, text = _plain(title), _plain(text)
    words = f"{title} {text}"
    bare = spelled(words, "ascii")
    return kind, title, address, text, "" if bare == words else bare
