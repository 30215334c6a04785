"""Addresses of working on several actions of one holder at once."""

from django.urls import path

from forces.people.saved_views import can_be_saved
from recommendations.bulk.views import choosing, projects, updating

_WORK = "work/<slug:holder>/"

urlpatterns = [
    path(f"{_WORK}choose/", can_be_saved(choosing.choose), name="choose"),
    path(f"{_WORK}update/", updating.update, name="update-several"),
    path(f"{_WORK}project/", projects.project, name="project"),
]
