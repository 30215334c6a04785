"""Fixtures for the search tests: a register with a text of every kind, and a function that searches it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

import pytest
import time_machine

from forces.people.access import Reader
from recommendations.maintenance.search_index import index_all
from recommendations.maintenance.services.entering import settle_document
from recommendations.register.models import Statement
from recommendations.search.full_text import matching
from recommendations.search.models import SearchText
from recommendations.search.query_terms import parse_query
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import DocumentFactory, ResponseFactory, as_reader, explained, published

Search = Callable[..., set[str]]


@pytest.fixture(autouse=True)
def _on_3_march_2025() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def texts(history: Register) -> Register:
    """The register with a history, a published response, a draft and a document; all in the index."""
    response = ResponseFactory(
        inspection=history.soteria, force=history.cleveland, general_comments="Zebras are welcome."
    )
    explained(response, history.rec_7, text="Every giraffe was asked.")
    published(response, datetime.date(2024, 10, 9))
    draft = ResponseFactory(
        inspection=history.soteria, force=history.cumbria, general_comments="A draft on a rhinoceros."
    )
    explained(draft, history.rec_7, text="A rhinoceros was asked.")
    document = DocumentFactory(inspection=history.soteria, force=history.cleveland, title="The form of the elephant")
    Statement.objects.create(
        document=document, order=1, speaker="force", recommendation=history.rec_7, text="We did it <b>all</b>, walrus."
    )
    Statement.objects.create(document=document, order=2, speaker="force", text="In general, an ocelot.")
    settle_document(document=document)
    index_all()
    return history


@pytest.fixture
def search(cast: Cast) -> Search:
    """Return a function that returns the keys of what a person finds. The whole cast is Cleveland's."""

    def find(words: str, person: str = "office", reader: Reader | None = None) -> set[str]:
        reader = reader or as_reader(getattr(cast, person), TODAY)
        found = matching(SearchText.objects.readable_by(reader), parse_query(words))
        return {row.key.split(":")[0] + ":" + row.text for row in found}

    return find
