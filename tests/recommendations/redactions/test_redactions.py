"""Removing words and files: one person asks, another decides, and the proof of the history stays whole."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.test import Client

from forces.people.access import Reader
from forces.proof.sealing import seal_all
from forces.proof.verifying import verify_history
from recommendations.redactions.models import Redaction, RedactionDecision
from recommendations.redactions.queries import removed_records, to_decide
from recommendations.redactions.services import decide_redaction, request_redaction
from recommendations.register.models import Update
from recommendations.register.statuses import Status
from recommendations.search.models import SearchText
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.evidence import EvidenceEntry
from recommendations.updates.services import record_update
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader
from tests.reading import words_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
PAGE = "/forces/cleveland/soteria-2024/7/"
NAME = "Jane Victim was not told."


@pytest.fixture
def staff(cast: Cast) -> Reader:
    return as_reader(cast.office, TODAY)


@pytest.fixture
def approver(cast: Cast) -> Reader:
    return as_reader(cast.approver, TODAY)


@pytest.fixture
def update(history: Register, staff: Reader) -> Update:
    seal_all()
    entry = UpdateEntry.of(
        status=Status.IN_PROGRESS,
        words=NAME,
        effective_on=TODAY,
        reported_by="Head of Crime",
        said_by=Update.SaidBy.FORCE,
        evidence=EvidenceEntry(file=ContentFile(b"Name,Date", "names.csv"), file_name="names.csv"),
    )
    action = history.actions[("cleveland", "7")]
    return record_update(action=action, entry=entry, by=staff, submission_key=uuid.uuid4())


def ask(update: Update, by: Reader, **changes: Any) -> Redaction:
    given = {"reason": "It names a victim.", "submission_key": uuid.uuid4()} | changes
    return request_redaction(update=update, by=by, **given)


def test_words_go_from_pages_and_search_and_the_proof_stays_whole(
    update: Update, staff: Reader, approver: Reader, client: Client, cast: Cast
) -> None:
    asked = ask(update, staff)
    client.force_login(cast.office)
    assert NAME in words_of(client.get(PAGE))
    assert verify_history(removed=removed_records()).faults == []
    decide_redaction(redaction=asked, remove=True, by=approver)
    shown = words_of(client.get(PAGE))
    assert NAME not in shown
    assert "The words were removed on 3 March 2025: It names a victim." in shown
    assert not SearchText.objects.filter(text__contains="Victim").exists()
    for address in (f"{PAGE[:-1]}.pdf", "/forces/cleveland.csv", "/log.csv", "/my-work/"):
        answer = client.get(address)
        contents = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert b"Victim" not in contents
    assert verify_history(removed=removed_records()).faults == []
    assert verify_history().faults == [
        f"Cleveland Police: the words of Update {update.pk} were changed after it was recorded."
    ]


def test_a_file_is_deleted_once_the_decision_is_saved(
    update: Update,
    staff: Reader,
    approver: Reader,
    client: Client,
    cast: Cast,
    django_capture_on_commit_callbacks: Any,
) -> None:
    [evidence] = update.evidence.all()
    asked, path = ask(update, staff, evidence=evidence), Path(evidence.file.path)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        decide_redaction(redaction=asked, remove=True, by=approver)
    assert not path.exists()
    client.force_login(cast.office)
    shown = words_of(client.get(PAGE))
    assert NAME in shown
    assert "names.csv (removed on 3 March 2025: It names a victim.)" in shown
    assert client.get(f"{PAGE}evidence/{evidence.pk}/").status_code == 404
    assert verify_history(removed=removed_records()).faults == []


def test_the_person_who_asked_cannot_decide(update: Update, approver: Reader) -> None:
    asked = ask(update, approver)
    with pytest.raises(ValidationError, match="someone else has to decide"):
        decide_redaction(redaction=asked, remove=True, by=approver)
    assert list(to_decide(approver)) == []
    assert update.words
    update.words.refresh_from_db()
    assert update.words.text == NAME


@pytest.mark.parametrize("who", ["office", "contributor", "panel_member", "cumbria_office", "auditor", "administrator"])
def test_only_an_approver_of_the_office_decides(
    who: str, update: Update, staff: Reader, approver: Reader, cast: Cast
) -> None:
    asked = ask(update, approver)
    with pytest.raises(PermissionDenied):
        decide_redaction(redaction=asked, remove=True, by=as_reader(getattr(cast, who), TODAY))


@pytest.mark.parametrize("who", ["contributor", "panel_member", "cumbria_office", "auditor", "administrator"])
def test_only_the_office_asks(who: str, update: Update, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        ask(update, as_reader(getattr(cast, who), TODAY))


def test_it_is_asked_and_decided_once(update: Update, staff: Reader, approver: Reader) -> None:
    key = uuid.uuid4()
    asked = ask(update, staff, submission_key=key)
    assert ask(update, staff, submission_key=key) == asked
    with pytest.raises(ValidationError, match="Someone has asked to remove this already"):
        ask(update, staff)
    kept = decide_redaction(redaction=asked, remove=False, reason="It is no name.", by=approver)
    assert decide_redaction(redaction=asked, remove=False, reason="Again", by=approver) == kept
    with pytest.raises(ValidationError, match="Someone else has decided"):
        decide_redaction(redaction=asked, remove=True, by=approver)
    assert ask(update, staff) != asked  # for another reason


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"what": "words"}, "Enter why it has to be removed"),
        ({"reason": "Names"}, "Select what has to be removed"),
        ({"what": "99", "reason": "Names"}, "Select a valid choice"),
    ],
)
def test_a_request_that_lacks_something_loses_nothing(
    sent: dict[str, str], sentence: str, update: Update, client: Client, cast: Cast
) -> None:
    client.force_login(cast.office)
    answer = client.post(f"/work/cleveland/removals/ask/{update.pk}/", sent | {"submission_key": str(uuid.uuid4())})
    assert sentence in words_of(answer)
    assert sent.get("reason", "") in answer.content.decode()
    assert not Redaction.objects.exists()


def test_it_is_asked_and_decided_on_pages(update: Update, client: Client, cast: Cast) -> None:
    client.force_login(cast.office)
    page = f"/work/cleveland/removals/ask/{update.pk}/"
    assert page in client.get(PAGE).content.decode()
    sent = {"what": "words", "reason": "It names a victim.", "submission_key": str(uuid.uuid4())}
    assert "who did not ask has to decide." in words_of(client.post(page, sent, follow=True))
    asked = Redaction.objects.get()
    assert "has to decide" in words_of(client.get(f"/work/cleveland/removals/{asked.pk}/"))
    client.force_login(cast.approver)
    assert "Decide whether to remove: the words" in words_of(client.get("/my-work/"))
    decide = f"/work/cleveland/removals/{asked.pk}/"
    assert "Enter why it stays" in words_of(client.post(decide, {"remove": "no"}))
    assert "Select what you decide" in words_of(client.post(decide, {}))
    assert "Removed. Its date, author and reason stay." in words_of(client.post(decide, {"remove": "yes"}, follow=True))
    assert RedactionDecision.objects.get().decided_by == cast.approver
    assert "Decide whether to remove" not in words_of(client.get("/my-work/"))
    assert "Removed by approver on 3 March 2025." in words_of(client.get("/work/cleveland/removals/"))
