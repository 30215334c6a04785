"""Read a tracker: the spreadsheet in which an office keeps its recommendations."""
