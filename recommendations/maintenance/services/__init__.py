"""Services for every change that affects positions. Records, positions and search change in one transaction."""
