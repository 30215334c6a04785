"""Addresses of pages that anyone can read."""

from django.urls import path

from soteria_tracker.web import views

urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
