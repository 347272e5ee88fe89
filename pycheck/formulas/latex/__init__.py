"""LaTeX as formulas of the language, with every token consumed and every reading told."""
