"""The statements that Lean proved, evaluated on samples from their own trees."""
