"""The editor of one response: the draft, its checklist, standard wording, two people, expired sessions."""

import datetime
import re

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from forces.bodies.models import Force
from forces.people import unsaved_forms
from forces.people.models import UnsavedForm
from recommendations.register.models import Link, Recommendation
from recommendations.responses.models import Explanation, Response
from soteria_tracker.web.dates import DateWidget
from tests.cast import Cast, Register
from tests.factories import RecommendationFactory, ResponseFactory, explained, published
from tests.reading import words_of

pytestmark = pytest.mark.django_db
ADDRESS = "/forces/cleveland/responses/soteria-2024/"


@pytest.fixture
def approver(cast: Cast) -> Client:
    other = Client()
    other.force_login(cast.approver)
    return other


def shown(form) -> dict[str, str]:
    """Return the data that a page's form would submit."""
    values = {}
    for _reference, part in form.all_forms:
        for name in part.fields:
            value, field = part[name].value(), part.add_prefix(name)
            if name == "proposed_by" and value:
                boxes = DateWidget.typed(value)._asdict()
                values |= {f"{field}-{box}": str(number) for box, number in boxes.items()}
            elif value:
                values[field] = value
    return values


def typed(client: Client, **changes: str) -> dict[str, str]:
    """Return the form data as shown, with changes."""
    return {"do": "draft", **shown(client.get(ADDRESS).context["form"]), **changes}


def saved(reference: str) -> Explanation:
    return Explanation.objects.get(recommendation__reference=reference)


def open_items(page: HttpResponse) -> list[str]:
    """Return the references of the recommendations that are not folded, in the page's order."""
    return re.findall(r'id="rec-(\w+)" aria-labelledby="[^"]*">\s*<details open>', page.content.decode())


def test_the_next_three_to_explain_are_open_and_the_others_folded(office: Client, history: Register) -> None:
    RecommendationFactory.create_batch(2, inspection=history.soteria)
    references = list(
        history.soteria.recommendations.order_by("order", "reference").values_list("reference", flat=True)
    )
    assert open_items(office.get(ADDRESS)) == references[:3]
    explained(ResponseFactory(force=history.cleveland, inspection=history.soteria), history.rec_5)
    assert open_items(office.get(ADDRESS)) == [ref for ref in references if ref != "5"][:3]
    assert "Recommendation 5: " + history.rec_5.short_title + " Explained: Action taken" in words_of(
        office.get(ADDRESS)
    )


def test_a_folded_one_is_open_where_something_is_wrong(office: Client, history: Register) -> None:
    last = RecommendationFactory.create_batch(2, inspection=history.soteria)[-1].reference
    assert last not in open_items(office.get(ADDRESS))
    refused = office.post(ADDRESS, typed(office, **{f"explanation-{last}-proposed_by-day": "99"}))
    assert last in open_items(refused)


def test_it_shows_each_recommendation_verbatim_with_the_clock_and_the_gaps(office: Client, history: Register) -> None:
    response = office.get(ADDRESS)
    words = words_of(response)
    for recommendation in (history.rec_4, history.rec_5, history.rec_7):
        assert recommendation.text in words
    assert "Day 41 of 56, 15 days left" in words
    assert "0 of 3 recommendations are explained. Publish by 16 October 2024, in 15 days." in words
    assert words.count("Not explained yet") == 3 * 2  # in the checklist and beside the title
    page = response.content.decode()
    assert 'href="#explanation-7-text"' in page
    assert 'id="explanation-7-text"' in page
    drawn = re.findall(r'class="st-tick--[^>]* d="([^"]+)"', page)
    assert sum(path.count("M") for path in drawn) == 56  # one stroke for each day


def test_opening_the_page_writes_nothing(office: Client, register: Register) -> None:
    office.get(ADDRESS)
    assert not Response.objects.exists()


def test_a_draft_is_saved_and_shown_again(office: Client, cast: Cast, register: Register) -> None:
    form = typed(
        office,
        general_comments="The report is right.",
        **{
            "explanation-7-kind": "proposed",
            "explanation-7-text": "The force will be asked.\r\nEvery month.",
            "explanation-7-proposed_by-day": "31",
            "explanation-7-proposed_by-month": "1",
            "explanation-7-proposed_by-year": "2025",
        },
    )
    response = office.post(ADDRESS, form, follow=True)
    assert response.redirect_chain == [(ADDRESS, 302)]
    words = words_of(response)
    assert "Draft saved." in words
    assert "1 of 3 recommendations are explained." in words
    explanation = saved("7")
    assert (explanation.kind, explanation.text) == ("proposed", "The force will be asked.\nEvery month.")
    assert (explanation.proposed_by, explanation.written_by) == (datetime.date(2025, 1, 31), cast.office)
    assert 'value="2025"' in response.content.decode()


def test_a_double_submission_saves_one_draft_without_a_conflict(office: Client, register: Register) -> None:
    form = typed(office, **{"explanation-7-text": "Done."})
    office.post(ADDRESS, form)
    assert office.post(ADDRESS, form).status_code == 302
    assert Explanation.history.count() == 1


def test_an_unfinished_draft_is_saved_without_errors(office: Client, register: Register) -> None:
    response = office.post(ADDRESS, typed(office, **{"explanation-5-kind": "none"}), follow=True)
    assert response.status_code == 200
    assert saved("5").kind == "none"
    assert "There is a problem" not in words_of(response)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            {
                "explanation-7-proposed_by-day": "31",
                "explanation-7-proposed_by-month": "2",
                "explanation-7-proposed_by-year": "2025",
            },
            "must be a real date",
        ),
        ({"explanation-7-text": "x" * 20_001}, "Shorten this to 20,000 characters or fewer. It has 20,001 characters."),
        ({"explanation-7-text": "Nul\x00"}, "Remove the character that cannot be shown"),
        ({"explanation-7-kind": "perhaps"}, "Select a valid choice."),
    ],
)
def test_an_error_in_one_field_keeps_its_text_and_saves_the_others(
    office: Client, register: Register, fault: dict[str, str], message: str
) -> None:
    form = typed(office, **{"explanation-5-text": "Saved all the same.", **fault})
    response = office.post(ADDRESS, form)
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert "<title>Error:" in page
    assert saved("5").text == "Saved all the same."
    again = shown(response.context["form"])
    assert {name: again.get(name) for name in fault} == fault
    assert office.post(ADDRESS, {**again, **dict.fromkeys(fault, "")}).status_code == 302


def test_simultaneous_changes_lose_no_text(office: Client, approver: Client, cast: Cast, register: Register) -> None:
    office.post(ADDRESS, typed(office, **{"explanation-7-text": "As it was.", "explanation-5-text": "Fifth."}))
    mine, theirs = typed(office), typed(approver)
    approver.post(ADDRESS, {**theirs, "explanation-7-text": "Theirs.", "general_comments": "Also theirs."})
    response = office.post(ADDRESS, {**mine, "explanation-7-text": "Mine.", "explanation-4-text": "Mine alone."})
    words = words_of_conflict(response)
    assert "Explanation of recommendation 7: saved by approver in the meantime" in words
    assert "Theirs." in words
    form = response.context["form"]
    assert form.parts["7"]["text"].value() == "Mine."
    assert form["general_comments"].value() == "Also theirs."
    assert saved("7").text == "Theirs."
    assert saved("4").text == "Mine alone."
    again = {**shown(form), "explanation-7-text": "Mine, with theirs."}
    assert office.post(ADDRESS, again).status_code == 302
    assert saved("7").text == "Mine, with theirs."
    assert (saved("5").text, saved("4").text) == ("Fifth.", "Mine alone.")
    assert Response.objects.get().general_comments == "Also theirs."


def words_of_conflict(response) -> str:
    assert response.status_code == 409
    response.status_code = 200
    return words_of(response)


def test_a_conflict_about_a_choice_is_shown_with_its_labels(
    office: Client, approver: Client, register: Register
) -> None:
    mine, theirs = typed(office), typed(approver)
    approver.post(ADDRESS, {**theirs, "explanation-7-kind": "taken"})
    response = office.post(ADDRESS, {**mine, "explanation-7-kind": "none"})
    assert "saved by approver in the meantime Action taken" in words_of_conflict(response)


def test_a_form_without_a_readable_base_overwrites_nothing(office: Client, register: Register) -> None:
    office.post(ADDRESS, typed(office, **{"explanation-7-text": "Stands."}))
    for base in ("", "not json", "[1]"):
        response = office.post(ADDRESS, {"explanation-7-base": base, "explanation-7-text": "Overwrites."})
        assert response.status_code == 409
    assert saved("7").text == "Stands."


def test_standard_wording_is_one_click_away_for_a_national_recommendation(office: Client, register: Register) -> None:
    page = office.get(ADDRESS).content.decode()
    assert 'name="standard-wording" value="4"' in page
    assert 'name="standard-wording" value="7"' not in page
    form = typed(office, **{"standard-wording": "4", "explanation-7-text": "Typed before the click."})
    response = office.post(ADDRESS, form)
    assert response["Location"] == f"{ADDRESS}#explanation-4-text"
    assert "Soteria Joint Unit" in saved("4").text
    assert saved("4").kind == "none"
    assert saved("7").text == "Typed before the click."


def test_standard_wording_never_overwrites(office: Client, register: Register) -> None:
    office.post(ADDRESS, typed(office, **{"standard-wording": "4", "explanation-4-text": "My own."}))
    assert saved("4").text == "My own."
    assert office.post(ADDRESS, typed(office, **{"standard-wording": "99"})).status_code == 302


def test_text_from_an_expired_session_is_restored_after_sign_in(client: Client, cast: Cast, register: Register) -> None:
    client.force_login(cast.office)
    form = typed(client, **{"explanation-7-text": "Words I do not want to lose.", "explanation-7-kind": "taken"})
    form["form_owner"] = unsaved_forms.sign_owner(cast.office)
    client.logout()
    assert client.post(ADDRESS, form)["Location"].startswith("/account/login/?next=")
    assert not Response.objects.exists()
    unsaved = f"{ADDRESS}?unsaved={UnsavedForm.objects.get().token}"
    client.force_login(cast.office)
    response = client.get(unsaved)
    assert "Words I do not want to lose." in words_of(response)
    assert "You were signed out before this was saved." in words_of(response)
    assert response.context["form"].parts["7"]["kind"].value() == "taken"
    client.force_login(cast.approver)
    assert "Words I do not want to lose." not in words_of(client.get(unsaved))


def test_the_buttons_save_before_they_redirect(office: Client, register: Register) -> None:
    for step in ("submit", "publish", "invitation", "comments", "decision"):
        response = office.post(ADDRESS, typed(office, do=step, **{"explanation-7-text": f"Before {step}."}))
        assert response["Location"] == f"{ADDRESS}{step}/"
        assert saved("7").text == f"Before {step}."


def test_gaps_are_errors_only_on_request(office: Client, register: Register) -> None:
    assert "This is still missing" not in words_of(office.get(ADDRESS))
    page = office.get(f"{ADDRESS}?check").content.decode()
    assert "This is still missing" in page
    assert page.count("Explain what the Police and Crime Commissioner has done or will do about recommendation 7") == 2
    assert 'href="#explanation-7-text"' in page
    assert "<title>Error:" in page


def test_changing_the_text_withdraws_the_submission_with_a_message(office: Client, register: Register) -> None:
    office.post(ADDRESS, typed(office, **{"explanation-7-text": "First."}))
    office.post(f"{ADDRESS}submit/")
    assert Response.objects.get().stage == "submitted"
    office.post(ADDRESS, typed(office))
    assert Response.objects.get().stage == "submitted"  # nothing changed
    response = office.post(ADDRESS, typed(office, **{"explanation-7-text": "Second."}), follow=True)
    assert "it is a draft again and needs approval" in words_of(response)
    assert Response.objects.get().stage == "draft"


def test_others_cannot_read_a_draft(office: Client, cast: Cast, register: Register) -> None:
    office.post(ADDRESS, typed(office, **{"explanation-7-text": "Not for others."}))
    for person in (cast.contributor, cast.panel_member, cast.auditor, cast.cumbria_office, cast.administrator):
        reader = Client()
        reader.force_login(person)
        response = reader.get(ADDRESS)
        assert "No response recorded here." in words_of(response)
        assert "Not for others." not in response.content.decode()
        assert reader.post(ADDRESS, {"explanation-7-text": "Mine."}).status_code == 403


def test_an_unknown_force_or_report_is_not_found(office: Client, register: Register) -> None:
    assert office.get("/forces/nowhere/responses/soteria-2024/").status_code == 404
    assert office.get("/forces/cleveland/responses/nothing/").status_code == 404


def test_html_in_a_text_is_shown_as_text(office: Client, register: Register) -> None:
    office.post(ADDRESS, typed(office, **{"explanation-7-text": "</textarea><script>alert(1)</script>"}))
    page = office.get(ADDRESS).content.decode()
    assert "<script>" not in page


def test_the_decision_is_recorded_with_its_reason(office: Client, cast: Cast, register: Register) -> None:
    address = f"{ADDRESS}decision/"
    response = office.post(address, {"applicability": "not-subject"})
    assert "Enter why no response is due" in words_of(response)
    response = office.post(address, {"applicability": "not-subject", "reason": "Only the Met."}, follow=True)
    words = words_of(response)
    assert "The force is clearly not the subject of the report. Only the Met." in words
    assert "Decided by office on 1 October 2024." in words
    assert "No response due" in words


def test_earlier_and_other_explanations_are_one_click_away(office: Client, register: Register) -> None:
    old = RecommendationFactory(inspection__slug="rape-2021", inspection__short_title="Rape 2021", number=11)
    Link.objects.create(from_recommendation=register.rec_7, kind="repeats", to_recommendation=old)
    _publish(register.cleveland, old, "What we said in 2021.")
    _publish(register.cumbria, register.rec_7, "What Cumbria says.")
    assert f'href="{ADDRESS}precedents/7/"' in office.get(ADDRESS).content.decode()
    words = words_of(office.get(f"{ADDRESS}precedents/7/"))
    assert "What we said in 2021." in words
    assert "What Cumbria says." in words
    assert "No other body’s published explanation is recorded." in words_of(office.get(f"{ADDRESS}precedents/5/"))


def _publish(force: Force, recommendation: Recommendation, text: str) -> None:
    response = ResponseFactory(inspection=recommendation.inspection, force=force)
    explained(response, recommendation, text=text)
    published(response, datetime.date(2024, 9, 20))


@pytest.mark.parametrize("how_many", [1, 50])
def test_its_queries_do_not_grow_with_the_recommendations(
    office: Client, register: Register, how_many: int, django_assert_max_num_queries
) -> None:
    for number in range(100, 100 + how_many):
        recommendation = RecommendationFactory(inspection=register.soteria, number=number)
        Link.objects.create(from_recommendation=recommendation, kind="repeats", to_recommendation=register.rec_5)
    everything = {f"explanation-{number}-text": "Explained." for number in range(100, 100 + how_many)}
    office.post(ADDRESS, typed(office, **everything))
    with django_assert_max_num_queries(17):
        page = office.get(ADDRESS).content.decode()
    assert len(re.findall(r'id="explanation-\d+-text"', page)) == how_many + 3


def test_no_response_is_overdue_before_anything_is_recorded(office: Client, cast: Cast, history: Register) -> None:
    with time_machine.travel(datetime.datetime(2024, 10, 28, 12, tzinfo=datetime.UTC), tick=False):
        office.force_login(cast.office)  # the session of the first day is over
        words = words_of(office.get(ADDRESS))
    assert "No response recorded here" in words
    assert "past the last day" not in words
