"""Addresses of the pages that take a file of any kind."""

from django.urls import path

from recommendations.imports.uploads import views

_ONE = "import/files/<uuid:upload>/"

urlpatterns = [
    path("import/", views.AnyImports.as_view(), name="imports"),
    path("import/<slug:holder>/", views.ForceImports.as_view(), name="tracker-imports"),
    path(_ONE, views.UploadedFilePage.as_view(), name="import-upload"),
    path(f"{_ONE}pass-on/", views.PassReportOn.as_view(), name="import-pass-on"),
    path(f"{_ONE}response/", views.FillInResponse.as_view(), name="import-response"),
]
