"""Addresses of the pages for working on several actions at once."""

from django.urls import path

from forces.people.saved_views import can_be_saved
from recommendations.bulk.views import projects, selecting, updating

_WORK = "work/<slug:holder>/"

urlpatterns = [
    path(f"{_WORK}choose/", can_be_saved(selecting.SelectActions.as_view()), name="choose"),
    path(f"{_WORK}update/", updating.BulkUpdate.as_view(), name="bulk-update"),
    path(f"{_WORK}project/", projects.SetProject.as_view(), name="project"),
]
