"""The one table of constants outside the library: name, arity, meaning."""

from pycheck.statements.mathlib.analysis import ANALYSIS
from pycheck.statements.mathlib.collections import COLLECTIONS
from pycheck.statements.mathlib.continuity import CONTINUITY
from pycheck.statements.mathlib.finite import FINITE
from pycheck.statements.mathlib.further import FURTHER
from pycheck.statements.mathlib.integers import INTEGERS
from pycheck.statements.mathlib.measures import MEASURES
from pycheck.statements.mathlib.numbers import NUMBERS
from pycheck.statements.mathlib.rows import Table
from pycheck.statements.mathlib.special import SPECIAL

TABLE: Table = {
    **NUMBERS,
    **INTEGERS,
    **COLLECTIONS,
    **FINITE,
    **ANALYSIS,
    **CONTINUITY,
    **MEASURES,
    **SPECIAL,
    **FURTHER,
}
