"""The forms of one response."""
