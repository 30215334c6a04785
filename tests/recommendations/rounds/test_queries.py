"""What My work asks of rounds: each in one query, of the office's own holders only."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from forces.people.access import Reader
from recommendations.register.models import Action, Inspection
from recommendations.rounds.models import Round
from recommendations.rounds.queries import answers_to_take_in, awaited, letterboxes, rounds_of
from recommendations.rounds.services import replies, rounds
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader
from tests.recommendations.rounds.helpers import WANTED_BY, Bring, answered, ask, row_of, workbook_of


def test_answers_to_take_in_are_counted_since_the_first_came(
    bring: Bring, round_: Round, reader: Reader, django_assert_num_queries: Any
) -> None:
    bring(words="All trained.")
    bring(words="Some trained.")
    with django_assert_num_queries(1):
        [found] = answers_to_take_in(reader)
    assert (found.round, str(found.holder), found.count, found.since) == (round_, "Cleveland Police", 2, TODAY)


def test_what_was_decided_is_not_to_take_in(bring: Bring, round_: Round, reader: Reader) -> None:
    row = row_of(bring(words="All trained."))
    replies.leave_out(round_=round_, rows=[row.pk], by=reader)
    assert answers_to_take_in(reader) == []


def test_a_round_waits_for_the_posts_that_have_not_answered_at_all(
    bring: Bring, round_: Round, reader: Reader, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        [found] = awaited(reader)
    assert (found.round, found.posts, found.unanswered, found.wanted_by) == (round_, 2, 2, WANTED_BY)
    bring(words="All trained.")
    assert [found.unanswered for found in awaited(reader)] == [1]
    bring(answered(workbook_of(round_, ""), {"words": "Ours."}))
    assert awaited(reader) == []


def test_an_ended_round_waits_for_nobody(round_: Round, reader: Reader) -> None:
    rounds.end_round(round_=round_, on=TODAY, by=reader)
    assert awaited(reader) == []


@pytest.mark.parametrize("who", ["contributor", "panel_member", "cumbria_office", "administrator", "auditor"])
def test_nobody_else_is_told(bring: Bring, round_: Round, cast: Cast, who: str) -> None:
    bring(words="All trained.")
    other = as_reader(getattr(cast, who), TODAY)
    assert awaited(other) == []
    assert answers_to_take_in(other) == []


def test_a_round_that_asks_about_what_is_under_embargo_is_for_those_named_there(
    bring: Bring, round_: Round, crime: Action, reader: Reader, cast: Cast, client: Client
) -> None:
    bring(words="All trained.")
    inspection = crime.recommendation.inspection
    Inspection.objects.filter(pk=inspection.pk).update(state=Inspection.State.EMBARGOED, published_on=None)
    inspection.embargo_readers.add(cast.office)
    assert [found.round for found in answers_to_take_in(reader)] == [round_]
    colleague = as_reader(cast.approver, TODAY)
    assert (answers_to_take_in(colleague), awaited(colleague)) == ([], [])
    pages = [f"/work/cleveland/rounds/{round_.pk}/{page}" for page in ("", "take-in/", "workbooks.zip")]
    for person, status in ((cast.office, 200), (cast.approver, 404)):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [status] * 3
    assert f"/rounds/{round_.pk}/" not in client.get("/work/cleveland/rounds/").content.decode()


def test_the_earliest_wanted_comes_first(round_: Round, history: Register, crime: Action, reader: Reader) -> None:
    sooner = ask(history, [crime], reader, wanted_by=WANTED_BY - datetime.timedelta(days=7))
    assert [found.round for found in awaited(reader)] == [sooner, round_]


def test_counts_are_not_multiplied_by_several_returns(
    bring: Bring, round_: Round, history: Register, reader: Reader
) -> None:
    bring(words="All trained.")
    bring(words="Some trained.")
    found = rounds_of(history.cleveland, reader).get()
    assert (found.posts, found.actions, found.answered, found.to_take_in) == (2, 2, 1, 2)
    assert [(box.actions, box.answered, box.to_take_in) for box in letterboxes(round_)] == [(1, 1, 2), (1, 0, 0)]
