"""What changes rounds: creating and following them, saving returned workbooks, accepting replies."""
