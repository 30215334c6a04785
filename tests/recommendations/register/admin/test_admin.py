"""The admin pages of documents, closing levels and worklists, and the records without an admin page."""

import pytest
from django.contrib import admin as django_admin
from django.test import Client

from recommendations.imports.models import LoadRun
from recommendations.models import Evidence, Letter, PartDone, Position, Update, UpdateWords
from recommendations.register.models import ClosingLevel, Document, Recommendation
from recommendations.register.services.actions import open_actions
from tests.administration import faults, filled, row
from tests.cast import NOON, Cast, Register
from tests.factories import AddresseeFactory, InspectionFactory, RecommendationFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.mark.parametrize("model", [Update, UpdateWords, Evidence, Letter, PartDone, Position])
def test_updates_have_no_page_in_the_administration(admin: Client, model: type) -> None:
    assert not django_admin.site.is_registered(model)
    assert admin.get(f"/admin/recommendations/{model._meta.model_name}/").status_code == 404


def test_loads_can_be_viewed_but_not_changed(admin: Client, cast: Cast) -> None:
    run = LoadRun.objects.create(at=NOON, by=cast.administrator, files={"a.yaml": "1"}, result={"new": ["x"]})
    page = f"/admin/recommendations/loadrun/{run.pk}/change/"
    assert "1 new, 0 changed" in admin.get(page).content.decode()
    assert admin.post(page, {"at_0": "01/01/2020"}).status_code == 403
    assert admin.get("/admin/recommendations/loadrun/add/").status_code == 403
    assert admin.get(f"/admin/recommendations/loadrun/{run.pk}/delete/").status_code == 403


@pytest.mark.parametrize(
    "model", ["inspection", "recommendation", "action", "document", "closinglevel", "loadrun", "actionwithoutlead"]
)
def test_its_lists_open_and_can_be_searched(admin: Client, register: Register, model: str) -> None:
    assert admin.get(f"/admin/recommendations/{model}/").status_code == 200
    assert admin.get(f"/admin/recommendations/{model}/?q=cleveland").status_code in {200, 302}


@pytest.mark.parametrize("model", ["inspection", "recommendation", "action", "closinglevel"])
def test_its_histories_open(admin: Client, register: Register, model: str) -> None:
    ClosingLevel.objects.create(name="Level 1")
    first = admin.get(f"/admin/recommendations/{model}/").context["cl"].queryset.first()
    assert admin.get(f"/admin/recommendations/{model}/{first.pk}/history/").status_code == 200


def test_a_document_is_entered_with_its_claims_and_statements(admin: Client, register: Register, cast: Cast) -> None:
    address = "/admin/recommendations/document/add/"
    given = filled(
        admin,
        address,
        title="Response form",
        slug="response-form",
        kind="form",
        inspection=register.soteria.pk,
        force=register.cleveland.pk,
        published_by=register.pcc_cleveland.pk,
        claims="Date of publication: 23 August 2024\r\nType: National\r\n  and more",
        **{"statements-TOTAL_FORMS": 1},
        **row("statements", 0, order="1", speaker="force", text="We agree.", recommendation=register.rec_7.pk),
    )
    assert admin.post(address, given).status_code == 302
    document = Document.objects.get(slug="response-form")
    assert document.claims == [
        {"what": "Date of publication", "words": "23 August 2024"},
        {"what": "Type", "words": "National\nand more"},
    ]
    assert document.statements.get().text == "We agree."
    assert document.statements.get().history.get().history_user == cast.administrator
    page = f"/admin/recommendations/document/{document.pk}/change/"
    assert admin.post(page, filled(admin, page)).status_code == 302
    document.refresh_from_db()
    assert document.claims[1]["words"] == "National\nand more", "what comes back is what was entered"


def test_a_statement_is_about_a_recommendation_of_its_documents_inspection(admin: Client, register: Register) -> None:
    document = Document.objects.create(
        slug="form",
        title="Form",
        kind="form",
        inspection=InspectionFactory(slug="other"),
        force=register.cleveland,
        published_by=register.pcc_cleveland,
    )
    page = f"/admin/recommendations/document/{document.pk}/change/"
    new = row("statements", 0, order="1", speaker="force", text="Yes.", recommendation=register.rec_7.pk)
    given = filled(admin, page, **{"statements-TOTAL_FORMS": 1}, **new, **row("statements", 0, document=document.pk))
    assert faults(admin.post(page, given)) == {
        "statements-0-recommendation": ["Choose a recommendation from the document’s inspection."]
    }


def test_closing_levels_are_put_in_order_from_their_list(admin: Client, cast: Cast) -> None:
    first = ClosingLevel.objects.create(name="A", order=1)
    second = ClosingLevel.objects.create(name="B", order=2)
    address = "/admin/recommendations/closinglevel/"
    given = filled(admin, address, **{"form-0-order": "5", "_save": "Save"})
    assert admin.post(address, given).status_code == 302
    assert list(ClosingLevel.objects.all()) == [second, first]
    assert first.history.first().history_user == cast.administrator


def test_the_worklist_names_the_recommendations_without_a_deadline_kind(admin: Client, register: Register) -> None:
    undecided = RecommendationFactory(
        inspection=register.soteria, number=30, deadline_kind="", deadline_on=None, deadline_wording="Soon"
    )
    RecommendationFactory(inspection=register.soteria, number=31, undated=True)
    address = "/admin/recommendations/recommendationwithoutdeadlinekind/"
    assert [row.pk for row in admin.get(address).context["cl"].queryset] == [undecided.pk]
    answer = admin.get(f"{address}{undecided.pk}/change/")
    assert answer["Location"] == f"/admin/recommendations/recommendation/{undecided.pk}/change/"
    Recommendation.objects.filter(pk=undecided.pk).update(deadline_kind="none")
    assert not admin.get(address).context["cl"].queryset


def test_the_worklist_names_continuing_actions_without_a_lead(admin: Client, register: Register) -> None:
    led, ended = register.actions["cleveland", "7"], register.actions["cumbria", "7"]
    type(led).objects.filter(pk=led.pk).update(lead_post="Head of Crime")
    type(led).objects.filter(pk=ended.pk).update(ended_on=NOON.date())
    listed = {row.pk for row in admin.get("/admin/recommendations/actionwithoutlead/").context["cl"].queryset}
    assert listed == {action.pk for action in register.actions.values()} - {led.pk, ended.pk}


@pytest.mark.parametrize("model", ["action", "actionwithoutlead", "recommendationwithoutdeadlinekind", "document"])
def test_queries_do_not_grow_with_the_list(
    admin: Client, register: Register, django_assert_max_num_queries, model: str
) -> None:
    from tests.factories import ForceFactory, open_action

    def grow() -> None:
        for _number in range(3):
            recommendation = RecommendationFactory(deadline_kind="", deadline_on=None)
            force = ForceFactory()
            open_action(recommendation, force)
            Document.objects.create(
                slug=f"form-{recommendation.pk}",
                title="Form",
                kind="form",
                inspection=recommendation.inspection,
                force=force,
                published_by=force,
            )

    grow()
    with django_assert_max_num_queries(15) as few:
        admin.get(f"/admin/recommendations/{model}/")
    grow()
    with django_assert_max_num_queries(len(few)):
        admin.get(f"/admin/recommendations/{model}/")


def test_the_worklist_names_published_inspections_with_missing_actions(
    admin: Client, register: Register, cast: Cast
) -> None:
    later = RecommendationFactory(inspection=register.soteria, number=8)
    AddresseeFactory(recommendation=later, group="all-forces")
    expected = InspectionFactory(slug="expected-2026", state="expected", published_on=None)
    AddresseeFactory(recommendation=RecommendationFactory(inspection=expected, number=1), body=register.cleveland)
    InspectionFactory(slug="nothing-missing-2024")
    address = "/admin/recommendations/inspectionwithmissingactions/"
    listed = admin.get(address).context["cl"].queryset
    assert [(inspection.slug, inspection.missing) for inspection in listed] == [("soteria-2024", 3)]
    assert admin.get(f"{address}{register.soteria.pk}/change/").url.endswith(
        f"/recommendations/inspection/{register.soteria.pk}/change/"
    )
    open_actions(by=cast.administrator)
    assert not admin.get(address).context["cl"].queryset.exists()
