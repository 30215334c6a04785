"""Addresses of the pages about letters."""

from django.urls import path

from recommendations.letters import views

_LETTERS = "work/<slug:holder>/letters/"

urlpatterns = [
    path(_LETTERS, views.LetterList.as_view(), name="letters"),
    path(f"{_LETTERS}new/", views.RecordLetter.as_view(), name="letter-new"),
    path(f"{_LETTERS}<int:letter>/", views.LetterPage.as_view(), name="letter"),
    path(f"{_LETTERS}<int:letter>/file/", views.file, name="letter-file"),
    path(f"{_LETTERS}<int:letter>/retract/", views.RetractLetter.as_view(), name="letter-retract"),
]
