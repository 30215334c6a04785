"""Search the texts of the register: one index row for each text, with its holder and its audience."""
