"""Addresses of the comparison of a force with others."""

from django.views.decorators.http import require_safe

from recommendations.pages.common.as_at import dated
from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.compare.views import ComparePage

_compare = require_safe(dated(ComparePage.as_view()))

urlpatterns = page_with_downloads("forces/<slug:force>/compare", _compare, _compare, "force-compare")
