"""Addresses of the pages of what changed between two days, for a force, a body and an inspection."""

from recommendations.pages.changes.views import ChangesView
from recommendations.pages.common.downloads import page_with_downloads

urlpatterns = [
    *page_with_downloads("forces/<slug:force>/changes", ChangesView.as_view(), "force-changes"),
    *page_with_downloads("bodies/<slug:body>/changes", ChangesView.as_view(), "body-changes"),
    *page_with_downloads("inspections/<slug:inspection>/changes", ChangesView.as_view(), "inspection-changes"),
]
