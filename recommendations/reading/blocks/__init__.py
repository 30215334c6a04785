"""Turn a file of any kind into a stream of blocks: headings, paragraphs, list items and tables."""
