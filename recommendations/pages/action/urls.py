"""Addresses of one action and what belongs to it, under its force or under its body."""

from django.urls import path

from recommendations.pages.action import discussion, views
from recommendations.pages.common.downloads import on_paper

_ACTION = "<slug:holder>/<slug:inspection>/<slug:reference>"

urlpatterns = [
    path(f"{tree}/{_ACTION}{tail}", view, {"tree": tree}, name=f"{kind}-{name}")
    for tree, kind in (("forces", "force"), ("bodies", "body"))
    for tail, view, name in (
        ("/", views.ActionPage.as_view(), "action"),
        (".pdf", on_paper(views.ActionPage.as_view()), "action-pdf"),
        ("/assign/", discussion.AssignAction.as_view(), "assign"),
        ("/comments/", discussion.AddComment.as_view(), "comment"),
        ("/updates/<int:update>/correct/", views.CorrectUpdate.as_view(), "correct"),
        ("/updates/<int:update>/retract/", views.RetractUpdate.as_view(), "retract"),
        ("/evidence/<int:evidence>/", views.EvidenceFile.as_view(), "evidence"),
    )
]
