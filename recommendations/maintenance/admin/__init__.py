"""Admin pages of the records that move actions and positions, and of those that the search finds."""

from recommendations.maintenance.admin import actions, documents, inspections, recommendations

__all__ = ["actions", "documents", "inspections", "recommendations"]
