"""Admin pages of the records that affect actions, positions or the search index."""

from recommendations.maintenance.admin import actions, documents, inspections, recommendations

__all__ = ["actions", "documents", "inspections", "recommendations"]
