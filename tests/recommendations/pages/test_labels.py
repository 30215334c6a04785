"""The report's own labels: an item without a number goes by its title, and no reference in addresses is shown."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from recommendations.register.models import Recommendation
from tests.cast import Register
from tests.factories import AddresseeFactory, InspectionFactory, RecommendationFactory, open_action
from tests.reading import lines_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
INTERNAL = re.compile(r"\bafi-1\b|\b1-6\b")


@pytest.fixture
def unnumbered(history: Register) -> list[Recommendation]:
    """An area for improvement without a number, and a recommendation that goes by its paragraph."""
    report = InspectionFactory(slug="peel-2025", short_title="Cleveland PEEL")
    items = [
        RecommendationFactory(
            inspection=report, reference="afi-1", number=None, kind="afi", short_title="Repeat callers", text="Improve."
        ),
        RecommendationFactory(
            inspection=report, reference="1-6", number=None, short_title="Comply with code C", text="Do."
        ),
    ]
    for item in items:
        AddresseeFactory(recommendation=item, body=history.cleveland)
        open_action(item, history.cleveland)
    return items


def test_an_item_goes_by_its_printed_number_or_else_by_its_title(unnumbered: list[Recommendation]) -> None:
    improvement, paragraph = unnumbered
    assert improvement.label == improvement.heading == "Area for improvement: Repeat callers"
    assert improvement.kind_and_number == "Area for improvement"
    assert paragraph.label == paragraph.kind_and_number == "Recommendation 1.6"
    assert paragraph.heading == "Recommendation 1.6: Comply with code C"
    assert Recommendation(number=7, reference="iopc-7", kind="IOPC recommendation").label == "IOPC recommendation 7"
    assert Recommendation(reference="3a", short_title="Write").heading == "Recommendation 3a: Write"


def test_no_page_or_export_shows_the_reference_used_in_addresses(
    office: Client, unnumbered: list[Recommendation]
) -> None:
    pages = [
        reverse("dated:force", args=["cleveland"]),
        reverse("dated:inspection", args=["peel-2025"]),
        "/my-work/",
        "/forces/cleveland/changes/?from=2025-01-01",
        "/log/",
        *(item.get_absolute_url() for item in unnumbered),
        *(item.actions.get().get_absolute_url() for item in unnumbered),
    ]
    for address in pages:
        words = words_of(office.get(address))
        found = INTERNAL.search(words)
        assert not found, (address, words[max(found.start() - 80, 0) : found.end()])
    force = words_of(office.get(pages[0]))
    assert "Area for improvement: Repeat callers" in force
    assert "Recommendation 1.6: Comply with code C" in force
    rows = lines_of(office.get(reverse("dated:force-export", args=["cleveland", "csv"])), named=True)
    labels = {row["Label in the report"] for row in rows if row["Inspection"] == "Cleveland PEEL"}
    assert labels == {"Area for improvement: Repeat callers", "Recommendation 1.6"}
    for name in ("dated:force-export", "dated:inspection-export"):
        address = reverse(name, args=["cleveland" if "force" in name else "peel-2025", "csv"])
        for row in lines_of(office.get(address), named=True):
            assert not INTERNAL.search(" ".join(value for column, value in row.items() if column != "Page")), row
