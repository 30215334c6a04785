"""Addresses of the people of a body: who has a role there, inviting them, and ending a role."""

from django.urls import path

from recommendations.pages.people import views

urlpatterns = [
    path("bodies/<slug:body>/people/", views.People.as_view(), name="people"),
    path("bodies/<slug:body>/people/invite/", views.InvitePerson.as_view(), name="people-invite"),
    path("bodies/<slug:body>/people/<int:membership>/end/", views.EndRole.as_view(), name="people-end"),
    path("bodies/<slug:body>/people/<int:membership>/link/", views.SendAgain.as_view(), name="people-link"),
    path(
        "bodies/<slug:body>/people/<int:membership>/second-step/", views.ResetSecondStep.as_view(), name="people-reset"
    ),
]
