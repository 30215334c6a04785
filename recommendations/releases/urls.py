"""Addresses of releases, under the holder whose updates are released."""

from django.urls import path
from django.views.decorators.http import require_safe

from recommendations.releases import views

_RELEASES = "work/<slug:holder>/releases/"

urlpatterns = [
    path(_RELEASES, require_safe(views.ReleaseList.as_view()), name="releases"),
    path(f"{_RELEASES}new/", views.SelectRelease.as_view(), name="release-new"),
    path(f"{_RELEASES}<int:pk>/", views.ReleaseView.as_view(), name="release"),
    path(f"{_RELEASES}preview/<uuid:token>/", views.PreviewRelease.as_view(), name="release-preview"),
]
