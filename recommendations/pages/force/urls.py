"""Addresses of the list of forces and of one force."""

from django.urls import path

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.force import views

urlpatterns = [
    *page_with_downloads("forces", views.forces, views.forces_export, "forces"),
    *page_with_downloads("forces/<slug:force>", views.force, views.force_export, "force"),
    path("forces/<slug:force>/also-named/", views.also_named, name="force-also-named"),
]
