"""Assurance: the office's own view of an action, which stands beside its status and never changes it."""
