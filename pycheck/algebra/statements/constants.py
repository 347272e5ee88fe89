"""The one table of constants outside the library: name, arity, meaning."""

from pycheck.algebra.statements.constants_analysis import ANALYSIS
from pycheck.algebra.statements.constants_collections import COLLECTIONS
from pycheck.algebra.statements.constants_numbers import NUMBERS
from pycheck.algebra.statements.rows import Table

TABLE: Table = {**NUMBERS, **COLLECTIONS, **ANALYSIS}
