"""The round pages run no more queries for 200 actions than for 10."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from forces.people.access import Reader
from recommendations.register.models import Update
from recommendations.rounds.models import ReturnedRow, Round
from recommendations.rounds.services.uploads import save_returned_workbook
from tests.cast import TODAY, Register
from tests.recommendations.rounds.helpers import ask, at, many, replied, review_data, workbook_of
from tests.snapshots import SnapshotStore

BUDGET = 25  # queries


REPLY_COLUMNS = (
    {"words": "All.", "status": "Done"},
    {"words": "Some.", "status": "Amber"},
    {"words": "Some.", "expected": "soon"},
)


@pytest.fixture
def large(history: Register, reader: Reader, request: pytest.FixtureRequest, build_once: SnapshotStore) -> Round:
    """A round about 10 or 200 actions of three posts, all with replies."""
    return build_once(build_round, history, reader, request.param, variant=request.param)


def build_round(history: Register, reader: Reader, count: int) -> Round:
    """Create a round about `count` actions of three posts, all with replies."""
    created = ask(history, many(history, count), reader)
    for lead in created.requests.all():
        answers = [REPLY_COLUMNS[number % 3] for number in range(lead.rows.count())]
        contents = replied(workbook_of(created, lead.lead_post), *answers)
        details = {"received_on": TODAY, "returned_by": "", "name": "x.xlsx"}
        save_returned_workbook(round_=created, contents=contents, by=reader, **details)
    return created


@pytest.mark.parametrize("large", [10, 200], indirect=True)
def test_every_page_stays_within_its_budget(office: Client, large: Round, django_assert_max_num_queries: Any) -> None:
    actions = list(large.requests.values_list("rows__action", flat=True))
    row = ReturnedRow.objects.filter(outcome="to-review").first()
    addresses = [
        at("rounds"),
        f"{at('round-new')}?{'&'.join(f'action={pk}' for pk in actions)}",
        at("round", large.pk),
        at("round-workbook", large.pk, large.requests.first().pk),
        at("round-workbooks", large.pk),
        at("round-uploads", large.pk),
        at("round-review", large.pk),
        at("round-reply", large.pk, row.pk),
    ]
    office.get(addresses[0])  # what is looked up once only
    for address in addresses:
        with django_assert_max_num_queries(BUDGET):
            assert office.get(address).status_code == HTTPStatus.OK, address


@pytest.mark.parametrize("large", [10, 200], indirect=True)
def test_accepting_all_runs_as_many_queries_for_200_actions_as_for_10(
    office: Client, large: Round, django_assert_max_num_queries: Any
) -> None:
    rows = [ready.row.pk for ready in office.get(at("round-review", large.pk)).context["ready"]]
    with django_assert_max_num_queries(59):
        office.post(at("round-review", large.pk), review_data(*rows))
    assert Update.objects.filter(received_how="workbook").count() == len(rows) > 0
