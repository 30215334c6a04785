"""Read a published report: what it recommends, to whom, and by when."""
