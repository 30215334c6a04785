"""Admin pages of records whose changes affect no position. The others are in recommendations.maintenance.admin."""

from recommendations.register.admin import closing_levels, worklists

__all__ = ["closing_levels", "worklists"]
