"""Loading what is under embargo: whom it is open to, and what nobody else learns of it."""

import pytest
from django.test import Client

from forces.people.models import Person, Role
from recommendations.imports.fixtures.report import Report
from recommendations.imports.fixtures.services import load_texts
from recommendations.imports.models import LoadRun
from recommendations.register.models import Document, Inspection, Link
from recommendations.register.services.inspections import admit_who_entered
from tests.cast import Cast, Register
from tests.factories import InspectionFactory, PersonFactory, RecommendationFactory, membership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
SECRET = """\
inspection:
  slug: peel-2026
  title: A secret report
  short_title: Secret
  state: embargoed
  embargoed_until: 2025-06-01 00:01
"""
GUESS = """\
inspection:
  slug: peel-2026
  title: A guess
  short_title: Guess
  state: expected
"""
OTHER = """\
inspection:
  slug: other-2025
  title: Another report
  short_title: Other
  state: expected
recommendations:
  - reference: "1"
    number: 1
    kind: recommendation
    short_title: Do it
    text: Forces should do it.
    deadline: {kind: none}
    addressees:
      - {role: lead, to: all forces}
"""
DOCUMENT = """\
document:
  slug: a-letter
  title: A letter
  kind: letter
  inspection: soteria-2024
  force: cleveland
  published_by: pcc-cleveland
"""


@pytest.fixture
def other_administrator(cast: Cast) -> Person:
    person = PersonFactory(email="second@example.org")
    membership(person, Role.ADMINISTRATOR)
    return person


@pytest.fixture
def secret(cast: Cast) -> Inspection:
    """An inspection under embargo that names the first administrator alone, with a recommendation and a letter."""
    load_texts({"secret.yaml": SECRET}, by=cast.administrator)
    inspection = Inspection.objects.get(slug="peel-2026")
    RecommendationFactory(inspection=inspection, number=1)
    return inspection


def messages(report: Report) -> list[str]:
    return [fault.message for fault in report.faults]


def test_who_loads_it_is_its_reader(cast: Cast) -> None:
    report = load_texts({"secret.yaml": SECRET}, by=cast.administrator)
    assert list(Inspection.objects.get(slug="peel-2026").embargo_readers.all()) == [cast.administrator]
    assert report.read_by_nobody == []


def test_who_puts_an_expected_one_under_embargo_is_its_reader_too(cast: Cast) -> None:
    load_texts({"a.yaml": GUESS}, by=cast.administrator)
    load_texts({"a.yaml": SECRET}, by=cast.administrator)
    assert list(Inspection.objects.get(slug="peel-2026").embargo_readers.all()) == [cast.administrator]


def test_the_command_says_that_no_reader_is_named(cast: Cast) -> None:
    report = load_texts({"secret.yaml": SECRET})
    assert any("“peel-2026” is under embargo and no reader is named" in line for line in report.lines())
    admit_who_entered(inspection=Inspection.objects.get(slug="peel-2026"), by=cast.administrator)
    assert load_texts({"secret.yaml": SECRET}).read_by_nobody == []


@pytest.mark.parametrize("text", [SECRET, GUESS], ids=["the same", "another"])
@pytest.mark.parametrize("dry_run", [True, False], ids=["checked", "loaded"])
def test_nobody_else_overwrites_it_or_learns_what_it_says(
    secret: Inspection, other_administrator: Person, text: str, dry_run: bool
) -> None:
    report = load_texts({"x.yaml": text}, by=other_administrator, dry_run=dry_run)
    assert messages(report) == ["This name in addresses is taken. Choose another."]
    assert report.outcomes == []
    assert Inspection.objects.get(slug="peel-2026").title == "A secret report"


def test_the_reader_loads_it_again_as_the_command_does(secret: Inspection, cast: Cast) -> None:
    changed = SECRET.replace("A secret report", "A secret report on examples")
    assert load_texts({"secret.yaml": changed}, by=cast.administrator).summary.startswith("0 new, 1 changed")
    assert load_texts({"secret.yaml": changed}).summary.startswith("0 new, 0 changed, 1 the same")


def test_a_link_to_it_is_answered_as_if_it_were_not_there(secret: Inspection, other_administrator: Person) -> None:
    link = OTHER + 'links:\n  - {from: "1", kind: waits for, to: %s/1, source: It says so}\n'
    for slug in ("peel-2026", "no-such-2026"):
        [message] = messages(load_texts({"x.yaml": link % slug}, by=other_administrator))
        assert message.startswith(f"There is no inspection “{slug}”.")
    assert not Link.objects.filter(to_recommendation__inspection=secret).exists()


def test_nothing_follows_it_up_or_is_a_document_about_it_for_others(
    secret: Inspection, other_administrator: Person, register: Register
) -> None:
    follows = OTHER.replace("  state: expected\n", "  state: expected\n  follow_up_of: peel-2026\n")
    [message] = messages(load_texts({"x.yaml": follows}, by=other_administrator))
    assert message.startswith("There is no inspection “peel-2026”.")
    about = DOCUMENT.replace("soteria-2024", "peel-2026")
    [message] = messages(load_texts({"x.yaml": about}, by=other_administrator))
    assert message.startswith("There is no inspection “peel-2026”.")


def test_a_document_about_it_is_not_overwritten_either(
    secret: Inspection, other_administrator: Person, cast: Cast
) -> None:
    load_texts({"x.yaml": DOCUMENT.replace("soteria-2024", "peel-2026")}, by=cast.administrator)
    report = load_texts({"x.yaml": DOCUMENT}, by=other_administrator)
    assert messages(report) == ["This name in addresses is taken. Choose another."]
    assert Document.objects.get().inspection == secret


def test_a_suggestion_does_not_name_it(secret: Inspection, other_administrator: Person) -> None:
    nearly = OTHER.replace("  state: expected\n", "  state: expected\n  follow_up_of: peel-2027\n")
    [message] = messages(load_texts({"x.yaml": nearly}, by=other_administrator))
    assert "peel-2026" not in message


def test_an_expected_inspection_is_open_to_every_administrator(cast: Cast, other_administrator: Person) -> None:
    InspectionFactory(slug="peel-2026", state="expected", published_on=None)
    assert not load_texts({"x.yaml": GUESS}, by=other_administrator).faults


def test_the_list_of_loads_does_not_name_its_file(admin: Client, cast: Cast, register: Register) -> None:
    load_texts({"peel-2026-secret.yaml": SECRET}, by=cast.administrator)
    load_texts({"letter.yaml": DOCUMENT}, by=cast.administrator)
    page = admin.get("/admin/recommendations/loadrun/").content.decode()
    run = LoadRun.objects.get(files__has_key="peel-2026-secret.yaml")
    page += admin.get(f"/admin/recommendations/loadrun/{run.pk}/change/").content.decode()
    assert "letter.yaml" in page
    assert "peel-2026" not in page
    assert "not shown" in page
