"""Importing a tracker: what is kept, what confirming records, and what undoing leaves."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from forces.people.access import Reader
from forces.people.editions import Audience
from recommendations.imports.trackers import confirming, services
from recommendations.imports.trackers.models import TrackerImport
from recommendations.imports.trackers.planned import ImportOutcome
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import differing
from recommendations.register.models import Action, Evidence, Inspection, Recommendation, Update
from recommendations.register.statuses import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import add_update, as_reader, state_on
from tests.recommendations.imports.trackers.conftest import CUSTODY, SEVEN, Upload, workbook

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def confirmed(tracker: TrackerImport, by: Reader) -> TrackerImport:
    return confirming.confirm_import(tracker=tracker, preview=services.preview_of(tracker, by), by=by)


def csv_files(client: Client) -> list[bytes]:
    addresses = ("/forces/cleveland.csv", "/overview.csv", "/inspections.csv")
    return [b"".join(client.get(address).streaming_content) for address in addresses]


def test_confirming_records_updates_leads_and_notes_with_their_source(
    upload: Upload, history: Register, office_reader: Reader
) -> None:
    tracker = confirmed(upload(SEVEN, CUSTODY), office_reader)
    seven = history.actions[("cleveland", "7")]
    update, note = Update.objects.filter(action=seven, imported_from__row__tracker=tracker).order_by("pk")
    assert (update.effective_on, update.status) == (datetime.date(2025, 2, 12), Status.COMPLETE)
    assert update.words is not None
    assert update.words.text == "Weekly checks are in place."
    assert (update.received_how, update.received_on, update.recorded_by) == ("tracker", TODAY, office_reader.person)
    assert update.imported_from.cell == "Tracker!G2"
    assert note.audience == Audience.OFFICE
    assert note.words is not None
    assert "Ask for the figures." in note.words.text
    seven.refresh_from_db()
    assert seven.lead_post == "Head of Crime"
    assert differing([seven.pk]) == []


def test_a_report_that_nobody_knows_becomes_a_draft_that_says_where_it_comes_from(
    upload: Upload, office_reader: Reader, history: Register
) -> None:
    tracker = confirmed(upload(CUSTODY), office_reader)
    [slug] = tracker.drafts.values()
    draft = Inspection.objects.get(slug=slug)
    assert (draft.title, draft.published_on) == ("Custody visit 2024", datetime.date(2024, 5, 1))
    assert "It has not been compared with the report." in draft.source
    assert draft.last_response_day is None
    action = Action.objects.get(recommendation__inspection=draft)
    assert action.holder_id == history.cleveland.pk
    assert action.recommendation.text == "The force should check cells every hour."
    assert state_on(action, TODAY).status == Status.IN_PROGRESS


def test_without_a_day_of_publication_its_rows_are_left_out(upload: Upload, office_reader: Reader) -> None:
    preview = services.preview_of(upload(CUSTODY, published=""), office_reader)
    assert [row.outcome for row in preview.plan.rows] == [ImportOutcome.NOT_PLACED]


def test_undoing_brings_counts_and_exports_back_and_keeps_the_history(
    upload: Upload, office: Client, office_reader: Reader, history: Register
) -> None:
    before = csv_files(office)
    tracker = confirmed(upload(SEVEN, CUSTODY), office_reader)
    assert csv_files(office) != before
    confirming.undo_import(tracker=tracker, by=office_reader)
    assert csv_files(office) == before
    made = Update.objects.filter(imported_from__row__tracker=tracker)
    assert made.count() == 3
    assert all(update.retractions.exists() for update in made)
    seven = history.actions[("cleveland", "7")]
    seven.refresh_from_db()
    assert seven.lead_post == ""
    confirming.undo_import(tracker=tracker, by=office_reader)  # twice does nothing
    assert Update.objects.filter(retracts__in=made).count() == 3


def test_undoing_leaves_what_was_recorded_since(upload: Upload, office_reader: Reader) -> None:
    tracker = confirmed(upload(CUSTODY), office_reader)
    [slug] = tracker.drafts.values()
    action = Action.objects.get(recommendation__inspection__slug=slug)
    add_update(action, Status.COMPLETE, TODAY)
    confirming.undo_import(tracker=tracker, by=office_reader)
    assert state_on(action, TODAY).status == Status.COMPLETE
    assert Inspection.objects.visible_to(office_reader).filter(slug=slug).exists()


def test_next_months_tracker_shows_only_what_changed(upload: Upload, office_reader: Reader) -> None:
    confirmed(upload(SEVEN, CUSTODY), office_reader)
    newer = [*CUSTODY[:6], CUSTODY[6] + "\n01/03/2025: Cells are checked every hour.", ""]
    preview = services.preview_of(upload(SEVEN, newer, name="march.xlsx"), office_reader)
    assert [row.outcome for row in preview.plan.rows] == [ImportOutcome.SAME, ImportOutcome.CHANGED]
    assert [update.words for update in preview.plan.rows[1].updates] == ["Cells are checked every hour."]


def test_confirming_twice_imports_once(upload: Upload, office_reader: Reader) -> None:
    tracker = upload(SEVEN)
    preview = services.preview_of(tracker, office_reader)
    for _submission in range(2):
        confirming.confirm_import(tracker=tracker, preview=preview, by=office_reader)
    assert tracker.rows.count() == 1
    with pytest.raises(ValidationError, match="already been imported"):
        services.save_answers(tracker=tracker, answers={}, columns={}, publication_dates={}, by=office_reader)
    with pytest.raises(ValidationError, match="its file is kept"):
        services.discard_upload(tracker=tracker, by=office_reader)


def test_nothing_is_imported_if_the_register_has_changed_since_the_preview(
    upload: Upload, office_reader: Reader, history: Register
) -> None:
    tracker = upload(SEVEN, CUSTODY)
    preview = services.preview_of(tracker, office_reader)
    add_update(history.actions[("cleveland", "7")], Status.WAITING, TODAY)
    with pytest.raises(confirming.ImportRefused, match="has changed since you looked"):
        confirming.confirm_import(tracker=tracker, preview=preview, by=office_reader)
    assert not Inspection.objects.filter(title="Custody visit 2024").exists()


def test_a_refused_update_stops_the_whole_import(
    upload: Upload, office_reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**entered: Any) -> None:
        raise confirming.UpdatesRefused({entered["submissions"][0].action.pk: ValidationError("No.")})

    tracker = upload(SEVEN, CUSTODY)
    monkeypatch.setattr(confirming, "record_updates", refuse)
    with pytest.raises(confirming.ImportRefused, match=r"Tracker, row 2: No\."):
        confirmed(tracker, office_reader)
    assert not Inspection.objects.filter(title="Custody visit 2024").exists()
    assert not tracker.rows.exists()


@pytest.mark.parametrize("who", ["contributor", "panel_member", "cumbria_office", "auditor", "administrator"])
def test_only_the_office_of_the_force_can_import(who: str, upload: Upload, cast: Cast, history: Register) -> None:
    tracker, other = upload(SEVEN), as_reader(getattr(cast, who), TODAY)
    with pytest.raises(PermissionDenied):
        services.upload_tracker(force=history.cleveland, contents=workbook(SEVEN), name="x.xlsx", by=other)
    with pytest.raises(PermissionDenied):
        services.preview_of(tracker, other)
    with pytest.raises(PermissionDenied):
        services.discard_upload(tracker=tracker, by=other)
    with pytest.raises(PermissionDenied):
        confirming.undo_import(tracker=tracker, by=other)


def test_the_same_file_is_kept_once_and_deleted_after_a_week(
    upload: Upload, office_reader: Reader, django_capture_on_commit_callbacks: Any
) -> None:
    tracker = upload(SEVEN)
    assert upload(SEVEN).pk == tracker.pk
    path, storage = tracker.file.name, tracker.file.storage
    kept = confirmed(upload(CUSTODY), office_reader)
    now = timezone.now()
    assert services.remove_old_uploads(before=now - datetime.timedelta(days=7)) == 0
    TrackerImport.objects.update(uploaded_at=now - datetime.timedelta(days=8))
    assert storage.exists(path)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.remove_old_uploads(before=now - datetime.timedelta(days=7)) == 1
    assert list(TrackerImport.objects.all()) == [kept]
    assert not storage.exists(path)
    assert storage.exists(kept.file.name)


@pytest.mark.parametrize(
    ("target", "address", "shows"),
    [
        ("https://example.org/minutes.pdf", "https://example.org/minutes.pdf", "Minutes"),
        ("javascript:alert(1)", "", "Minutes javascript:alert(1)"),
        ("file:///S:/minutes.docx", "", "Minutes file:///S:/minutes.docx"),
    ],
)
def test_evidence_links_to_addresses_of_the_web_only(
    target: str, address: str, shows: str, upload: Upload, office_reader: Reader
) -> None:
    confirmed(upload(SEVEN, link=("Minutes", target)), office_reader)
    [evidence] = Evidence.objects.all()
    assert (evidence.address, evidence.shows) == (address, shows)


def test_the_answers_of_the_last_import_are_remembered(upload: Upload, office_reader: Reader) -> None:
    first = confirmed(upload(SEVEN, CUSTODY), office_reader)
    second = services.upload_tracker(
        force=first.holder, contents=workbook(CUSTODY), name="march.xlsx", by=office_reader
    )
    assert second.answers == first.answers
    assert second.publication_dates == first.publication_dates


def test_positions_count_what_was_imported(upload: Upload, office_reader: Reader, history: Register) -> None:
    confirmed(upload(SEVEN, CUSTODY), office_reader)
    counted = Position.objects.on(TODAY).filter(holder=history.cleveland, edition="working")
    assert counted.filter(status=Status.COMPLETE, recommendation=history.rec_7).exists()
    assert counted.filter(recommendation__inspection__title="Custody visit 2024").count() == 1


def test_a_cause_of_concern_of_an_unknown_report_keeps_its_words_and_its_recommendations(
    upload: Upload, office_reader: Reader
) -> None:
    concern = ["Custody visit 2024", "CoC 1", "The force does not record its use of force.", "", "", "", "", ""]
    tracker = upload(concern, CUSTODY)
    confirming.confirm_import(tracker=tracker, preview=services.preview_of(tracker, office_reader), by=office_reader)
    [cause] = Recommendation.objects.filter(kind="cause-of-concern", inspection__title="Custody visit 2024")
    assert cause.text == "The force does not record its use of force."
    [under] = cause.inspection.recommendations.filter(parent=cause)
    assert under.text == "The force should check cells every hour."
    assert not cause.actions.exists()
    assert not Update.objects.filter(words__text__contains="does not record").exists()
