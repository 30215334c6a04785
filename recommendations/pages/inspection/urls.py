"""Addresses of the list of inspections, of one inspection and of one recommendation."""

from django.urls import path

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.inspection import views

urlpatterns = [
    *page_with_downloads("inspections", views.inspections, views.inspections_export, "inspections"),
    *page_with_downloads("inspections/<slug:inspection>", views.inspection, views.inspection_export, "inspection"),
    *page_with_downloads(
        "inspections/<slug:inspection>/<slug:reference>",
        views.recommendation,
        views.recommendation_export,
        "recommendation",
    ),
    path("inspections/<slug:inspection>/<slug:reference>/said/", views.said, name="recommendation-said"),
]
