"""The addresses of documents. They stand before the dashboards' addresses in soteria_tracker/urls.py."""

from django.urls import path

from recommendations.documents.views import comments_read, publication_document, response_document

_RESPONSE = "forces/<slug:force>/responses/<slug:inspection>/"
_DOCUMENT = "documents/<slug:kind>.<slug:format>"

urlpatterns = [
    path(_RESPONSE + _DOCUMENT, response_document, name="response-document"),
    path(f"{_RESPONSE}published/<int:version>/{_DOCUMENT}", publication_document, name="publication-document"),
    path(f"{_RESPONSE}comments/read/", comments_read, name="response-comments-read"),
]
