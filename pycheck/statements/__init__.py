"""The statements that Lean proved, evaluated on samples from their own trees."""

from pycheck.statements.mutants.scoring import MutationScore as MutationScore
from pycheck.statements.reports import Counterexample as Counterexample
from pycheck.statements.reports import TheoremReport as TheoremReport
from pycheck.statements.reports import sample as sample
