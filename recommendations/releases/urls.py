"""Addresses of releasing: under the work of the holder whose updates they are."""

from django.urls import path

from recommendations.releases.views import previews, releases, releasing

_RELEASES = "work/<slug:holder>/releases/"

urlpatterns = [
    path(_RELEASES, releases.releases, name="releases"),
    path(f"{_RELEASES}new/", releasing.new, name="release-new"),
    path(f"{_RELEASES}<int:pk>/", releases.release, name="release"),
    path(f"{_RELEASES}preview/<uuid:token>/", previews.preview, name="release-preview"),
    path(
        f"{_RELEASES}preview/<uuid:token>/<slug:audience>/<path:page>",
        previews.preview_page,
        name="release-preview-page",
    ),
]
