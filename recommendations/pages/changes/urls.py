"""Addresses of the pages of what changed between two days, for a force, a body and an inspection."""

from recommendations.pages.changes import views
from recommendations.pages.common.downloads import page_with_downloads

urlpatterns = [
    *page_with_downloads("forces/<slug:force>/changes", views.changes, views.changes_export, "force-changes"),
    *page_with_downloads("bodies/<slug:body>/changes", views.changes, views.changes_export, "body-changes"),
    *page_with_downloads(
        "inspections/<slug:inspection>/changes", views.changes, views.changes_export, "inspection-changes"
    ),
]
