"""Addresses of the log of access."""

from recommendations.pages.access_log.views import AccessLogPage
from recommendations.pages.common.downloads import page_with_downloads

urlpatterns = page_with_downloads("log/access", AccessLogPage.as_view(), "access-log")
