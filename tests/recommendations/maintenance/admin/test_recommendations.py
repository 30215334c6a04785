"""The admin page of the recommendations, with parts, addressees and links, and that of the actions."""

import datetime

import pytest
from django.test import Client

from recommendations.positions.models import Position
from recommendations.register.models import Action, Addressee, Link, Part, Recommendation
from tests.administration import faults, filled, row
from tests.cast import Cast, Register
from tests.factories import InspectionFactory, PartFactory, RecommendationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
LIST = "/admin/recommendations/recommendation/"
ADD = f"{LIST}add/"


def page_of(recommendation: Recommendation) -> str:
    return f"{LIST}{recommendation.pk}/change/"


def with_rows(prefix: str, total: int, *rows: dict[str, object]) -> dict[str, object]:
    return {f"{prefix}-TOTAL_FORMS": total, **{name: value for one in rows for name, value in one.items()}}


@pytest.mark.postgresql
def test_entering_a_complete_recommendation_opens_its_actions(admin: Client, register: Register, cast: Cast) -> None:
    given = filled(
        admin,
        ADD,
        inspection=register.soteria.pk,
        reference="8",
        number="8",
        short_title="Do something",
        text="By 31 May 2025, forces should:\r\n\r\n- do this; and\r\n- do that.",
        deadline_wording="By 31 May 2025",
        deadline_kind="date",
        deadline_on="31/05/2025",
        **with_rows("parts", 1, row("parts", 0, label="a", text="do this", order="1", deadline_set_by="hmicfrs")),
        **with_rows(
            "addressees",
            2,
            row("addressees", 0, role="lead", body=register.cleveland.pk, order="0"),
            row("addressees", 1, role="with", others="support services", order="1"),
        ),
        **with_rows("links", 1, row("links", 0, kind="waits-for", to_recommendation=register.rec_4.pk)),
    )
    answer = admin.post(ADD, given, follow=True)
    assert "1 action was opened." in answer.content.decode()
    recommendation = Recommendation.objects.get(inspection=register.soteria, reference="8")
    assert recommendation.text == "By 31 May 2025, forces should:\n\n- do this; and\n- do that."
    assert [part.text for part in recommendation.parts.all()] == ["do this"]
    assert [link.to_recommendation for link in recommendation.links.all()] == [register.rec_4]
    assert [action.holder.slug for action in recommendation.actions.all()] == ["cleveland"]
    written = [
        recommendation,
        *recommendation.parts.all(),
        *recommendation.addressees.all(),
        *recommendation.links.all(),
    ]
    assert {record.history.get().history_user for record in written} == {cast.administrator}


@pytest.mark.parametrize(
    "who", [{}, {"body": "cleveland", "group": "all-forces"}, {"group": "all-forces", "others": "support services"}]
)
def test_an_addressee_is_exactly_one_body_or_group(admin: Client, register: Register, who: dict[str, str]) -> None:
    named = {**who, "body": register.cleveland.pk} if "body" in who else who
    new = row("addressees", 2, role="with", order="5", recommendation=register.rec_4.pk, **named)
    given = filled(admin, page_of(register.rec_4), **with_rows("addressees", 3, new))
    assert faults(admin.post(page_of(register.rec_4), given)) == {
        "addressees-2-__all__": ["Enter one of these: a body, a group, or another addressee as worded."]
    }


def test_no_addressee_is_listed_twice_even_in_one_form(admin: Client, register: Register) -> None:
    new = [
        row("addressees", number, role="with", order="5", others="support services", recommendation=register.rec_7.pk)
        for number in (1, 2)
    ]
    given = filled(admin, page_of(register.rec_7), **with_rows("addressees", 3, *new))
    assert faults(admin.post(page_of(register.rec_7), given)) == {
        "addressees-2-__all__": ["This addressee is already in the list."]
    }


def test_a_deadline_before_publication_raises_a_question_with_a_checkbox(admin: Client, register: Register) -> None:
    page = page_of(register.rec_7)
    given = filled(admin, page, deadline_on="21/08/2024")
    answer = admin.post(page, given)
    assert faults(answer) == {"deadline_on": ["This deadline is before the report was published. Is it correct?"]}
    assert 'type="checkbox" name="deadline_confirmed"' in answer.content.decode()
    assert admin.post(page, {**given, "deadline_confirmed": "on"}).status_code == 302
    assert admin.post(page, filled(admin, page)).status_code == 302, "what was confirmed is not asked again"
    register.rec_7.refresh_from_db()
    assert register.rec_7.deadline_on == datetime.date(2024, 8, 21)


def test_a_deadline_has_a_date_only_where_its_kind_requires_one(admin: Client, register: Register) -> None:
    page = page_of(register.rec_7)
    answer = admin.post(page, filled(admin, page, deadline_kind="immediately"))
    assert "Enter a date" in str(faults(answer))


@pytest.mark.postgresql
def test_a_changed_deadline_updates_the_positions(admin: Client, register: Register) -> None:
    page = page_of(register.rec_7)
    assert admin.post(page, filled(admin, page, deadline_on="30/06/2025")).status_code == 302
    positions = Position.objects.filter(action__recommendation=register.rec_7)
    assert {position.due_on for position in positions} == {datetime.date(2025, 6, 30)}


def test_the_text_must_contain_the_wording_of_each_part(admin: Client, register: Register) -> None:
    PartFactory(recommendation=register.rec_7, label="a", text="forces should improve")
    page = page_of(register.rec_7)
    assert admin.post(page, filled(admin, page)).status_code == 302
    answer = admin.post(page, filled(admin, page, text="Another text."))
    assert faults(answer) == {
        "parts-0-text": ["This text is not in the recommendation. Copy it from the recommendation’s text."]
    }


@pytest.mark.postgresql
def test_a_circle_of_links_is_refused(admin: Client, register: Register) -> None:
    new = row("links", 0, kind="waits-for", to_recommendation=register.rec_5.pk, from_recommendation=register.rec_4.pk)
    given = filled(admin, page_of(register.rec_4), **with_rows("links", 1, new))
    assert faults(admin.post(page_of(register.rec_4), given)) == {
        "links-0-to_recommendation": ["This link leads back to the recommendation in a circle."]
    }
    assert Link.objects.count() == 1


def test_a_link_to_itself_is_refused(admin: Client, register: Register) -> None:
    new = row("links", 0, kind="repeats", to_recommendation=register.rec_4.pk, from_recommendation=register.rec_4.pk)
    given = filled(admin, page_of(register.rec_4), **with_rows("links", 1, new))
    assert "links-0" in str(faults(admin.post(page_of(register.rec_4), given)))


def test_a_parent_is_a_cause_of_concern_of_the_same_inspection(admin: Client, register: Register) -> None:
    page = page_of(register.rec_7)
    other = RecommendationFactory(inspection=InspectionFactory(), number=1, kind="cause-of-concern")
    assert "parent" in faults(admin.post(page, filled(admin, page, parent=register.rec_5.pk)))
    assert "parent" in faults(admin.post(page, filled(admin, page, parent=other.pk)))
    concern = RecommendationFactory(inspection=register.soteria, number=20, kind="cause-of-concern")
    assert admin.post(page, filled(admin, page, parent=concern.pk)).status_code == 302


def test_a_duplicate_reference_is_refused(admin: Client, register: Register) -> None:
    given = filled(admin, ADD, inspection=register.soteria.pk, reference="7", short_title="A", text="B")
    assert faults(admin.post(ADD, given)) == {"__all__": ["This inspection already has an item with this reference."]}


def test_a_text_over_its_limit_is_refused_with_the_limit_but_not_lost(admin: Client, register: Register) -> None:
    text = "x" * 20_001
    answer = admin.post(page_of(register.rec_7), filled(admin, page_of(register.rec_7), text=text))
    assert faults(answer) == {"text": ["Shorten this to 20,000 characters or fewer. It has 20,001 characters."]}
    assert text in answer.content.decode()
    assert "maxlength" not in answer.content.decode().split('name="text"')[1].split(">")[0]


def test_a_part_of_another_recommendation_is_not_offered(admin: Client, register: Register) -> None:
    part = PartFactory(recommendation=register.rec_5, label="a")
    new = row("addressees", 1, role="with", order="5", others="x", part=part.pk, recommendation=register.rec_7.pk)
    given = filled(admin, page_of(register.rec_7), **with_rows("addressees", 2, new))
    assert "addressees-1-part" in faults(admin.post(page_of(register.rec_7), given))


@pytest.mark.postgresql
def test_removing_a_part_and_an_addressee_keeps_their_history(admin: Client, register: Register, cast: Cast) -> None:
    part = PartFactory(recommendation=register.rec_7, label="a")
    page = page_of(register.rec_7)
    assert admin.post(page, filled(admin, page, **row("parts", 0, DELETE="on"))).status_code == 302
    assert not Part.objects.filter(pk=part.pk).exists()
    assert Part.history.filter(id=part.pk).first().history_user == cast.administrator


@pytest.mark.postgresql
def test_queries_do_not_grow_with_the_list(admin: Client, register: Register, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(15) as few:
        admin.get(LIST)
    for number in range(30, 36):
        RecommendationFactory(inspection=register.soteria, number=number)
    with django_assert_max_num_queries(len(few)):
        admin.get(LIST)


def action_page(register: Register, holder: str = "cleveland") -> str:
    return f"/admin/recommendations/action/{register.actions[holder, '7'].pk}/change/"


def test_an_actions_lead_and_references_are_entered(admin: Client, register: Register, cast: Cast) -> None:
    page = action_page(register)
    references = "4Action: CLE-102\r\nRisk register: R 7"
    given = filled(admin, page, lead_post="Head of Crime", external_references=references)
    assert admin.post(page, given).status_code == 302
    action = register.actions["cleveland", "7"]
    action.refresh_from_db()
    assert action.lead_post == "Head of Crime"
    assert action.external_references == [
        {"system": "4Action", "reference": "CLE-102"},
        {"system": "Risk register", "reference": "R 7"},
    ]
    assert action.history.first().history_user == cast.administrator
    assert filled(admin, page)["external_references"] == "4Action: CLE-102\nRisk register: R 7"


def test_a_reference_without_its_system_is_refused(admin: Client, register: Register) -> None:
    page = action_page(register)
    answer = admin.post(page, filled(admin, page, external_references="CLE-102"))
    assert "colon" in faults(answer)["external_references"][0]


@pytest.mark.postgresql
def test_ending_an_action_ends_its_positions(admin: Client, register: Register) -> None:
    page = action_page(register)
    assert admin.post(page, filled(admin, page, ended_on="01/01/2025")).status_code == 302
    positions = Position.objects.filter(action=register.actions["cleveland", "7"])
    assert {position.until for position in positions} == {datetime.date(2025, 1, 1)}


def test_an_actions_admin_page_does_not_show_updates(admin: Client, history: Register) -> None:
    page = admin.get(action_page(history)).content.decode()
    assert "Weekly checks began." not in page
    assert "In progress" not in page


@pytest.mark.postgresql
def test_only_an_action_without_updates_can_be_deleted(admin: Client, history: Register) -> None:
    with_updates, without = history.actions["cleveland", "7"], history.actions["durham", "7"]
    assert admin.post(f"/admin/recommendations/action/{with_updates.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin.post(f"/admin/recommendations/action/{without.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Action.objects.filter(pk=without.pk).exists()


def test_actions_cannot_be_added_by_hand(admin: Client) -> None:
    assert admin.get("/admin/recommendations/action/add/").status_code == 403


def test_addressees_of_a_recommendation_are_listed_on_its_page(admin: Client, register: Register) -> None:
    assert Addressee.objects.filter(recommendation=register.rec_4).count() == 2
    assert "Soteria Joint Unit" in admin.get(page_of(register.rec_4)).content.decode()
