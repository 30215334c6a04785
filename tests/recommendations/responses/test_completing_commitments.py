"""Completing a commitment of a response removes it from My work."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from recommendations.responses.models import Commitment, Response
from recommendations.responses.services.commitments import record_done
from tests.cast import Cast, Register
from tests.factories import as_reader, explained
from tests.recommendations.responses.conftest import DAY_41, Readers

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment(response: Response, register: Register) -> Commitment:
    return Commitment.objects.create(
        body=register.pcc_cleveland, explanation=explained(response, register.rec_7), what="Ask.", due_on=DAY_41
    )


def test_it_keeps_the_date_and_the_history(commitment: Commitment, readers: Readers) -> None:
    record_done(commitment=commitment, done_on=DAY_41, by=readers.office)
    commitment.refresh_from_db()
    assert commitment.done_on == DAY_41
    assert commitment.history.first().history_user == readers.office.person


def test_a_future_date_and_another_office_are_refused(commitment: Commitment, readers: Readers, cast: Cast) -> None:
    with pytest.raises(ValidationError, match="today or in the past"):
        record_done(commitment=commitment, done_on=DAY_41 + datetime.timedelta(days=1), by=readers.office)
    with pytest.raises(PermissionDenied):
        record_done(commitment=commitment, done_on=DAY_41, by=as_reader(cast.cumbria_office, DAY_41))


def test_my_work_shows_it_until_it_is_done(client: Client, commitment: Commitment, cast: Cast) -> None:
    client.force_login(cast.office)
    assert commitment.get_absolute_url() in client.get("/my-work/").content.decode()
    page = client.get(commitment.get_absolute_url()).content.decode()
    assert "Due on 1 October 2024." in page
    day = DAY_41
    done = {"done_on-day": day.day, "done_on-month": day.month, "done_on-year": day.year}
    assert client.post(commitment.get_absolute_url(), {}).status_code == 200
    assert client.post(commitment.get_absolute_url(), done).status_code == 302
    assert commitment.get_absolute_url() not in client.get("/my-work/").content.decode()
