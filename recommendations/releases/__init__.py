"""Releases: what the office shows its panel or the public of the updates recorded for itself and its force."""
