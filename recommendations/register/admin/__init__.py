"""Admin pages of the register's records that move no position; the others stand in recommendations.positions.admin."""

from recommendations.register.admin import closing_levels, worklists

__all__ = ["closing_levels", "worklists"]
