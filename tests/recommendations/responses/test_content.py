"""Published content is stored without loss, and its digest covers every word."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.responses.content import ResponseContent, ResponseItem
from tests.recommendations.responses.contents import content, item

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
ITEMS = st.builds(
    ResponseItem,
    **{field.name: WORDS for field in dataclasses.fields(ResponseItem) if field.type == "str"},
    is_national=st.booleans(),
    needs_explanation=st.booleans(),
    proposed_by=st.none() | st.dates(),
)
CONTENTS = st.builds(
    ResponseContent,
    **{field.name: WORDS for field in dataclasses.fields(ResponseContent) if field.type == "str"},
    inspection_published_on=st.dates(),
    inspectorates=st.lists(WORDS).map(tuple),
    last_day=st.none() | st.dates(),
    no_chief_officer_comments=st.booleans(),
    items=st.lists(ITEMS, max_size=3).map(tuple),
    inspection_types=st.lists(WORDS).map(tuple),
)


@given(CONTENTS)
def test_the_stored_content_equals_what_was_published(published_content: ResponseContent) -> None:
    stored = json.loads(json.dumps(published_content.as_json()))
    assert ResponseContent.from_json(stored) == published_content
    assert ResponseContent.from_json(stored).digest == published_content.digest


def test_content_stored_before_facts_were_added_keeps_its_digest() -> None:
    stored = content(item("1")).as_json()
    assert not {"inspection_types", "force_is_quoted"} & stored.keys()
    digest = hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()
    assert ResponseContent.from_json(stored) == content(item("1"))
    assert ResponseContent.from_json(stored).digest == digest


FIELDS = [field.name for field in dataclasses.fields(ResponseContent) if field.name not in ("items", "others")]


@pytest.mark.parametrize("name", FIELDS)
def test_the_digest_covers_every_field(name: str) -> None:
    assert dataclasses.replace(content(), **{name: _another(getattr(content(), name))}).digest != content().digest


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(ResponseItem)])
def test_the_digest_covers_every_field_of_an_item(name: str) -> None:
    changed = dataclasses.replace(item("1"), **{name: _another(getattr(item("1"), name))})
    assert content(changed).digest != content(item("1")).digest


def test_the_digest_covers_the_order() -> None:
    assert content(item("1"), item("2")).digest != content(item("2"), item("1")).digest


def _another(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"{value} and more"
    if isinstance(value, tuple):
        return (*value, "another")
    return datetime.date(2030, 1, 1)
