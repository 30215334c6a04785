"""Addresses of the pages about leads."""

from django.urls import path

from recommendations.leads import views

_LEADS = "work/<slug:holder>/leads/"

urlpatterns = [
    path(_LEADS, views.Posts.as_view(), name="leads"),
    path(f"{_LEADS}change/", views.ChangeLead.as_view(), name="leads-change"),
    path(f"{_LEADS}hand-over/", views.HandOver.as_view(), name="leads-hand-over"),
]
