"""Services that write the register’s records. Those that move positions are called through positions.services."""
