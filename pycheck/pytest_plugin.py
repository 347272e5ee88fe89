"""``pytest --pycheck audit.toml``: one test a claim and one an erratum; ``paper.tex``: a formula.

Nothing of pycheck is imported where the option is not given.
"""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("pycheck").addoption(
        "--pycheck",
        action="store_true",
        help="Collect every audit.toml among the paths, one test a claim and one an erratum, and "
        "every other file that is given as a text, one test a displayed formula.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Collect audits where they are asked for."""
    if config.getoption("pycheck"):
        from pycheck.pytest_items import Collecting

        config.pluginmanager.register(Collecting(config), "pycheck-audits")
