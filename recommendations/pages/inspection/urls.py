"""Addresses of the list of inspections, of one inspection and of one recommendation."""

from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from recommendations.pages.common.as_at import dated
from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.inspection.list.views import InspectionListView
from recommendations.pages.inspection.page.views import inspection, inspection_export
from recommendations.pages.inspection.recommendation.views import (
    published_statements,
    recommendation,
    recommendation_export,
)

_RECOMMENDATION = "inspections/<slug:inspection>/<slug:reference>"
_inspections = require_safe(dated(InspectionListView.as_view()))
_moved = require_safe(RedirectView.as_view(pattern_name="published-statements", permanent=True))

urlpatterns = [
    *page_with_downloads("inspections", _inspections, _inspections, "inspections"),
    *page_with_downloads("inspections/<slug:inspection>", inspection, inspection_export, "inspection"),
    *page_with_downloads(_RECOMMENDATION, recommendation, recommendation_export, "recommendation"),
]
undated_urlpatterns = [
    path(f"{_RECOMMENDATION}/statements/", published_statements, name="published-statements"),
    # the address before version 0.1
    path(f"{_RECOMMENDATION}/said/", _moved, name="published-statements-moved"),
]
