"""Addresses of the pages. Each page package has its own."""

from django.urls import URLPattern, URLResolver, include, path

from recommendations.pages.inspection.urls import undated_urlpatterns as statements
from soteria_tracker.web.as_at import dated_patterns


def _of(*packages: str) -> list[URLPattern | URLResolver]:
    return [path("", include(f"recommendations.pages.{package}.urls")) for package in packages]


urlpatterns = [
    # "changes" before the dated pages: it is a reserved word there, never a recommendation's reference
    *_of("home", "my_work", "responses", "calendar", "changes", "access_log", "log", "panel_home"),
    *dated_patterns(_of("overview", "force", "compare", "inspection", "body")),
    *statements,
    *_of("office", "people", "action"),
]
