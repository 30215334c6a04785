"""The rounds listed in My work: each list in one query, for the office's own holders only."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from forces.people.access import Reader
from recommendations.register.models import Action, Inspection, InspectionState
from recommendations.rounds.models import Round
from recommendations.rounds.queries import requests_with_progress, rounds_in_hand, rounds_of
from recommendations.rounds.services import replies, rounds
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader
from tests.recommendations.rounds.helpers import REPLY_BY, UploadReply, ask, replied, row_of, workbook_of


def test_answers_to_review_are_counted_with_the_date_of_the_first(
    upload_reply: UploadReply, round_: Round, reader: Reader, django_assert_num_queries: Any
) -> None:
    upload_reply(words="All trained.")
    upload_reply(words="Some trained.")
    with django_assert_num_queries(1):
        [found] = rounds_in_hand(reader).to_review
    assert (found.round, str(found.holder), found.count, found.since) == (round_, "Cleveland Police", 2, TODAY)


def test_decided_answers_do_not_need_review(upload_reply: UploadReply, round_: Round, reader: Reader) -> None:
    row = row_of(upload_reply(words="All trained."))
    replies.set_aside_rows(round_=round_, rows=[row.pk], by=reader)
    assert rounds_in_hand(reader).to_review == []


def test_a_round_waits_for_posts_that_have_not_replied(
    upload_reply: UploadReply, round_: Round, reader: Reader, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        [found] = rounds_in_hand(reader).awaiting
    assert (found.round, found.posts, found.not_replied, found.reply_by) == (round_, 2, 2, REPLY_BY)
    upload_reply(words="All trained.")
    assert [found.not_replied for found in rounds_in_hand(reader).awaiting] == [1]
    upload_reply(replied(workbook_of(round_, ""), {"words": "Ours."}))
    assert rounds_in_hand(reader).awaiting == []


def test_a_closed_round_waits_for_no_one(round_: Round, reader: Reader) -> None:
    rounds.close_round(round_=round_, on=TODAY, by=reader)
    assert rounds_in_hand(reader).awaiting == []


@pytest.mark.parametrize("who", ["contributor", "panel_member", "cumbria_office", "administrator", "auditor"])
def test_no_one_else_sees_the_counts(upload_reply: UploadReply, round_: Round, cast: Cast, who: str) -> None:
    upload_reply(words="All trained.")
    other = as_reader(getattr(cast, who), TODAY)
    assert rounds_in_hand(other).awaiting == []
    assert rounds_in_hand(other).to_review == []


def test_a_round_about_embargoed_actions_is_visible_to_its_named_readers_only(
    upload_reply: UploadReply, round_: Round, crime: Action, cast: Cast, client: Client
) -> None:
    upload_reply(words="All trained.")
    inspection = crime.recommendation.inspection
    Inspection.objects.filter(pk=inspection.pk).update(state=InspectionState.EMBARGOED, published_on=None)
    inspection.embargo_readers.add(cast.office)
    named = as_reader(cast.office, TODAY)
    assert [found.round for found in rounds_in_hand(named).to_review] == [round_]
    colleague = as_reader(cast.approver, TODAY)
    assert (rounds_in_hand(colleague).to_review, rounds_in_hand(colleague).awaiting) == ([], [])
    pages = [f"/work/cleveland/rounds/{round_.pk}/{page}" for page in ("", "review/", "workbooks.zip")]
    for person, status in ((cast.office, 200), (cast.approver, 404)):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [status] * 3
    assert f"/rounds/{round_.pk}/" not in client.get("/work/cleveland/rounds/").content.decode()


def test_the_earliest_reply_date_comes_first(round_: Round, history: Register, crime: Action, reader: Reader) -> None:
    sooner = ask(history, [crime], reader, reply_by=REPLY_BY - datetime.timedelta(days=7))
    assert [found.round for found in rounds_in_hand(reader).awaiting] == [sooner, round_]


def test_several_uploads_do_not_multiply_the_counts(
    upload_reply: UploadReply, round_: Round, history: Register, reader: Reader
) -> None:
    upload_reply(words="All trained.")
    upload_reply(words="Some trained.")
    found = rounds_of(history.cleveland, reader).get()
    assert (found.posts, found.actions, found.replied, found.to_review) == (2, 2, 1, 2)
    assert [(box.actions, box.replied, box.to_review) for box in requests_with_progress(round_)] == [
        (1, 1, 2),
        (1, 0, 0),
    ]
