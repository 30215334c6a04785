"""Addresses of the page of one body."""

from recommendations.pages.body import views
from recommendations.pages.common.downloads import page_with_downloads

urlpatterns = page_with_downloads("bodies/<slug:body>", views.body, views.body_export, "body")
