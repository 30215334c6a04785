"""Read documents with what the register knows: reports to drafts of inspections, letters and responses."""
