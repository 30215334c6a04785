"""The pages on which an office releases and withdraws."""
