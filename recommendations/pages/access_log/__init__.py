"""Who signed in, who was refused, and who downloaded what, for auditors."""
