"""The statements that Lean proved, evaluated on samples from their own trees."""

from pycheck.algebra.statements.report import Counterexample as Counterexample
from pycheck.algebra.statements.report import TheoremReport as TheoremReport
from pycheck.algebra.statements.report import sample as sample
from pycheck.algebra.statements.scoring import MutationScore as MutationScore
