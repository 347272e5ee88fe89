"""Audit the mathematics of a book on transformers: algebra proved, reality measured, kept apart."""
