"""Formulas as people print them: read, turned into statements, and judged."""
