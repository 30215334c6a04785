"""Reorganisations of forces and local policing bodies: read a plan, check it, show what it moves, do and undo it."""
