"""A third road to a refutation: intervals of a checker whose arithmetic is proved in Lean."""
