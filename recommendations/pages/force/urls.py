"""Addresses of the list of forces and of one force."""

from django.urls import path

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.force.views import AlsoNamedView, ForceListView, ForceView

urlpatterns = [
    *page_with_downloads("forces", ForceListView.as_view(), "forces"),
    *page_with_downloads("forces/<slug:force>", ForceView.as_view(), "force"),
    path("forces/<slug:force>/also-named/", AlsoNamedView.as_view(), name="force-also-named"),
]
