"""Addresses of the list of responses."""

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.responses import views

urlpatterns = page_with_downloads("responses", views.responses, views.responses_export, "responses")
