"""Admin pages of the register's records that move no position; the others stand in recommendations.positions.admin."""

from recommendations.register.admin import documents, worklists

__all__ = ["documents", "worklists"]
