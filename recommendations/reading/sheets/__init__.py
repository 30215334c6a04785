"""Read the sheets of a file of any kind: workbooks of Excel and LibreOffice, separated values, tables of a web page."""
