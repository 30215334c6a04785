"""Addresses of the list of responses."""

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.responses.views import ResponseListView

urlpatterns = page_with_downloads("responses", ResponseListView.as_view(), "responses")
