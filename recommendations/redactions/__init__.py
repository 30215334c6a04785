"""Removing words or a file that should not have been recorded: one person asks, another decides, the proof stays."""
