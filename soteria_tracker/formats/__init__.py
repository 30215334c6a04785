"""The default format of dates: in full, as on every page."""
