"""Proof that no one altered the history: a chain of digests for each body, and its verification."""
