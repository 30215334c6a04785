"""Who recorded what: for auditors, and for an office its own."""

import datetime
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forces.bodies.reorganisation import Reorganisation
from forces.people.access import Reader
from forces.people.history import save_with_history
from forces.people.models import Membership, Role
from forces.people.second_factor import reset_second_factor
from forces.people.services import grant_membership, revoke_membership
from forces.proof.models import Verification
from recommendations.assurance.models import Assurance
from recommendations.imports.models import LoadRun
from recommendations.pages.log.queries import Log, LogChoice
from recommendations.pages.log.records import RecordKind
from recommendations.pages.log.sentences import about, address, what_was_done
from recommendations.register.models import Letter, Release, ReleasedItem
from recommendations.register.services.inspections import save_inspection
from recommendations.register.statuses import Status
from recommendations.releases.services import release
from recommendations.responses.models import Commitment, Response
from recommendations.responses.services.approving import return_to_author, submit
from recommendations.responses.services.commitments import record_done
from recommendations.responses.services.working_copy import save_and_end_approval
from recommendations.rounds.services.rounds import create_round
from recommendations.updates.services import retract_update
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import (
    InspectionFactory,
    PersonFactory,
    RecommendationFactory,
    ResponseFactory,
    add_update,
    as_reader,
    complete,
    open_action,
    published,
)
from tests.reading import lines_of, words_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

PAGE = "/log/"


def _sentences(reader: Reader, *kinds: RecordKind) -> list[str]:
    """Return what the log of a reader says, the newest first; with `kinds`, only records of these."""
    return [what_was_done(record) for record in Log(reader).records() if not kinds or record.record_kind in kinds]


@pytest.fixture
def auditor(cast: Cast) -> Reader:
    return as_reader(cast.auditor, TODAY)


@pytest.fixture
def staff(cast: Cast) -> Reader:
    return as_reader(cast.office, TODAY)


def test_it_says_who_recorded_which_status(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.auditor)
    words = words_of(client.get(PAGE))
    assert "2 records by 1 person, 1 February 2025 to 3 March 2025." in words
    assert "20 February 2025, 12:00 office Update Recorded “Complete, says the force” Use the new definition" in words


def test_it_says_what_all_its_filters_offer(client: Client, cast: Cast, history: Register) -> None:
    LoadRun.objects.create(at=NOON, files={}, result={"under_embargo": False})
    client.force_login(cast.auditor)
    words = words_of(client.get(PAGE))
    assert "Filter: everyone, all kinds, 1 February 2025 to 3 March 2025" in words
    assert "System (no person) Report Loaded files" in words
    assert "You see only records that you have access to." in words
    for label in ("All organisations", "All kinds", "System (no person)"):
        assert f">{label}</option>" in client.get(PAGE).content.decode()


def test_each_row_links_to_what_was_changed(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.auditor)
    page = client.get(PAGE)
    assert b'href="/forces/cleveland/soteria-2024/5/">Use the new definition</a>, Cleveland' in page.content


def test_it_names_retractions_with_their_reason(history: Register, staff: Reader, auditor: Reader) -> None:
    update = history.actions[("cleveland", "7")].updates.last()
    assert update
    retract_update(update=update, reason="It was about 9.", by=staff, submission_key=uuid.uuid4())
    expected = ["Retracted the update of 20 January 2025. Reason: It was about 9."]
    assert _sentences(auditor, RecordKind.RETRACTION) == expected


def test_an_auditor_does_not_see_an_offices_notes_and_assurance(
    history: Register, cast: Cast, staff: Reader, auditor: Reader
) -> None:
    Assurance.objects.create(
        action=history.actions[("cleveland", "7")],
        dated_on=TODAY,
        level="assured",
        looked_at="Files.",
        recorded_at=NOON,
        recorded_by=cast.office,
        submission_key=uuid.uuid4(),
    )
    assert {"Recorded a note for the office", "Recorded assurance: Assured"} <= set(_sentences(staff))
    assert not {"Recorded a note for the office", "Recorded assurance: Assured"} & set(_sentences(auditor))


def test_an_office_sees_only_its_own_records(history: Register, cast: Cast, staff: Reader) -> None:
    assert {record.body_slug for record in Log(staff).records()} == {"cleveland", "pcc-cleveland", "panel-cleveland"}
    cumbria = as_reader(cast.cumbria_office, TODAY)
    assert {record.body_slug for record in Log(cumbria).records()} == {"cumbria", "pfcc-cumbria"}


def test_an_auditor_sees_the_records_of_national_bodies(history: Register, cast: Cast, auditor: Reader) -> None:
    add_update(history.actions[("soteria-joint-unit", "4")], Status.CLOSED, TODAY, by=cast.administrator)
    newest = next(Log(auditor).records())
    assert (newest.person_label, newest.body_slug, what_was_done(newest)) == (
        "admin",
        "soteria-joint-unit",
        "Recorded “Closed”",
    )
    assert address(newest, auditor) == "/bodies/soteria-joint-unit/soteria-2024/4/"


def test_an_auditor_sees_reorganisations_and_their_undoing(
    history: Register, cast: Cast, staff: Reader, auditor: Reader
) -> None:
    on = datetime.date(2028, 4, 1)
    facts = {"on": on, "plan": "", "recorded_at": NOON, "recorded_by": cast.administrator}
    summary = "Cleveland Police and Durham Constabulary become North East Police\nMore"
    carried_out = Reorganisation.objects.create(summary=summary, **facts)
    Reorganisation.objects.create(summary=f"Undone: {summary}", undoes=carried_out, **facts)
    name = summary.partition("\n")[0]
    recorded = {
        f"Recorded a reorganisation from 1 April 2028: {name}",
        f"Undid the reorganisation of 1 April 2028: {name}",
    }
    assert recorded <= set(_sentences(auditor))
    assert not recorded & set(_sentences(staff))
    reorganisations = [record for record in Log(auditor).records() if record.record_kind == "reorganisation"]
    assert {about(record) for record in reorganisations} == {"Soteria Tracker"}
    assert {address(record, auditor) for record in reorganisations} == {""}


@pytest.mark.parametrize("role", ["panel_member", "contributor", "administrator"])
def test_others_are_refused_and_do_not_find_it_in_the_menu(
    client: Client, cast: Cast, history: Register, role: str
) -> None:
    client.force_login(getattr(cast, role))
    assert client.get(PAGE).status_code == 403
    assert client.get("/log.csv").status_code == 403
    assert b'href="/log/"' not in client.get("/overview/").content


@pytest.mark.parametrize("role", ["auditor", "office", "approver"])
def test_the_menu_leads_to_it(client: Client, cast: Cast, history: Register, role: str) -> None:
    client.force_login(getattr(cast, role))
    assert b'href="/log/"' in client.get("/overview/").content


def test_nothing_under_embargo_is_shown(history: Register, cast: Cast, staff: Reader, auditor: Reader) -> None:
    secret = InspectionFactory(slug="secret", embargoed=True)
    action = open_action(RecommendationFactory(inspection=secret), history.cleveland, opened_on=TODAY)
    update = add_update(action, Status.IN_PROGRESS, TODAY, by=cast.office)
    released = Release.objects.create(
        holder=history.cleveland,
        audience="panel",
        recorded_at=NOON,
        recorded_by=cast.office,
        submission_key=uuid.uuid4(),
    )
    ReleasedItem.objects.create(release=released, update=update, audience_after="panel")
    letter = Letter.objects.create(
        holder=history.cleveland, sender="HMICFRS", dated_on=TODAY, recorded_at=NOON, recorded_by=cast.office
    )
    add_update(action, Status.CLOSED, TODAY, by=cast.office, letter=letter)
    ResponseFactory(force=history.cleveland, inspection=secret)
    Commitment.objects.create(body=history.cleveland, kind="duty", what="A plan.", due_on=TODAY, inspection=secret)
    LoadRun.objects.create(at=NOON, files={}, result={"under_embargo": True})
    for reader in (staff, auditor):
        today = Log(reader, TODAY)
        assert list(today.records()) == []
        assert sum(today.counts().values()) == 0
    secret.embargo_readers.add(cast.office)
    kinds = {record.record_kind for record in Log(as_reader(cast.office, TODAY), TODAY).records()}
    assert kinds == {"update", "release", "letter", "response", "commitment"}


def test_it_names_releases_requests_and_duties(history: Register, staff: Reader, auditor: Reader) -> None:
    action = history.actions[("cleveland", "5")]
    update = action.updates.get(status=Status.COMPLETE)
    release(holder=history.cleveland, updates=[update.pk], audience="panel", by=staff, submission_key=uuid.uuid4())
    create_round(
        holder=history.cleveland,
        actions=[action],
        reply_by=datetime.date(2025, 3, 20),
        email_text="Dear [lead]",
        by=staff,
        submission_key=uuid.uuid4(),
    )
    Commitment.objects.create(body=history.cleveland, kind="duty", what="A plan.", due_on=TODAY)
    assert _sentences(staff, RecordKind.RELEASE, RecordKind.REQUEST, RecordKind.COMMITMENT) == [
        "Recorded a duty: A plan.",
        "Released 1 update to the panel",
        "Requested an update on 1 action by 20 March 2025",
    ]
    shared = (RecordKind.RELEASE, RecordKind.REQUEST)
    assert _sentences(auditor, RecordKind.COMMITMENT, *shared) == _sentences(staff, *shared)
    addresses = {r.record_kind: (address(r, staff), address(r, auditor)) for r in Log(staff).records()}
    assert addresses["release"] == (f"/work/cleveland/releases/{Release.objects.get().pk}/", "/forces/cleveland/")


def test_an_auditor_sees_the_steps_of_a_response_only_once_it_is_published(
    history: Register, cast: Cast, staff: Reader, auditor: Reader
) -> None:
    response = complete(ResponseFactory(force=history.cleveland, inspection=history.soteria))
    approver = as_reader(cast.approver, TODAY)
    submit(response=response, by=staff)
    return_to_author(response=response, comment="Say when.", by=approver)
    submit(response=response, by=staff)
    kinds = (RecordKind.RESPONSE, RecordKind.APPROVAL, RecordKind.PUBLICATION)
    assert sorted(_sentences(staff, *kinds)) == [
        "Returned the response: “Say when.”",
        "Started the response",
        "Submitted the response for approval",
        "Submitted the response for approval",
    ]
    assert _sentences(auditor, *kinds) == []
    published(response, TODAY)
    assert sorted(_sentences(auditor, *kinds)) == [
        "Published version 1 of the response",
        "Submitted the response for approval",
        "Submitted the response for approval",
    ]
    assert Response.objects.get().publications.count() == 1


def test_an_auditor_does_not_see_the_steps_of_a_correction_before_it_is_published(
    history: Register, cast: Cast, staff: Reader, auditor: Reader
) -> None:
    kinds = (RecordKind.RESPONSE, RecordKind.APPROVAL, RecordKind.PUBLICATION)
    response = complete(ResponseFactory(force=history.cleveland, inspection=history.soteria))
    submit(response=response, by=staff)
    published(response, TODAY)
    with time_machine.travel(NOON + datetime.timedelta(hours=1), tick=False):
        response.stage = "draft"
        save_and_end_approval(response, by=cast.office)
        submit(response=response, by=staff)
    first = ["Published version 1 of the response", "Submitted the response for approval"]
    assert sorted(_sentences(auditor, *kinds)) == first
    with time_machine.travel(NOON + datetime.timedelta(hours=2), tick=False):
        published(response, TODAY)
    second = ["Published version 2 of the response", "Submitted the response for approval"]
    assert sorted(_sentences(auditor, *kinds)) == sorted(first + second)


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        ("submitted", "Changed the submitted response, which is a draft again"),
        ("approved", "Changed the approved response, which ended its approval"),
        ("published", "Started a correction of the response"),
    ],
)
def test_it_says_what_the_change_of_a_response_ended(
    history: Register, cast: Cast, staff: Reader, stage: str, sentence: str
) -> None:
    response = ResponseFactory(force=history.cleveland, inspection=history.soteria)
    response.stage = stage
    response.approved_by, response.approved_at, response.approved_digest = cast.approver, NOON, "1" * 64
    save_with_history(response, by=cast.office)
    save_and_end_approval(response, by=cast.office)
    assert sentence in _sentences(staff, RecordKind.RESPONSE)


def test_it_names_the_lead_or_project_of_an_action_only_if_it_changed(
    history: Register, cast: Cast, auditor: Reader
) -> None:
    action = history.actions[("cleveland", "5")]
    for changed in (
        {"lead_post": "Head of Learning"},
        {"project": "Data"},
        {"external_references": ["Risk 5"]},
        {"lead_post": ""},
    ):
        for name, value in changed.items():
            setattr(action, name, value)
        save_with_history(action, by=cast.office)
    assert _sentences(auditor, RecordKind.LEAD)[::-1] == [
        "Changed the action’s lead or project. Lead: Head of Learning",
        "Changed the action’s lead or project. Lead: Head of Learning",
        "Changed the action",
        "Changed the action’s lead or project. No lead is named",
    ]


def test_a_completed_duty_is_completed_once(history: Register, cast: Cast, staff: Reader) -> None:
    duty = Commitment.objects.create(body=history.cleveland, kind="duty", what="A plan.", due_on=TODAY)
    record_done(commitment=duty, done_on=TODAY, by=staff)
    duty.source = "A letter"
    save_with_history(duty, by=cast.office)
    assert sorted(_sentences(staff, RecordKind.COMMITMENT)) == [
        "Changed a duty: A plan.",
        "Completed a duty: A plan.",
        "Recorded a duty: A plan.",
    ]


def test_it_names_roles_that_were_given_and_removed(history: Register, cast: Cast, auditor: Reader) -> None:
    person = PersonFactory(email="new@example.org")
    role = Membership(person=person, role=Role.OPCC_STAFF, body=history.pcc_cleveland, first_day=TODAY)
    grant_membership(membership=role, by=cast.administrator)
    role.last_day = datetime.date(2025, 6, 30)
    save_with_history(role, by=cast.administrator)
    revoke_membership(membership=role, by=cast.administrator)
    today = list(Log(auditor, TODAY).records())
    assert sorted((record.person_label, what_was_done(record)) for record in today) == [
        ("admin", "Changed the dates of new’s role as OPCC staff, until 30 June 2025"),
        ("admin", "Gave new the role OPCC staff"),
        ("admin", "Removed the role OPCC staff from new"),
    ]


def test_an_auditor_sees_loads_and_changed_reports(
    history: Register, cast: Cast, staff: Reader, auditor: Reader
) -> None:
    LoadRun.objects.create(at=NOON, by=cast.administrator, files={"a.yaml": ""}, result={"under_embargo": False})
    history.soteria.key_findings = "More."
    save_inspection(inspection=history.soteria, by=cast.administrator)
    today = LogChoice(kind=RecordKind.REPORT)
    assert sorted(map(what_was_done, Log(auditor, TODAY).records(today))) == ["Changed the report", "Loaded files"]
    assert list(Log(staff, TODAY).records(today)) == []


def test_it_filters_by_person_organisation_kind_and_dates(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.auditor)
    add_update(history.actions[("soteria-joint-unit", "4")], Status.CLOSED, TODAY, by=cast.administrator)
    assert "1 record, " in words_of(client.get(PAGE, {"person": cast.administrator.pk}))
    assert "1 record, " in words_of(client.get(PAGE, {"body": history.joint_unit.pk}))
    assert "3 records, " in words_of(client.get(PAGE, {"kind": "update"}))
    assert "No records match. Clear the filter." in words_of(client.get(PAGE, {"kind": "letter"}))
    earlier = words_of(client.get(PAGE, {"from": "2024-09-01", "to": "2025-01-31"}))
    assert "3 records by 1 person, 1 September 2024 to 31 January 2025." in earlier


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("from=2025-02-02&to=2025-02-01", "The first date, 2 February 2025, must be before the last date"),
        ("kind=nothing", "Select an option from the list."),
        ("person=999999", "Select an option from the list."),
        ("to=never", "The last date must include a month and a year"),
        ("to=9999-12-31", "The last date must have a year from 1900 to 2100"),
        ("to=0001-01-01", "The last date must have a year from 1900 to 2100"),
        ("to=2025-03-04", "4 March 2025 is in the future. Choose a date up to today, 3 March 2025."),
    ],
)
def test_a_filter_that_cannot_be_gets_a_message(
    client: Client, cast: Cast, history: Register, query: str, problem: str
) -> None:
    client.force_login(cast.auditor)
    page = client.get(f"{PAGE}?{query}")
    assert problem in words_of(page)
    assert b"<title>Error:" in page.content
    assert client.get(f"/log.csv?{query}").status_code == 400


def test_another_offices_people_and_bodies_cannot_be_chosen(office: Client, cast: Cast, history: Register) -> None:
    for query in ({"person": cast.cumbria_office.pk}, {"body": history.cumbria.pk}):
        assert "Select an option from the list." in words_of(office.get(PAGE, query))


def test_the_selected_person_stays_when_the_dates_change(office: Client, cast: Cast, history: Register) -> None:
    query = {"person": cast.office.pk, "from": "2025-03-03", "to": "2025-03-03"}
    page = office.get(PAGE, query)
    assert "Select an option from the list." not in words_of(page)
    assert f'<option value="{cast.office.pk}" selected>office</option>' in page.content.decode()
    assert "0 records, 3 March 2025 to 3 March 2025." in words_of(page)


def test_the_csv_has_the_same_rows_with_their_addresses(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.auditor)
    response = client.get("/log.csv")
    assert response.streaming
    rows = lines_of(response, named=True)
    assert [(row["Who"], row["What"], row["Reference"]) for row in rows] == [
        ("office", "Recorded “Complete, says the force”", "5"),
        ("office", "Recorded “Waiting for others”", "5"),
    ]
    assert rows[0]["Page"] == "http://testserver/forces/cleveland/soteria-2024/5/"


def test_it_shows_twenty_five_rows_a_page_with_constant_queries(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.auditor)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for _number in range(60):
        add_update(history.actions[("cleveland", "7")], Status.IN_PROGRESS, TODAY, by=cast.office)
    with CaptureQueriesContext(connection) as many:
        page = client.get(PAGE)
    assert len(many) == len(few) <= 25
    assert page.content.count(b"st-kind") == 25
    assert "62 records by 1 person" in words_of(page)
    assert words_of(client.get(PAGE, {"page": 3})).count("Update Recorded") == 12


def test_it_says_when_the_history_was_verified(office: Client) -> None:
    assert "The history has not been verified yet." in words_of(office.get("/log/"))
    Verification.objects.create(verified_at=NOON, records=1_200)
    assert (
        "The history was verified on 3 March 2025: none of its 1,200 records was altered after it was made."
        in words_of(office.get("/log/"))
    )
    Verification.objects.create(verified_at=NOON + datetime.timedelta(days=1), records=1_200, faults=2, first_fault="x")
    assert "The verification of the history on 4 March 2025 found 2 faults" in words_of(office.get("/log/"))


def test_a_reset_of_a_second_step_is_shown_to_the_office_and_its_auditor_only(cast: Cast, auditor: Reader) -> None:
    reset_second_factor(person=cast.office, by=as_reader(cast.approver, TODAY))
    words = "Reset the second step of office’s sign-in"
    for reader in (auditor, as_reader(cast.approver, TODAY)):
        assert words in _sentences(reader, RecordKind.ACCOUNT)
    assert words not in _sentences(as_reader(cast.cumbria_office, TODAY))
