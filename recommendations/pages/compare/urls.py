"""Addresses of the comparison of a force with others."""

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.compare.views import ComparePage

urlpatterns = page_with_downloads("forces/<slug:force>/compare", ComparePage.as_view(), "force-compare")
