"""The pages about letters: recording one in two steps, its effects, and retracting it."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forces.people.models import UnsavedFile
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import rebuild
from recommendations.register.models import Action, ClosingLevel, Letter, Update
from recommendations.register.statuses import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    InspectionFactory,
    PartFactory,
    RecommendationFactory,
    add_update,
    open_action,
    rebuilding_once,
    state_on,
)
from tests.reading import words_of

pytestmark = pytest.mark.usefixtures("on_the_day")
LETTERS = "/work/cleveland/letters/"
NEW = f"{LETTERS}new/"
JANUARY = datetime.date(2025, 1, 10)


def letter_data(*actions: Action, **changes: Any) -> dict[str, Any]:
    """The form data of a letter about these actions."""
    values = {
        "action": [action.pk for action in actions],
        "submission_key": str(uuid.uuid4()),
        "sender": "HMICFRS",
        "dated_on": "2025-02-24",
        "reference": "FLL/12",
        "effect": "closes",
        "words": "We have closed these.",
        "closed_by": "hmicfrs",
        "verified_by": "Force liaison lead",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


def hidden_fields(page: Any) -> dict[str, Any]:
    """The hidden fields of the confirmation page."""
    form = page.content.decode().split('action="/work/')[1]
    fields: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(value.replace("&quot;", '"').replace("&#x27;", "'"))
    return fields


def confirm(browser: Client, page: Any, **more: Any) -> Any:
    return browser.post(NEW, hidden_fields(page) | {"step": "record"} | more)


def status_of(action: Action) -> str:
    return Position.objects.on(TODAY).get(action=action, edition="working").status


def test_a_letter_is_previewed_and_then_recorded(office: Client, five: Action, seven: Action) -> None:
    level = ClosingLevel.objects.create(name="Level 3")
    add_update(five, Status.CLOSED, JANUARY)
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    own = {f"{five.pk}-effect": "new-level", f"{five.pk}-words": "Now level 3.", f"{five.pk}-letter_says": "achieved"}
    page = office.post(NEW, letter_data(five, seven, closing_level=level.pk, **own))
    words = words_of(page)
    assert "Nothing has been saved yet" in words
    assert "In progress Closed Level 3" in words
    assert "Achieved Now level 3." in words
    assert not Letter.objects.exists()
    done = confirm(office, page)
    letter = Letter.objects.get()
    assert (done.status_code, done.url) == (302, f"{LETTERS}{letter.pk}/")
    assert (letter.sender, letter.dated_on, letter.reference) == ("HMICFRS", datetime.date(2025, 2, 24), "FLL/12")
    assert status_of(seven) == Status.CLOSED
    recorded = five.updates.get(letter=letter)
    assert (recorded.closing_level, recorded.words.text, recorded.letter_says) == (level, "Now level 3.", "achieved")
    assert confirm(office, page).url == done.url  # the same form once more
    assert Letter.objects.count() == 1


def test_its_page_shows_what_it_changed_and_the_history_names_it(office: Client, five: Action, seven: Action) -> None:
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 letter")
    page = office.post(NEW, letter_data(five, seven, document=file, letter_says="achieved"))
    confirm(office, page)
    letter = Letter.objects.get()
    words = words_of(office.get(f"{LETTERS}{letter.pk}/"))
    assert "About 2 actions" in words
    assert "We have closed these. What it changed" in words
    assert "In progress Closed Achieved" in words
    history = office.get(seven.get_absolute_url())
    assert "Letter from HMICFRS, 24 February 2025 (FLL/12): letter.pdf" in words_of(history)
    assert "The letter found: Achieved" in words_of(history)
    assert "HMICFRS, 24 February 2025" in words_of(office.get(LETTERS))
    download = office.get(f"{LETTERS}{letter.pk}/file/")
    assert b"".join(download) == b"%PDF-1.7 letter"  # type: ignore[arg-type]
    assert not UnsavedFile.objects.exists()


def test_nothing_entered_is_lost_when_going_back(office: Client, five: Action, seven: Action) -> None:
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 letter")
    page = office.post(NEW, letter_data(five, seven, document=file, **{f"{seven.pk}-words": "Seven is done."}))
    again = office.post(NEW, hidden_fields(page) | {"step": "change"})
    form = again.context["form"]
    assert (form["words"].value(), form["reference"].value()) == ("We have closed these.", "FLL/12")
    assert [row["words"].value() for row in form.rows] == ["", "Seven is done."] or [
        row["words"].value() for row in form.rows
    ] == [None, "Seven is done."]
    assert "letter.pdf has been uploaded" in words_of(again)
    assert not form.error_lines


def test_a_letter_changed_after_going_back_is_a_different_letter(office: Client, five: Action) -> None:
    values = letter_data(five)
    confirm(office, office.post(NEW, values))
    page = office.post(NEW, values | {"effect": "comments", "verified_by": "", "words": "We welcome this."})
    again = confirm(office, page)
    assert again.status_code == 200
    assert "A letter from HMICFRS dated 24 February 2025 has already been recorded" in words_of(again)
    assert Letter.objects.count() == 1
    assert confirm(office, again, confirmed="letter").status_code == 302
    assert five.updates.latest("pk").words.text == "We welcome this."


def test_a_different_file_after_going_back_is_not_lost(office: Client, five: Action) -> None:
    values = letter_data(five)
    confirm(office, office.post(NEW, values))
    page = office.post(NEW, values | {"step": "record", "document": SimpleUploadedFile("letter.pdf", b"%PDF-1.7")})
    assert "This form has already been used for another letter" in words_of(page)
    assert "letter.pdf has been uploaded" in words_of(page)


@pytest.mark.parametrize("whole", [True, False])
def test_a_file_lost_between_the_steps_is_requested_again(office: Client, five: Action, whole: bool) -> None:
    page = office.post(NEW, letter_data(five, document=SimpleUploadedFile("letter.pdf", b"%PDF-1.7")))
    unsaved = UnsavedFile.objects.get()
    unsaved.file.storage.delete(str(unsaved.file.name))
    if whole:
        unsaved.delete()
    stopped = confirm(office, page)
    assert "Your file is no longer available" in words_of(stopped)
    assert not Letter.objects.exists()
    assert 'name="document_token" value' not in stopped.content.decode()
    values = {name: value for name, value in hidden_fields(page).items() if name != "document_token"}
    again = office.post(NEW, values | {"document": SimpleUploadedFile("letter.pdf", b"%PDF-1.7")})
    assert confirm(office, again).status_code == 302
    assert Letter.objects.get().file_name == "letter.pdf"


def test_submitting_it_twice_with_its_file_records_one_letter(office: Client, five: Action) -> None:
    page = office.post(NEW, letter_data(five, document=SimpleUploadedFile("letter.pdf", b"%PDF-1.7")))
    assert confirm(office, page).url == confirm(office, page).url
    assert Letter.objects.get().file_name == "letter.pdf"


@pytest.mark.parametrize("seen", ['{"1": 1e400}', "[" * 100_000, '{"1": {}}', "x"])
def test_a_damaged_conflict_token_breaks_nothing(office: Client, five: Action, seen: str) -> None:
    assert office.post(NEW, letter_data(five, step="record", seen=seen)).status_code == 302


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sender": ""}, "Enter who wrote the letter"),
        ({"dated_on": "2025-03-04"}, "The date of the letter must be today or in the past"),
        ({"effect": None}, "Select what the letter changes"),
        ({"words": ""}, "Enter what the letter says"),
        ({"verified_by": ""}, "Enter who confirmed that it is closed"),
        ({"deadline_on": "2025-09-30"}, "Clear the deadline"),
        ({"deadline_reason": "It says so"}, "Give the new date that this reason is for"),
        ({"effect": "comments"}, "Clear this: the letter closes nothing"),
        ({"effect": "new-deadline", "verified_by": ""}, "Enter the new deadline"),
        (
            {"effect": "new-deadline", "verified_by": "", "deadline_on": "2025-09-30"},
            "Enter the reason for the new date",
        ),
        ({"effect": "reopens", "verified_by": ""}, "This action is not closed, so it cannot be re-opened"),
        ({"document": SimpleUploadedFile("letter.pdf", b"no PDF")}, "is not what its name says"),
    ],
)
def test_an_error_says_what_to_do(office: Client, seven: Action, changes: dict[str, Any], says: str) -> None:
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    page = office.post(NEW, letter_data(seven, **changes))
    assert says in words_of(page)
    assert "<title>Error:" in page.content.decode()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"deadline_on": "soon"}, "The new deadline must be a day, a month and a year"),
        ({"effect": "new-deadline", "deadline_on": "31/2/2025"}, "The new deadline must be a real date"),
        ({"deadline_on": "31 January 2026"}, "Clear the deadline"),
        ({"effect": "new-deadline"}, "Enter the new deadline"),
        ({"effect": "new-level"}, "This action is not closed, so its closing level cannot change"),
    ],
)
def test_an_error_in_one_row_names_its_action(
    office: Client, five: Action, seven: Action, own: dict[str, str], says: str
) -> None:
    add_update(five, Status.IN_PROGRESS, JANUARY)
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    page = office.post(NEW, letter_data(five, seven, **{f"{seven.pk}-{name}": value for name, value in own.items()}))
    assert f"Operation Soteria, Recommendation 7: {says}" in words_of(page)
    assert "Operation Soteria, Recommendation 5: " not in words_of(page).split("The letter")[0]


@pytest.mark.parametrize("day", ["30 September 2025", "30/9/2025", "2025-09-30", "30 Sep 2025"])
def test_the_deadline_of_one_action_is_one_text_box(office: Client, seven: Action, day: str) -> None:
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    own = {f"{seven.pk}-effect": "new-deadline", f"{seven.pk}-deadline_on": day}
    page = office.post(NEW, letter_data(seven, verified_by="", deadline_reason="It says so", **own))
    confirm(office, page)
    assert seven.updates.latest("pk").revised_deadline_on == datetime.date(2025, 9, 30)


def test_a_letter_gives_one_part_a_new_date_which_counts_from_then_on(office: Client, seven: Action) -> None:
    early, late = datetime.date(2025, 3, 31), datetime.date(2025, 12, 31)
    part, other = (
        PartFactory(recommendation=seven.recommendation, label=label, deadline_kind="date", deadline_on=JANUARY)
        for label in "ab"
    )
    add_update(seven, Status.IN_PROGRESS, JANUARY).parts_done.add(other)
    rebuild([seven.pk])
    assert state_on(seven, TODAY).due_on == JANUARY
    own = {f"{seven.pk}-part": part.pk, f"{seven.pk}-deadline_on": "31 March 2025"}
    page = office.post(NEW, letter_data(seven, effect="new-deadline", closed_by=None, verified_by=None, **own))
    assert "part a due 31 March 2025" in words_of(page)
    assert confirm(office, page).status_code == 302
    update = seven.updates.get(letter=Letter.objects.get())
    assert (update.part_deadlines, update.revised_deadline_on) == ({str(part.pk): "2025-03-31"}, None)
    state, before = state_on(seven, TODAY), state_on(seven, datetime.date(2025, 2, 1))
    assert min(filter(None, [seven.published_deadline_on, early])) == state.due_on
    assert before.due_on == JANUARY
    words = words_of(office.get(seven.get_absolute_url()))
    assert "New date for part a set by HMICFRS: 31 March 2025." in words
    assert "set by HMICFRS; was 10 January 2025" in words
    # a later update carries the new date on, and a letter about another part keeps it
    own = {f"{seven.pk}-part": other.pk, f"{seven.pk}-deadline_on": "31 December 2025"}
    page = office.post(
        NEW, letter_data(seven, effect="new-deadline", closed_by=None, verified_by=None, reference="2", **own)
    )
    assert confirm(office, page).status_code == 302
    newest = seven.updates.latest("pk")
    assert newest.part_deadlines == {str(part.pk): "2025-03-31", str(other.pk): late.isoformat()}


def test_a_letter_closes_one_part_and_the_action_keeps_its_status(office: Client, seven: Action) -> None:
    part, other = (PartFactory(recommendation=seven.recommendation, label=label) for label in "ab")
    add_update(seven, Status.IN_PROGRESS, JANUARY).parts_done.add(other)
    values = letter_data(seven, effect="closes-part", closed_by=None, verified_by=None)
    assert "Select the part that the letter closes" in words_of(office.post(NEW, values))
    page = office.post(NEW, values | {f"{seven.pk}-part": part.pk})
    assert "part a closed" in words_of(page)
    assert confirm(office, page).status_code == 302
    update = seven.updates.get(letter=Letter.objects.get())
    assert (update.status, set(update.parts_done.all())) == (Status.IN_PROGRESS, {part, other})


def test_an_action_without_updates_needs_a_status(office: Client, five: Action, seven: Action) -> None:
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    values = letter_data(five, seven, effect="comments", verified_by="")
    page = office.post(NEW, values)
    assert "Recommendation 5: Nothing has been recorded for this action yet" in words_of(page)
    confirm(office, office.post(NEW, values | {"status": "not-started"}))
    assert (status_of(five), status_of(seven)) == (Status.NOT_STARTED, Status.IN_PROGRESS)


def test_all_errors_are_shown_at_once(office: Client, five: Action, seven: Action) -> None:
    add_update(seven, Status.CLOSED, JANUARY)
    wrong = {
        "sender": "",
        "dated_on": "2026-02-24",
        "effect": "new-deadline",
        "words": "",
        f"{five.pk}-effect": "closes",
    }
    page = office.post(NEW, letter_data(five, seven, **wrong, verified_by=""))
    messages = [message for _anchor, message in page.context["form"].error_lines]
    assert messages == [
        "Enter who wrote the letter",
        "The date of the letter must be today or in the past",
        "Enter what the letter says",
        "Enter who confirmed that it is closed: a name or a post",
        "Operation Soteria, Recommendation 7: This action is closed or has ended, so its deadline cannot change. "
        "Re-open it instead",
    ]
    assert not Letter.objects.exists()


def test_a_question_is_raised_once_for_all_its_actions(office: Client, five: Action, seven: Action) -> None:
    page = office.post(NEW, letter_data(five, seven, effective_on="2024-08-01"))
    assert (
        words_of(page).count("1 August 2024 is before the report was published") == 2
    )  # above, and where it is answered
    unanswered = confirm(office, page)
    assert not Letter.objects.exists()
    answer = re.search(r'name="confirmed" value="([^"]+)"', unanswered.content.decode())
    assert answer
    assert confirm(office, unanswered, confirmed=answer[1]).status_code == 302
    assert five.updates.get().effective_on == datetime.date(2024, 8, 1)


def test_a_similar_letter_raises_a_question(office: Client, five: Action, seven: Action) -> None:
    confirm(office, office.post(NEW, letter_data(five)))
    page = office.post(NEW, letter_data(seven))
    assert "A letter from HMICFRS dated 24 February 2025 has already been recorded" in words_of(page)
    assert confirm(office, page).status_code == 200
    assert confirm(office, page, confirmed="letter").status_code == 302


def test_a_conflict_is_shown_and_nothing_is_lost(office: Client, five: Action, seven: Action) -> None:
    page = office.post(NEW, letter_data(five, seven))
    add_update(seven, Status.CLOSED, TODAY, text="Closed by telephone.")
    stopped = confirm(office, page)
    assert stopped.status_code == 409
    text = stopped.content.decode()
    assert "Someone else has recorded updates" in text
    assert "Closed by telephone." in text
    assert not Letter.objects.exists()
    again = confirm(office, stopped)
    assert again.status_code == 302
    assert [status_of(action) for action in (five, seven)] == [Status.CLOSED, Status.CLOSED]


def test_a_later_update_that_still_applies_is_shown(office: Client, seven: Action) -> None:
    add_update(seven, Status.IN_PROGRESS, datetime.date(2025, 3, 1))
    page = office.post(NEW, letter_data(seven))
    assert "A later update, of 1 March 2025, still applies: In progress" in words_of(page)


def test_without_a_selection_it_says_where_to_select(office: Client, register: Register) -> None:
    page = office.get(NEW)
    assert "Fill in the form from the letter’s file, or select the actions" in words_of(page)
    assert 'href="/work/cleveland/choose/?inspection=soteria-2024"' in page.content.decode()


def test_an_action_of_another_body_is_not_found(office: Client, register: Register, seven: Action) -> None:
    foreign = register.actions[("cumbria", "7")]
    assert office.get(f"{NEW}?action={seven.pk}&action={foreign.pk}").status_code == 404
    assert office.post(NEW, letter_data(seven, foreign)).status_code == 404


def test_a_letter_is_retracted_as_a_whole(office: Client, five: Action, seven: Action) -> None:
    add_update(seven, Status.IN_PROGRESS, JANUARY)
    confirm(office, office.post(NEW, letter_data(five, seven)))
    letter = Letter.objects.get()
    address = f"{LETTERS}{letter.pk}/retract/"
    words = words_of(office.get(address))
    assert "2 actions will return to their state without the letter" in words
    assert "Closed due 31 January 2025 In progress due 31 January 2025" in words
    refused = office.post(address, {"reason": "", "submission_key": str(uuid.uuid4())})
    assert "Enter why it is a mistake" in words_of(refused)
    office.post(address, {"reason": "Meant for Cumbria", "submission_key": str(uuid.uuid4())})
    assert (status_of(five), status_of(seven)) == (Status.NO_UPDATE, Status.IN_PROGRESS)
    page = words_of(office.get(f"{LETTERS}{letter.pk}/"))
    assert "This letter has been retracted." in page
    assert "Meant for Cumbria" in page
    assert "Retracted" in words_of(office.get(LETTERS))
    assert "has already been retracted" in words_of(office.get(address))
    assert Update.objects.filter(letter=letter).count() == 4


def test_the_force_reads_a_letter_and_changes_nothing(client: Client, cast: Cast, office: Client, five: Action) -> None:
    confirm(office, office.post(NEW, letter_data(five)))
    letter = Letter.objects.get()
    client.force_login(cast.contributor)
    page = client.get(f"{LETTERS}{letter.pk}/")
    assert "We have closed these." in words_of(page)
    assert "Retract letter" not in words_of(page)
    assert client.get(NEW).status_code == 403
    assert client.post(f"{LETTERS}{letter.pk}/retract/", {"reason": "No"}).status_code == 403


@pytest.mark.parametrize("released", [False, True])
def test_only_readers_of_an_update_get_the_file(
    client: Client, cast: Cast, office: Client, seven: Action, released: bool
) -> None:
    confirm(office, office.post(NEW, letter_data(seven, document=SimpleUploadedFile("letter.pdf", b"%PDF-1.7"))))
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


@rebuilding_once()
def many(register: Register, count: int) -> list[Action]:
    recommendations = [RecommendationFactory(inspection=register.soteria, number=n) for n in range(100, 100 + count)]
    actions = [open_action(recommendation, register.cleveland) for recommendation in recommendations]
    for action in actions:
        add_update(action, Status.IN_PROGRESS, JANUARY)
    return actions


@pytest.mark.parametrize("count", [10, 200])
def test_queries_do_not_grow_with_the_actions(
    office: Client, register: Register, django_assert_num_queries: Any, count: int
) -> None:
    actions = many(register, count)
    chosen = "&".join(f"action={action.pk}" for action in actions)
    with django_assert_num_queries(10):
        office.get(f"{NEW}?{chosen}")
    with django_assert_num_queries(15):
        page = office.post(NEW, letter_data(*actions))
    confirm(office, page)
    letter = Letter.objects.get()
    for address, queries in ((LETTERS, 7), (f"{LETTERS}{letter.pk}/", 12), (f"{LETTERS}{letter.pk}/retract/", 11)):
        with django_assert_num_queries(queries):
            office.get(address)


# --- under embargo -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["approver", "contributor", "auditor"])
def test_a_letter_hides_embargoed_actions_from_others(
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
