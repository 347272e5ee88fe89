"""Where the proofs, the ledger and our own profiles lie: in a checkout or inside the wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def project_root() -> Path:
    """The folder that holds ``lean/``, ``lakefile.lean`` and ``data/``.

    In a checkout that is the checkout; in an installed wheel it is the copy that travels in it.
    """
    checkout = _PACKAGE.parent
    if (checkout / "lakefile.lean").is_file():
        return checkout
    return _PACKAGE / "_project"


def ledger_root() -> Path:
    """The folder of the ledger's TOML files."""
    return project_root() / "book" / "claims"
