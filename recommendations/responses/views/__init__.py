"""The pages of one response."""
