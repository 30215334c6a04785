"""Addresses of the handover pack of one body, for its office."""

from django.urls import path

from recommendations.reorganisations import views

urlpatterns = [path("work/<slug:holder>/handover.<slug:format>", views.HandoverFile.as_view(), name="handover")]
