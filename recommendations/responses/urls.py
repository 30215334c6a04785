"""Addresses of the pages of one response, and of the duties and commitments of one body."""

from django.urls import path

from recommendations.responses.views import (
    approval,
    comments,
    commitments,
    decision,
    editor,
    invitation,
    joint,
    publication,
    published_elsewhere,
)

_RESPONSE = "forces/<slug:force>/responses/<slug:inspection>/"
_DUTIES = "work/<slug:holder>/duties/"

urlpatterns = [
    path(_RESPONSE, editor.EditResponse.as_view(), name="response"),
    path(f"{_RESPONSE}decision/", decision.DecideWhetherDue.as_view(), name="response-decision"),
    path(f"{_RESPONSE}invitation/", invitation.Invite.as_view(), name="response-invitation"),
    path(f"{_RESPONSE}joint/", joint.AnswerJointly.as_view(), name="response-joint"),
    path(f"{_RESPONSE}comments/", comments.EditComments.as_view(), name="response-comments"),
    path(f"{_RESPONSE}comments/document/", comments.comments_document, name="response-comments-document"),
    path(f"{_RESPONSE}precedents/<slug:reference>/", editor.Precedents.as_view(), name="response-precedents"),
    path(f"{_RESPONSE}submit/", approval.Submit.as_view(), name="response-submit"),
    path(f"{_RESPONSE}approval/", approval.Approve.as_view(), name="response-approval"),
    path(f"{_RESPONSE}publish/", publication.Publish.as_view(), name="response-publish"),
    path(
        f"{_RESPONSE}published-elsewhere/",
        published_elsewhere.RecordPublishedElsewhere.as_view(),
        name="response-published-elsewhere",
    ),
    path(f"{_RESPONSE}commitments/<int:commitment>/", commitments.CompleteCommitment.as_view(), name="commitment"),
    path(f"{_RESPONSE}sendings/", publication.RecordCopies.as_view(), name="response-sendings"),
    path(f"{_RESPONSE}published/<int:version>/", publication.PublicationPage.as_view(), name="publication"),
    path(f"{_RESPONSE}published/<int:version>/document/", publication.publication_file, name="publication-file"),
    path(_DUTIES, commitments.DutyList.as_view(), name="duties"),
    path(f"{_DUTIES}new/", commitments.NewDuty.as_view(), name="duty-new"),
    path(f"{_DUTIES}<int:commitment>/", commitments.CompleteDuty.as_view(), name="duty"),
    path(f"{_DUTIES}<int:commitment>/edit/", commitments.EditDuty.as_view(), name="duty-edit"),
    path(f"{_DUTIES}<int:commitment>/remove/", commitments.WithdrawDuty.as_view(), name="duty-remove"),
]
