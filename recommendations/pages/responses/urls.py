"""Addresses of the list of responses."""

from django.views.decorators.http import require_safe

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.responses.views import ResponseListView

_responses = require_safe(ResponseListView.as_view())

urlpatterns = page_with_downloads("responses", _responses, _responses, "responses")
