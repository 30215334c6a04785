"""Addresses for removing words and files."""

from django.urls import path

from recommendations.redactions import views

_REDACTIONS = "work/<slug:holder>/removals/"

urlpatterns = [
    path(_REDACTIONS, views.RedactionList.as_view(), name="redactions"),
    path(f"{_REDACTIONS}ask/<int:update>/", views.RequestRedaction.as_view(), name="redaction-new"),
    path(f"{_REDACTIONS}<int:redaction>/", views.DecideRedaction.as_view(), name="redaction"),
]
