"""Addresses of assurance."""

from django.urls import path

from forces.people.saved_views import can_be_saved
from recommendations.assurance import views

_ASSURANCE = "work/<slug:holder>/assurance/"

urlpatterns = [
    path(_ASSURANCE, can_be_saved(views.AssuranceList.as_view()), name="assurance"),
    path(f"{_ASSURANCE}new/", views.RecordAssurance.as_view(), name="assurance-new"),
    path(f"{_ASSURANCE}<int:assurance>/retract/", views.RetractAssurance.as_view(), name="assurance-retract"),
]
