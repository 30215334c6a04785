"""Tables of the pages: which columns, in which words, sorted how."""
