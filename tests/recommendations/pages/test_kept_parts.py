"""Parts of pages that are kept are always those that would be rendered now."""

import datetime
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from forces.people.models import Person
from tests.cast import NOON, Cast, Register
from tests.recommendations.positions.writes import WRITES, Processes, Writer, check_after_each

pytestmark = pytest.mark.django_db
EARLIER = datetime.date(2025, 1, 31)


@pytest.fixture(autouse=True)
def _on_3_march_2025() -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield


PAGES = (
    "/overview/",
    "/forces/",
    "/forces/cleveland/",
    "/inspections/",
    "/inspections/soteria-2024/",
    "/inspections/soteria-2024/7/",
    "/forces/cleveland/soteria-2024/7/",
    "/responses/",
)
OF_THE_OFFICE = (
    "/my-work/",
    "/log/",
    "/forces/cleveland/?status=in-progress&sort=-deadline",
    f"/as-at/{EARLIER}/forces/cleveland/",
)
OF_THE_PANEL = (
    "/panel/cleveland/",
    "/overview/",
    "/forces/cleveland/",
    "/inspections/soteria-2024/7/",
    "/forces/cleveland/soteria-2024/7/",
    "/responses/",
)
# Tokens, signatures and keys differ with every request.
CHANGING = re.compile(r'value="([A-Za-z0-9]{64}|[0-9a-f-]{36}:[\w:-]+)"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}')


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("writes", [WRITES[:8], WRITES[8:]], ids=" ".join)
def test_pages_with_parts_from_the_cache_equal_pages_without_it_after_each_kind_of_write(
    writes: list[str], monkeypatch: pytest.MonkeyPatch, history: Register, cast: Cast
) -> None:
    clients = [(signed_in(cast.office), PAGES + OF_THE_OFFICE), (signed_in(cast.panel_member), OF_THE_PANEL)]

    def pages() -> list[tuple[int, str]]:
        found = [client.get(address) for client, addresses in clients for address in addresses]
        return [(page.status_code, CHANGING.sub("", page.content.decode())) for page in found]

    history.soteria.embargo_readers.add(cast.office)
    check_after_each(writes, Processes(monkeypatch), Writer(history, cast), pages)
