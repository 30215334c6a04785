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
def office(cast: Cast) -> Reader:
    return as_reader(cast.office, TODAY)


@pytest.fixture
def seven(register: Register) -> Action:
    return register.actions[("cleveland", "7")]


@pytest.fixture
def kept(seven: Action) -> Update:
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


def withdrawn(made: Release, by: Reader, **changes: object) -> Release:
    given = {"reason": "A name stood in it.", "by": by, "submission_key": uuid.uuid4()}
    return withdraw(release=made, **(given | changes))


def shown_to(*updates: Update) -> list[str]:
    found = dict(Update.objects.values_list("pk", "shown_to"))
    return [found[update.pk] for update in updates]


def statuses(action: Action) -> dict[str, str]:
    return dict(Position.objects.on(TODAY).filter(action=action).values_list("edition", "status"))


# --- what a release does -----------------------------------------------------------------------------------


def test_a_release_updates_the_panels_positions_and_search_at_once(kept: Update, office: Reader, cast: Cast) -> None:
    index_all()
    panel = as_reader(cast.panel_member, TODAY)
    assert statuses(kept.action)[Edition.PANEL] == Status.NO_UPDATE
    assert not SearchText.objects.readable_by(panel).filter(update=kept)
    released(office, kept)
    assert statuses(kept.action) == {"working": "closed", "panel": "closed", "public": "no-update"}
    assert SearchText.objects.readable_by(panel).filter(update=kept)
    assert Update.objects.readable_by(panel, kept.action).get() == kept


def test_the_panel_also_reads_what_is_released_to_the_public(kept: Update, office: Reader) -> None:
    released(office, kept, to=PUBLIC)
    assert set(statuses(kept.action).values()) == {"closed"}


def test_a_release_is_recorded_with_its_person_time_and_purpose(kept: Update, office: Reader, cast: Cast) -> None:
    made = released(office, kept)
    assert (made.recorded_by, made.recorded_at, made.reason) == (cast.office, NOON, "Papers for March")
    assert list(made.items.values_list("update", "audience_after")) == [(kept.pk, PANEL)]
    kept.refresh_from_db()
    assert kept.audience == FORCE  # what was chosen at first stays as it was


@pytest.mark.parametrize("sql", ["UPDATE recommendations_{} SET id = id + 1", "DELETE FROM recommendations_{}"])
@pytest.mark.parametrize("table", ["release", "releaseditem"])
def test_releases_cannot_be_changed_or_deleted(kept: Update, office: Reader, table: str, sql: str) -> None:
    released(office, kept)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


def test_submitting_a_release_twice_records_one(kept: Update, office: Reader) -> None:
    key = uuid.uuid4()
    first = released(office, kept, submission_key=key)
    assert released(office, kept, submission_key=key) == first
    assert Release.objects.count() == 1


def test_a_form_key_used_by_someone_else_is_refused(kept: Update, office: Reader, cast: Cast) -> None:
    key = uuid.uuid4()
    released(office, kept, submission_key=key)
    with pytest.raises(ValidationError, match="already been used"):
        released(as_reader(cast.approver, TODAY), kept, submission_key=key)


# --- who may, and what -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["contributor", "panel_member", "auditor", "administrator", "cumbria_office", "no_role"]
)
def test_only_the_holders_office_releases_or_withdraws(kept: Update, office: Reader, cast: Cast, who: str) -> None:
    reader = as_reader(getattr(cast, who), TODAY)
    with pytest.raises(PermissionDenied):
        released(reader, kept)
    made = released(office, kept)
    with pytest.raises(PermissionDenied):
        withdrawn(made, reader)


def test_another_holders_update_is_refused_and_nothing_is_released(
    kept: Update, office: Reader, register: Register
) -> None:
    other = add_update(register.actions[("cumbria", "7")], Status.IN_PROGRESS, TODAY, audience=FORCE)
    with pytest.raises(PermissionDenied):
        released(office, kept, other)
    assert shown_to(kept, other) == [FORCE, FORCE]


def test_a_note_for_the_office_is_refused_with_a_message(kept: Update, office: Reader) -> None:
    note = add_update(kept.action, None, TODAY, audience=OFFICE)
    with pytest.raises(ValidationError, match="A note for the office only cannot be released"):
        released(office, kept, note)
    assert shown_to(kept, note) == [FORCE, OFFICE]


@pytest.mark.parametrize("to", [OFFICE, FORCE, "everybody"])
def test_updates_are_released_only_to_the_panel_or_the_public(kept: Update, office: Reader, to: str) -> None:
    with pytest.raises(ValidationError, match="Select who can see this"):
        released(office, kept, to=to)


def test_a_public_update_cannot_be_narrowed_to_the_panel(kept: Update, office: Reader) -> None:
    released(office, kept, to=PUBLIC)
    with pytest.raises(ValidationError, match="nothing to release"):
        released(office, kept)
    assert shown_to(kept) == [PUBLIC]


def test_updates_already_released_are_excluded_from_a_wider_selection(kept: Update, office: Reader) -> None:
    read = add_update(kept.action, Status.IN_PROGRESS, datetime.date(2025, 1, 1), audience=PUBLIC)
    made = released(office, kept, read)
    assert list(made.items.values_list("update", flat=True)) == [kept.pk]


def test_a_retracted_update_is_not_released(kept: Update, office: Reader, seven: Action) -> None:
    mistaken = add_update(seven, Status.IN_PROGRESS, TODAY, audience=FORCE)
    retract_update(update=mistaken, reason="Not so.", by=office, submission_key=uuid.uuid4())
    made = released(office, kept, mistaken)
    assert list(made.items.values_list("update", flat=True)) == [kept.pk]
    with pytest.raises(ValidationError, match="nothing to release"):
        released(office, mistaken)


def test_a_reason_over_the_limit_is_refused(kept: Update, office: Reader) -> None:
    with pytest.raises(ValidationError, match="500 characters"):
        released(office, kept, reason="x" * 501)


# --- retractions -------------------------------------------------------------------------------------------


def test_the_retraction_of_a_released_update_is_shown_to_the_same_readers(
    kept: Update, office: Reader, cast: Cast
) -> None:
    released(office, kept)
    stale = kept  # read before it was released, as a page open in another window has it
    retraction = retract_update(update=stale, reason="Not so.", by=office, submission_key=uuid.uuid4())
    panel = as_reader(cast.panel_member, TODAY)
    assert set(Update.objects.readable_by(panel, kept.action)) == {kept, retraction}
    assert statuses(kept.action)[Edition.PANEL] == Status.NO_UPDATE


def test_a_withdrawal_also_withdraws_the_retraction(kept: Update, office: Reader, cast: Cast) -> None:
    made = released(office, kept)
    retraction = retract_update(update=kept, reason="The secret.", by=office, submission_key=uuid.uuid4())
    withdrawn(made, office)
    assert shown_to(kept, retraction) == [FORCE, FORCE]
    panel = as_reader(cast.panel_member, TODAY)
    assert not Update.objects.readable_by(panel, kept.action)


def test_an_update_whose_retraction_was_retracted_is_released_with_both(kept: Update, office: Reader) -> None:
    first = retract_update(update=kept, reason="Not so.", by=office, submission_key=uuid.uuid4())
    second = retract_update(update=first, reason="It was so.", by=office, submission_key=uuid.uuid4())
    released(office, kept)
    assert shown_to(kept, first, second) == [PANEL] * 3


def test_a_contributor_cannot_retract_what_the_office_has_released(seven: Action, office: Reader, cast: Cast) -> None:
    own = add_update(seven, Status.IN_PROGRESS, TODAY, by=cast.contributor, audience=FORCE)
    released(office, own)
    contributor = as_reader(cast.contributor, TODAY)
    with pytest.raises(PermissionDenied):
        retract_update(update=own, reason="Not so.", by=contributor, submission_key=uuid.uuid4())


# --- withdrawing -------------------------------------------------------------------------------------------


def test_a_withdrawal_restores_the_earlier_state(kept: Update, office: Reader) -> None:
    index_all()
    made = released(office, kept)
    withdrawal = withdrawn(made, office)
    assert shown_to(kept) == [FORCE]
    assert statuses(kept.action)[Edition.PANEL] == Status.NO_UPDATE
    assert withdrawal.withdraws == made
    assert list(withdrawal.items.values_list("update", "audience_after")) == [(kept.pk, FORCE)]
    assert differing([kept.action_id]) == []
    assert search_index.differing() == []


def test_updates_shown_by_another_release_stay_visible(kept: Update, office: Reader) -> None:
    to_panel, to_public = released(office, kept), released(office, kept, to=PUBLIC)
    withdrawn(to_panel, office)
    assert shown_to(kept) == [PUBLIC]
    withdrawn(to_public, office)
    assert shown_to(kept) == [FORCE]


def test_a_withdrawal_leaves_releases_that_are_still_in_force(kept: Update, office: Reader) -> None:
    released(office, kept)
    withdrawal = withdrawn(released(office, kept, to=PUBLIC), office)
    assert shown_to(kept) == [PANEL]
    assert withdrawal.items.get().audience_after == PANEL


def test_an_update_recorded_for_the_panel_stays_visible_to_it(seven: Action, office: Reader) -> None:
    update = add_update(seven, Status.IN_PROGRESS, TODAY, audience=PANEL)
    withdrawn(released(office, update, to=PUBLIC), office)
    assert shown_to(update) == [PANEL]


def test_a_withdrawal_needs_a_reason(kept: Update, office: Reader) -> None:
    made = released(office, kept)
    with pytest.raises(ValidationError, match="Enter the reason"):
        withdrawn(made, office, reason=" ")
    assert shown_to(kept) == [PANEL]


def test_a_release_can_be_withdrawn_once(kept: Update, office: Reader) -> None:
    made, key = released(office, kept), uuid.uuid4()
    withdrawal = withdrawn(made, office, submission_key=key)
    assert withdrawn(made, office, submission_key=key) == withdrawal
    with pytest.raises(ValidationError, match="already been withdrawn"):
        withdrawn(made, office)
    with pytest.raises(ValidationError, match="cannot be withdrawn"):
        withdrawn(withdrawal, office)


def test_a_withdrawn_update_can_be_released_again(kept: Update, office: Reader) -> None:
    withdrawn(released(office, kept), office)
    released(office, kept, to=PUBLIC)
    assert shown_to(kept) == [PUBLIC]


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
    assurance: Assurance, kept: Update, office: Reader, cast: Cast
) -> None:
    made = released(office, kept, assurances=[assurance])
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
    withdrawn(made, office)
    assert set(Assurance.objects.values_list("pk", "audience")) == {(assurance.pk, OFFICE), (retraction.pk, OFFICE)}
    with pytest.raises(ValidationError, match="nothing to release"):
        released(office, assurances=[assurance])


def test_releasing_an_assurance_changes_no_position(assurance: Assurance, office: Reader) -> None:
    before = list(Position.objects.order_by("pk").values())
    released(office, assurances=[assurance], to=PUBLIC)
    assert list(Position.objects.order_by("pk").values()) == before


# --- any order of things -----------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_positions_match_the_history_after_any_releases_withdrawals_and_retractions(
    data: st.DataObject, seven: Action, office: Reader
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
        standing: list[Release] = []
        for _step in range(data.draw(st.integers(1, 7))):
            step = data.draw(st.sampled_from(["release", "withdraw", "retract"]))
            try:
                if step == "release":
                    chosen = data.draw(st.lists(st.sampled_from(updates), min_size=1, unique=True))
                    standing.append(released(office, *chosen, to=data.draw(st.sampled_from([PANEL, PUBLIC]))))
                elif step == "withdraw" and standing:
                    withdrawn(standing.pop(data.draw(st.integers(0, len(standing) - 1))), office)
                elif step == "retract":
                    every = list(seven.updates.order_by("pk"))
                    retract_update(
                        update=data.draw(st.sampled_from(every)), reason="No.", by=office, submission_key=uuid.uuid4()
                    )
            except ValidationError:
                continue  # there was nothing to release, or it was retracted already
        named = list(ReleasedItem.objects.filter(release__in=standing).values_list("update", "release__audience"))
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
def test_a_simultaneous_release_and_retraction_run_one_after_the_other(kept: Update, office: Reader) -> None:
    def retract() -> None:
        retract_update(update=Update.objects.get(pk=kept.pk), reason="No.", by=office, submission_key=uuid.uuid4())
        connection.close()

    def show() -> None:
        with contextlib.suppress(ValidationError):  # it may have been retracted already
            released(office, kept)
        connection.close()

    together = [threading.Thread(target=step) for step in (retract, show)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    update, retraction = Update.objects.order_by("pk")
    assert update.shown_to == retraction.shown_to
    assert differing([kept.action_id]) == []
