"""Addresses of the page of one body."""

from recommendations.pages.body.views import BodyView
from recommendations.pages.common.downloads import page_with_downloads

urlpatterns = page_with_downloads("bodies/<slug:body>", BodyView.as_view(), "body")
