"""Searching what the register says: one index row for each text, with its holder and its audience."""
