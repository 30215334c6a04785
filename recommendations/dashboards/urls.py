"""Addresses of the pages that show where things stand."""

from django.urls import path

from recommendations.dashboards.views import (
    actions,
    bodies,
    forces,
    home,
    inspections,
    my_work,
    office,
    overview,
    responses,
)

_ACTION = "<slug:holder>/<slug:inspection>/<slug:reference>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("my-work/", my_work.my_work, name="my-work"),
    path("responses/", responses.responses, name="responses"),
    path("responses.csv", responses.responses_csv, name="responses-csv"),
    path("overview/", overview.overview, name="overview"),
    path("overview.csv", overview.overview_csv, name="overview-csv"),
    path("forces/", forces.forces, name="forces"),
    path("forces.csv", forces.forces_csv, name="forces-csv"),
    path("forces/<slug:force>/", forces.force, name="force"),
    path("forces/<slug:force>.csv", forces.force_csv, name="force-csv"),
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections.csv", inspections.inspections_csv, name="inspections-csv"),
    path("inspections/<slug:inspection>/", inspections.inspection, name="inspection"),
    path("inspections/<slug:inspection>.csv", inspections.inspection_csv, name="inspection-csv"),
    path("inspections/<slug:inspection>/<slug:reference>/", inspections.recommendation, name="recommendation"),
    path("bodies/<slug:body>/", bodies.body, name="body"),
    path("bodies/<slug:body>.csv", bodies.body_csv, name="body-csv"),
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
