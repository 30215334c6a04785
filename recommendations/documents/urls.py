"""Addresses of documents."""

from django.urls import path

from recommendations.documents.views import ReadComments, publication_document, response_document

_RESPONSE = "forces/<slug:force>/responses/<slug:inspection>/"
_DOCUMENT = "documents/<slug:kind>.<slug:format>"

urlpatterns = [
    path(_RESPONSE + _DOCUMENT, response_document, name="response-document"),
    path(f"{_RESPONSE}published/<int:version>/{_DOCUMENT}", publication_document, name="publication-document"),
    path(f"{_RESPONSE}comments/read/", ReadComments.as_view(), name="response-comments-read"),
]
