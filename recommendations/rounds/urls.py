"""Addresses of request rounds, under the holder whose leads are asked."""

from django.urls import path
from django.views.decorators.http import require_safe

from recommendations.rounds.views.reply import ReplyView
from recommendations.rounds.views.review import ReviewReplies
from recommendations.rounds.views.rounds import (
    AllWorkbooksFile,
    CreateRound,
    RequestWorkbookFile,
    RoundList,
    RoundView,
)
from recommendations.rounds.views.uploads import ReturnedWorkbookFile, UploadReplies

_ROUNDS = "work/<slug:holder>/rounds/"
_ROUND = f"{_ROUNDS}<int:pk>/"

urlpatterns = [
    path(_ROUNDS, require_safe(RoundList.as_view()), name="rounds"),
    path(f"{_ROUNDS}new/", CreateRound.as_view(), name="round-new"),
    path(_ROUND, RoundView.as_view(), name="round"),
    path(
        f"{_ROUND}requests/<int:request_pk>/workbook.xlsx",
        require_safe(RequestWorkbookFile.as_view()),
        name="round-workbook",
    ),
    path(f"{_ROUND}workbooks.zip", require_safe(AllWorkbooksFile.as_view()), name="round-workbooks"),
    path(f"{_ROUND}uploads/", UploadReplies.as_view(), name="round-uploads"),
    path(
        f"{_ROUND}uploads/<int:workbook>/file/",
        require_safe(ReturnedWorkbookFile.as_view()),
        name="round-workbook-file",
    ),
    path(f"{_ROUND}review/", ReviewReplies.as_view(), name="round-review"),
    path(f"{_ROUND}review/<int:row>/", ReplyView.as_view(), name="round-reply"),
]
