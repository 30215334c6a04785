"""Addresses of the national overview."""

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.overview import views

urlpatterns = page_with_downloads("overview", views.overview, views.overview_export, "overview")
