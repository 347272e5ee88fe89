"""Evidence in, two verdicts a claim out."""
