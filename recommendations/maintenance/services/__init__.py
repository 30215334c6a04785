"""The doors for everything that moves a position: records and positions in one transaction."""
