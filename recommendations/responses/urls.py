"""Addresses of the pages of one response, and of the duties and promises of one body."""

from django.urls import path

from recommendations.responses.views import (
    approval,
    comments,
    duties,
    elsewhere,
    invitation,
    promises,
    publication,
    response,
)

_RESPONSE = "forces/<slug:force>/responses/<slug:inspection>/"
_DUTIES = "work/<slug:holder>/duties/"

urlpatterns = [
    path(_RESPONSE, response.response, name="response"),
    path(f"{_RESPONSE}decision/", response.decision, name="response-decision"),
    path(f"{_RESPONSE}invitation/", invitation.invitation, name="response-invitation"),
    path(f"{_RESPONSE}comments/", comments.comments, name="response-comments"),
    path(f"{_RESPONSE}comments/document/", comments.comments_document, name="response-comments-document"),
    path(f"{_RESPONSE}said/<slug:reference>/", response.said, name="response-said"),
    path(f"{_RESPONSE}submit/", approval.submit, name="response-submit"),
    path(f"{_RESPONSE}approval/", approval.approval, name="response-approval"),
    path(f"{_RESPONSE}publish/", publication.publish, name="response-publish"),
    path(f"{_RESPONSE}elsewhere/", elsewhere.elsewhere, name="response-elsewhere"),
    path(f"{_RESPONSE}commitments/<int:commitment>/", promises.commitment, name="commitment"),
    path(f"{_RESPONSE}sendings/", publication.sendings, name="response-sendings"),
    path(f"{_RESPONSE}published/<int:version>/", publication.publication, name="publication"),
    path(f"{_RESPONSE}published/<int:version>/document/", publication.publication_file, name="publication-file"),
    path(_DUTIES, duties.duties, name="duties"),
    path(f"{_DUTIES}new/", duties.new, name="duty-new"),
    path(f"{_DUTIES}<int:commitment>/", duties.duty, name="duty"),
    path(f"{_DUTIES}<int:commitment>/edit/", duties.edit, name="duty-edit"),
    path(f"{_DUTIES}<int:commitment>/remove/", duties.remove, name="duty-remove"),
]
