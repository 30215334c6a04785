"""A letter's file fills in the letter form; nothing is saved before it is confirmed."""

import datetime
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recommendations.letters.draft import KnownActions, draft_of
from recommendations.letters.effects import LetterEffect
from recommendations.positions.models import Position
from recommendations.reading.letters.reading import LetterReading, ReadChange
from recommendations.register.models import Action, ClosingLevel, Letter, Part
from recommendations.register.statuses import Status
from tests.cast import Register
from tests.factories import add_update
from tests.reading import words_of
from tests.recommendations.reading.conftest import DOCUMENTS

READ = "/work/cleveland/letters/read/"
NEW = "/work/cleveland/letters/new/"
JANUARY = datetime.date(2025, 1, 10)
SENT = datetime.date(2025, 11, 10)
OCTOBER = datetime.date(2025, 10, 6)


@pytest.fixture
def december(office: Client) -> Iterator[Client]:
    """The office of Cleveland on 1 December 2025, after the letter of 10 November."""
    with time_machine.travel("2025-12-01 12:00:00+00:00", tick=True):
        office.force_login(office.get("/").wsgi_request.user)  # the session of the fixture has expired
        yield office


def closing_letter() -> SimpleUploadedFile:
    return SimpleUploadedFile("closing.docx", (DOCUMENTS / "L2-closing-table.docx").read_bytes())


def fields_of(page: Any) -> dict[str, list[str]]:
    """The values that the letter form on this page would send."""
    form = page.context["form"]
    sent: dict[str, list[str]] = {"action": [str(row.action.pk) for row in form.rows]}
    for bound in [*form, *(bound for row in form.rows for bound in row)]:
        value = bound.value()
        if isinstance(value, datetime.date):
            value = value.isoformat()
        if value:
            sent[bound.html_name] = [str(value)]
    return sent


def test_a_closing_letter_is_read_checked_and_recorded_with_its_file(
    december: Client, register: Register, five: Action, seven: Action
) -> None:
    register.soteria.title = (
        "Progress to introduce a national operating model for rape and other serious sexual offences investigations"
    )
    register.soteria.save()
    level = ClosingLevel.objects.create(name="Level 2")
    for action in (five, seven):
        add_update(action, Status.IN_PROGRESS, JANUARY)
    page = december.post(READ, {"document": closing_letter()})
    rows = {row.action: row for row in page.context["form"].rows}
    assert set(rows) == {five, seven}
    assert (rows[five]["effect"].value(), rows[seven]["effect"].value()) == ("comments", "closes")
    assert (rows[seven]["closing_level"].value(), rows[seven]["effective_on"].value()) == (
        str(level.pk),
        "6 October 2025",
    )
    words = words_of(page)
    assert "Closes, Level 2, from 6 October 2025, “Closed" in words
    assert "closing.docx has been uploaded" in words
    assert "6: partly closed. This has no action here" in words
    assert "The letter also asks: “You should tell us by 30 January 2026" in words
    assert not Letter.objects.exists()
    assert "Enter who confirmed that it is closed" in words_of(december.post(NEW, fields_of(page)))
    checked = december.post(NEW, fields_of(page) | {"verified_by": "Force liaison lead"})
    assert "from 6 October 2025" in words_of(checked)
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', checked.content.decode())
    sent: dict[str, list[str]] = {}
    for name, value in hidden:
        sent.setdefault(name, []).append(unescape(value))
    assert december.post(NEW, sent | {"step": ["record"]}).status_code == 302
    letter = Letter.objects.get()
    assert (letter.file_name, letter.dated_on) == ("closing.docx", SENT)
    closed, commented = seven.updates.get(letter=letter), five.updates.get(letter=letter)
    assert (closed.status, closed.closing_level, closed.effective_on) == (Status.CLOSED, level, OCTOBER)
    assert (commented.status, commented.effective_on) == (Status.IN_PROGRESS, SENT)


def test_a_letter_about_nothing_here_says_so_and_shows_what_was_read(december: Client) -> None:
    page = december.post(READ, {"document": closing_letter()})
    assert "Nothing in this letter is about an action of Cleveland Police" in words_of(page)
    assert "7: closed. This has no action here" in words_of(page)
    assert "closing.docx has been uploaded" in words_of(page)


@pytest.mark.usefixtures("on_the_day")
@pytest.mark.parametrize(
    ("name", "contents", "says"),
    [
        ("letter.pdf", b"", "is empty"),
        ("letter.pdf", b"no pdf", "is not what its name says"),
        ("letter.html", b"<p>Closed</p>", "is not a PDF or Word file"),
        ("report.docx", (DOCUMENTS / "R03-peel-lincolnshire.docx").read_bytes(), "is not a letter that closes"),
        ("", b"", "Choose the file of the letter"),
    ],
)
def test_a_file_that_is_no_letter_gets_a_sentence(office: Client, name: str, contents: bytes, says: str) -> None:
    page = office.post(READ, {"document": SimpleUploadedFile(name, contents)} if name else {})
    assert page.status_code == 200
    assert says in words_of(page)


@pytest.mark.usefixtures("on_the_day")
@pytest.mark.parametrize(
    ("status", "change", "effect", "remark"),
    [
        (Status.IN_PROGRESS, "closed", LetterEffect.CLOSES, ""),
        (Status.CLOSED, "closed", LetterEffect.COMMENTS, "It is closed already"),
        (Status.CLOSED, "re-opened", LetterEffect.REOPENS, ""),
        (Status.IN_PROGRESS, "re-opened", LetterEffect.COMMENTS, "It is not closed"),
        (Status.IN_PROGRESS, "remains open", LetterEffect.COMMENTS, ""),
        (Status.CLOSED, "remains open", "", "but it is closed here"),
        (Status.IN_PROGRESS, "remains open, re-dated", LetterEffect.NEW_DEADLINE, "without naming a day"),
        (Status.IN_PROGRESS, "partly closed", "", "The letter says “Partly closed.”. Select what it changes."),
        (Status.IN_PROGRESS, "superseded", "", "Select what it changes"),
    ],
)
def test_what_the_letter_does_not_settle_is_asked(
    seven: Action, status: Status, change: str, effect: str, remark: str
) -> None:
    add_update(seven, status, JANUARY)
    position = Position.objects.select_related("update__closing_level").get(
        action=seven, edition="working", until__gt=JANUARY, starts_on=JANUARY
    )
    read = ReadChange("soteria-2024", ("7",), change, words=change.capitalize() + ".")
    known = KnownActions({("soteria-2024", "7"): [seven]}, {seven.pk: position}, [])
    draft = draft_of(LetterReading("HMICFRS", "", SENT, "", (read,)), known)
    assert (draft.letter.get("effect") or "") == effect
    assert [remark in line for line in draft.remarks] == ([True] if remark else [])


@pytest.mark.usefixtures("on_the_day")
def test_two_decisions_about_one_action_are_asked_about(seven: Action) -> None:
    read = [ReadChange("soteria-2024", ("7",), change, words=change) for change in ("remains open", "closed")]
    known = KnownActions({("soteria-2024", "7"): [seven]}, {}, [])
    draft = draft_of(LetterReading("HMICFRS", "", SENT, "", tuple(read)), known)
    assert draft.letter["words"] == "remains open\nclosed"
    assert "effect" not in draft.letter
    assert "two different things" in draft.remarks[0]


@pytest.mark.usefixtures("on_the_day")
@pytest.mark.parametrize(
    ("change", "reference", "effect", "remark"),
    [
        ("closed", "7b", LetterEffect.CLOSES_PART, ""),
        ("remains open", "7b", LetterEffect.COMMENTS, ""),
        ("re-opened", "7b", LetterEffect.COMMENTS, "is not closed"),
        ("closed", "7e", "", "names part e, which is not a part"),
        ("remains open, re-dated", "7b", "", "of part b only"),  # it has no deadline of its own
    ],
)
def test_a_part_that_the_letter_names_is_selected_and_does_not_close_the_action(
    seven: Action, change: str, reference: str, effect: str, remark: str
) -> None:
    part = Part.objects.create(recommendation=seven.recommendation, label="b", text="Train everyone.", order=2)
    read = ReadChange("soteria-2024", (reference,), change, SENT, new_date=OCTOBER, words=change)
    known = KnownActions({("soteria-2024", "7"): [seven]}, {}, [])
    draft = draft_of(LetterReading("HMICFRS", "", SENT, "", (read,)), known)
    assert (draft.letter.get("effect") or "") == effect
    assert draft.rows[seven.pk].get("part") == (str(part.pk) if effect == LetterEffect.CLOSES_PART else None)
    assert remark in " ".join(draft.remarks)
