"""Invented positions and histories, so that the product can be shown and tried. Nothing here is about anybody."""
