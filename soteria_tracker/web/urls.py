"""Addresses of the pages of plain text."""

from django.urls import path

from soteria_tracker.web import views

urlpatterns = [
    path("help/", views.how_things_are_counted, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
