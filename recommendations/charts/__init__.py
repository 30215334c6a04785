"""Numbers in, accessible SVG out. Pure: imports nothing of ours."""
