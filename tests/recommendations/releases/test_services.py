"""Releasing and withdrawing: who can do it, what is visible afterwards, and what is recorded."""

import contextlib
import datetime
import threading
import uuid
from collections.abc import Collection

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forces.people.access import Reader
from forces.people.editions import Audience, Edition
from recommendations.assurance.models import Assurance
from recommendations.maintenance import search_index
from recommendations.maintenance.search_index import index_all
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import differing
from recommendations.register.models import Action, Release, ReleasedItem, Update
from recommendations.register.statuses import Status
from recommendations.releases.plan import widest
from recommendations.releases.services import release, withdraw
from recommendations.search.models import SearchText
from recommendations.updates.services import retract_update
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import add_update, as_reader

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

OFFICE, FORCE, PANEL, PUBLIC = (audience.value for audience in Audience)


@pytest.fixture
def unreleased(seven: Action) -> Update:
    """An update that only Cleveland and its office read: the action is closed."""
    return add_update(seven, Status.CLOSED, datetime.date(2025, 1, 20), audience=FORCE, text="The numbat was counted.")


def released(
    by: Reader, *updates: Update, to: str = PANEL, assurances: Collection[Assurance] = (), **changes: object
) -> Release:
    action = (*updates, *assurances)[0].action
    given = {
        "holder": action.holder,
        "updates": [update.pk for update in updates],
        "assurances": [assurance.pk for assurance in assurances],
        "audience": to,
        "reason": "Papers for March",
        "by": by,
        "submission_key": uuid.uuid4(),
    }
    return release(**(given | changes))


def withdrawn(confirmed: Release, by: Reader, **changes: object) -> Release:
    given = {"reason": "A name stood in it.", "by": by, "submission_key": uuid.uuid4()}
    return withdraw(release=confirmed, **(given | changes))


def shown_to(*updates: Update) -> list[str]:
    found = dict(Update.objects.values_list("pk", "shown_to"))
    return [found[update.pk] for update in updates]


def statuses(action: Action) -> dict[str, str]:
    return dict(Position.objects.on(TODAY).filter(action=action).values_list("edition", "status"))


# --- what a release does -----------------------------------------------------------------------------------


def test_a_release_updates_the_panels_positions_and_search_at_once(
    unreleased: Update, office_reader: Reader, cast: Cast
) -> None:
    index_all()
    panel = as_reader(cast.panel_member, TODAY)
    assert statuses(unreleased.action)[Edition.PANEL] == Status.NO_UPDATE
    assert not SearchText.objects.readable_by(panel).filter(update=unreleased)
    released(office_reader, unreleased)
    assert statuses(unreleased.action) == {"working": "closed", "panel": "closed", "public": "no-update"}
    assert SearchText.objects.readable_by(panel).filter(update=unreleased)
    assert Update.objects.readable_by(panel, unreleased.action).get() == unreleased


def test_the_panel_also_reads_what_is_released_to_the_public(unreleased: Update, office_reader: Reader) -> None:
    released(office_reader, unreleased, to=PUBLIC)
    assert set(statuses(unreleased.action).values()) == {"closed"}


def test_a_release_is_recorded_with_its_person_time_and_purpose(
    unreleased: Update, office_reader: Reader, cast: Cast
) -> None:
    confirmed = released(office_reader, unreleased)
    assert (confirmed.recorded_by, confirmed.recorded_at, confirmed.reason) == (cast.office, NOON, "Papers for March")
    assert list(confirmed.items.values_list("update", "audience_after")) == [(unreleased.pk, PANEL)]
    unreleased.refresh_from_db()
    assert unreleased.audience == FORCE  # what was chosen at first stays as it was


@pytest.mark.parametrize("sql", ["UPDATE recommendations_{} SET id = id + 1", "DELETE FROM recommendations_{}"])
@pytest.mark.parametrize("table", ["release", "releaseditem"])
def test_releases_cannot_be_changed_or_deleted(unreleased: Update, office_reader: Reader, table: str, sql: str) -> None:
    released(office_reader, unreleased)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


def test_submitting_a_release_twice_records_one(unreleased: Update, office_reader: Reader) -> None:
    key = uuid.uuid4()
    first = released(office_reader, unreleased, submission_key=key)
    assert released(office_reader, unreleased, submission_key=key) == first
    assert Release.objects.count() == 1


def test_a_form_key_used_by_someone_else_is_refused(unreleased: Update, office_reader: Reader, cast: Cast) -> None:
    key = uuid.uuid4()
    released(office_reader, unreleased, submission_key=key)
    with pytest.raises(ValidationError, match="already been used"):
        released(as_reader(cast.approver, TODAY), unreleased, submission_key=key)


# --- who may, and what -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["contributor", "panel_member", "auditor", "administrator", "cumbria_office", "no_role"]
)
def test_only_the_holders_office_releases_or_withdraws(
    unreleased: Update, office_reader: Reader, cast: Cast, who: str
) -> None:
    reader = as_reader(getattr(cast, who), TODAY)
    with pytest.raises(PermissionDenied):
        released(reader, unreleased)
    confirmed = released(office_reader, unreleased)
    with pytest.raises(PermissionDenied):
        withdrawn(confirmed, reader)


def test_another_holders_update_is_refused_and_nothing_is_released(
    unreleased: Update, office_reader: Reader, register: Register
) -> None:
    other = add_update(register.actions[("cumbria", "7")], Status.IN_PROGRESS, TODAY, audience=FORCE)
    with pytest.raises(PermissionDenied):
        released(office_reader, unreleased, other)
    assert shown_to(unreleased, other) == [FORCE, FORCE]


def test_a_note_for_the_office_is_refused_with_a_message(unreleased: Update, office_reader: Reader) -> None:
    note = add_update(unreleased.action, None, TODAY, audience=OFFICE)
    with pytest.raises(ValidationError, match="A note for the office only cannot be released"):
        released(office_reader, unreleased, note)
    assert shown_to(unreleased, note) == [FORCE, OFFICE]


@pytest.mark.parametrize("to", [OFFICE, FORCE, "everybody"])
def test_updates_are_released_only_to_the_panel_or_the_public(
    unreleased: Update, office_reader: Reader, to: str
) -> None:
    with pytest.raises(ValidationError, match="Select who can see this"):
        released(office_reader, unreleased, to=to)


def test_a_public_update_cannot_be_narrowed_to_the_panel(unreleased: Update, office_reader: Reader) -> None:
    released(office_reader, unreleased, to=PUBLIC)
    with pytest.raises(ValidationError, match="nothing to release"):
        released(office_reader, unreleased)
    assert shown_to(unreleased) == [PUBLIC]


def test_updates_already_released_are_excluded_from_a_wider_selection(
    unreleased: Update, office_reader: Reader
) -> None:
    read = add_update(unreleased.action, Status.IN_PROGRESS, datetime.date(2025, 1, 1), audience=PUBLIC)
    confirmed = released(office_reader, unreleased, read)
    assert list(confirmed.items.values_list("update", flat=True)) == [unreleased.pk]


def test_a_retracted_update_is_not_released(unreleased: Update, office_reader: Reader, seven: Action) -> None:
    mistaken = add_update(seven, Status.IN_PROGRESS, TODAY, audience=FORCE)
    retract_update(update=mistaken, reason="Not so.", by=office_reader, submission_key=uuid.uuid4())
    confirmed = released(office_reader, unreleased, mistaken)
    assert list(confirmed.items.values_list("update", flat=True)) == [unreleased.pk]
    with pytest.raises(ValidationError, match="nothing to release"):
        released(office_reader, mistaken)


def test_a_reason_over_the_limit_is_refused(unreleased: Update, office_reader: Reader) -> None:
    with pytest.raises(ValidationError, match="500 characters"):
        released(office_reader, unreleased, reason="x" * 501)


# --- retractions -------------------------------------------------------------------------------------------


def test_the_retraction_of_a_released_update_is_shown_to_the_same_readers(
    unreleased: Update, office_reader: Reader, cast: Cast
) -> None:
    released(office_reader, unreleased)
    stale = unreleased  # read before it was released, as a page open in another window has it
    retraction = retract_update(update=stale, reason="Not so.", by=office_reader, submission_key=uuid.uuid4())
    panel = as_reader(cast.panel_member, TODAY)
    assert set(Update.objects.readable_by(panel, unreleased.action)) == {unreleased, retraction}
    assert statuses(unreleased.action)[Edition.PANEL] == Status.NO_UPDATE


def test_a_withdrawal_also_withdraws_the_retraction(unreleased: Update, office_reader: Reader, cast: Cast) -> None:
    confirmed = released(office_reader, unreleased)
    retraction = retract_update(update=unreleased, reason="The secret.", by=office_reader, submission_key=uuid.uuid4())
    withdrawn(confirmed, office_reader)
    assert shown_to(unreleased, retraction) == [FORCE, FORCE]
    panel = as_reader(cast.panel_member, TODAY)
    assert not Update.objects.readable_by(panel, unreleased.action)


def test_an_update_whose_retraction_was_retracted_is_released_with_both(
    unreleased: Update, office_reader: Reader
) -> None:
    first = retract_update(update=unreleased, reason="Not so.", by=office_reader, submission_key=uuid.uuid4())
    second = retract_update(update=first, reason="It was so.", by=office_reader, submission_key=uuid.uuid4())
    released(office_reader, unreleased)
    assert shown_to(unreleased, first, second) == [PANEL] * 3


def test_a_contributor_cannot_retract_what_the_office_has_released(
    seven: Action, office_reader: Reader, cast: Cast
) -> None:
    own = add_update(seven, Status.IN_PROGRESS, TODAY, by=cast.contributor, audience=FORCE)
    released(office_reader, own)
    contributor = as_reader(cast.contributor, TODAY)
    with pytest.raises(PermissionDenied):
        retract_update(update=own, reason="Not so.", by=contributor, submission_key=uuid.uuid4())


# --- withdrawing -------------------------------------------------------------------------------------------


def test_a_withdrawal_restores_the_earlier_state(unreleased: Update, office_reader: Reader) -> None:
    index_all()
    confirmed = released(office_reader, unreleased)
    withdrawal = withdrawn(confirmed, office_reader)
    assert shown_to(unreleased) == [FORCE]
    assert statuses(unreleased.action)[Edition.PANEL] == Status.NO_UPDATE
    assert withdrawal.withdraws == confirmed
    assert list(withdrawal.items.values_list("update", "audience_after")) == [(unreleased.pk, FORCE)]
    assert differing([unreleased.action_id]) == []
    assert search_index.differing() == []


def test_updates_shown_by_another_release_stay_visible(unreleased: Update, office_reader: Reader) -> None:
    to_panel, to_public = released(office_reader, unreleased), released(office_reader, unreleased, to=PUBLIC)
    withdrawn(to_panel, office_reader)
    assert shown_to(unreleased) == [PUBLIC]
    withdrawn(to_public, office_reader)
    assert shown_to(unreleased) == [FORCE]


def test_a_withdrawal_leaves_releases_that_are_still_in_force(unreleased: Update, office_reader: Reader) -> None:
    released(office_reader, unreleased)
    withdrawal = withdrawn(released(office_reader, unreleased, to=PUBLIC), office_reader)
    assert shown_to(unreleased) == [PANEL]
    assert withdrawal.items.get().audience_after == PANEL


def test_an_update_recorded_for_the_panel_stays_visible_to_it(seven: Action, office_reader: Reader) -> None:
    update = add_update(seven, Status.IN_PROGRESS, TODAY, audience=PANEL)
    withdrawn(released(office_reader, update, to=PUBLIC), office_reader)
    assert shown_to(update) == [PANEL]


def test_a_withdrawal_needs_a_reason(unreleased: Update, office_reader: Reader) -> None:
    confirmed = released(office_reader, unreleased)
    with pytest.raises(ValidationError, match="Enter the reason"):
        withdrawn(confirmed, office_reader, reason=" ")
    assert shown_to(unreleased) == [PANEL]


def test_a_release_can_be_withdrawn_once(unreleased: Update, office_reader: Reader) -> None:
    confirmed, key = released(office_reader, unreleased), uuid.uuid4()
    withdrawal = withdrawn(confirmed, office_reader, submission_key=key)
    assert withdrawn(confirmed, office_reader, submission_key=key) == withdrawal
    with pytest.raises(ValidationError, match="already been withdrawn"):
        withdrawn(confirmed, office_reader)
    with pytest.raises(ValidationError, match="cannot be withdrawn"):
        withdrawn(withdrawal, office_reader)


def test_a_withdrawn_update_can_be_released_again(unreleased: Update, office_reader: Reader) -> None:
    withdrawn(released(office_reader, unreleased), office_reader)
    released(office_reader, unreleased, to=PUBLIC)
    assert shown_to(unreleased) == [PUBLIC]


# --- assurances --------------------------------------------------------------------------------------------


@pytest.fixture
def assurance(seven: Action, cast: Cast) -> Assurance:
    return Assurance.objects.create(
        action=seven,
        dated_on=TODAY,
        level=Assurance.Level.PARTLY,
        looked_at="Twenty files.",
        recorded_at=NOON,
        recorded_by=cast.office,
        submission_key=uuid.uuid4(),
    )


def test_an_assurance_is_released_and_withdrawn_with_its_retraction(
    assurance: Assurance, unreleased: Update, office_reader: Reader, cast: Cast
) -> None:
    confirmed = released(office_reader, unreleased, assurances=[assurance])
    assurance.refresh_from_db()
    assert assurance.audience == PANEL
    retraction = Assurance.objects.create(
        action=assurance.action,
        dated_on=TODAY,
        looked_at="Other files.",
        retracts=assurance,
        released_to=assurance.audience,
        recorded_at=NOON,
        recorded_by=cast.office,
        submission_key=uuid.uuid4(),
    )
    withdrawn(confirmed, office_reader)
    assert set(Assurance.objects.values_list("pk", "audience")) == {(assurance.pk, OFFICE), (retraction.pk, OFFICE)}
    with pytest.raises(ValidationError, match="nothing to release"):
        released(office_reader, assurances=[assurance])


def test_releasing_an_assurance_changes_no_position(assurance: Assurance, office_reader: Reader) -> None:
    before = list(Position.objects.order_by("pk").values())
    released(office_reader, assurances=[assurance], to=PUBLIC)
    assert list(Position.objects.order_by("pk").values()) == before


# --- any order of things -----------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_positions_match_the_history_after_any_releases_withdrawals_and_retractions(
    data: st.DataObject, seven: Action, office_reader: Reader
) -> None:
    """What an update shows is the widest of its own audience and the standing releases; retractions follow it."""
    with transaction.atomic():
        updates = [
            add_update(seven, Status.IN_PROGRESS, TODAY - datetime.timedelta(days), audience=audience)
            for days, audience in enumerate(
                data.draw(st.lists(st.sampled_from([FORCE, PANEL, PUBLIC]), min_size=1, max_size=4))
            )
        ]
        index_all()
        in_force: list[Release] = []
        for _step in range(data.draw(st.integers(1, 7))):
            step = data.draw(st.sampled_from(["release", "withdraw", "retract"]))
            try:
                if step == "release":
                    chosen = data.draw(st.lists(st.sampled_from(updates), min_size=1, unique=True))
                    in_force.append(released(office_reader, *chosen, to=data.draw(st.sampled_from([PANEL, PUBLIC]))))
                elif step == "withdraw" and in_force:
                    withdrawn(in_force.pop(data.draw(st.integers(0, len(in_force) - 1))), office_reader)
                elif step == "retract":
                    every = list(seven.updates.order_by("pk"))
                    retract_update(
                        update=data.draw(st.sampled_from(every)),
                        reason="No.",
                        by=office_reader,
                        submission_key=uuid.uuid4(),
                    )
            except ValidationError:
                continue  # there was nothing to release, or it was retracted already
        named = list(ReleasedItem.objects.filter(release__in=in_force).values_list("update", "release__audience"))
        for update in seven.updates.all():
            if update.retracts:
                assert update.shown_to == update.retracts.shown_to
            else:
                own = [audience for pk, audience in named if pk == update.pk]
                assert update.shown_to == widest([update.audience, *own])
        assert differing([seven.pk]) == []
        assert search_index.differing() == []
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_simultaneous_release_and_retraction_run_one_after_the_other(
    unreleased: Update, office_reader: Reader
) -> None:
    def retract() -> None:
        retract_update(
            update=Update.objects.get(pk=unreleased.pk), reason="No.", by=office_reader, submission_key=uuid.uuid4()
        )
        connection.close()

    def show() -> None:
        with contextlib.suppress(ValidationError):  # it may have been retracted already
            released(office_reader, unreleased)
        connection.close()

    threads = [threading.Thread(target=step) for step in (retract, show)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    update, retraction = Update.objects.order_by("pk")
    assert update.shown_to == retraction.shown_to
    assert differing([unreleased.action_id]) == []
