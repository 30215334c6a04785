"""Invented positions and histories, so that people can try the product. Nothing here is about a real case."""
