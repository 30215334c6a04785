"""Admin pages of records that do not affect positions. The rest are in recommendations.maintenance.admin."""

from recommendations.register.admin import closing_levels, sources, worklists

__all__ = ["closing_levels", "sources", "worklists"]
