"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from soteria_tracker.operations.health import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/login/", include("recommendations.demonstration.urls")),
    path("account/", include("forces.people.urls")),
    path("health/", health, name="health"),
    path("", include("soteria_tracker.web.urls")),
    path("", include("recommendations.responses.urls")),
    path("", include("recommendations.assurance.urls")),
    path("", include("recommendations.documents.urls")),
    path("", include("recommendations.search.urls")),
    path("", include("recommendations.releases.urls")),
    path("", include("recommendations.redactions.urls")),
    path("", include("recommendations.imports.letters.urls")),
    path("", include("recommendations.letters.urls")),
    path("", include("recommendations.rounds.urls")),
    path("", include("recommendations.imports.uploads.urls")),
    path("", include("recommendations.imports.trackers.urls")),
    path("", include("recommendations.leads.urls")),
    path("", include("recommendations.bulk.urls")),
    path("", include("recommendations.reorganisations.urls")),
    path("", include("recommendations.pages.urls")),
]

handler400 = "soteria_tracker.web.errors.bad_request"
handler403 = "soteria_tracker.web.errors.permission_denied"
handler404 = "soteria_tracker.web.errors.page_not_found"
handler429 = "soteria_tracker.web.errors.too_many_requests"  # for allauth
handler500 = "soteria_tracker.web.errors.server_error"
