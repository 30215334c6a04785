"""Who can find what: each role, kind of text and audience; embargoes; and never a draft."""

import datetime

import pytest

from forces.people.editions import Audience
from recommendations.maintenance.search_index import index_all
from recommendations.register.models import Update
from recommendations.register.statuses import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import InspectionFactory, OversightFactory, RecommendationFactory, add_update, as_reader
from tests.recommendations.search.conftest import Search

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
DAY = datetime.date(2025, 2, 1)
EVERY_ROLE = {"administrator", "auditor", "office", "approver", "contributor", "panel_member", "cumbria_office"}
CLEVELANDS = {"office", "approver", "contributor", "auditor"}
NOT_THE_AUDITOR = EVERY_ROLE - {"auditor"}
# Who reads an update of each holder, by its audience.
READERS = {
    ("cleveland", "public"): EVERY_ROLE,
    ("cleveland", "panel"): CLEVELANDS | {"panel_member"},
    ("cleveland", "force-and-office"): CLEVELANDS,
    ("cleveland", "office"): {"office", "approver"},
    ("cumbria", "public"): NOT_THE_AUDITOR,
    ("cumbria", "panel"): {"cumbria_office"},
    ("cumbria", "force-and-office"): {"cumbria_office"},
    ("cumbria", "office"): {"cumbria_office"},
    ("soteria-joint-unit", "public"): EVERY_ROLE,
    ("soteria-joint-unit", "panel"): {"administrator"},
    ("soteria-joint-unit", "force-and-office"): {"administrator"},
    ("soteria-joint-unit", "office"): {"administrator"},
}


@pytest.mark.parametrize("person", sorted(EVERY_ROLE | {"no_role"}))
@pytest.mark.parametrize(("holder", "audience"), READERS)
def test_an_update_is_found_only_by_its_readers(
    register: Register, cast: Cast, search: Search, person: str, holder: str, audience: str
) -> None:
    action = register.actions[holder, "4" if holder == "soteria-joint-unit" else "7"]
    update = add_update(
        action, None if audience == "office" else Status.IN_PROGRESS, DAY, audience=audience, text="Zebra."
    )
    index_all()
    found = search("zebra", person)
    assert found == ({"update:Zebra."} if person in READERS[holder, audience] else set())
    reader = as_reader(getattr(cast, person), TODAY)
    on_its_page = Update.objects.readable_by(reader, action).filter(pk=update.pk).exists()
    sees_the_page = action.__class__.objects.visible_to(reader).filter(pk=action.pk).exists()
    assert bool(found) is (on_its_page and sees_the_page and reader.has_a_role)


def test_every_audience_is_tested() -> None:
    assert {audience for _holder, audience in READERS} == set(Audience.values)


@pytest.mark.parametrize("person", sorted(EVERY_ROLE))
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("disrupt", {"recommendation:By 31 January 2025, forces should improve matter 7."}),
        ('"soteria 2024"', {"inspection:Operation Soteria"}),
        ("zebras", {"publication:Zebras are welcome."}),
        ("giraffe", {"publication:Every giraffe was asked."}),
        ("walrus", {"statement:We did it <b>all</b>, walrus."}),
        ("ocelot", {"statement:In general, an ocelot."}),
        ("rhinoceros", set()),
    ],
)
def test_publications_are_found_by_everyone_and_drafts_by_no_one(
    texts: Register, search: Search, person: str, words: str, found: set[str]
) -> None:
    assert search(words, person) == found


@pytest.mark.parametrize("state", ["embargoed", "expected"])
@pytest.mark.parametrize("person", sorted(EVERY_ROLE))
def test_an_embargoed_report_is_found_by_its_named_readers_only(
    cast: Cast, search: Search, person: str, state: str
) -> None:
    secret = InspectionFactory(slug="secret", title="On aardvarks", state=state, published_on=None)
    RecommendationFactory(inspection=secret, number=1, text="Keep the aardvark.")
    index_all()
    assert search("aardvark", person) == set()
    secret.embargo_readers.add(getattr(cast, person))
    assert search("aardvark", person) == {"inspection:Secret", "recommendation:Keep the aardvark."}


def test_a_report_published_tomorrow_is_not_found_today(cast: Cast, search: Search) -> None:
    InspectionFactory(slug="tomorrow", title="On aardvarks", published_on=TODAY + datetime.timedelta(days=1))
    index_all()
    assert search("aardvarks", "administrator") == set()
    tomorrow = as_reader(cast.administrator, TODAY + datetime.timedelta(days=1))
    assert search("aardvarks", reader=tomorrow) == {"inspection:Tomorrow"}


def test_when_another_body_takes_over_its_office_finds_the_notes_from_that_day(
    register: Register, cast: Cast, search: Search
) -> None:
    add_update(register.actions["cleveland", "7"], None, DAY, audience="office", text="Zebra.")
    index_all()
    OversightFactory(force=register.cleveland, body=register.pfcc_cumbria, first_day=TODAY + datetime.timedelta(days=1))
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert search("zebra", reader=as_reader(cast.office, tomorrow)) == set()
    assert search("zebra", reader=as_reader(cast.cumbria_office, tomorrow)) == {"update:Zebra."}
