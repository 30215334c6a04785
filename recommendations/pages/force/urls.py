"""Addresses of the list of forces and of one force."""

from django.urls import path
from django.views.decorators.http import require_safe

from recommendations.pages.common.as_at import dated
from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.force import views

_forces = require_safe(dated(views.ForceListView.as_view()))

urlpatterns = [
    *page_with_downloads("forces", _forces, _forces, "forces"),
    *page_with_downloads("forces/<slug:force>", views.force, views.force_export, "force"),
    path("forces/<slug:force>/also-named/", views.also_named, name="force-also-named"),
]
