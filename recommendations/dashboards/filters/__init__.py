"""Filters of the pages: GET forms over querysets that are already scoped to the reader."""
