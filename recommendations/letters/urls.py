"""Addresses of the pages about letters."""

from django.urls import path

from recommendations.letters import views

_LETTERS = "work/<slug:holder>/letters/"

urlpatterns = [
    path(_LETTERS, views.letters, name="letters"),
    path(f"{_LETTERS}new/", views.new, name="letter-new"),
    path(f"{_LETTERS}<int:letter>/", views.letter, name="letter"),
    path(f"{_LETTERS}<int:letter>/file/", views.file, name="letter-file"),
    path(f"{_LETTERS}<int:letter>/retract/", views.retract, name="letter-retract"),
]
