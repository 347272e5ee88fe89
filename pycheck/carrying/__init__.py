"""Whether a proved theorem is the formula that a ledger writes down, found at samples."""
