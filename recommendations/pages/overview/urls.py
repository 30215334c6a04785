"""Addresses of the national overview."""

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.overview.views import OverviewView

urlpatterns = page_with_downloads("overview", OverviewView.as_view(), "overview")
