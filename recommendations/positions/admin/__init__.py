"""Admin pages of the records that move actions and positions."""

from recommendations.positions.admin import actions, inspections, recommendations

__all__ = ["actions", "inspections", "recommendations"]
