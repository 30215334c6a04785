"""The admin page of the inspections: entering, embargo, publishing, correcting, merging."""

import datetime

import pytest
from django.test import Client

from recommendations.positions.models import Position
from recommendations.register.models import Action, Inspection
from recommendations.register.statuses import Status
from tests.administration import faults, filled
from tests.cast import Cast, Register
from tests.factories import AddresseeFactory, InspectionFactory, RecommendationFactory, add_update, open_action

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
LIST = "/admin/recommendations/inspection/"
ADD = f"{LIST}add/"


def page_of(inspection: Inspection, tail: str = "change") -> str:
    return f"{LIST}{inspection.pk}/{tail}/"


def entered(admin: Client, **fields: object) -> dict[str, object]:
    return filled(admin, ADD, **{"title": "A new report", "short_title": "New", "slug": "new-2025", **fields})


def test_an_inspection_is_entered_with_its_author_in_the_history(admin: Client, cast: Cast) -> None:
    assert admin.post(ADD, entered(admin, inspectorates="HMICFRS\r\nHMCPSI")).status_code == 302
    inspection = Inspection.objects.get(slug="new-2025")
    assert inspection.inspectorates == ["HMICFRS", "HMCPSI"]
    assert inspection.history.get().history_user == cast.administrator


@pytest.mark.parametrize(
    ("fields", "at", "message"),
    [
        ({"state": "published"}, "__all__", "Enter the date on which the report was published."),
        (
            {"state": "published", "published_on": "04/03/2025"},
            "published_on",
            "This date is in the future. Until then, choose “Under embargo”.",
        ),
        (
            {"response_rule": "own-date"},
            "__all__",
            "Enter the date by which the report asks for a response.",
        ),
        ({"slug": "responses"}, "__all__", "“responses” is reserved. Enter another name."),
        ({"slug": "soteria-2024"}, "slug", "Inspection with this Name in addresses already exists."),
    ],
)
def test_an_impossible_inspection_is_refused_with_a_message(
    admin: Client, fields: dict[str, object], at: str, message: str
) -> None:
    assert faults(admin.post(ADD, entered(admin, **fields))) == {at: [message]}
    assert not Inspection.objects.filter(slug="new-2025").exists()


def test_a_text_with_a_null_byte_is_refused_at_its_field(admin: Client) -> None:
    answer = admin.post(ADD, entered(admin, title="A\0report"))
    assert faults(answer) == {"title": ["Null characters are not allowed."]}


def test_html_in_a_title_is_shown_as_text(admin: Client) -> None:
    admin.post(ADD, entered(admin, title="<script>alert(1)</script>"))
    assert "&lt;script&gt;alert(1)" in admin.get(LIST).content.decode()
    assert "<script>alert(1)" not in admin.get(LIST).content.decode()


def test_publishing_opens_the_actions_with_their_positions(admin: Client, cast: Cast, register: Register) -> None:
    report = InspectionFactory(slug="report", state="expected", published_on=None)
    recommendation = RecommendationFactory(inspection=report, number=1)
    AddresseeFactory(recommendation=recommendation, group="all-forces")
    given = filled(admin, page_of(report), state="published", published_on="28/02/2025")
    answer = admin.post(page_of(report), given, follow=True)
    assert "3 actions were opened." in answer.content.decode()
    actions = Action.objects.filter(recommendation=recommendation)
    assert {action.opened_on for action in actions} == {datetime.date(2025, 2, 28)}
    assert Position.objects.filter(action__in=actions, edition="working").count() == 3
    assert actions[0].history.get().history_user == cast.administrator


def test_missing_actions_are_opened_from_the_list(admin: Client, register: Register) -> None:
    AddresseeFactory(recommendation=register.rec_4, body=register.cleveland)
    chosen = {"action": "open_missing_actions", "_selected_action": [register.soteria.pk]}
    assert "1 action was opened." in admin.post(LIST, chosen, follow=True).content.decode()
    assert "No actions were missing." in admin.post(LIST, chosen, follow=True).content.decode()


def test_a_published_inspection_with_actions_stays_published(admin: Client, register: Register) -> None:
    answer = admin.post(page_of(register.soteria), filled(admin, page_of(register.soteria), state="expected"))
    assert faults(answer) == {"state": ["A published inspection with actions must stay published."]}


def test_the_form_does_not_change_a_publication_date_or_a_name_in_addresses(admin: Client, register: Register) -> None:
    given = {**filled(admin, page_of(register.soteria)), "published_on": "01/01/2020", "slug": "other"}
    assert admin.post(page_of(register.soteria), given).status_code == 302
    register.soteria.refresh_from_db()
    assert (register.soteria.slug, register.soteria.published_on) == ("soteria-2024", datetime.date(2024, 8, 22))


def test_no_one_else_finds_an_inspection_under_embargo(admin: Client, cast: Cast) -> None:
    secret = InspectionFactory(slug="secret", title="A secret report", embargoed=True)
    recommendation = RecommendationFactory(inspection=secret, number=1, deadline_kind="", deadline_on=None)
    for address in (
        LIST,
        "/admin/recommendations/recommendation/",
        "/admin/recommendations/recommendationwithoutdeadlinekind/",
        "/admin/recommendations/action/",
        "/admin/autocomplete/?app_label=recommendations&model_name=recommendation&field_name=inspection&term=secret",
    ):
        assert "ecret" not in admin.get(address).content.decode().replace("term=secret", ""), address
    for tail in ("change", "history", "merge", "publication-date"):
        assert admin.get(page_of(secret, tail)).status_code in {302, 404}, tail
    assert admin.get(f"/admin/recommendations/recommendation/{recommendation.pk}/history/").status_code == 404
    secret.embargo_readers.add(cast.administrator)
    assert "A secret report" in admin.get(LIST).content.decode()
    assert admin.get(page_of(secret, "history")).status_code == 200


def test_a_recommendation_cannot_be_added_to_an_embargoed_inspection_of_others(
    admin: Client, register: Register
) -> None:
    secret = InspectionFactory(slug="secret", embargoed=True)
    address = "/admin/recommendations/recommendation/add/"
    given = filled(admin, address, inspection=secret.pk, reference="1", short_title="A", text="B")
    assert "inspection" in faults(admin.post(address, given))


def test_the_author_of_an_embargoed_inspection_becomes_its_reader(admin: Client, cast: Cast) -> None:
    admin.post(ADD, entered(admin, state="embargoed"))
    assert list(Inspection.objects.get(slug="new-2025").embargo_readers.all()) == [cast.administrator]


def test_an_inspection_with_recommendations_cannot_be_deleted(admin: Client, register: Register) -> None:
    assert admin.post(page_of(register.soteria, "delete"), {"post": "yes"}).status_code == 403


def test_an_inspection_entered_by_mistake_can_be_deleted(admin: Client) -> None:
    mistake = InspectionFactory(slug="mistake")
    assert admin.post(page_of(mistake, "delete"), {"post": "yes"}).status_code == 302
    assert not Inspection.objects.filter(slug="mistake").exists()


def test_a_corrected_publication_date_is_previewed_before_it_is_saved(
    admin: Client, history: Register, cast: Cast
) -> None:
    address = page_of(history.soteria, "publication-date")
    page = admin.post(address, {"published_on": "23/08/2024"})
    text = page.content.decode()
    assert "16 October 2024" in text
    assert "17 October 2024" in text
    assert "7 actions open on another day" in text
    history.soteria.refresh_from_db()
    assert history.soteria.published_on == datetime.date(2024, 8, 22), "nothing changes before the confirmation"

    shown = page.context["correction"].fingerprint
    assert admin.post(address, {"published_on": "2024-08-23", "shown": shown}).status_code == 302
    history.soteria.refresh_from_db()
    assert history.soteria.published_on == datetime.date(2024, 8, 23)
    assert history.soteria.history.first().history_user == cast.administrator


def test_a_future_date_is_refused_at_its_field(admin: Client, register: Register) -> None:
    answer = admin.post(page_of(register.soteria, "publication-date"), {"published_on": "04/03/2025"})
    assert answer.context["form"].errors["published_on"] == ["The publication date must be today or in the past."]


def test_a_merge_is_previewed_before_it_is_saved(admin: Client, history: Register) -> None:
    twice = InspectionFactory(slug="soteria-again", short_title="Soteria again")
    RecommendationFactory(inspection=twice, number=7, text=history.rec_7.text)
    address = page_of(twice, "merge")
    page = admin.post(address, {"kept": history.soteria.pk})
    assert "1 recommendation is in both" in page.content.decode()
    assert Inspection.objects.filter(slug="soteria-again").exists()

    shown = page.context["merge"].fingerprint
    answer = admin.post(address, {"kept": history.soteria.pk, "shown": shown})
    assert answer["Location"] == page_of(history.soteria)
    assert not Inspection.objects.filter(slug="soteria-again").exists()


def test_an_impossible_merge_lists_the_reasons_and_has_no_button(admin: Client, history: Register, cast: Cast) -> None:
    twice = InspectionFactory(slug="soteria-again")
    action = open_action(RecommendationFactory(inspection=twice, number=7), history.cleveland)
    add_update(action, Status.IN_PROGRESS, datetime.date(2024, 10, 1), by=cast.office)
    page = admin.post(page_of(twice, "merge"), {"kept": history.soteria.pk}).content.decode()
    assert "assignments or comments on Recommendation 7 in both inspections." in page
    assert page.count("record “Superseded” on its action for this inspection") == 1
    assert "Merge them" not in page


def test_queries_do_not_grow_with_the_list(admin: Client, register: Register, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(15) as few:
        admin.get(LIST)
    for _number in range(5):
        RecommendationFactory(inspection=InspectionFactory())
    with django_assert_max_num_queries(len(few)):
        admin.get(LIST)
