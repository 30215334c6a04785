"""Addresses of the list of inspections, of one inspection and of one recommendation."""

from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.inspection.list.views import InspectionListView
from recommendations.pages.inspection.page.views import InspectionView
from recommendations.pages.inspection.recommendation.views import PublishedStatementsView, RecommendationView

_RECOMMENDATION = "inspections/<slug:inspection>/<slug:reference>"
_moved = require_safe(RedirectView.as_view(pattern_name="published-statements", permanent=True))

urlpatterns = [
    *page_with_downloads("inspections", InspectionListView.as_view(), "inspections"),
    *page_with_downloads("inspections/<slug:inspection>", InspectionView.as_view(), "inspection"),
    *page_with_downloads(_RECOMMENDATION, RecommendationView.as_view(), "recommendation"),
]
undated_urlpatterns = [
    path(f"{_RECOMMENDATION}/statements/", PublishedStatementsView.as_view(), name="published-statements"),
    # the address before version 0.1
    path(f"{_RECOMMENDATION}/said/", _moved, name="published-statements-moved"),
]
