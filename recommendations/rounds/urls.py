"""Addresses of request rounds, under the holder whose leads are asked."""

from django.urls import path

from recommendations.rounds.views import reply, review, rounds, uploads

_ROUNDS = "work/<slug:holder>/rounds/"
_ROUND = f"{_ROUNDS}<int:pk>/"

urlpatterns = [
    path(_ROUNDS, rounds.rounds, name="rounds"),
    path(f"{_ROUNDS}new/", rounds.new, name="round-new"),
    path(_ROUND, rounds.one, name="round"),
    path(f"{_ROUND}requests/<int:request_pk>/workbook.xlsx", rounds.workbook, name="round-workbook"),
    path(f"{_ROUND}workbooks.zip", rounds.all_workbooks, name="round-workbooks"),
    path(f"{_ROUND}returns/", uploads.returns, name="round-returns"),
    path(f"{_ROUND}returns/<int:returned>/file/", uploads.returned_file, name="round-returned-file"),
    path(f"{_ROUND}take-in/", review.take_in, name="round-take-in"),
    path(f"{_ROUND}take-in/<int:row>/", reply.one_answer, name="round-take-in-row"),
]
