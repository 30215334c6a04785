"""Addresses of the pages that show where things stand."""

from django.urls import path, register_converter

from recommendations.dashboards.downloads import page_with_downloads
from recommendations.dashboards.views import (
    actions,
    bodies,
    calendars,
    changes,
    forces,
    home,
    inspections,
    my_work,
    office,
    overview,
    responses,
)
from soteria_tracker.web.exports import FormatConverter

register_converter(FormatConverter, "format")

_ACTION = "<slug:holder>/<slug:inspection>/<slug:reference>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("calendar/<slug:token>.ics", calendars.calendar_feed, name="calendar-feed"),
    *page_with_downloads("my-work", my_work.my_work, my_work.my_work_export, "my-work"),
    *page_with_downloads("responses", responses.responses, responses.responses_export, "responses"),
    *page_with_downloads("overview", overview.overview, overview.overview_export, "overview"),
    *page_with_downloads("forces", forces.forces, forces.forces_export, "forces"),
    *page_with_downloads("forces/<slug:force>", forces.force, forces.force_export, "force"),
    path("forces/<slug:force>/also-named/", forces.also_named, name="force-also-named"),
    *page_with_downloads("inspections", inspections.inspections, inspections.inspections_export, "inspections"),
    *page_with_downloads(
        "inspections/<slug:inspection>", inspections.inspection, inspections.inspection_export, "inspection"
    ),
    # "changes" is a word of its own in these addresses, and no recommendation's reference
    *page_with_downloads("forces/<slug:force>/changes", changes.changes, changes.changes_export, "force-changes"),
    *page_with_downloads("bodies/<slug:body>/changes", changes.changes, changes.changes_export, "body-changes"),
    *page_with_downloads(
        "inspections/<slug:inspection>/changes", changes.changes, changes.changes_export, "inspection-changes"
    ),
    *page_with_downloads(
        "inspections/<slug:inspection>/<slug:reference>",
        inspections.recommendation,
        inspections.recommendation_export,
        "recommendation",
    ),
    path("inspections/<slug:inspection>/<slug:reference>/said/", inspections.said, name="recommendation-said"),
    *page_with_downloads("bodies/<slug:body>", bodies.body, bodies.body_export, "body"),
    path("bodies/<slug:body>/settings/", office.office, name="office-settings"),
    path("bodies/<slug:body>/templates/<slug:kind>/", office.template, name="office-template"),
    path("bodies/<slug:body>/templates/<slug:kind>/preview/", office.template_preview, name="office-template-preview"),
    # one action and what belongs to it, under its force or under its body
    *(
        path(f"{tree}/{_ACTION}{tail}", view, {"tree": tree}, name=f"{kind}-{name}")
        for tree, kind in (("forces", "force"), ("bodies", "body"))
        for tail, view, name in (
            ("", actions.action, "action"),
            ("updates/<int:update>/retract/", actions.retract, "retract"),
            ("evidence/<int:evidence>/", actions.evidence, "evidence"),
        )
    ),
]
