"""The pages of one response, and of a body's duties and commitments."""
