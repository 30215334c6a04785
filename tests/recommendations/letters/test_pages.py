"""The pages about letters: two steps to record one, what it did, and taking it back."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forces.people.models import KeptFile
from recommendations.positions.models import Position
from recommendations.register.models import Action, ClosingLevel, Letter, Update
from recommendations.register.statuses import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import InspectionFactory, RecommendationFactory, add_update, open_action
from tests.reading import words_of

pytestmark = pytest.mark.usefixtures("on_the_day")
LETTERS = "/work/cleveland/letters/"
NEW = f"{LETTERS}new/"
JANUARY = datetime.date(2025, 1, 10)


@pytest.fixture
def five(register: Register) -> Action:
    return register.actions[("cleveland", "5")]


@pytest.fixture
def seven(register: Register) -> Action:
    return register.actions[("cleveland", "7")]


def typed(*actions: Action, **changes: Any) -> dict[str, Any]:
    """What a person types about these actions."""
    values = {
        "action": [action.pk for action in actions],
        "submission_key": str(uuid.uuid4()),
        "sender": "HMICFRS",
        "dated_on": "2025-02-24",
        "reference": "FLL/12",
        "does": "closes",
        "words": "We have closed these.",
        "closed_by": "hmicfrs",
        "verified_by": "Force liaison lead",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


def carried_on(page: Any) -> dict[str, Any]:
    """The hidden fields of the page that asks for a confirmation."""
    form = page.content.decode().split('action="/work/')[1]
    fields: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(value.replace("&quot;", '"').replace("&#x27;", "'"))
    return fields


def confirm(browser: Client, page: Any, **more: Any) -> Any:
    return browser.post(NEW, carried_on(page) | {"step": "record"} | more)


def status_of(action: Action) -> str:
    return Position.objects.on(TODAY).get(action=action, edition="working").status


def test_a_letter_is_shown_and_then_recorded(office: Client, five: Action, seven: Action) -> None:
    level = ClosingLevel.objects.create(name="Level 3")
    add_update(five, Status.CLOSED, JANUARY)
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    own = {f"{five.pk}-does": "new-level", f"{five.pk}-words": "Now level 3.", f"{five.pk}-letter_says": "achieved"}
    page = office.post(NEW, typed(five, seven, closing_level=level.pk, **own))
    words = words_of(page)
    assert "Nothing is saved yet" in words
    assert "In progress Closed Level 3" in words
    assert "Achieved Now level 3." in words
    assert not Letter.objects.exists()
    done = confirm(office, page)
    letter = Letter.objects.get()
    assert (done.status_code, done.url) == (302, f"{LETTERS}{letter.pk}/")
    assert (letter.sender, letter.dated_on, letter.reference) == ("HMICFRS", datetime.date(2025, 2, 24), "FLL/12")
    assert status_of(seven) == Status.CLOSED
    said = five.updates.get(letter=letter)
    assert (said.closing_level, said.words.text, said.letter_says) == (level, "Now level 3.", "achieved")
    assert confirm(office, page).url == done.url  # the same form once more
    assert Letter.objects.count() == 1


def test_its_page_tells_what_it_did_and_the_history_names_it(office: Client, five: Action, seven: Action) -> None:
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 letter")
    page = office.post(NEW, typed(five, seven, document=file, letter_says="achieved"))
    confirm(office, page)
    letter = Letter.objects.get()
    words = words_of(office.get(f"{LETTERS}{letter.pk}/"))
    assert "It is about 2 actions" in words
    assert "We have closed these. What it did to each action" in words
    assert "In progress Closed Achieved" in words
    history = office.get(seven.get_absolute_url())
    assert "Letter from HMICFRS, 24 February 2025 (FLL/12): letter.pdf" in words_of(history)
    assert "The letter says: Achieved" in words_of(history)
    assert "HMICFRS, 24 February 2025" in words_of(office.get(LETTERS))
    download = office.get(f"{LETTERS}{letter.pk}/file/")
    assert b"".join(download) == b"%PDF-1.7 letter"  # type: ignore[arg-type]
    assert not KeptFile.objects.exists()


def test_nothing_typed_is_lost_on_the_way_back(office: Client, five: Action, seven: Action) -> None:
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 letter")
    page = office.post(NEW, typed(five, seven, document=file, **{f"{seven.pk}-words": "Seven is done."}))
    again = office.post(NEW, carried_on(page) | {"step": "change"})
    form = again.context["form"]
    assert (form["words"].value(), form["reference"].value()) == ("We have closed these.", "FLL/12")
    assert [row["words"].value() for row in form.rows] == ["", "Seven is done."] or [
        row["words"].value() for row in form.rows
    ] == [None, "Seven is done."]
    assert "letter.pdf is kept for this form" in words_of(again)
    assert not form.faults


def test_a_letter_changed_after_going_back_is_not_taken_for_the_recorded_one(office: Client, five: Action) -> None:
    values = typed(five)
    confirm(office, office.post(NEW, values))
    page = office.post(NEW, values | {"does": "says", "verified_by": "", "words": "We welcome this."})
    again = confirm(office, page)
    assert again.status_code == 200
    assert "A letter from HMICFRS of 24 February 2025 is recorded already" in words_of(again)
    assert Letter.objects.count() == 1
    assert confirm(office, again, confirmed="letter").status_code == 302
    assert five.updates.latest("pk").words.text == "We welcome this."


def test_another_file_after_going_back_is_not_dropped(office: Client, five: Action) -> None:
    values = typed(five)
    confirm(office, office.post(NEW, values))
    page = office.post(NEW, values | {"step": "record", "document": SimpleUploadedFile("letter.pdf", b"%PDF-1.7")})
    assert "This form was used for another letter" in words_of(page)
    assert "letter.pdf is kept for this form" in words_of(page)


@pytest.mark.parametrize("whole", [True, False])
def test_a_file_lost_between_the_steps_is_asked_for_again(office: Client, five: Action, whole: bool) -> None:
    page = office.post(NEW, typed(five, document=SimpleUploadedFile("letter.pdf", b"%PDF-1.7")))
    kept = KeptFile.objects.get()
    kept.file.storage.delete(str(kept.file.name))
    if whole:
        kept.delete()
    stopped = confirm(office, page)
    assert "The file you chose is no longer kept" in words_of(stopped)
    assert not Letter.objects.exists()
    assert 'name="document_kept" value' not in stopped.content.decode()
    values = {name: value for name, value in carried_on(page).items() if name != "document_kept"}
    again = office.post(NEW, values | {"document": SimpleUploadedFile("letter.pdf", b"%PDF-1.7")})
    assert confirm(office, again).status_code == 302
    assert Letter.objects.get().file_name == "letter.pdf"


def test_sending_it_twice_with_its_file_makes_one_letter(office: Client, five: Action) -> None:
    page = office.post(NEW, typed(five, document=SimpleUploadedFile("letter.pdf", b"%PDF-1.7")))
    assert confirm(office, page).url == confirm(office, page).url
    assert Letter.objects.get().file_name == "letter.pdf"


@pytest.mark.parametrize("seen", ['{"1": 1e400}', "[" * 100_000, '{"1": {}}', "x"])
def test_what_nobody_can_have_seen_is_no_fault_of_the_page(office: Client, five: Action, seen: str) -> None:
    assert office.post(NEW, typed(five, step="record", seen=seen)).status_code == 302


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sender": ""}, "Enter who wrote the letter"),
        ({"dated_on": "2025-03-04"}, "The date of the letter must be today or in the past"),
        ({"does": None}, "Choose what the letter does"),
        ({"words": ""}, "Quote what the letter says"),
        ({"verified_by": ""}, "Enter who confirmed that it is closed"),
        ({"deadline_on": "2025-09-30"}, "Leave the deadline empty"),
        ({"deadline_reason": "It says so"}, "Give the new date that this reason is for"),
        ({"does": "says"}, "Leave this empty: nothing is closed"),
        ({"does": "new-deadline", "verified_by": ""}, "Enter the new deadline"),
        ({"does": "new-deadline", "verified_by": "", "deadline_on": "2025-09-30"}, "Give the reason for the new date"),
        ({"does": "reopens", "verified_by": ""}, "It is not closed, so it cannot be re-opened"),
        ({"document": SimpleUploadedFile("letter.pdf", b"no PDF")}, "is not what its name says"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    office: Client, seven: Action, changes: dict[str, Any], says: str
) -> None:
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    page = office.post(NEW, typed(seven, **changes))
    assert says in words_of(page)
    assert "<title>Error:" in page.content.decode()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"deadline_on": "soon"}, "The new deadline must be a day, a month and a year"),
        ({"does": "new-deadline", "deadline_on": "31/2/2025"}, "The new deadline must be a real date"),
        ({"deadline_on": "31 January 2026"}, "Leave the deadline empty"),
        ({"does": "new-deadline"}, "Enter the new deadline"),
        ({"does": "new-level"}, "It is not closed, so its closing level cannot change"),
    ],
)
def test_a_fault_of_one_action_names_it(
    office: Client, five: Action, seven: Action, own: dict[str, str], says: str
) -> None:
    add_update(five, Status.IN_PROGRESS, JANUARY)
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    page = office.post(NEW, typed(five, seven, **{f"{seven.pk}-{name}": value for name, value in own.items()}))
    assert f"Operation Soteria, Recommendation 7: {says}" in words_of(page)
    assert "Operation Soteria, Recommendation 5: " not in words_of(page).split("The letter")[0]


@pytest.mark.parametrize("day", ["30 September 2025", "30/9/2025", "2025-09-30", "30 Sep 2025"])
def test_a_deadline_of_one_action_is_typed_in_one_box(office: Client, seven: Action, day: str) -> None:
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    own = {f"{seven.pk}-does": "new-deadline", f"{seven.pk}-deadline_on": day}
    page = office.post(NEW, typed(seven, verified_by="", deadline_reason="It says so", **own))
    confirm(office, page)
    assert seven.updates.latest("pk").revised_deadline_on == datetime.date(2025, 9, 30)


def test_an_action_without_an_update_is_asked_for_its_status(office: Client, five: Action, seven: Action) -> None:
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    values = typed(five, seven, does="says", verified_by="")
    page = office.post(NEW, values)
    assert "Recommendation 5: Nothing was recorded of it before" in words_of(page)
    confirm(office, office.post(NEW, values | {"status": "not-started"}))
    assert (status_of(five), status_of(seven)) == (Status.NOT_STARTED, Status.IN_PROGRESS)


def test_a_question_is_asked_once_for_all_that_it_is_about(office: Client, five: Action, seven: Action) -> None:
    page = office.post(NEW, typed(five, seven, effective_on="2024-08-01"))
    assert (
        words_of(page).count("1 August 2024 is before the report was published") == 2
    )  # above, and where it is answered
    unanswered = confirm(office, page)
    assert not Letter.objects.exists()
    answer = re.search(r'name="confirmed" value="([^"]+)"', unanswered.content.decode())
    assert answer
    assert confirm(office, unanswered, confirmed=answer[1]).status_code == 302
    assert five.updates.get().effective_on == datetime.date(2024, 8, 1)


def test_a_letter_like_a_known_one_is_asked_about(office: Client, five: Action, seven: Action) -> None:
    confirm(office, office.post(NEW, typed(five)))
    page = office.post(NEW, typed(seven))
    assert "A letter from HMICFRS of 24 February 2025 is recorded already" in words_of(page)
    assert confirm(office, page).status_code == 200
    assert confirm(office, page, confirmed="letter").status_code == 302


def test_what_others_recorded_meanwhile_is_shown_and_nothing_is_lost(
    office: Client, five: Action, seven: Action
) -> None:
    page = office.post(NEW, typed(five, seven))
    add_update(seven, Status.CLOSED, TODAY, text="Closed by telephone.")
    stopped = confirm(office, page)
    assert stopped.status_code == 409
    text = stopped.content.decode()
    assert "Somebody else recorded updates meanwhile" in text
    assert "Closed by telephone." in text
    assert not Letter.objects.exists()
    again = confirm(office, stopped)
    assert again.status_code == 302
    assert [status_of(action) for action in (five, seven)] == [Status.CLOSED, Status.CLOSED]


def test_a_later_update_that_holds_today_is_told(office: Client, seven: Action) -> None:
    add_update(seven, Status.IN_PROGRESS, datetime.date(2025, 3, 1))
    page = office.post(NEW, typed(seven))
    assert "An update of 1 March 2025 holds today: In progress" in words_of(page)


def test_without_a_choice_it_says_where_to_choose(office: Client, register: Register) -> None:
    page = office.get(NEW)
    assert "First choose the actions" in words_of(page)
    assert 'href="/work/cleveland/choose/?inspection=soteria-2024"' in page.content.decode()


def test_another_holders_action_is_not_there(office: Client, register: Register, seven: Action) -> None:
    foreign = register.actions[("cumbria", "7")]
    assert office.get(f"{NEW}?action={seven.pk}&action={foreign.pk}").status_code == 404
    assert office.post(NEW, typed(seven, foreign)).status_code == 404


def test_a_letter_is_taken_back_as_a_whole(office: Client, five: Action, seven: Action) -> None:
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    confirm(office, office.post(NEW, typed(five, seven)))
    letter = Letter.objects.get()
    address = f"{LETTERS}{letter.pk}/retract/"
    words = words_of(office.get(address))
    assert "2 actions will stand as if the letter had not come" in words
    assert "Closed due 31 January 2025 In progress due 31 January 2025" in words
    refused = office.post(address, {"reason": "", "submission_key": str(uuid.uuid4())})
    assert "Say why this letter is a mistake" in words_of(refused)
    office.post(address, {"reason": "Meant for Cumbria", "submission_key": str(uuid.uuid4())})
    assert (status_of(five), status_of(seven)) == (Status.NO_UPDATE, Status.IN_PROGRESS)
    page = words_of(office.get(f"{LETTERS}{letter.pk}/"))
    assert "This letter was retracted: it does not count." in page
    assert "Meant for Cumbria" in page
    assert "Retracted" in words_of(office.get(LETTERS))
    assert "has been retracted already" in words_of(office.get(address))
    assert Update.objects.filter(letter=letter).count() == 4


def test_the_force_reads_a_letter_and_changes_nothing(client: Client, cast: Cast, office: Client, five: Action) -> None:
    confirm(office, office.post(NEW, typed(five)))
    letter = Letter.objects.get()
    client.force_login(cast.contributor)
    page = client.get(f"{LETTERS}{letter.pk}/")
    assert "We have closed these." in words_of(page)
    assert "Retract the whole letter" not in words_of(page)
    assert client.get(NEW).status_code == 403
    assert client.post(f"{LETTERS}{letter.pk}/retract/", {"reason": "No"}).status_code == 403


@pytest.mark.parametrize("released", [False, True])
def test_its_file_is_for_those_who_may_read_what_it_says(
    client: Client, cast: Cast, office: Client, seven: Action, released: bool
) -> None:
    confirm(office, office.post(NEW, typed(seven, document=SimpleUploadedFile("letter.pdf", b"%PDF-1.7"))))
    update = seven.updates.get()
    if released:
        Update.objects.filter(pk=update.pk).update(released_to="panel")
    client.force_login(cast.panel_member)
    file = client.get(f"{LETTERS}{update.letter_id}/file/")
    assert file.status_code == (200 if released else 404)
    for close in file._resource_closers:
        close()
    shown = words_of(client.get(seven.get_absolute_url()))
    assert ("letter.pdf" in shown) == released
    assert client.get(f"{LETTERS}{update.letter_id}/").status_code == 404


def many(register: Register, count: int) -> list[Action]:
    recommendations = [RecommendationFactory(inspection=register.soteria, number=n) for n in range(100, 100 + count)]
    actions = [open_action(recommendation, register.cleveland) for recommendation in recommendations]
    for action in actions:
        add_update(action, Status.IN_PROGRESS, JANUARY)
    return actions


@pytest.mark.parametrize("count", [10, 200])
def test_each_page_asks_the_database_as_often_for_ten_actions_as_for_two_hundred(
    office: Client, register: Register, django_assert_num_queries: Any, count: int
) -> None:
    actions = many(register, count)
    chosen = "&".join(f"action={action.pk}" for action in actions)
    with django_assert_num_queries(8):
        office.get(f"{NEW}?{chosen}")
    with django_assert_num_queries(13):
        page = office.post(NEW, typed(*actions))
    confirm(office, page)
    letter = Letter.objects.get()
    for address, queries in ((LETTERS, 6), (f"{LETTERS}{letter.pk}/", 9), (f"{LETTERS}{letter.pk}/retract/", 8)):
        with django_assert_num_queries(queries):
            office.get(address)


# --- under embargo -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["approver", "contributor", "auditor"])
def test_a_letter_does_not_name_what_is_under_embargo_to_who_is_not_named_there(
    client: Client, cast: Cast, register: Register, five: Action, role: str
) -> None:
    secret = InspectionFactory(slug="secret", embargoed=True, short_title="The secret report")
    hidden = open_action(
        RecommendationFactory(inspection=secret, short_title="Hide it"), register.cleveland, opened_on=TODAY
    )
    letters = [
        Letter.objects.create(
            holder=register.cleveland,
            sender=sender,
            dated_on=TODAY,
            recorded_at=datetime.datetime.now(datetime.UTC),
            recorded_by=cast.office,
        )
        for sender in ("HMICFRS", "Whisperer")
    ]
    add_update(five, Status.CLOSED, TODAY, letter=letters[0])
    for letter in letters:
        add_update(hidden, Status.CLOSED, TODAY, letter=letter, text="The bilby was counted.")
    client.force_login(getattr(cast, role))
    read = words_of(client.get(f"{LETTERS}{letters[0].pk}/"))
    assert "Use the new definition" in read
    assert not [word for word in ("secret", "Hide it", "bilby") if word in read]
    assert "Whisperer" not in words_of(client.get(LETTERS))
    assert client.get(f"{LETTERS}{letters[1].pk}/").status_code == 404
