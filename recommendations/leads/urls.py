"""Addresses of the pages about leads."""

from django.urls import path

from recommendations.leads import views

_LEADS = "work/<slug:holder>/leads/"

urlpatterns = [
    path(_LEADS, views.leads, name="leads"),
    path(f"{_LEADS}change/", views.change, name="leads-change"),
    path(f"{_LEADS}hand-over/", views.hand_over, name="leads-hand-over"),
]
