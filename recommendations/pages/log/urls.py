"""Addresses of the log of who recorded what."""

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.log.views import LogPage

urlpatterns = page_with_downloads("log", LogPage.as_view(), "log")
