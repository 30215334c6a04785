"""Addresses of the pages for importing a tracker."""

from django.urls import path

from recommendations.imports.trackers import views

_FORCE = "import/<slug:holder>/"
_ONE = f"{_FORCE}<int:pk>/"

urlpatterns = [
    path(_ONE, views.AnswerQuestions.as_view(), name="tracker-import"),
    path(f"{_ONE}preview/", views.PreviewImport.as_view(), name="tracker-preview"),
    path(f"{_ONE}place/<slug:row>/", views.PlaceRow.as_view(), name="tracker-place"),
    path(f"{_ONE}rows/", views.ImportedRows.as_view(), name="tracker-rows"),
    path(f"{_ONE}file/", views.ImportedFile.as_view(), name="tracker-file"),
    path(f"{_ONE}discard/", views.DiscardUpload.as_view(), name="tracker-discard"),
    path(f"{_ONE}undo/", views.UndoImport.as_view(), name="tracker-undo"),
]
